import OrderModel

/// Which fields an endpoint's orders have; one that they lack is an error, never a null.
struct SuppliedFields {
    let endpoint: ListEndpoint

    /// The first field or list that a query looks at and the endpoint never sends; nil when all are there.
    func missing(in query: Query) -> String? {
        var missing: String?
        _ = query.replacingExpressions { expression in
            if case .field(let field) = expression, missing == nil, isMissing(orderName(of: field)) {
                missing = field.name
            }
            return nil
        }
        return missing
    }

    /// The field's name in an order, with its parent's prefix gone; an item's own field is `items.…`.
    private func orderName(of field: Field) -> String {
        guard field.collection != .orders else { return field.name }
        return field.isFromParent
            ? String(field.name.dropFirst("order.".count)) : "\(field.collection.rawValue).\(field.name)"
    }

    private func isMissing(_ name: String) -> Bool {
        switch endpoint {
        case .admin: name == "customer.email"
        case .customer: Self.missingForCustomers.contains(name)
        }
    }

    /// What neither the customer's list has nor an order's details, from which items and payments come.
    private static let missingForCustomers: Set<String> = [
        "extra", "customer.email", "customer.mobile_number", "customer.first_name", "customer.last_name",
        "items.product", "items.product_title",
    ]
}
