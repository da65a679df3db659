package import OrderModel

/// A statement whose names and types are all known: ready to plan and run.
package struct CheckedStatement: Sendable {
    package let kind: Kind
    /// Where it stands in the source.
    package let range: Range<Int>
    /// Where its answer goes; nil for the session's output.
    package var destination: AnswerDestination?
    /// What `_`, `_1` and so on are where it stands.
    package var results: [ResultSchema] = []

    package enum Kind: Sendable {
        case query(Query)
        case lookup(Lookup)
        case explain(Query, isAnalyzed: Bool)
        case definition(Definition)
        /// A line that begins with a backslash, without it.
        case command(String)
        /// The last answer, sent to a destination.
        case lastAnswer
        /// A statement of the language that this version cannot run yet; the words name it.
        case later(String)
    }
}

/// A checked `let` or `param`.
package struct Definition: Sendable {
    package let isParameter: Bool
    package let name: String
    package let type: ParameterType
    /// The value of `let`, the default of `param`; nil for a `param` that must be given.
    package let value: DefinitionValue?
    /// What `--help` says of a `param`.
    package let text: String?
}

/// The value that a definition gives to its name.
package enum DefinitionValue: Sendable, Hashable {
    /// An expression without fields.
    case constant(Expression)
    case list([Expression])
    /// A query that answers one value.
    case query(Query)
}
