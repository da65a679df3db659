import OrderModel
import OrderShell
import Synchronization

/// Keeps what a session learns of a server: at once, but no more often than there is something new to keep.
final class MemoryWriter: Sendable {
    private let memory: ServerMemory
    private let key: ServerMemory.Key
    private let warn: @Sendable (String) -> Void
    private let state = Mutex(State())

    private struct State {
        var writeCount = 0
        var hasFailed = false
    }

    /// A server that is found out about more often than that is not worth the writing.
    private static let maximumWriteCount = 50

    init(memory: ServerMemory, key: ServerMemory.Key, warn: @escaping @Sendable (String) -> Void) {
        self.memory = memory
        self.key = key
        self.warn = warn
    }

    /// Called with all that is known, whenever something new is; a failure is said once.
    @Sendable func remember(_ habits: ServerHabits) {
        state.withLock { state in
            guard !state.hasFailed, state.writeCount < Self.maximumWriteCount else { return }
            state.writeCount += 1
            guard let problem = memory.remember(habits, of: key) else { return }
            state.hasFailed = true
            warn(problem)
        }
    }
}
