import OrderModel
import OrderTestSupport

@testable import OrderServer

/// A listener in this process, on a free port, that answers with a closure.
final class RunningListener: Sendable {
    let port: Int
    private let running: Task<Void, any Error>

    private init(port: Int, running: Task<Void, any Error>) {
        self.port = port
        self.running = running
    }

    deinit { running.cancel() }

    static func start(
        bounds: HTTPBounds = HTTPBounds(),
        log: AccessLog? = nil,
        _ answering: ListenerState.Answering
    ) async throws -> RunningListener {
        let listener = HTTPListener(answering, bounds: bounds, log: log)
        let (ports, ready) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { ready.finish() }
            try await listener.run(host: "127.0.0.1", port: 0) { ready.yield($0) }
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await running.value
            throw ListenerFailure.other(host: "127.0.0.1", port: 0, reason: "ended at once")
        }
        return RunningListener(port: port, running: running)
    }

    /// A listener whose answers say what was asked.
    static func echoing(bounds: HTTPBounds = HTTPBounds(), log: AccessLog? = nil) async throws -> RunningListener {
        try await start(bounds: bounds, log: log, ListenerState.Answering { echo($0) })
    }

    /// What was asked, as text: method, path, query, host, authorization and accept.
    static func echo(_ request: APIRequest) -> APIAnswer {
        let parts = [
            request.method, request.path, request.query, request.host, request.authorization, request.accept,
        ]
        let text = parts.map { $0 ?? "-" }.joined(separator: " ")
        return APIAnswer(status: 200, headers: [("Content-Type", "text/plain")], body: Array(text.utf8))
    }

    /// Tells the listener to stop and waits until it has.
    func stop() async throws {
        running.cancel()
        try await running.value
    }

    /// Talks to the listener on a thread that may wait.
    func talk<Result: Sendable>(_ body: @escaping @Sendable (RawClient) throws -> Result) async throws -> Result {
        let port = port
        return try await RawClient.run { try body(RawClient(port: port)) }
    }

    /// Sends bytes on a connection of their own and gives all that comes back up to its end.
    func exchange(_ bytes: [UInt8]) async throws -> String {
        try await talk { client in
            client.send(bytes)
            return String(decoding: client.readToEnd(), as: UTF8.self)
        }
    }

    func exchange(_ text: String) async throws -> String { try await exchange(Array(text.utf8)) }
}
