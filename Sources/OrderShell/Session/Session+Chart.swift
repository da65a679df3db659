import OrderModel

extension Session {
    /// `\chart`: draws the last answer.
    func showChart(_ kind: ChartKind) throws {
        throw ShellError(.usage, "\\chart is not there yet")
    }
}
