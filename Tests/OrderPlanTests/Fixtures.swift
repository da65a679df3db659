import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan
import OrderTestSupport
import Testing

/// The noon of Saturday 2025-12-27 in UTC.
let noon = TimeContext(now: moment("2025-12-27T12:00:00Z"), zone: .utc)

func moment(_ text: String) -> Instant { Instant(iso8601: text) ?? Instant(microseconds: 0) }

/// The query of a text, which must be right.
func parse(_ text: String) throws -> Query {
    let checked = Checker.check(SourceText(text))
    let errors = checked.diagnostics.filter { $0.severity == .error }.map(\.message)
    try #require(errors.isEmpty, "\(text): \(errors.joined(separator: "; "))")
    guard case .query(let query) = checked.statements.first?.kind else {
        throw WrongStatement(text: text)
    }
    return query
}

struct WrongStatement: Error {
    let text: String
}

func plan(
    _ text: String,
    endpoint: ListEndpoint = .admin,
    at time: TimeContext = noon,
    distrusting distrusted: Set<ParameterName> = []
) throws -> Plan {
    var habits = ServerHabits()
    habits.distrusted = distrusted
    return try Planner.plan(try parse(text), for: .api(endpoint: endpoint, habits: habits), at: time)
}

/// Orders with many ties, nulls and empty texts, around the end of 2025.
func generatedOrders(_ count: Int, seed: UInt64) -> [Order] {
    var numbers = SeededGenerator(seed: seed)
    return (1...count).map { id in
        let members = generatedMembers(id, &numbers)
        return Order(document: JSONObject(members), origin: Origin(source: "generated", line: id))
    }
}

private func generatedMembers(_ id: Int, _ numbers: inout SeededGenerator) -> [JSONMember] {
    func reference(_ numbers: inout SeededGenerator) -> JSONValue {
        let id = numbers.below(4)
        if id == 0 { return .null }
        let members = [("id", JSONValue.number(String(id))), ("name", .text("n\(id)")), ("username", .text("u\(id)"))]
        return .object(JSONObject(members.map { JSONMember(key: $0.0, value: $0.1) }))
    }
    let texts: [JSONValue] = [.null, .text(""), .text("x"), .text("call Ali")]
    let days = ["2025-11-30", "2025-12-25", "2025-12-26", "2025-12-27", "2025-12-28", "2026-01-01"]
    let times = ["T00:00:00Z", "T23:59:59.999999Z", "T12:00:00.000001Z", "T11:59:59+03:30"]
    let statuses = OrderStatus.names + ["weird"]
    let item = JSONValue.object(
        JSONObject([
            JSONMember(key: "id", value: .number(String(id * 10))),
            JSONMember(key: "product", value: .null), JSONMember(key: "product_title", value: .text("p\(id % 3)")),
            JSONMember(key: "unit_price", value: .number("5")), JSONMember(key: "unit_discount", value: .number("0")),
            JSONMember(key: "quantity", value: .number(String(numbers.below(4)))),
            JSONMember(key: "subtotal", value: .number("5")), JSONMember(key: "discount", value: .number("0")),
            JSONMember(key: "total", value: .number("5")),
        ])
    )
    let members: [(String, JSONValue)] = [
        ("id", .number(String(id))), ("key", .text("k\(id)")), ("status", .text(numbers.pick(statuses))),
        ("customer_data", reference(&numbers)), ("payment_method_data", reference(&numbers)),
        ("shipping_method_data", reference(&numbers)),
        ("shipping_cost", .number(numbers.pick(["0", "10", "10.5", "11"]))),
        ("notes", numbers.pick(texts)), ("created_at", .text(numbers.pick(days) + numbers.pick(times))),
        ("updated_at", .text(numbers.pick(days) + numbers.pick(times))), ("billing_city_data", reference(&numbers)),
        ("billing_first_name", numbers.pick(texts)), ("count", .number("1")), ("quantity", .number("1")),
        ("total", .number(String(numbers.below(5) * 50))), ("amount_paid", .number("0")),
        ("items_subtotal", .number("7")),
        ("items_discount", .number("0.5")), ("subtotal", .number("7")), ("total_discount", .text("1.25")),
        ("amount_outstanding", .number("-5")), ("is_paid", .boolean(numbers.below(2) == 0)),
        ("items", .array(numbers.below(3) == 0 ? [] : [item])), ("payments", .array([])),
    ]
    return members.map { JSONMember(key: $0.0, value: $0.1) }
}
