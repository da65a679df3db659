package import OrderModel

/// The fields that a query looks at, and so all that a batch needs to have columns for.
///
/// Names of a parent's fields (`order.status` of an item) stand under `orders` as the order's own (`status`).
package struct NeededFields: Sendable, Hashable {
    /// Fields of orders.
    package private(set) var orders: [Field] = []
    /// Items' own fields; nil when nobody asks for items, empty when only their number matters.
    package private(set) var items: [Field]?
    /// Payments' own fields; nil when nobody asks for payments.
    package private(set) var payments: [Field]?
    /// Whether each row's whole document will be wanted, and not only those of a few rows at the end.
    package var includesDocuments = false

    package init() {}

    /// Adds a field, once.
    package mutating func insert(_ field: Field) {
        switch field.collection {
        case .orders: Self.insert(field, into: &orders)
        case .items, .payments:
            insertRows(of: field.collection)
            if let parent = field.parentField {
                Self.insert(parent, into: &orders)
            } else if field.collection == .items {
                Self.insert(field, into: &items)
            } else {
                Self.insert(field, into: &payments)
            }
        case .result: break
        }
    }

    /// Adds what another query needs.
    package mutating func formUnion(_ other: NeededFields) {
        for collection in Collection.allCases {
            guard let fields = other.fields(of: collection) else { continue }
            insertRows(of: collection)
            for field in fields { insert(field) }
        }
    }

    /// Takes a field out; the rows of its collection matter as before.
    package mutating func remove(_ field: Field) {
        orders.removeAll { $0 == field }
        items?.removeAll { $0 == field }
        payments?.removeAll { $0 == field }
    }

    /// Notes that the rows of a collection matter, if only how many there are.
    package mutating func insertRows(of collection: Collection) {
        switch collection {
        case .orders, .result: break
        case .items: items = items ?? []
        case .payments: payments = payments ?? []
        }
    }

    /// The fields of a collection's own rows.
    package func fields(of collection: Collection) -> [Field]? {
        switch collection {
        case .orders: orders
        case .items: items
        case .payments: payments
        case .result: nil
        }
    }

    /// Whether everything that the other asks for is among this.
    package func covers(_ other: NeededFields) -> Bool {
        Collection.allCases.allSatisfy { collection in
            guard let wanted = other.fields(of: collection) else { return true }
            guard let own = fields(of: collection) else { return false }
            return Set(wanted).isSubset(of: own)
        }
    }

    private static func insert(_ field: Field, into fields: inout [Field]) {
        if !fields.contains(field) { fields.append(field) }
    }

    private static func insert(_ field: Field, into fields: inout [Field]?) {
        if fields?.contains(field) != true { fields = (fields ?? []) + [field] }
    }
}

extension Field {
    /// The order's own field that an item's or payment's `order.…` stands for; nil for any other field.
    package var parentField: Field? {
        isFromParent ? Schema.field(named: String(name.dropFirst("order.".count)), in: .orders) : nil
    }
}
