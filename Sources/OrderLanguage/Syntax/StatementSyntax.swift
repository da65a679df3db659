package import OrderModel

/// A statement as it was written.
package struct StatementSyntax: Sendable {
    package let kind: Kind
    package let range: Range<Int>
    /// Where its answer goes; nil for the session's output.
    package var destination: AnswerDestination?

    package enum Kind: Sendable {
        case query(QuerySyntax)
        case lookup(Lookup)
        case explain(QuerySyntax, isAnalyzed: Bool)
        case why(Int, QuerySyntax)
        case verify(QuerySyntax)
        case definition(DefinitionSyntax)
        case assertion(ExpressionSyntax, message: String?)
        /// A line that begins with a backslash, without it.
        case command(String)
        /// Nothing but a destination: the last answer goes there.
        case lastAnswer
    }
}

/// `let` or `param`.
package struct DefinitionSyntax: Sendable {
    package let isParameter: Bool
    package let name: NameSyntax
    package let type: ParameterType?
    package let value: ExpressionSyntax?
    /// The text that `--help` shows for a `param`.
    package let text: String?
}

/// A query as it was written: a collection and its clauses, in any order.
package struct QuerySyntax: Sendable {
    package let collection: NameSyntax
    package var clauses: [ClauseSyntax]
    package var range: Range<Int>
}

/// One clause of a query.
package struct ClauseSyntax: Sendable {
    package let kind: Kind
    package let range: Range<Int>

    package enum Kind: Sendable {
        case queryString(String)
        case search(String)
        case condition(ExpressionSyntax)
        case groups([ColumnSyntax])
        case columns([ColumnSyntax])
        case having(ExpressionSyntax)
        case order([SortSyntax])
        case limit(Int)
        case offset(Int)
        case chart(ChartKind)
        /// A clause that a later version will run: `with totals`, `compare to previous year`.
        case later(String)
    }
}

/// A column and the name it is given.
package struct ColumnSyntax: Sendable {
    package let expression: ExpressionSyntax
    package let alias: NameSyntax?
}

/// A key of `order by`.
package struct SortSyntax: Sendable {
    package let expression: ExpressionSyntax
    package let isDescending: Bool
}

/// The type of a `param` or `let`: one value, or a list of them.
package struct ParameterType: Sendable, Hashable {
    package let type: ValueType
    package let isList: Bool

    package init(_ type: ValueType, isList: Bool = false) {
        self.type = type
        self.isList = isList
    }

    package var description: String { isList ? "[\(type.rawValue)]" : type.rawValue }

    /// The types that a script can name.
    package static let names: [ValueType] = [.text, .integer, .money, .boolean, .status, .instant, .date, .duration]
}
