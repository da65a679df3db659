import Synchronization

/// Counts the requests that are being answered, so that there are never too many at once.
final class RequestBudget: Sendable {
    private let limit: Int
    private let running = Atomic(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Whether one more may run; whoever is told so gives its place back.
    func take() -> Bool {
        if running.add(1, ordering: .relaxed).newValue <= limit { return true }
        giveBack()
        return false
    }

    func giveBack() {
        running.subtract(1, ordering: .relaxed)
    }
}
