import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A server of bytes on a free port of 127.0.0.1: a closure has each connection to itself, and may break any rule.
///
/// It stops when it is released.
package final class RawServer: Sendable {
    private let listener: LocalListener
    private let state = Mutex(State())

    private struct State {
        var hasConnected = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// Starts a server whose closure talks to each connection on a thread of its own; it is closed afterwards.
    package init(_ talk: @escaping @Sendable (RawConnection) -> Void) throws(SystemCallError) {
        listener = try LocalListener()
        listener.start { [weak self] descriptor in
            self?.noteConnection()
            let connection = RawConnection(descriptor)
            talk(connection)
            connection.end()
        }
    }

    deinit { stop() }

    package var port: Int { listener.port }
    package var url: String { "http://127.0.0.1:\(port)" }

    /// How many connections there have been.
    package var connectionCount: Int { listener.connectionCount }

    /// Returns as soon as somebody has connected.
    package func waitForConnection() async {
        await withCheckedContinuation { continuation in
            let hasCome = state.withLock { state in
                if !state.hasConnected { state.waiting.append(continuation) }
                return state.hasConnected
            }
            if hasCome { continuation.resume() }
        }
    }

    /// Ends all connections and accepts no more.
    package func stop() { listener.stop() }

    private func noteConnection() {
        let waiting = state.withLock { state in
            state.hasConnected = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// One connection of a raw server.
package final class RawConnection: Sendable {
    let descriptor: Int32
    private let rest = Mutex<[UInt8]>([])

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The next request's head, without the blank line at its end; nil when the client is gone.
    package func readHead() -> String? {
        var received = rest.withLock { $0 }
        let head = LocalSocket.readHead(from: descriptor, into: &received)
        rest.withLock { [received] in $0 = received }
        return head
    }

    /// The next bytes; nil when the client is gone.
    package func read() -> [UInt8]? {
        let early = rest.withLock { rest in
            defer { rest = [] }
            return rest
        }
        if !early.isEmpty { return early }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// Exactly so many bytes; nil when the client is gone before.
    package func read(_ count: Int) -> [UInt8]? {
        var received = rest.withLock { $0 }
        LocalSocket.read(count, from: descriptor, into: &received)
        guard received.count >= count else { return nil }
        rest.withLock { [received] in $0 = Array(received[count...]) }
        return Array(received[..<count])
    }

    /// Sends bytes; false when the client is gone.
    @discardableResult
    package func send(_ bytes: some Sequence<UInt8>) -> Bool {
        LocalSocket.write(Array(bytes), to: descriptor)
    }

    @discardableResult
    package func send(_ text: String) -> Bool { send(text.utf8) }

    /// Returns when the client is gone or the server stops.
    package func waitForEnd() {
        while read() != nil {}
    }

    /// Waits for so long at most; true when the client is gone or the server stops.
    package func waitForEnd(seconds: Double) -> Bool {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, Int32(seconds * 1000)) > 0 && read() == nil
    }

    /// Ends both directions, so that whoever reads or writes here finds out.
    func end() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}
