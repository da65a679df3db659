import OrderModel

extension Session {
    /// `\watch`: asks the last query again and again.
    func watch(every interval: Duration) async throws {
        throw ShellError(.usage, "\\watch is not there yet")
    }
}
