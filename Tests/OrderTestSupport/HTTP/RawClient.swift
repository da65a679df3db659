import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A connection to a server of this machine that sends whatever bytes it is told to, and may break any rule.
///
/// Its calls block a thread: tests use it within `run`.
package final class RawClient: Sendable {
    /// What a server answered.
    package struct Answer: Sendable {
        /// The status line and the headers, without the blank line after them.
        package let head: String
        package let body: [UInt8]

        package var status: Int { head.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) } ?? 0 }

        /// The value of a header; nil where there is none.
        package func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                    return String(parts[1].drop { $0 == " " })
                }
            }
            return nil
        }
    }

    private let descriptor: Int32
    private let connection: RawConnection
    private let isEnded = Atomic(false)

    package init(port: Int) throws(SystemCallError) {
        descriptor = try LocalSocket.connect(port: UInt16(truncatingIfNeeded: port))
        connection = RawConnection(descriptor)
    }

    deinit { end() }

    /// Runs blocking code on a thread of its own.
    package static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            BlockingThread.start { continuation.resume(with: Swift.Result { try body() }) }
        }
    }

    /// Sends bytes; false when the server has closed.
    @discardableResult
    package func send(_ text: String) -> Bool { connection.send(text) }

    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool { connection.send(bytes) }

    /// Sends nothing more, and still reads.
    package func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes the close a reset, which the server hears of at once.
    package func resetAtClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Ends the connection in both directions.
    ///
    /// After `resetAtClose` the other side hears of a reset.
    package func end() {
        guard !isEnded.exchange(true, ordering: .relaxed) else { return }
        close(descriptor)
    }

    /// Whether nothing comes for so long.
    package func isSilent(milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, milliseconds) == 0
    }

    /// Whether the server ends the connection within so long, whatever it sent before.
    package func hasEnded(milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&wait, 1, milliseconds) > 0
    }

    /// The next answer; nil when the server closes instead.
    ///
    /// Answers to `HEAD` have no body.
    package func answer(isHeadOnly: Bool = false) -> Answer? {
        guard let head = connection.readHead() else { return nil }
        let answer = Answer(head: head, body: [])
        guard !isHeadOnly, let length = answer.header("Content-Length").flatMap({ Int($0) }), length > 0 else {
            return answer
        }
        guard let body = connection.read(length) else { return nil }
        return Answer(head: head, body: body)
    }

    /// All bytes up to the server's close.
    package func readToEnd() -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = connection.read() { all += bytes }
        return all
    }
}
