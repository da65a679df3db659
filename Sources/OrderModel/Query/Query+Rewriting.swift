extension Expression {
    /// The expression with parts of it replaced: where `replace` gives an expression, it stands for the whole part.
    package func replacing<Problem: Error>(
        _ replace: (Expression) throws(Problem) -> Expression?
    ) throws(Problem) -> Expression {
        if let replacement = try replace(self) { return replacement }
        switch self {
        case .literal, .field, .alias, .parameter, .aggregate(_, nil): return self
        case .arithmetic(let operation, let left, let right):
            return .arithmetic(operation, try left.replacing(replace), try right.replacing(replace))
        case .negation(let inner): return .negation(try inner.replacing(replace))
        case .function(let function, let arguments):
            return .function(function, try Self.replacing(arguments, replace))
        case .aggregate(let aggregate, .some(let argument)):
            return .aggregate(aggregate, try argument.replacing(replace))
        }
    }

    fileprivate static func replacing<Problem: Error>(
        _ expressions: [Expression],
        _ replace: (Expression) throws(Problem) -> Expression?
    ) throws(Problem) -> [Expression] {
        var replaced: [Expression] = []
        for expression in expressions { replaced.append(try expression.replacing(replace)) }
        return replaced
    }
}

extension Condition {
    /// The condition with parts of its expressions replaced, those inside of quantifiers included.
    package func replacingExpressions<Problem: Error>(
        _ replace: (Expression) throws(Problem) -> Expression?
    ) throws(Problem) -> Condition {
        switch self {
        case .and(let parts): return .and(try Self.replacing(parts, replace))
        case .or(let parts): return .or(try Self.replacing(parts, replace))
        case .not(let inner): return .not(try inner.replacingExpressions(replace))
        case .comparison(let left, let comparison, let right):
            return .comparison(try left.replacing(replace), comparison, try right.replacing(replace))
        case .membership(let left, let elements):
            return .membership(try left.replacing(replace), try Expression.replacing(elements, replace))
        case .between(let value, let lower, let upper):
            return .between(
                try value.replacing(replace),
                try lower.replacing(replace),
                try upper.replacing(replace)
            )
        case .isNull(let inner): return .isNull(try inner.replacing(replace))
        case .has(let inner): return .has(try inner.replacing(replace))
        case .textMatch(let left, let comparison, let right):
            return .textMatch(try left.replacing(replace), comparison, try right.replacing(replace))
        case .matches(let inner, let pattern): return .matches(try inner.replacing(replace), pattern: pattern)
        case .truth(let inner): return .truth(try inner.replacing(replace))
        case .quantified(let quantifier, let collection, let inner):
            return .quantified(quantifier, collection, try inner.replacingExpressions(replace))
        }
    }

    private static func replacing<Problem: Error>(
        _ conditions: [Condition],
        _ replace: (Expression) throws(Problem) -> Expression?
    ) throws(Problem) -> [Condition] {
        var replaced: [Condition] = []
        for condition in conditions { replaced.append(try condition.replacingExpressions(replace)) }
        return replaced
    }
}

extension Query {
    /// The query with parts of all its expressions replaced.
    package func replacingExpressions<Problem: Error>(
        _ replace: (Expression) throws(Problem) -> Expression?
    ) throws(Problem) -> Query {
        var query = self
        query.condition = try condition?.replacingExpressions(replace)
        query.having = try having?.replacingExpressions(replace)
        for index in groups.indices {
            query.groups[index].expression = try groups[index].expression.replacing(replace)
        }
        if let columns {
            query.columns = try Self.replacing(columns, replace)
        }
        for index in order.indices {
            query.order[index].expression = try order[index].expression.replacing(replace)
        }
        return query
    }

    private static func replacing<Problem: Error>(
        _ columns: [Column],
        _ replace: (Expression) throws(Problem) -> Expression?
    ) throws(Problem) -> [Column] {
        var replaced: [Column] = []
        for column in columns {
            replaced.append(Column(try column.expression.replacing(replace), alias: column.alias))
        }
        return replaced
    }
}
