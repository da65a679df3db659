// The three field lists as data: an object stands before its parts, the admin list's spelling before the shop's.

extension Schema {
    static let orders: [Field] = orderFields(of: .orders, prefix: "", isFromParent: false)

    static let items: [Field] =
        [
            own(.items, "id", .integer),
            own(.items, "product", .integer, nullable: true),
            own(.items, "product_title", .text, nullable: true, spellings: ["product_title", "product_name"]),
            own(.items, "product_data", .document, nullable: true),
            own(.items, "unit_price", .money),
            own(.items, "unit_discount", .money),
            own(.items, "quantity", .integer),
            own(.items, "notes", .text, nullable: true),
            own(.items, "subtotal", .money),
            own(.items, "discount", .money),
            own(.items, "total", .money),
            own(.items, "created_at", .instant, nullable: true),
            own(.items, "updated_at", .instant, nullable: true),
        ] + orderFields(of: .items, prefix: "order.", isFromParent: true)

    static let payments: [Field] =
        [own(.payments, "id", .integer)]
        + object(Placement(.payments), "payment_method", ["id": .integer, "name": .text, "image": .document])
        + [
            own(.payments, "approved", .boolean),
            own(.payments, "amount", .money),
            own(.payments, "transaction_id", .text, nullable: true),
            own(.payments, "notes", .text, nullable: true),
            own(.payments, "created_at", .instant, nullable: true),
            own(.payments, "updated_at", .instant, nullable: true),
        ] + orderFields(of: .payments, prefix: "order.", isFromParent: true)

    /// Where a table of fields stands: in which collection, under which prefix, and whether it is the parent's.
    private struct Placement {
        let collection: Collection
        let prefix: String
        let isFromParent: Bool

        init(_ collection: Collection, prefix: String = "", isFromParent: Bool = false) {
            self.collection = collection
            self.prefix = prefix
            self.isFromParent = isFromParent
        }

        func field(_ name: String, _ type: ValueType, isNullable: Bool, path: [[String]]) -> Field {
            Field(
                collection: collection,
                name: prefix + name,
                type: type,
                isNullable: isNullable,
                path: path,
                isFromParent: isFromParent,
                otherPlatformPath: otherPlatformPath(of: name)
            )
        }

        private func otherPlatformPath(of name: String) -> [String]? {
            if collection == .orders || isFromParent { return OtherPlatform.orderPaths[name] }
            return collection == .items ? OtherPlatform.itemPaths[name] : nil
        }
    }

    private static func own(
        _ collection: Collection,
        _ name: String,
        _ type: ValueType,
        nullable: Bool = false,
        spellings: [String]? = nil
    ) -> Field {
        Placement(collection).field(name, type, isNullable: nullable, path: [spellings ?? [name]])
    }

    private static func object(
        _ place: Placement,
        _ name: String,
        _ parts: KeyValuePairs<String, ValueType>
    ) -> [Field] {
        let spellings = [name + "_data", name]
        return [place.field(name, .object, isNullable: true, path: [spellings])]
            + parts.map { part, type in
                place.field("\(name).\(part)", type, isNullable: true, path: [spellings, [part]])
            }
    }

    private static func orderFields(of collection: Collection, prefix: String, isFromParent: Bool) -> [Field] {
        let place = Placement(collection, prefix: prefix, isFromParent: isFromParent)
        func plain(_ type: ValueType, nullable: Bool = false, _ names: [String]) -> [Field] {
            names.map { place.field($0, type, isNullable: nullable, path: [[$0]]) }
        }
        let method: KeyValuePairs<String, ValueType> = ["id": .integer, "name": .text, "image": .document]
        let region: KeyValuePairs<String, ValueType> = [
            "id": .integer, "name": .text, "code": .text, "active": .boolean,
        ]
        return plain(.integer, ["id"]) + plain(.text, ["key"]) + plain(.status, ["status"])
            + object(place, "customer", customerParts)
            + object(place, "payment_method", method)
            + object(place, "shipping_method", method)
            + plain(.money, ["shipping_cost"])
            + plain(.text, nullable: true, ["notes"]) + plain(.document, nullable: true, ["extra"])
            + plain(.instant, ["created_at", "updated_at"])
            + object(place, "billing_country", region)
            + object(place, "billing_state", region)
            + object(place, "billing_city", ["id": .integer, "name": .text, "active": .boolean])
            + plain(.text, nullable: true, billingTexts)
            + plain(.integer, ["count", "quantity"]) + plain(.money, computedAmounts)
            + plain(.boolean, ["is_paid"]) + plain(.boolean, nullable: true, ["is_payable"])
            + (isFromParent ? [] : plain(.document, ["items", "payments"]))
    }

    private static let customerParts: KeyValuePairs<String, ValueType> = [
        "id": .integer, "username": .text, "mobile_number": .text, "first_name": .text, "last_name": .text,
        "full_name": .text, "email": .text,
    ]

    private static let billingTexts = [
        "billing_address", "billing_postal_code", "billing_national_code", "billing_mobile_number",
        "billing_first_name", "billing_last_name",
    ]

    private static let computedAmounts = [
        "items_subtotal", "items_discount", "subtotal", "total_discount", "total", "amount_paid",
        "amount_outstanding",
    ]
}
