package import OrderModel

/// Finds texts that are compared with a status and are none that the API documents.
///
/// The checker warns of those that a query spells out; those that come through `$names` are known only here.
package enum UnknownStatuses {
    /// The texts, each once, in the order of the query, whose parameters must be bound.
    package static func names(in query: Query) -> [String] {
        var seen: Set<String> = []
        let conditions = [query.condition, query.having].compactMap { $0 }
        return conditions.flatMap(texts).filter { !OrderStatus.names.contains($0) && seen.insert($0).inserted }
    }

    private static func texts(in condition: Condition) -> [String] {
        switch condition {
        case .and(let parts), .or(let parts): parts.flatMap(texts)
        case .not(let inner), .quantified(_, _, let inner): texts(in: inner)
        case .comparison(let left, _, let right): texts(comparedWith: left, [right])
        case .membership(let subject, let elements): texts(comparedWith: subject, elements)
        case .between, .isNull, .has, .textMatch, .matches, .truth: []
        }
    }

    private static func texts(comparedWith subject: Expression, _ others: [Expression]) -> [String] {
        guard case .field(let field) = subject, field.type == .status else { return [] }
        return others.compactMap { other in
            if case .literal(.text(let text)) = other { return text }
            return nil
        }
    }
}
