// Running a program as a terminal emulator does: with a terminal of its own, keys typed at it, and a screen that shows
// what it wrote.

import CPseudoTerminal
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program on a terminal of its own, with the screen that a person would see.
///
/// Tests type, and then `pump` until what they wait for is there: never a pause, and a deadline that only a failure
/// reaches.
package final class PseudoTerminal {
    /// Why a terminal can't be used.
    package enum Failure: Error {
        case noTerminal
        case gone
        case timedOut(screen: [String])
    }

    /// Finding a terminal's name is not safe in two threads at once.
    private static let starting = Mutex(())

    package private(set) var screen: ScreenModel
    /// All that the program has written.
    package private(set) var output: [UInt8] = []
    private let terminal: Int32
    private let process: pid_t
    private var knownStatus: Int32?

    /// Starts `program` with exactly this environment.
    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String],
        rows: Int = 24,
        columns: Int = 80
    ) throws {
        screen = ScreenModel(rows: rows, columns: columns)
        let started = Self.starting.withLock { _ in
            withCStrings([program] + arguments) { words in
                withCStrings(environment.map { "\($0)=\($1)" }) { variables in
                    cpseudoterminal_start(words, variables, UInt16(rows), UInt16(columns))
                }
            }
        }
        guard started.terminal >= 0 else {
            throw Failure.noTerminal
        }
        terminal = started.terminal
        process = started.process
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            var ignored: Int32 = 0
            waitpid(process, &ignored, 0)
        }
        close(terminal)
    }

    /// The program's exit status, 128 and the signal when it was killed; nil while it runs.
    package var status: Int32? {
        if knownStatus == nil {
            let status = cpseudoterminal_status(process)
            knownStatus = status >= 0 ? status : nil
        }
        return knownStatus
    }

    /// Whether the terminal is in its ordinary mode: lines, echo, Ctrl-C as a signal.
    package var isLineMode: Bool {
        cpseudoterminal_is_line_mode(terminal) == 1
    }

    /// Types `text`, reading along so that neither side waits for the other.
    package func type(_ text: String) throws {
        try type(Array(text.utf8))
    }

    /// Types bytes, which need not be text.
    package func type(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                _ = wait(for: POLLIN | POLLOUT)
                receive()
            } else if errno != EINTR {
                throw Failure.gone
            }
        }
    }

    /// Sends a signal to the program.
    package func signal(_ number: Int32) {
        kill(process, number)
    }

    package func resize(rows: Int, columns: Int) {
        screen.resize(rows: rows, columns: columns)
        _ = cpseudoterminal_resize(terminal, UInt16(rows), UInt16(columns))
    }

    /// Reads what the program writes until `condition` holds.
    package func pump(timeoutSeconds: Int = 60, until condition: (PseudoTerminal) -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
        while true {
            receive()
            if condition(self) {
                return
            }
            guard ContinuousClock.now < deadline else {
                throw Failure.timedOut(screen: screen.transcript)
            }
            _ = wait(for: POLLIN)
        }
    }

    /// Reads until some line that was ever on the screen contains `text`.
    package func pump(untilSeen text: String) throws {
        try pump { $0.screen.transcript.contains { $0.contains(text) } }
    }

    private func wait(for events: Int32) -> Int32 {
        var descriptor = pollfd(fd: terminal, events: Int16(events), revents: 0)
        let count = poll(&descriptor, 1, 20)
        if count > 0, descriptor.revents & Int16(POLLIN | POLLOUT) == 0 {
            // Hung up: nothing more will come, but the exit status may still be waited for.
            _ = poll(nil, 0, 1)
        }
        return count
    }

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(terminal, &buffer, buffer.count)
            guard count > 0 else {
                return
            }
            output += buffer[..<count]
            screen.write(buffer[..<count])
        }
    }
}

/// Lends strings as a null-terminated list of C strings.
private func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let copies = strings.map { strdup($0) } + [nil]
    defer { copies.forEach { free($0) } }
    return copies.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else {
            preconditionFailure("the list holds its terminator at least")
        }
        return body(base)
    }
}
