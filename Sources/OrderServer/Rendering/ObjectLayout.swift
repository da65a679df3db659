// Which members the endpoints send, as the API's server does: lists of names, whose types, spellings in documents and
// nullability are those of the schema. The description of the API is made from the same lists.

package import OrderModel

/// The members that an endpoint sends of an order or of an object in it, in their order.
package struct ObjectLayout: Sendable {
    package let members: [Member]

    /// One member: how it is called, and where documents keep it.
    package struct Member: Sendable {
        package let name: String
        package let field: Field
        /// What is sent of the object, or of each object in the list; nil for any other value.
        package let parts: ObjectLayout?
        /// How documents spell it; the first that is there counts.
        let spellings: [String]
        /// How a document that lacks it is helped; nil where it isn't.
        let derivation: Derivation?
        /// What stands before the value: `,"status":`.
        let opening: [UInt8]
    }

    /// The layout of some members, of which objects and lists have their own.
    ///
    /// - Parameters:
    ///   - names: The names as they are sent.
    ///   - collection: Whose fields they are.
    ///   - object: The object of the collection's document in which they are; nil for the document itself.
    ///   - parts: The layouts of the members that have one, by their names.
    init(
        _ names: [String],
        of collection: Collection,
        in object: String? = nil,
        parts: [String: ObjectLayout] = [:]
    ) {
        members = names.enumerated().map { index, name in
            let path = object.map { "\($0).\(name)" } ?? name
            guard let field = Schema.field(named: path, in: collection), let spellings = field.path.last else {
                preconditionFailure("\(path) is no field of \(collection.rawValue)")
            }
            return Member(
                name: name,
                field: field,
                parts: parts[name],
                spellings: spellings,
                derivation: Derivation(field),
                opening: Array("\(index == 0 ? "{" : ",")\"\(name)\":".utf8)
            )
        }
    }
}

extension OrderWriter.Shape {
    /// What is sent; nil for documents that are sent as they came.
    package var layout: ObjectLayout? {
        switch self {
        case .admin: .admin
        case .customer: .customer
        case .detail: .detail
        case .platform: nil
        }
    }
}

extension ObjectLayout {
    private static let figures = [
        "count", "quantity", "items_subtotal", "items_discount", "subtotal", "total_discount", "total", "amount_paid",
        "amount_outstanding", "is_paid", "is_payable",
    ]
    private static let billingTexts = [
        "billing_address", "billing_postal_code", "billing_national_code", "billing_mobile_number",
        "billing_first_name", "billing_last_name",
    ]
    private static let method = ["id", "name", "image"]
    private static let region = ["id", "name", "code"]
    private static let item = [
        "product_data", "unit_price", "unit_discount", "quantity", "notes", "subtotal", "discount", "total",
        "created_at", "updated_at",
    ]

    fileprivate static let admin = ObjectLayout(
        [
            "id", "key", "status", "customer_data", "payment_method_data", "shipping_method_data", "shipping_cost",
            "notes", "extra", "created_at", "updated_at", "billing_country_data", "billing_state_data",
            "billing_city_data",
        ] + billingTexts + figures + ["items", "payments"],
        of: .orders,
        parts: objects(suffix: "_data", customer: ["mobile_number", "first_name", "last_name"]).merging([
            "items": ObjectLayout(["id", "product", "product_title"] + item, of: .items),
            "payments": payment("payment_method_data"),
        ]) { $1 }
    )

    fileprivate static let customer = ObjectLayout(ownFields + figures, of: .orders, parts: objects())

    fileprivate static let detail = ObjectLayout(
        ownFields + figures + ["items", "payments"],
        of: .orders,
        parts: objects().merging([
            "items": ObjectLayout(["id"] + item, of: .items),
            "payments": payment("payment_method"),
        ]) { $1 }
    )

    /// What customers get of their orders, but for the figures.
    private static let ownFields =
        [
            "id", "key", "status", "customer", "payment_method", "shipping_method", "shipping_cost", "notes",
            "created_at", "updated_at", "billing_country", "billing_state", "billing_city",
        ] + billingTexts

    /// The objects of an order; staff get more of its customer.
    private static func objects(suffix: String = "", customer staffOnly: [String] = []) -> [String: ObjectLayout] {
        let names = [
            "customer": ["id", "username"] + staffOnly + ["full_name"],
            "payment_method": method,
            "shipping_method": method,
            "billing_country": region,
            "billing_state": region,
            "billing_city": ["id", "name"],
        ]
        return Dictionary(
            uniqueKeysWithValues: names.map { name, parts in
                (name + suffix, ObjectLayout(parts, of: .orders, in: name))
            }
        )
    }

    private static func payment(_ methodName: String) -> ObjectLayout {
        ObjectLayout(
            ["id", methodName, "approved", "amount", "transaction_id", "notes", "created_at", "updated_at"],
            of: .payments,
            parts: [methodName: ObjectLayout(method, of: .payments, in: "payment_method")]
        )
    }
}
