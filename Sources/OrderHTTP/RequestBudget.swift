import Synchronization

/// How many requests may be sent, counted over everything that shares it.
package final class RequestBudget: Sendable {
    package let limit: Int
    private let count = Mutex(0)

    package init(limit: Int) {
        self.limit = limit
    }

    /// The requests sent so far: every attempt and every redirect that was followed counts.
    package var usedCount: Int { count.withLock { $0 } }

    /// Takes one request; throws when none is left.
    func take() throws(HTTPFailure) {
        let isLeft = count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isLeft else { throw .budgetExhausted(limit: limit) }
    }
}
