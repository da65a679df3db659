package import OrderModel

/// An expression or condition as it was written; what it means is the checker's to say.
package struct ExpressionSyntax: Sendable {
    package let kind: Kind
    package let range: Range<Int>
    /// How many nodes lie between this one and its deepest leaf; bounded, so that no text can exhaust the stack.
    let depth: Int

    package indirect enum Kind: Sendable {
        case literal(Literal)
        /// A field, status, plain text or relative date: `total`, `billing_city.name`, `new`, `today`.
        case name(String)
        case parameter(String)
        /// `(a, b)`
        case list([ExpressionSyntax])
        case negation(ExpressionSyntax)
        case arithmetic(ArithmeticOperator, ExpressionSyntax, ExpressionSyntax)
        case call(name: String, nameRange: Range<Int>, arguments: [ExpressionSyntax])
        case and([ExpressionSyntax])
        case or([ExpressionSyntax])
        case not(ExpressionSyntax)
        /// A test of a value: `total > 5`, `status in (new)`, `notes is null`.
        case test(ExpressionSyntax, TestSyntax)
        case has(ExpressionSyntax)
        case quantified(Quantifier, collection: NameSyntax, condition: ExpressionSyntax?)
        /// A query in parentheses that answers one value; in `let` and `assert`.
        case query(QuerySyntax)
        /// Where something was expected and is not there; already reported.
        case missing
    }

    init(_ kind: Kind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
        depth = 1 + kind.children.reduce(0) { max($0, $1.depth) }
    }
}

/// What a value is tested for.
package enum TestSyntax: Sendable {
    case comparison(ComparisonOperator, ExpressionSyntax)
    case membership(isNegated: Bool, ExpressionSyntax)
    case between(isNegated: Bool, ExpressionSyntax, ExpressionSyntax)
    case isNull(isNegated: Bool)
    case text(TextOperator, ExpressionSyntax)
    case matches(ExpressionSyntax)

    /// The values on the right of the test.
    var operands: [ExpressionSyntax] {
        switch self {
        case .comparison(_, let right), .membership(_, let right), .text(_, let right), .matches(let right): [right]
        case .between(_, let low, let high): [low, high]
        case .isNull: []
        }
    }
}

extension ExpressionSyntax.Kind {
    var children: [ExpressionSyntax] {
        switch self {
        case .literal, .name, .parameter, .missing, .query: []
        case .list(let elements), .and(let elements), .or(let elements): elements
        case .call(_, _, let arguments): arguments
        case .negation(let inner), .not(let inner), .has(let inner): [inner]
        case .arithmetic(_, let left, let right): [left, right]
        case .test(let subject, let test): [subject] + test.operands
        case .quantified(_, _, let condition): condition.map { [$0] } ?? []
        }
    }
}

/// A name and where it stands.
package struct NameSyntax: Sendable {
    package let text: String
    package let range: Range<Int>
}
