import OrderModel

/// Which fields an endpoint's orders have; one that they lack is an error, never a null.
struct SuppliedFields {
    let endpoint: ListEndpoint

    /// The first field or list that a query looks at and the endpoint never sends; nil when all are there.
    func missing(in query: Query) -> String? {
        if isMissing(query.collection.rawValue) { return query.collection.rawValue }
        if let condition = query.condition, let list = missingList(in: condition) { return list }
        var missing: String?
        _ = query.replacingExpressions { expression in
            if case .field(let field) = expression, missing == nil, isMissing(orderName(of: field)) {
                missing = field.name
            }
            return nil
        }
        return missing
    }

    /// The field's name in an order, with its parent's prefix gone; an item's own field is there if items are.
    private func orderName(of field: Field) -> String {
        guard field.collection != .orders else { return field.name }
        return field.isFromParent ? String(field.name.dropFirst("order.".count)) : field.collection.rawValue
    }

    private func isMissing(_ name: String) -> Bool {
        switch endpoint {
        case .admin: name == "customer.email"
        case .customer: Self.missingForCustomers.contains(name)
        }
    }

    private static let missingForCustomers: Set<String> = [
        "items", "payments", "extra", "customer.email", "customer.mobile_number", "customer.first_name",
        "customer.last_name",
    ]

    /// A list that a quantifier goes through and the endpoint doesn't send.
    private func missingList(in condition: Condition) -> String? {
        switch condition {
        case .and(let parts), .or(let parts): parts.lazy.compactMap(missingList).first
        case .not(let inner): missingList(in: inner)
        case .quantified(_, let collection, _): isMissing(collection.rawValue) ? collection.rawValue : nil
        default: nil
        }
    }
}
