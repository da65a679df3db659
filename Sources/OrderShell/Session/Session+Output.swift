import OrderLanguage
import OrderModel

extension Session {
    /// Runs a step whose answer goes to a file or a command instead of to the session's output.
    func sending(to destination: AnswerDestination, _ body: () async throws -> Void) async throws {
        throw ShellError(.usage, "\\> and \\| are not there yet")
    }
}
