// The other platform's orders (`/api/i1/orders/{number}`) in our words: where such a document keeps what our fields
// mean. The document itself is never changed; it is shown as it came.

/// Where an order of the other platform keeps what a field means.
///
/// Only what means the same is mapped. Its status is read as it is: a code such as `400`, which equals none of our
/// statuses. It has no paid, outstanding or refunded amount in our sense, no subtotals and no quantities, so asking
/// for these is an error rather than a null that would pass for an answer. Its cargo company is no shipping method,
/// a township no state, an address' notes are not the order's, and the item's `discount_amount` is documented as the
/// order's: none of them is mapped. No full name is put together. An SKU stands for `product` where it is a whole
/// number; any other is an error, since `product` has no room for it.
enum OtherPlatform {
    /// By the field's name without `order.`.
    static let orderPaths: [String: [String]] = [
        "key": ["number"],
        "customer.mobile_number": ["customer", "phone_number"],
        "payment_method": ["payment_option"],
        "payment_method.id": ["payment_option"],
        "payment_method.name": ["payment_option_slug"],
        "shipping_cost": ["shipping_amount"],
        "extra": ["extra_field"],
        "created_at": ["date_placed"],
        "billing_country": ["billing_address", "country"],
        "billing_country.name": ["billing_address", "country", "name"],
        "billing_country.code": ["billing_address", "country", "code"],
        "billing_city": ["billing_address", "city"],
        "billing_city.id": ["billing_address", "city", "id"],
        "billing_city.name": ["billing_address", "city", "name"],
        "billing_address": ["billing_address", "line"],
        "billing_postal_code": ["billing_address", "postcode"],
        "billing_national_code": ["billing_address", "identity_number"],
        "billing_mobile_number": ["billing_address", "phone_number"],
        "billing_first_name": ["billing_address", "first_name"],
        "billing_last_name": ["billing_address", "last_name"],
        "total_discount": ["discount_amount"],
        "total": ["amount"],
        "items": ["orderitem_set"],
    ]

    static let itemPaths: [String: [String]] = [
        "product": ["product_sku"],
        "unit_price": ["price"],
    ]

    /// What every order of it has, and what every item.
    static let orderKeys = ["date_placed", "number"]
    static let itemKeys = ["product_sku", "price"]

    /// What an order of it lacks, and ours has.
    static let absentFromOrders = ["created_at", "key"]
    static let absentFromItems = ["unit_price"]
}

extension JSONObject {
    /// Whether this is an order of the other platform: told by what it has and ours hasn't, and the other way round.
    package var isOrderOfOtherPlatform: Bool {
        hasAll(of: OtherPlatform.orderKeys) && !hasAny(of: OtherPlatform.absentFromOrders)
    }

    /// The same for an item, which doesn't know its order.
    var isItemOfOtherPlatform: Bool {
        hasAll(of: OtherPlatform.itemKeys) && !hasAny(of: OtherPlatform.absentFromItems)
    }

    /// An order's items or payments as its document lists them; nil when it has no such list.
    package func list(of collection: Collection) -> JSONValue? {
        if let own = self[collection.rawValue] { return own }
        guard let path = OtherPlatform.orderPaths[collection.rawValue], isOrderOfOtherPlatform else { return nil }
        return self[path[0]]
    }

    private func hasAll(of keys: [String]) -> Bool { keys.allSatisfy { self[$0] != nil } }
    private func hasAny(of keys: [String]) -> Bool { keys.contains { self[$0] != nil } }
}

extension Field {
    /// A key that must not be in a document for the field to be null where it is missing; nil where none matters.
    ///
    /// A document with it may be an order or item of the other platform, which keeps the value elsewhere.
    package var keyOfOtherPlatform: String? {
        guard isNullable, otherPlatformPath != nil else { return nil }
        return isOfItem ? OtherPlatform.itemKeys.first : OtherPlatform.orderKeys.first
    }

    /// Whether a document that has the field is none of the other platform, and one without it cannot be read.
    package var isAbsentFromOtherPlatform: Bool {
        let keys = isOfItem ? OtherPlatform.absentFromItems : OtherPlatform.absentFromOrders
        return !isNullable && path.count == 1 && path[0].count == 1 && keys.contains(path[0][0])
    }

    /// Whether it is an item's own field.
    private var isOfItem: Bool { collection == .items && !isFromParent }

    /// Whether a document that should have the field is one of the other platform.
    func isOfOtherPlatform(_ document: JSONObject) -> Bool {
        isOfItem ? document.isItemOfOtherPlatform : document.isOrderOfOtherPlatform
    }

    /// What a document of the other platform has in the field's place; nil when it has nothing there.
    func otherPlatformValue(in document: JSONObject) throws(FieldProblem) -> JSONValue? {
        guard let path = otherPlatformPath else { return nil }
        var found = JSONValue.object(document)
        for step in path {
            switch found {
            case .object(let object):
                guard let inner = object[step] else { return nil }
                found = inner
            case .null: return .null
            default: throw FieldProblem(field: name, found: found.excerpt, expected: "an object")
            }
        }
        switch (type, found) {
        case (.object, .number), (.object, .text):
            // An object of which it tells the id alone.
            return .object(JSONObject([JSONMember(key: "id", value: found)]))
        case (.integer, .text(let digits)) where isOfItem && Decimal(digits)?.description != digits:
            // An SKU keeps its zeros; as a number, several would become one.
            throw FieldProblem(field: name, found: found.excerpt, expected: "a whole number")
        default: return found
        }
    }
}
