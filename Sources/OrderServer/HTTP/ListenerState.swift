import NIOCore
import Synchronization

/// What all connections of a listener share.
final class ListenerState: Sendable {
    /// How requests are answered.
    struct Answering: Sendable {
        var answer: @Sendable (APIRequest) async -> APIAnswer
        /// A target with the tokens in it replaced, for the log.
        var redact: @Sendable (String) -> String = { $0 }
        /// How long every answer of the API waits, in milliseconds.
        var latencyMilliseconds = 0
    }

    let answering: Answering
    let bounds: HTTPBounds
    let log: AccessLog?
    let clock = ServerClock()
    let budget: RequestBudget
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    init(_ answering: Answering, bounds: HTTPBounds, log: AccessLog?) {
        self.answering = answering
        self.bounds = bounds
        self.log = log
        budget = RequestBudget(limit: bounds.requestCount)
    }

    /// Remembers a connection until it is closed.
    func adopt(_ channel: any Channel) {
        let identity = ObjectIdentifier(channel)
        channels.withLock { $0[identity] = channel }
        channel.closeFuture.whenComplete { [weak self] _ in
            _ = self?.channels.withLock { $0.removeValue(forKey: identity) }
        }
    }

    /// Closes all connections, whatever they are doing.
    func closeAll() {
        let open = channels.withLock { Array($0.values) }
        for channel in open { channel.close(promise: nil) }
    }

    /// Answers a request, after the latency that was ordered.
    func answer(_ request: APIRequest) async -> APIAnswer {
        if answering.latencyMilliseconds > 0, request.path.utf8.starts(with: "/api/".utf8) {
            try? await Task.sleep(for: .milliseconds(answering.latencyMilliseconds))
        }
        // Explanations read the whole dataset in the task that asks, which must not hold up an event loop.
        guard !request.path.utf8.starts(with: "/__ordersh/".utf8) else {
            return await withTaskExecutorPreference(globalConcurrentExecutor) { await answering.answer(request) }
        }
        return await answering.answer(request)
    }
}
