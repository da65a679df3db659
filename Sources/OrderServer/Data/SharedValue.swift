import Synchronization

/// A value that is made when it is first wanted, once, however many want it at the same time.
///
/// Whoever is cancelled waits no longer, and the others go on; when nobody waits any more, the making is cancelled. A
/// failure is told to all who wait, and whoever comes next tries again.
final class SharedValue<Value: Sendable>: Sendable {
    private let make: @Sendable () async throws -> Value
    private let state = Mutex(State())

    private struct State {
        var value: Value?
        var waiting: [Int: CheckedContinuation<Value, any Error>] = [:]
        var making: Task<Void, Never>?
        /// Counts the makings, so that one that was given up changes nothing any more.
        var attempt = 0
        var nextWaiter = 0
    }

    init(_ make: @escaping @Sendable () async throws -> Value) {
        self.make = make
    }

    /// The value where it is there already.
    var present: Value? { state.withLock { $0.value } }

    func value() async throws -> Value {
        if let present { return present }
        try Task.checkCancellation()
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait($0, number) }
        } onCancel: {
            giveUp(number)
        }
    }

    private func wait(_ continuation: CheckedContinuation<Value, any Error>, _ number: Int) {
        let value = state.withLock { state -> Value? in
            if let value = state.value { return value }
            state.waiting[number] = continuation
            if state.making == nil {
                state.attempt += 1
                let attempt = state.attempt
                state.making = Task { [self] in
                    let result: Result<Value, any Error>
                    do { result = .success(try await make()) } catch { result = .failure(error) }
                    finish(result, attempt)
                }
            }
            return nil
        }
        if let value { return continuation.resume(returning: value) }
        // Cancelled before it stood in the list.
        if Task.isCancelled { giveUp(number) }
    }

    private func finish(_ result: Result<Value, any Error>, _ attempt: Int) {
        let waiting = state.withLock { state -> [CheckedContinuation<Value, any Error>] in
            guard state.attempt == attempt else { return [] }
            if case .success(let value) = result { state.value = value }
            state.making = nil
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume(with: result) }
    }

    private func giveUp(_ number: Int) {
        let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            guard let continuation = state.waiting.removeValue(forKey: number) else { return nil }
            if state.waiting.isEmpty {
                state.making?.cancel()
                state.making = nil
                state.attempt += 1
            }
            return continuation
        }
        continuation?.resume(throwing: CancellationError())
    }
}
