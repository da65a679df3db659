#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A question of yes and no to the person at the terminal, asked while no editor reads.
package enum Question {
    /// Asks on standard error and reads a line from standard input; anything but `y` or `yes` is no.
    ///
    /// Waits by looking now and then, so that Ctrl-C, which cancels the task, ends it at once.
    @Sendable package static func ask(_ text: String) async throws -> Bool {
        // What was typed ahead is no answer to a question that nobody had seen.
        tcflush(STDIN_FILENO, TCIFLUSH)
        TerminalOutput.standardError.write(text)
        while true {
            try await Task.sleep(for: .milliseconds(20))
            var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 0) > 0 else { continue }
            let answer = readLine() ?? ""
            return ["y", "yes"].contains(answer.lowercased())
        }
    }
}
