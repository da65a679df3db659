import OrderModel

/// Whether a server can hand orders out in the very order of an answer, and what to ask it for.
struct OrderingPlan {
    let endpoint: ListEndpoint
    let query: Query
    /// The parts of the condition, which may rule nulls out.
    let conjuncts: [Condition]
    /// Where the server has null; nil where that isn't known.
    let nullOrder: ServerHabits.NullOrder?

    /// The terms of `ordering`; nil when the server's order would not be the answer's order.
    ///
    /// It must be total, ending in `id`; of texts only the status sorts alike everywhere, and servers put nulls
    /// first or last as they like, while the language has them last in either direction.
    func terms() -> [OrderingTerm]? {
        guard !query.isGrouped else { return nil }
        guard !query.order.isEmpty else { return defaultTerms }
        guard query.collection == .orders else { return nil }
        var terms: [OrderingTerm] = []
        for sort in query.order {
            guard case .field(let field) = aliased(sort.expression), let name = Self.names[field.name],
                endpoint.knows(name),
                !field.isNullable || hasNullLast(sort) || conjuncts.contains(where: { Self.excludesNull($0, field) })
            else { return nil }
            if terms.contains(where: { $0.name == name }) { continue }
            terms.append(OrderingTerm(name, isDescending: sort.isDescending))
            if name == .id { return terms }
        }
        return terms + [OrderingTerm(.id)]
    }

    /// Newest first; the items and payments of an order stand together, so theirs is their orders' order.
    private var defaultTerms: [OrderingTerm] {
        [OrderingTerm(.createdAt, isDescending: true), OrderingTerm(.id)]
    }

    private static let names: [String: OrderingName] = [
        "id": .id, "status": .status, "customer.id": .customerID, "shipping_cost": .shippingCost,
        "created_at": .createdAt, "updated_at": .updatedAt,
    ]

    private func aliased(_ expression: Expression) -> Expression {
        guard case .alias(let name) = expression else { return expression }
        return (query.columns ?? []).first { $0.alias == name }?.expression ?? expression
    }

    /// Whether the server, ordering by a nullable field, has null where the language has it.
    private func hasNullLast(_ sort: Sort) -> Bool { nullOrder == (sort.isDescending ? .low : .high) }

    /// Whether a condition is false for every order in which the field is null.
    private static func excludesNull(_ condition: Condition, _ field: Field) -> Bool {
        let subject = Expression.field(field)
        return switch condition {
        case .comparison(subject, let operation, .literal): operation != .notEqual
        case .membership(subject, let elements):
            elements.allSatisfy { element in
                if case .literal = element { return true }
                return false
            }
        case .between(subject, _, _), .has(subject), .not(.isNull(subject)): true
        case .and(let parts): parts.contains { excludesNull($0, field) }
        case .or(let parts): parts.allSatisfy { excludesNull($0, field) }
        default: false
        }
    }
}
