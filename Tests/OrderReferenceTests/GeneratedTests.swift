import OrderModel
import OrderReference
import Testing

/// Answers over generated orders, compared with what plain Swift over the generator's own numbers gives.
struct GeneratedTests {
    /// What the generator knows of an order before it becomes a document.
    struct Facts {
        let id: Int
        let status: String
        let total: Int
        let customer: Int?
        let isPaid: Bool?
        let daysAgo: Int
        let quantities: [Int]
        let title: Int
    }

    static let facts: [Facts] = (1...400).map { id in
        // Multiplying by primes spreads the values without a random generator.
        Facts(
            id: id,
            status: OrderStatus.names[id * 7 % 9],
            total: id * 7_919 % 50 * 1000,
            customer: id % 4 == 0 ? nil : id * 31 % 6,
            isPaid: id % 5 == 0 ? nil : id % 3 == 0,
            daysAgo: id * 13 % 40,
            quantities: (0..<(id % 4)).map { ($0 + id) % 5 },
            title: id % 7
        )
    }

    static let orders: [Order] = facts.map { facts in
        let created = Instant(
            microseconds: utcTime.now.microseconds - Int64(facts.daysAgo) * TimeAmount.microsecondsPerDay
        )
        let items = facts.quantities.enumerated().map { index, quantity in
            object([
                "id": .number(String(facts.id * 10 + index)), "product_title": .text("p\(facts.title)"),
                "unit_price": .number("100"), "quantity": .number(String(quantity)),
                "discount": .number("0"), "total": .number(String(quantity * 100)),
            ])
        }
        return makeOrder(
            facts.id,
            [
                "status": .text(facts.status), "total": .number(String(facts.total)),
                "customer_data": facts.customer.map { object(["id": .number(String($0))]) } ?? .null,
                "is_payable": facts.isPaid.map(JSONValue.boolean) ?? .null,
                "created_at": .text(created.iso8601), "items": .array(items),
            ]
        )
    }

    static func whole(_ value: Int) -> Value { .number(Decimal(value)) }

    @Test("filter, sort and limit", arguments: [0, 10_000, 25_000, 49_000])
    func filterSortLimit(least: Int) throws {
        var query = Query(.orders)
        query.condition = .and([
            .membership(field("status"), [.literal(.status("new")), .literal(.status("hold"))]),
            .comparison(field("total"), .greater, number(String(least))),
        ])
        query.columns = [Column(field("id"))]
        query.limit = 20
        let expected = Self.facts
            .filter { ["new", "hold"].contains($0.status) && $0.total > least }
            .sorted { ($0.daysAgo, $0.id) < ($1.daysAgo, $1.id) }
            .prefix(20)
            .map { Self.whole($0.id) }
        #expect(try firstColumn(run(query, Self.orders)) == expected)
    }

    @Test func revenueByStatus() throws {
        var query = Query(.orders)
        query.groups = [Column(field("status"))]
        query.columns = [
            Column(field("status")), Column(.aggregate(.count, nil), alias: "n"),
            Column(.aggregate(.sum, field("total")), alias: "revenue"),
        ]
        query.order = [Sort(.alias("revenue"), isDescending: true)]
        var sums: [String: (count: Int, sum: Int)] = [:]
        for facts in Self.facts {
            let old = sums[facts.status] ?? (0, 0)
            sums[facts.status] = (old.count + 1, old.sum + facts.total)
        }
        let expected = sums.sorted { ($1.value.sum, $0.key) < ($0.value.sum, $1.key) }.map {
            [Value.text($0.key), Self.whole($0.value.count), Self.whole($0.value.sum)]
        }
        #expect(try run(query, Self.orders).rows.map(\.values) == expected)
    }

    @Test func soldItemsOfCompletedOrders() throws {
        var query = Query(.items)
        query.condition = .comparison(field("order.status", .items), .equal, .literal(.status("completed")))
        query.groups = [Column(field("product_title", .items))]
        query.columns = [Column(.aggregate(.sum, field("quantity", .items)), alias: "sold")]
        query.order = [Sort(.alias("sold"), isDescending: true)]
        var sold: [Int: Int] = [:]
        for facts in Self.facts where facts.status == "completed" && !facts.quantities.isEmpty {
            sold[facts.title, default: 0] += facts.quantities.reduce(0, +)
        }
        #expect(!sold.isEmpty)
        #expect(try firstColumn(run(query, Self.orders)) == sold.values.sorted(by: >).map(Self.whole))
    }

    @Test("nullable booleans and objects", arguments: [true, false])
    func nullable(isNegated: Bool) throws {
        let condition = Condition.or([
            .truth(field("is_payable")), .comparison(field("customer.id"), .greater, number("3")),
        ])
        var query = Query(.orders)
        query.condition = isNegated ? .not(condition) : condition
        query.columns = [Column(field("id"))]
        query.order = [Sort(field("customer.id"), isDescending: true)]
        let expected = Self.facts
            .filter { ($0.isPaid == true || ($0.customer ?? 0) > 3) != isNegated }
            .sorted { (-($0.customer ?? -1), $0.id) < (-($1.customer ?? -1), $1.id) }
            .map { Self.whole($0.id) }
        #expect(try firstColumn(run(query, Self.orders)) == expected)
    }

    @Test("quantifiers", arguments: Quantifier.allCases)
    func quantifiers(quantifier: Quantifier) throws {
        var query = Query(.orders)
        query.condition = .quantified(
            quantifier,
            .items,
            .comparison(field("quantity", .items), .greaterOrEqual, number("2"))
        )
        query.columns = [Column(field("id"))]
        query.order = [Sort(field("id"))]
        let expected = Self.facts.filter { facts in
            let fitting = facts.quantities.count { $0 >= 2 }
            return switch quantifier {
            case .any: fitting > 0
            case .all: fitting == facts.quantities.count
            case .none: fitting == 0
            }
        }
        #expect(try firstColumn(run(query, Self.orders)) == expected.map { Self.whole($0.id) })
    }

    @Test func ordersByDay() throws {
        var query = Query(.orders)
        query.condition = .between(
            field("created_at"),
            .arithmetic(.subtract, .literal(.period(.relative(.day, 0))), .literal(.duration(hours(6 * 24)))),
            .literal(.period(.relative(.day, -2)))
        )
        query.groups = [Column(.function(.day, [field("created_at")]))]
        let table = try run(query, Self.orders)
        #expect(
            table.rows.map { $0.values[1] }
                == [6, 5, 4, 3, 2].map { age in
                    Self.whole(Self.facts.count { $0.daysAgo == age })
                }
        )
    }

    @Test("a limit gives the beginning of the unlimited answer", arguments: [1, 3, 50, 399, 400, 1000])
    func limits(limit: Int) throws {
        var query = Query(.orders)
        query.columns = [Column(field("id"))]
        query.order = [Sort(field("total"), isDescending: true), Sort(field("customer.id"))]
        let all = try firstColumn(run(query, Self.orders.reversed()))
        query.limit = limit
        query.offset = 2
        #expect(all.count == 400)
        #expect(try firstColumn(run(query, Self.orders)) == Array(all.dropFirst(2).prefix(limit)))
    }
}
