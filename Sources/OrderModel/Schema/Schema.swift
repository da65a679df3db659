/// The table of all fields, which every other module reads; from the field lists of the API's documents.
package enum Schema {
    package static func fields(of collection: Collection) -> [Field] {
        switch collection {
        case .orders: orders
        case .items: items
        case .payments: payments
        case .result: []
        }
    }

    /// The field of a name, in our spelling or in one of the API's: `customer__username`, `customer_data.username`.
    package static func field(named name: String, in collection: Collection) -> Field? {
        index[collection]?[name] ?? index[collection]?[normalized(name)]
    }

    /// The parts of an object, such as `billing_city.id` and `billing_city.name`.
    package static func parts(of field: Field) -> [Field] {
        fields(of: field.collection).filter { $0.name.hasPrefix(field.name + ".") }
    }

    /// The part that stands for an object where it is compared with a number.
    package static func identifier(of field: Field) -> Field? {
        self.field(named: field.name + ".id", in: field.collection)
    }

    /// The part that stands for an object where it is compared with text.
    package static func displayName(of field: Field) -> Field? {
        self.field(named: field.name + ".name", in: field.collection)
            ?? self.field(named: field.name + ".full_name", in: field.collection)
    }

    /// The fields that `search` looks in, in the admin list; the e-mail address is in the data, never in an answer.
    package static let searchFields: [Field] = [
        "id", "key", "customer.id", "customer.first_name", "customer.last_name", "customer.email",
        "customer.username", "customer.mobile_number", "notes", "billing_country.name", "billing_state.name",
        "billing_city.name", "billing_first_name", "billing_last_name", "billing_mobile_number",
    ].compactMap { field(named: $0, in: .orders) }

    /// The columns of a collection's table when a query selects none.
    package static func defaultColumns(of collection: Collection) -> [Field] {
        let names =
            switch collection {
            case .orders:
                [
                    "id", "status", "created_at", "total", "amount_outstanding", "is_paid", "customer.full_name",
                    "quantity",
                ]
            case .items: ["order.id", "id", "product_title", "unit_price", "quantity", "discount", "total"]
            case .payments:
                ["order.id", "id", "payment_method.name", "approved", "amount", "transaction_id", "created_at"]
            case .result: [String]()
            }
        return names.compactMap { field(named: $0, in: collection) }
    }

    private static func normalized(_ name: String) -> String {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1 { parts = splitDoubleUnderscores(name) }
        parts = parts.map { part in
            part.hasSuffix("_data") && part != "product_data" ? String(part.dropLast(5)) : part
        }
        if parts.last == "product_name" { parts[parts.count - 1] = "product_title" }
        return parts.joined(separator: ".")
    }

    private static func splitDoubleUnderscores(_ name: String) -> [String] {
        var parts: [String] = [""]
        var characters = Array(name.unicodeScalars)[...]
        while let first = characters.popFirst() {
            if first == "_", characters.first == "_" {
                characters.removeFirst()
                parts.append("")
            } else {
                parts[parts.count - 1].unicodeScalars.append(first)
            }
        }
        return parts
    }

    private static let index: [Collection: [String: Field]] = Dictionary(
        uniqueKeysWithValues: Collection.allCases.map { collection in
            (collection, Dictionary(uniqueKeysWithValues: fields(of: collection).map { ($0.name, $0) }))
        }
    )
}
