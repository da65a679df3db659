import OrderModel

/// Checks that orders come in the order that was asked for, as far as that can be seen.
///
/// Texts other than a status and null sort differently on different servers; there the check looks no further.
struct OrderingCheck {
    private let keys: [(field: Field, isDescending: Bool)]

    init(_ ordering: [OrderingTerm]) {
        keys = ordering.prefix { Self.comparable.contains($0.name) }.compactMap { term in
            Schema.field(named: term.name.rawValue, in: .orders).map { ($0, term.isDescending) }
        }
    }

    /// What gives the server away: `order 17 comes before order 12`; nil when the two may stand so.
    func misfit(_ first: RemoteRow, before second: RemoteRow) throws(FieldProblem) -> String? {
        for (field, isDescending) in keys {
            let left = try field.value(in: first.order.document)
            let right = try field.value(in: second.order.document)
            if left.isNull || right.isNull { return nil }
            if left == right { continue }
            let isRight = isDescending ? Value.sortsBefore(right, left) : Value.sortsBefore(left, right)
            return isRight ? nil : "order \(first.id) comes before order \(second.id)"
        }
        return nil
    }

    private static let comparable: Set<OrderingName> = [
        .id, .status, .customerID, .shippingCost, .createdAt, .updatedAt,
    ]
}
