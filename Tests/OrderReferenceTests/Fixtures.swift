import OrderModel
import OrderReference

/// An order with every field that the documents call required; `changes` replaces members by name.
func makeOrder(_ id: Int = 1, _ changes: KeyValuePairs<String, JSONValue> = [:]) -> Order {
    var members: [String: JSONValue] = [
        "id": .number(String(id)), "key": .text("key\(id)"), "status": .text("new"), "customer_data": .null,
        "payment_method_data": .null, "shipping_method_data": .null, "shipping_cost": .number("0"),
        "notes": .null, "created_at": .text("2025-12-27T18:17:09.771123Z"),
        "updated_at": .text("2025-12-28T00:00:00Z"), "count": .number("0"), "quantity": .number("0"),
        "total": .number("0"), "amount_paid": .number("0"), "amount_outstanding": .number("0"),
        "is_paid": .boolean(false), "items": .array([]), "payments": .array([]),
    ]
    for (name, value) in changes { members[name] = value }
    let document = JSONObject(members.sorted { $0.key < $1.key }.map { JSONMember(key: $0.key, value: $0.value) })
    return Order(document: document, origin: Origin(source: "orders.ndjson", line: id))
}

/// A JSON object from a few members.
func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(JSONObject(members.map { JSONMember(key: $0.key, value: $0.value) }))
}

func item(_ id: Int, price: String, quantity: Int = 1) -> JSONValue {
    object([
        "id": .number(String(id)), "product": .number("7"), "product_title": .text("p\(id)"),
        "unit_price": .number(price), "unit_discount": .number("0"), "quantity": .number(String(quantity)),
        "subtotal": .number(price), "discount": .number("0"), "total": .number(price),
    ])
}

func field(_ name: String, _ collection: Collection = .orders) -> Expression {
    guard let field = Schema.field(named: name, in: collection) else { return .alias("no field \(name)") }
    return .field(field)
}

func number(_ text: String) -> Expression {
    .literal(.number(Decimal(text) ?? .zero))
}

func text(_ text: String) -> Expression { .literal(.text(text)) }

func instant(_ text: String) -> Instant {
    Instant(iso8601: text) ?? Instant(microseconds: 0)
}

/// An absolute period by a day in it, written `2025-12-27`.
func period(_ unit: PeriodUnit, _ day: String) -> Period? {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    return CivilDate(year: parts[0], month: parts[1], day: parts[2]).flatMap { Period(unit, containing: $0) }
}

func span(_ unit: PeriodUnit, _ day: String) -> Expression {
    period(unit, day).map { .literal(.period(.absolute($0))) } ?? .alias("no period \(day)")
}

func hours(_ count: Int64) -> TimeAmount {
    TimeAmount(microseconds: count * 3600 * TimeAmount.microsecondsPerSecond)
}

/// Half past three hours ahead of UTC, as Tehran has been since 2022.
let tehran = TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600)

/// `now` is the noon of Saturday 2025-12-27, in UTC.
let utcTime = TimeContext(now: instant("2025-12-27T12:00:00Z"), zone: .utc)
let tehranTime = TimeContext(now: instant("2025-12-27T12:00:00Z"), zone: tehran)

func holds(_ condition: Condition, _ order: Order, _ time: TimeContext = utcTime) throws -> Bool {
    try Evaluator(time: time).holds(condition, for: Row(order))
}

func value(_ expression: Expression, _ order: Order = makeOrder(), _ time: TimeContext = utcTime) throws -> Value {
    try Evaluator(time: time).value(of: expression, for: Row(order))
}

func amount(_ text: String) -> Value { .number(Decimal(text) ?? .zero) }

/// Runs a query over orders; a column without an alias is called by its place in the test's own words.
func run(_ query: Query, _ orders: [Order], _ time: TimeContext = utcTime) throws -> ResultTable {
    let execution = ReferenceExecution(query, time: time) { expression in
        if case .field(let field) = expression { return field.name }
        return "?"
    }
    try execution.consume(orders)
    return try execution.finish()
}

/// The first column of an answer.
func firstColumn(_ table: ResultTable) -> [Value] {
    table.rows.compactMap(\.values.first)
}

func ids(_ numbers: Int...) -> [Value] { numbers.map { .number(Decimal($0)) } }
