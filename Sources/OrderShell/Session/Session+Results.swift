import OrderModel

extension Session {
    /// `\last`: shows an earlier answer again, whole or in another format, without asking the source.
    func showLast(_ number: Int, _ format: OutputFormat?) throws {
        throw ShellError(.usage, "\\last is not there yet")
    }

    /// `\watch`: asks the last query again and again.
    func watch(every interval: Duration) async throws {
        throw ShellError(.usage, "\\watch is not there yet")
    }
}
