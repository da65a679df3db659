import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Listens on a free port of 127.0.0.1 and gives each connection a thread of its own.
///
/// A connection's number is another one's as soon as it is closed. So the connections are known to an object that lives
/// as long as their threads, and none is closed while all are ended.
final class LocalListener: Sendable {
    let port: Int
    private let listener: Int32
    private let stopPipe: (reading: Int32, writing: Int32)
    private let connections = OpenConnections()

    init() throws(SystemCallError) {
        listener = try LocalSocket.makeListener()
        port = try LocalSocket.port(of: listener)
        stopPipe = try LocalSocket.makePipe()
    }

    /// Accepts connections until `stop()`, to be called once; each is closed when the closure returns.
    func start(_ talk: @escaping @Sendable (Int32) -> Void) {
        let (listener, stop, connections) = (listener, stopPipe.reading, connections)
        BlockingThread.start {
            while let connection = LocalSocket.accept(on: listener, unless: stop) {
                guard connections.adopt(connection) else { continue }
                BlockingThread.start {
                    talk(connection)
                    connections.close(connection)
                }
            }
            close(listener)
            close(stop)
        }
    }

    /// How many connections there have been.
    var connectionCount: Int { connections.count }

    /// Ends all connections and accepts no more.
    func stop() {
        if connections.stop() { close(stopPipe.writing) }
    }
}

/// The connections that are open, for ending all of them.
private final class OpenConnections: Sendable {
    private struct State {
        var descriptors: Set<Int32> = []
        var count = 0
        var isStopped = false
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }

    /// Takes a connection in; when none is wanted any more it is closed, and the answer is false.
    func adopt(_ descriptor: Int32) -> Bool {
        state.withLock { state in
            guard !state.isStopped else {
                systemClose(descriptor)
                return false
            }
            state.descriptors.insert(descriptor)
            state.count += 1
            return true
        }
    }

    func close(_ descriptor: Int32) {
        state.withLock { state in
            state.descriptors.remove(descriptor)
            systemClose(descriptor)
        }
    }

    /// Ends all connections, for good; whether it is the first time.
    func stop() -> Bool {
        state.withLock { state in
            defer { state.isStopped = true }
            for descriptor in state.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
            return !state.isStopped
        }
    }
}

private func systemClose(_ descriptor: Int32) { close(descriptor) }
