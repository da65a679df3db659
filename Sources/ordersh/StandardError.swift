import OrderShell

/// Where everything goes that is not data.
enum StandardError {
    /// Writes a text and a line end.
    @Sendable static func write(_ text: String) {
        TerminalOutput.standardError.write(text + "\n")
    }
}
