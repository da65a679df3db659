import Synchronization

/// How many requests may be sent, counted over everything that shares it.
package final class RequestBudget: Sendable {
    private let state: Mutex<State>

    private struct State {
        /// Nil for any number.
        var limit: Int?
        var count = 0
    }

    package init(limit: Int? = nil) {
        state = Mutex(State(limit: limit))
    }

    /// The requests sent so far: every attempt and every redirect that was followed counts.
    package var usedCount: Int { state.withLock { $0.count } }

    /// Counts from nothing again.
    package func begin(limit: Int?) {
        state.withLock { $0 = State(limit: limit) }
    }

    /// Takes one request; throws when none is left.
    func take() throws(HTTPFailure) {
        let exceeded = state.withLock { state -> Int? in
            if let limit = state.limit, state.count >= limit { return limit }
            state.count += 1
            return nil
        }
        if let exceeded { throw .budgetExhausted(limit: exceeded) }
    }
}
