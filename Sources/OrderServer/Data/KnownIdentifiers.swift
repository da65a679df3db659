import OrderEngine
import OrderModel
import OrderReference

/// The ids that occur in a dataset, for each of the parameters that take ids.
struct KnownIdentifiers: Sendable {
    private let identifiers: [Field: Set<Int64>]

    /// The fields whose ids a parameter takes: for payment methods, those of payments too.
    private static let fields: [Field] =
        [
            "customer.id", "payment_method.id", "shipping_method.id", "billing_country.id", "billing_state.id",
            "billing_city.id",
        ]
        .compactMap { Schema.field(named: $0, in: .orders) }
        + [Schema.field(named: "payment_method.id", in: .payments)].compactMap(\.self)

    init(of source: any DatasetState, _ directory: OrderDirectory) async throws {
        var found: [Field: Set<Int64>] = [:]
        // One after the other, so that what is odd in one field does not take the others' columns away.
        for field in Self.fields {
            var fields = NeededFields()
            fields.insert(.identifier)
            fields.insert(field)
            let parts = try await source.readAll(ScanRequest(fields: fields)) { batch in
                try Self.identifiers(field, in: batch, directory)
            }
            found[field] = parts.reduce(into: []) { $0.formUnion($1) }
        }
        identifiers = found
    }

    /// Whether any order (or, for `payment_method`, any payment) has the id.
    func contains(_ name: ParameterName, _ identifier: Int) -> Bool {
        let object = name.rawValue.hasSuffix("_in") ? String(name.rawValue.dropLast(3)) : name.rawValue
        return Self.fields.contains { field in
            field.name == object + ".id" && identifiers[field]?.contains(Int64(identifier)) == true
        }
    }

    private static func identifiers(
        _ field: Field,
        in batch: OrderBatch,
        _ directory: OrderDirectory
    ) throws -> Set<Int64> {
        var found: Set<Int64> = []
        let rows = TableRows(orders: batch.columns)
        let places = rows.count > 0 ? directory.places(of: try rows.identifiers()) : []
        let own = places.indices.filter { !directory.isPlatformOrder(places[$0]) }
        if field.collection == .orders {
            for row in own { found.insert(rows.value(of: field, at: row)) }
        } else if let children = rows.children(in: field.collection) {
            for row in own {
                for child in children.rows(ofOrder: row) { found.insert(children.value(of: field, at: child)) }
            }
        }
        for order in batch.plainOrders where !order.document.isOrderOfOtherPlatform {
            for row in (try? Row.rows(of: order, in: field.collection)) ?? [] {
                found.insert(try? row.value(of: field))
            }
        }
        return found
    }
}

extension Set<Int64> {
    /// Takes in a value that is an id.
    fileprivate mutating func insert(_ value: Value?) {
        if case .number(let number)? = value, let whole = number.wholeNumber { insert(Int64(whole)) }
    }
}
