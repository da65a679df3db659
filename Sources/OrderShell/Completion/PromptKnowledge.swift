package import OrderEngine
package import OrderLanguage
package import OrderModel
import Synchronization

/// What the session knows, as far as it helps while a statement is typed: read on the editor's thread, so at hand and
/// never waited for.
package final class PromptKnowledge: Sendable {
    /// All of it at one moment.
    package struct Snapshot: Sendable {
        /// The types of the `$names`.
        package var parameters: [String: ParameterType] = [:]
        /// What `_`, `_1` and so on are, the newest first.
        package var results: [ResultSchema] = []
        /// What the source filters; nil without a source.
        package var capabilities: SourceCapabilities?
    }

    private let state = Mutex(Snapshot())

    package init() {}

    package var snapshot: Snapshot { state.withLock { $0 } }

    func update(_ change: (inout Snapshot) -> Void) {
        state.withLock { change(&$0) }
    }
}
