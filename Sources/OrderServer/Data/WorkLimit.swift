import Synchronization

/// Lets only so many pieces of work run at the same time, and of each caller's one; the others wait for their turn.
///
/// What needs much memory while it runs needs it so many times at most, however many clients want it. Whose turn was
/// the longest time ago is next, and each caller's work is done as it came, so that nobody can keep the others waiting.
final class WorkLimit: Sendable {
    /// Who wants the work that a task asks for; nil for nobody in particular, who may have any number of turns.
    @TaskLocal static var caller: String?

    private let state: Mutex<State>

    private struct Waiter {
        let number: Int
        let caller: String?
        let turn: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var freeCount: Int
        var nextNumber = 0
        var waiting: [Waiter] = []
        var running: Set<String> = []
        /// The numbers of the callers' last turns, while anybody waits.
        var lastTurns: [String: Int] = [:]

        /// Takes the next whose turn it is from the row.
        mutating func next() -> Waiter? {
            guard freeCount > 0 else { return nil }
            let candidates = waiting.indices.filter { !running.contains(waiting[$0].caller) }
            guard let index = candidates.min(by: { lastTurn(of: $0) < lastTurn(of: $1) }) else { return nil }
            let waiter = waiting.remove(at: index)
            freeCount -= 1
            if let caller = waiter.caller {
                running.insert(caller)
                nextNumber += 1
                lastTurns[caller] = nextNumber
            }
            if waiting.isEmpty { lastTurns = [:] }
            return waiter
        }

        private func lastTurn(of index: Int) -> Int { waiting[index].caller.flatMap { lastTurns[$0] } ?? 0 }
    }

    init(_ count: Int) {
        state = Mutex(State(freeCount: count))
    }

    /// How many stand in the row.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Runs the work when it is its turn; whoever is cancelled before that gives the place in the row up.
    func run<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        let caller = Self.caller
        try await wait(caller)
        defer { pass(caller) }
        return try await work()
    }

    private func wait(_ caller: String?) async throws {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { turn in
                let next = state.withLock { state in
                    state.waiting.append(Waiter(number: number, caller: caller, turn: turn))
                    return state.next()
                }
                next?.turn.resume()
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
    private func pass(_ caller: String?) {
        let next = state.withLock { state in
            state.freeCount += 1
            if let caller { state.running.remove(caller) }
            return state.next()
        }
        next?.turn.resume()
    }
}

extension Set<String> {
    fileprivate func contains(_ caller: String?) -> Bool { caller.map { contains($0) } ?? false }
}
