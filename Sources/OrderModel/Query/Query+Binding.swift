/// The value of a `$name`: one constant, or a list of them.
package enum ParameterValue: Sendable, Hashable {
    case literal(Literal)
    case list([Literal])
}

/// A `$name` that cannot be filled in.
package enum BindingProblem: Error, Sendable, Hashable {
    case missing(name: String)
    /// A list where one value has to stand.
    case unexpectedList(name: String)
}

extension BindingProblem: Failure {
    package var category: FailureCategory { .usage }

    package var message: String {
        switch self {
        case .missing(let name): "$\(name) has no value"
        case .unexpectedList(let name): "$\(name) is a list; it can stand only after 'in'"
        }
    }

    package var mend: String? {
        switch self {
        case .missing(let name): "give one with 'let \(name) = …' or --\(name)"
        case .unexpectedList: nil
        }
    }
}

extension Query {
    /// The query with every `$name` replaced by its value, so that planner and evaluator never see one.
    ///
    /// A list stands for its elements after `in`, and for nothing anywhere else.
    package func bound(to values: [String: ParameterValue]) throws(BindingProblem) -> Query {
        var query = self
        query.condition = try condition?.splicingLists(values)
        query.having = try having?.splicingLists(values)
        return try query.replacingExpressions { (expression) throws(BindingProblem) -> Expression? in
            guard case .parameter(let name) = expression else { return nil }
            switch values[name] {
            case .literal(let literal): return .literal(literal)
            case .list: throw .unexpectedList(name: name)
            case nil: throw .missing(name: name)
            }
        }
    }
}

extension Condition {
    /// The condition with the lists in its memberships replaced by their elements.
    fileprivate func splicingLists(_ values: [String: ParameterValue]) throws(BindingProblem) -> Condition {
        switch self {
        case .and(let parts): return .and(try Self.splicingLists(values, in: parts))
        case .or(let parts): return .or(try Self.splicingLists(values, in: parts))
        case .not(let inner): return .not(try inner.splicingLists(values))
        case .quantified(let quantifier, let collection, let inner):
            return .quantified(quantifier, collection, try inner.splicingLists(values))
        case .membership(let left, let elements):
            let spliced = elements.flatMap { element -> [Expression] in
                guard case .parameter(let name) = element, case .list(let literals) = values[name] else {
                    return [element]
                }
                return literals.map(Expression.literal)
            }
            return .membership(left, spliced)
        default: return self
        }
    }

    private static func splicingLists(
        _ values: [String: ParameterValue],
        in conditions: [Condition]
    ) throws(BindingProblem) -> [Condition] {
        var spliced: [Condition] = []
        for condition in conditions { spliced.append(try condition.splicingLists(values)) }
        return spliced
    }
}
