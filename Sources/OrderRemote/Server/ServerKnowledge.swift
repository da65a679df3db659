import OrderModel
import Synchronization

/// What is known of one server now: whose list is read, and its habits; shared by all that use the source.
final class ServerKnowledge: Sendable {
    /// Whether the user said whose list to read; what was said is never changed.
    let isScopeStated: Bool
    private let state: Mutex<State>

    private struct State {
        var endpoint: ListEndpoint
        var habits: ServerHabits
        /// Whether the staff's list was shown to the token.
        var isStaff = false
    }

    /// `scope` is nil where the server shall tell; staff is tried first.
    init(scope: ListEndpoint?, habits: ServerHabits) {
        isScopeStated = scope != nil
        state = Mutex(State(endpoint: scope ?? .admin, habits: habits))
    }

    /// The list that is read.
    var endpoint: ListEndpoint { state.withLock { $0.endpoint } }

    /// Both at one moment.
    var current: (endpoint: ListEndpoint, habits: ServerHabits) { state.withLock { ($0.endpoint, $0.habits) } }

    /// Takes a finding in; the list that it is about and its habits, if they are others now.
    func learn(_ finding: ServerFinding) -> (endpoint: ListEndpoint, habits: ServerHabits)? {
        state.withLock { state in
            let before = state.habits
            state.habits.learn(finding)
            return state.habits == before ? nil : (state.endpoint, state.habits)
        }
    }

    /// The token was let in to the staff's list: whatever is refused it later, it is no customer's.
    func noteStaff() {
        state.withLock { $0.isStaff = true }
    }

    /// Whether the token may turn out to be a customer's.
    var mayBeCustomer: Bool { !isScopeStated && state.withLock { !$0.isStaff } }

    /// Reads the customer's list from now on; what the staff's list has proved is no proof there.
    func switchToCustomer() {
        state.withLock { state in
            guard state.endpoint != .customer else { return }
            state.endpoint = .customer
            state.habits.proved = []
        }
    }
}
