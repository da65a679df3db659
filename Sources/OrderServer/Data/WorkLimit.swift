import Synchronization

/// Lets only so many pieces of work run at the same time; the others wait for their turn, in which they came.
///
/// What needs much memory while it runs needs it so many times at most, however many clients want it.
final class WorkLimit: Sendable {
    private let state: Mutex<State>

    private struct State {
        var freeCount: Int
        var nextNumber = 0
        var waiting: [(number: Int, turn: CheckedContinuation<Void, any Error>)] = []
    }

    init(_ count: Int) {
        state = Mutex(State(freeCount: count))
    }

    /// Runs the work when it is its turn; whoever is cancelled before that gives the place in the row up.
    func run<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        try await wait()
        defer { pass() }
        return try await work()
    }

    private func wait() async throws {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { turn in
                let isFree = state.withLock { state in
                    guard state.freeCount == 0 else {
                        state.freeCount -= 1
                        return true
                    }
                    state.waiting.append((number, turn))
                    return false
                }
                if isFree { return turn.resume() }
                // Cancelled before it stood in the row.
                if Task.isCancelled { giveUp(number) }
            }
        } onCancel: {
            giveUp(number)
        }
    }

    private func giveUp(_ number: Int) {
        let turn = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).turn }
        }
        turn?.resume(throwing: CancellationError())
    }

    /// Gives the turn to the next in the row.
    private func pass() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            if state.waiting.isEmpty {
                state.freeCount += 1
                return nil
            }
            return state.waiting.removeFirst().turn
        }
        next?.resume()
    }
}
