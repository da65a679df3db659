import OrderModel
import OrderShell
import Synchronization

/// Keeps what a session learns of a server: at once, but no more often than there is something new to keep.
final class MemoryWriter: Sendable {
    private let memory: ServerMemory
    private let server: String
    private let warn: @Sendable (String) -> Void
    private let state = Mutex(State())

    private struct State {
        var writeCount = 0
        var hasFailed = false
    }

    /// A server that is found out about more often than that is not worth the writing.
    private static let maximumWriteCount = 50

    init(memory: ServerMemory, server: String, warn: @escaping @Sendable (String) -> Void) {
        self.memory = memory
        self.server = server
        self.warn = warn
    }

    /// Called with all that is known of a list, whenever something new is; a failure is said once.
    @Sendable func remember(_ endpoint: ListEndpoint, _ habits: ServerHabits) {
        state.withLock { state in
            guard !state.hasFailed, state.writeCount < Self.maximumWriteCount else { return }
            state.writeCount += 1
            guard let problem = memory.remember(habits, of: ServerMemory.Key(server: server, scope: endpoint)) else {
                return
            }
            state.hasFailed = true
            warn(problem)
        }
    }
}
