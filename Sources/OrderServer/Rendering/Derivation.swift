// What the API's server computes and never stores: the figures of an order and of its items, and a customer's full
// name. A document that has them is believed; for one that lacks them they are computed by the same rules.

import OrderModel

/// How a value is made of others of the same document, where the document lacks it.
struct Derivation: Sendable {
    private let make: @Sendable (JSONObject) -> JSONValue?

    /// How a field is made; nil where it cannot be.
    init?(_ field: Field) {
        switch (field.collection, field.name) {
        case (.orders, "customer.full_name"): make = Self.fullName
        case (.orders, "is_paid"), (.orders, "is_payable"):
            let name = field.name
            make = { OrderFigures($0).truth(name).map { .boolean($0) } }
        case (.orders, let name) where OrderFigures.names.contains(name):
            make = { OrderFigures($0).amount(name).map { .number($0.description) } }
        case (.items, let name) where ItemFigures.names.contains(name):
            make = { ItemFigures($0).amount(name).map { .number($0.description) } }
        default: return nil
        }
    }

    func value(in document: JSONObject) -> JSONValue? { make(document) }

    private static func fullName(_ customer: JSONObject) -> JSONValue? {
        let names = ["first_name", "last_name"].map { key in
            if case .text(let name)? = customer[key] { name } else { "" }
        }
        let scalars = names.joined(separator: " ").unicodeScalars.drop(while: isSpace).reversed().drop(while: isSpace)
        var name = String.UnicodeScalarView()
        name.append(contentsOf: scalars.reversed())
        return .text(String(name))
    }

    /// White space as Python has it, in whose words the API's server cuts names.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        (0x1C...0x1F).contains(scalar.value) || scalar.properties.isWhitespace
    }
}

/// The figures of an order: its own where it has them, else computed.
///
/// Nil where what they are made of is missing or broken: half a sum would pass for the whole.
private struct OrderFigures {
    static let names: Set = [
        "count", "quantity", "items_subtotal", "items_discount", "subtotal", "total_discount", "total", "amount_paid",
        "amount_outstanding",
    ]
    /// The statuses of orders that nobody pays any more.
    private static let neverPayable: Set = ["cancelled", "refunded", "deleted"]

    private let document: JSONObject

    init(_ document: JSONObject) {
        self.document = document
    }

    func amount(_ name: String) -> Decimal? {
        if let own = document[name] { return own.decimal }
        switch name {
        case "count": return rows("items").map { Decimal($0.count) }
        case "quantity": return sum(rows("items")) { $0["quantity"]?.decimal }
        case "items_subtotal", "subtotal": return sum(rows("items")) { ItemFigures($0).amount("subtotal") }
        case "items_discount", "total_discount": return sum(rows("items")) { ItemFigures($0).amount("discount") }
        case "amount_paid": return sum(rows("payments")) { $0.isApproved ? $0["amount"]?.decimal : .zero }
        case "total":
            guard let subtotal = amount("subtotal"), let discount = amount("total_discount"),
                let shipping = amount("shipping_cost")
            else { return nil }
            return try? subtotal.subtracting(discount).adding(shipping)
        case "amount_outstanding":
            guard let total = amount("total"), let paid = amount("amount_paid") else { return nil }
            return try? total.subtracting(paid)
        default: return nil
        }
    }

    func truth(_ name: String) -> Bool? {
        guard let total = amount("total") else { return nil }
        guard total > .zero else { return false }
        guard name == "is_payable" else { return amount("amount_outstanding").map { $0 <= .zero } }
        guard case .text(let status)? = document["status"] else { return nil }
        return !Self.neverPayable.contains(status)
    }

    /// The order's items or payments; nil unless they are a list of objects.
    private func rows(_ name: String) -> [JSONObject]? {
        guard case .array(let elements)? = document[name] else { return nil }
        let rows = elements.compactMap { element in
            if case .object(let row) = element { row } else { nil }
        }
        return rows.count == elements.count ? rows : nil
    }

    private func sum(_ rows: [JSONObject]?, _ amount: (JSONObject) -> Decimal?) -> Decimal? {
        guard let rows else { return nil }
        var sum = Decimal.zero
        for row in rows {
            guard let amount = amount(row), let next = try? sum.adding(amount) else { return nil }
            sum = next
        }
        return sum
    }
}

/// The figures of an item.
private struct ItemFigures {
    static let names: Set = ["subtotal", "discount", "total"]

    private let item: JSONObject

    init(_ item: JSONObject) {
        self.item = item
    }

    func amount(_ name: String) -> Decimal? {
        if let own = item[name] { return own.decimal }
        switch name {
        case "subtotal": return product("unit_price")
        case "discount": return product("unit_discount")
        case "total":
            guard let subtotal = amount("subtotal"), let discount = amount("discount") else { return nil }
            return try? subtotal.subtracting(discount)
        default: return nil
        }
    }

    private func product(_ price: String) -> Decimal? {
        guard let price = item[price]?.decimal, let quantity = item["quantity"]?.decimal else { return nil }
        return try? price.multiplied(by: quantity)
    }
}

extension JSONValue {
    /// The number that a value is or spells.
    fileprivate var decimal: Decimal? {
        switch self {
        case .number(let digits), .text(let digits): Decimal(digits)
        default: nil
        }
    }
}

extension JSONObject {
    fileprivate var isApproved: Bool {
        if case .boolean(true)? = self["approved"] { true } else { false }
    }
}
