import Synchronization

/// One request on its way: what is known of it so far, told by whoever learns it.
final class Exchange: Sendable {
    let address: WebAddress
    let route: ProxyRoute
    let attemptNumber: Int
    private let start = ContinuousClock.now
    private let progress = Mutex(Progress())

    /// How far it came.
    struct Progress: Sendable {
        var isSent = false
        var receivedByteCount = 0
        var bodyByteCount = 0
    }

    init(_ address: WebAddress, route: ProxyRoute, attemptNumber: Int) {
        self.address = address
        self.route = route
        self.attemptNumber = attemptNumber
    }

    var soFar: Progress { progress.withLock { $0 } }

    func noteSent() {
        progress.withLock { $0.isSent = true }
    }

    func noteReceived(byteCount: Int) {
        progress.withLock { $0.receivedByteCount += byteCount }
    }

    func noteBody(byteCount: Int) {
        progress.withLock { $0.bodyByteCount += byteCount }
    }

    /// What is told of it when it has ended.
    func event(_ outcome: HTTPEvent.Outcome) -> HTTPEvent {
        let progress = soFar
        return HTTPEvent(
            address: address,
            proxy: route.proxy?.place,
            attemptNumber: attemptNumber,
            outcome: outcome,
            duration: start.duration(to: .now),
            receivedByteCount: progress.receivedByteCount,
            bodyByteCount: progress.bodyByteCount
        )
    }
}
