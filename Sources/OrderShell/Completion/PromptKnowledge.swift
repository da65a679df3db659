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
        /// The texts that a column of an earlier answer holds, by its number and name; nil where it isn't kept.
        package var resultTexts: (@Sendable (Int, String) -> [String]?)?
        /// What the source filters; nil without a source.
        package var capabilities: SourceCapabilities?
        /// What relative dates are resolved against; nil where no session says.
        package var time: (@Sendable () -> TimeContext)?
        /// The names of the profiles.
        package var profiles: (@Sendable () -> [String])?

        /// Checks a text as the session will.
        func check(_ source: SourceText) -> Program {
            Program.check(source, parameters: parameters, results: results, atPrompt: true)
        }
    }

    private let state = Mutex(Snapshot())
    /// What fields are known to hold.
    package let values = KnownValues()

    package init() {}

    package var snapshot: Snapshot { state.withLock { $0 } }

    package func update(_ change: (inout Snapshot) -> Void) {
        state.withLock { change(&$0) }
    }
}
