// An order in the three shapes in which the API sends it: staff's list, a customer's list, a customer's detail.

import OrderModel

/// An order of a shop, and what its server often asks of it.
struct ShopOrder: Sendable {
    let id: Int
    let key: String
    let status: String
    let customer: Int?
    let created: Instant
    /// As the data has it, in the shape of the admin list.
    let order: Order

    init?(_ document: JSONObject) {
        guard let id = document.wholeIdentifier, case .text(let key)? = document["key"],
            case .text(let status)? = document["status"], case .text(let created)? = document["created_at"],
            let moment = Instant(dataISO8601: created)
        else { return nil }
        self.id = id
        self.key = key
        self.status = status
        self.created = moment
        if case .object(let customer)? = document["customer_data"] {
            self.customer = customer.wholeIdentifier
        } else {
            customer = nil
        }
        order = Order(document: document, origin: Origin(source: "the shop"))
    }
}

/// Writes orders as an endpoint sends them.
struct ShopRendering: Sendable {
    enum Shape: Sendable, Hashable {
        case admin
        case customer
        case detail
    }

    let habits: ShopHabits

    func document(_ document: JSONObject, _ shape: Shape) -> JSONObject {
        switch shape {
        case .admin: object(document) { $0 == "customer_data" ? Self.withoutMail($1) : $1 }
        case .customer: shop(document, keepsLists: false)
        case .detail: shop(document, keepsLists: true)
        }
    }

    private func shop(_ document: JSONObject, keepsLists: Bool) -> JSONObject {
        let whole = object(document) { key, value in
            switch key {
            case "extra": nil
            case "items": keepsLists ? rows(value, dropping: ["product", "product_title", "product_name"]) : nil
            case "payments": keepsLists ? rows(value, dropping: []) : nil
            case "customer_data": Self.part(of: value, ["id", "username", "full_name"])
            default: value
            }
        }
        return Self.shopNames(whole)
    }

    /// The document with its amounts and times in the server's form, and what else a closure makes of its values.
    private func object(_ document: JSONObject, _ change: (String, JSONValue) -> JSONValue?) -> JSONObject {
        JSONObject(
            document.members.compactMap { member in
                change(member.key, member.value).map { value in
                    JSONMember(key: member.key, value: written(member.key, value))
                }
            }
        )
    }

    private func written(_ key: String, _ value: JSONValue) -> JSONValue {
        switch (key, value) {
        case ("created_at", .text(let text)), ("updated_at", .text(let text)):
            Instant(dataISO8601: text).map { .text($0.iso8601(in: habits.zone)) } ?? value
        case ("items", .array(let rows)), ("payments", .array(let rows)):
            .array(
                rows.map { row in
                    guard case .object(let row) = row else { return row }
                    return .object(
                        JSONObject(
                            row.members.map { member in
                                let isTime = member.key.hasSuffix("_at")
                                return isTime
                                    ? JSONMember(key: member.key, value: written(member.key, member.value)) : member
                            }
                        )
                    )
                }
            )
        case (_, .number(let digits)) where Self.amounts.contains(key): amount(digits)
        default: value
        }
    }

    private func amount(_ digits: String) -> JSONValue {
        guard habits.amounts != .number, let number = Decimal(digits) else { return .number(digits) }
        let parts = number.description.split(separator: ".").map(String.init)
        let fraction = parts.count > 1 ? parts[1] : ""
        guard habits.amounts == .string else { return .number(parts[0] + "." + (fraction.isEmpty ? "0" : fraction)) }
        return .text(parts[0] + "." + fraction + String(repeating: "0", count: max(0, 2 - fraction.count)))
    }

    private static let amounts: Set<String> = [
        "shipping_cost", "items_subtotal", "items_discount", "subtotal", "total_discount", "total", "amount_paid",
        "amount_outstanding",
    ]

    private static func withoutMail(_ value: JSONValue) -> JSONValue {
        guard case .object(let customer) = value else { return value }
        return .object(JSONObject(customer.members.filter { $0.key != "email" }))
    }

    private static func part(of value: JSONValue, _ keys: [String]) -> JSONValue {
        guard case .object(let object) = value else { return value }
        return .object(JSONObject(object.members.filter { keys.contains($0.key) }))
    }

    private func rows(_ value: JSONValue, dropping dropped: [String]) -> JSONValue {
        guard case .array(let rows) = value else { return value }
        return .array(
            rows.map { row in
                guard case .object(let row) = row else { return row }
                return .object(Self.shopNames(JSONObject(row.members.filter { !dropped.contains($0.key) })))
            }
        )
    }

    private static func shopNames(_ object: JSONObject) -> JSONObject {
        JSONObject(
            object.members.map { member in
                let isLong = member.key.hasSuffix("_data") && member.key != "product_data"
                return isLong ? JSONMember(key: String(member.key.dropLast(5)), value: member.value) : member
            }
        )
    }
}
