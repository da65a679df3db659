/// A condition of `where`, `having` or a quantifier: true or false for a row, never unknown.
///
/// Two-valued: null equals only null, and is neither less, greater nor like anything. So `not` is exact.
package indirect enum Condition: Sendable, Hashable {
    /// All of them; at least two, none of them itself an `and`.
    case and([Condition])
    /// Any of them; at least two, none of them itself an `or`.
    case or([Condition])
    case not(Condition)
    /// A comparison. A period on the right means the whole span: `=` is inside, `<=` and `>` look at its end.
    case comparison(Expression, ComparisonOperator, Expression)
    /// `x in (a, b)`; a single period or a parameter prints without parentheses.
    case membership(Expression, [Expression])
    /// Inclusive at both ends; a period's end is its last instant.
    case between(Expression, Expression, Expression)
    case isNull(Expression)
    /// Present: not null, and not the empty text or list.
    case has(Expression)
    case textMatch(Expression, TextOperator, Expression)
    /// A POSIX extended regular expression, at most 256 bytes.
    case matches(Expression, pattern: String)
    /// A boolean value standing alone; null is not true.
    case truth(Expression)
    /// `any(items where …)`: over an order's own items or payments.
    case quantified(Quantifier, Collection, Condition)
}

package enum ComparisonOperator: String, Sendable, Hashable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

extension ComparisonOperator {
    /// The operator that says the same with the sides exchanged.
    package var mirrored: ComparisonOperator {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}

/// The text operators that ignore case.
package enum TextOperator: String, Sendable, Hashable, CaseIterable {
    case contains = "~"
    case startsWith = "starts with"
    case endsWith = "ends with"
}

package enum Quantifier: String, Sendable, Hashable, CaseIterable {
    case any
    /// True of an empty list.
    case all
    /// True of an empty list.
    case none
}

extension Condition {
    /// The conjuncts of a condition, one when it is no `and`.
    package var conjuncts: [Condition] {
        if case .and(let conditions) = self { return conditions }
        return [self]
    }

    /// All of the conditions as one; nil for none.
    ///
    /// Flattens, so that the tree stays canonical.
    package static func all(of conditions: [Condition]) -> Condition? {
        let flat = conditions.flatMap(\.conjuncts)
        return flat.count < 2 ? flat.first : .and(flat)
    }

    /// Any of the conditions as one; nil for none.
    package static func any(of conditions: [Condition]) -> Condition? {
        let flat = conditions.flatMap { condition in
            if case .or(let alternatives) = condition { return alternatives }
            return [condition]
        }
        return flat.count < 2 ? flat.first : .or(flat)
    }
}
