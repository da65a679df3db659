import CEdit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A terminal (or a file) as something to write to.
package struct TerminalOutput: Sendable {
    package static let standardError = TerminalOutput(descriptor: STDERR_FILENO)

    let descriptor: Int32

    var size: (rows: Int, columns: Int) {
        var rows: Int32 = 0
        var columns: Int32 = 0
        cedit_window_size(descriptor, &rows, &columns)
        return (Int(rows), Int(columns))
    }

    /// Writes all of `bytes`; false when the terminal is gone.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, 1_000)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    package func write(_ text: String) {
        write(Array(text.utf8))
    }

    /// Writes a line over what stands in the last one, such as progress; not at all where that would have to wait.
    func writeLast(_ line: String) {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&ready, 1, 0) == 1 else { return }
        let isTerminal = isatty(descriptor) == 1
        let padding =
            isTerminal ? String(repeating: " ", count: max(0, ProgressLine.longestText - line.utf8.count)) : ""
        write((isTerminal ? "\r" : "") + line + padding + "\n")
    }
}

/// The function `write`, which a method of that name hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

/// The size of the terminal that the standard output is.
package enum TerminalSize {
    /// How many cells a line has.
    package static var columns: Int { TerminalOutput(descriptor: STDOUT_FILENO).size.columns }
    /// How many lines it has.
    package static var rows: Int { TerminalOutput(descriptor: STDOUT_FILENO).size.rows }
}
