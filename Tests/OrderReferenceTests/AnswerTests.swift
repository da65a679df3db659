import OrderModel
import OrderReference
import Testing

/// What a query answers: columns, order, ties, limits, groups and aggregates, by hand.
struct AnswerTests {
    /// Orders 1 to 4: totals 10, 30, null-free; customers 7, none, 7, 9; two created at one moment.
    static let orders = [
        makeOrder(
            1,
            ["total": .number("10"), "created_at": .text("2025-01-01T00:00:00Z"), "customer_data": customer(7)]
        ),
        makeOrder(2, ["total": .number("30"), "created_at": .text("2025-03-01T00:00:00Z"), "status": .text("hold")]),
        makeOrder(
            4,
            ["total": .number("20"), "created_at": .text("2025-02-01T00:00:00Z"), "customer_data": customer(7)]
        ),
        makeOrder(
            3,
            ["total": .text("20.00"), "created_at": .text("2025-02-01T00:00:00Z"), "customer_data": customer(9)]
        ),
    ]

    static func customer(_ id: Int) -> JSONValue {
        object(["id": .number(String(id)), "full_name": .text("Name \(id)")])
    }

    static func query(_ expression: Expression = field("id"), _ change: (inout Query) -> Void = { _ in }) -> Query {
        var query = Query(.orders)
        query.columns = [Column(expression)]
        change(&query)
        return query
    }

    @Test func newestFirstThenId() throws {
        #expect(try firstColumn(run(Self.query(), Self.orders)) == ids(2, 3, 4, 1))
    }

    @Test("null stands last in either direction, ties by id", arguments: [false, true])
    func nullsLast(isDescending: Bool) throws {
        let query = Self.query { $0.order = [Sort(field("customer.id"), isDescending: isDescending)] }
        #expect(try firstColumn(run(query, Self.orders)) == (isDescending ? ids(3, 1, 4, 2) : ids(1, 4, 3, 2)))
    }

    @Test(
        "offset after ordering, then limit",
        arguments: [
            (nil, 2, [4, 1]), (1, 2, [4]), (0, nil, []), (10, nil, [2, 3, 4, 1]), (2, 4, []), (.max, 3, [1]),
        ] as [(Int?, Int?, [Int])]
    )
    func limits(limit: Int?, offset: Int?, expected: [Int]) throws {
        let query = Self.query {
            $0.limit = limit
            $0.offset = offset
        }
        let answer = try firstColumn(run(query, Self.orders))
        #expect(answer == expected.map { .number(Decimal($0)) })
    }

    @Test func aliasWinsInOrderBy() throws {
        let query = Self.query { query in
            query.columns?.append(Column(.negation(field("total")), alias: "total"))
            query.order = [Sort(.alias("total"))]
        }
        #expect(try firstColumn(run(query, Self.orders)) == ids(2, 3, 4, 1))
    }

    @Test func documentsOnlyWithoutSelect() throws {
        let whole = try run(Query(.orders), Self.orders)
        #expect(whole.columns.map(\.name) == Schema.defaultColumns(of: .orders).map(\.name))
        #expect(whole.rows.first?.document == .object(Self.orders[1].document))
        #expect(try run(Self.query(), Self.orders).rows.allSatisfy { $0.document == nil })
    }

    @Test func groupsAnswerKeysAndCountInKeyOrder() throws {
        var query = Query(.orders)
        query.groups = [Column(field("customer.id"))]
        let table = try run(query, Self.orders)
        #expect(
            table.rows.map(\.values) == [
                [amount("7"), amount("2")], [amount("9"), amount("1")], [.null, amount("1")],
            ]
        )
        #expect(table.rows.allSatisfy { $0.document == nil })
    }

    @Test func groupsWithHavingAndOrder() throws {
        var query = Query(.orders)
        query.groups = [Column(.function(.month, [field("created_at")]), alias: "m")]
        query.columns = [
            Column(.alias("m")), Column(.aggregate(.sum, field("total")), alias: "revenue"),
            Column(.arithmetic(.divide, .aggregate(.sum, field("total")), .aggregate(.count, nil)), alias: "mean"),
        ]
        query.having = .comparison(.alias("revenue"), .greater, number("10"))
        query.order = [Sort(.alias("revenue"), isDescending: true)]
        let table = try run(query, Self.orders)
        #expect(table.columns.map(\.name) == ["?", "revenue", "mean"])
        #expect(table.columns.map(\.type) == [.date, .money, .money])
        let february = try #require(period(.month, "2025-02-01"))
        let march = try #require(period(.month, "2025-03-01"))
        let expected: [[Value]] = [
            [.period(february), amount("40"), amount("20")], [.period(march), amount("30"), amount("30")],
        ]
        #expect(table.rows.map(\.values) == expected)
    }

    @Test func tiesOfGroupsGoByKey() throws {
        var query = Query(.orders)
        query.groups = [Column(field("total"))]
        query.order = [Sort(.aggregate(.countDistinct, field("status")), isDescending: true)]
        #expect(try firstColumn(run(query, Self.orders)) == [amount("10"), amount("20"), amount("30")])
    }

    @Test(
        "aggregates of nothing",
        arguments: [
            (Aggregate.sum, Value.number(.zero)), (.avg, .null), (.min, .null), (.max, .null), (.median, .null),
            (.p99, .null),
            (.count, .number(.zero)), (.countDistinct, .number(.zero)),
        ]
    )
    func aggregatesOfNothing(aggregate: Aggregate, expected: Value) throws {
        let overNulls = Self.query(.aggregate(aggregate, field("customer.id"))) {
            $0.condition = .isNull(field("customer"))
        }
        #expect(try firstColumn(run(overNulls, Self.orders)) == [expected])
        #expect(try firstColumn(run(Self.query(.aggregate(aggregate, field("total"))), [])) == [expected])
    }

    @Test(
        "aggregates of 10, 30, 20, 20",
        arguments: [
            (Aggregate.sum, "80"), (.avg, "20"), (.min, "10"), (.max, "30"), (.median, "20"), (.count, "4"),
            // places 2.7, 2.85 and 2.97 between the sorted 10 20 20 30
            (.countDistinct, "3"), (.p90, "27"), (.p95, "28.5"), (.p99, "29.7"),
        ]
    )
    func aggregates(aggregate: Aggregate, expected: String) throws {
        let query = Self.query(.aggregate(aggregate, field("total")))
        #expect(try firstColumn(run(query, Self.orders)) == [amount(expected)])
    }

    @Test(
        "averages and medians round half to even at six decimals",
        arguments: [
            (Aggregate.avg, ["1", "1", "2"], "1.333333"), (.avg, ["0.000001", "0.000002"], "0.000002"),
            (.avg, ["0.000002", "0.000003"], "0.000002"), (.median, ["0.000001", "0.000002"], "0.000002"),
            (.median, ["1", "2"], "1.5"), (.median, ["5"], "5"), (.p90, ["0", "0.000005"], "0.000004"),
        ]
    )
    func rounding(aggregate: Aggregate, totals: [String], expected: String) throws {
        let orders = totals.enumerated().map { makeOrder($0.offset, ["total": .number($0.element)]) }
        let query = Self.query(.aggregate(aggregate, field("total")))
        #expect(try firstColumn(run(query, orders)) == [amount(expected)])
    }

    @Test func countSkipsNullsOnlyWithAnArgument() throws {
        let table = try run(Self.query(.aggregate(.count, field("customer.id"))), Self.orders)
        #expect(firstColumn(table) == [amount("3")])
    }

    @Test func aggregatesOfInstantsTextsAndDurations() throws {
        let newest = Self.query(.aggregate(.max, field("created_at")))
        #expect(try firstColumn(run(newest, Self.orders)) == [.instant(instant("2025-03-01T00:00:00Z"))])
        let first = Self.query(.aggregate(.min, field("status")))
        #expect(try firstColumn(run(first, Self.orders)) == [.text("hold")])
        let age = Expression.arithmetic(.subtract, field("updated_at"), field("created_at"))
        let pair = [
            makeOrder(1, ["created_at": .text("2025-12-27T23:00:00Z")]),
            makeOrder(2, ["created_at": .text("2025-12-27T20:00:00Z")]),
        ]
        for (aggregate, expected) in [(Aggregate.sum, hours(5)), (.max, hours(4))] {
            #expect(try firstColumn(run(Self.query(.aggregate(aggregate, age)), pair)) == [.duration(expected)])
        }
        let mean = TimeAmount(microseconds: 9_000 * TimeAmount.microsecondsPerSecond)
        #expect(try firstColumn(run(Self.query(.aggregate(.avg, age)), pair)) == [.duration(mean)])
        #expect(try firstColumn(run(Self.query(.aggregate(.sum, age)), [])) == [.duration(hours(0))])
    }

    @Test("a sum of durations beyond what a duration holds, in either direction", arguments: [1, -1])
    func sumOfDurationsOverflows(sign: Int64) {
        let span = Expression.literal(.duration(TimeAmount(microseconds: sign * (Int64.max / 2 + 2))))
        let query = Self.query(.aggregate(.sum, span))
        let error = #expect(throws: EvaluationError.self) { try run(query, [makeOrder(1), makeOrder(2)]) }
        #expect(error?.problem == "the result of sum() does not fit in 38 digits")
        #expect(throws: Never.self) { try run(query, [makeOrder(1)]) }
    }

    @Test func sumOverflowIsAnError() {
        let digits = "1" + String(repeating: "0", count: 38)
        let orders = [makeOrder(1, ["total": .number(digits)]), makeOrder(2, ["total": .number(digits)])]
        let query = Self.query(.aggregate(.sum, field("total")))
        let error = #expect(throws: EvaluationError.self) { try run(query, orders) }
        #expect(error?.message == "all rows together: the result of sum() does not fit in 38 digits")
    }

    @Test("a sum that fits is given, whatever does not fit on the way to it")
    func sumFitsInTheEnd() throws {
        let digits = "1" + String(repeating: "0", count: 38)
        let totals = [digits, digits, "-" + digits, "0.25"].permutations
        for totals in totals {
            let orders = totals.enumerated().map { makeOrder($0.offset + 1, ["total": .number($0.element)]) }
            let query = Self.query(.aggregate(.sum, field("total")))
            let error = #expect(throws: EvaluationError.self) { try run(query, orders) }
            #expect(error?.message == "all rows together: the result of sum() does not fit in 38 digits")
            let balanced = orders + [makeOrder(9, ["total": .number("-" + digits)])]
            #expect(try firstColumn(run(query, balanced)) == [amount("0.25")])
        }
        #expect(totals.count == 24)
    }

    @Test("with a limit, a broken value matters in the rows of the answer only")
    func columnsOfTheAnswerAlone() throws {
        let orders = [
            makeOrder(1, ["total": .text("much")]), makeOrder(2), makeOrder(3, ["notes": .number("7")]),
        ]
        var query = Self.query(field("total")) { $0.order = [Sort(field("id"), isDescending: true)] }
        #expect(throws: EvaluationError.self) { try run(query, orders) }
        query.limit = 2
        #expect(try firstColumn(run(query, orders)) == ids(0, 0))
        query.offset = 1
        let error = #expect(throws: EvaluationError.self) { try run(query, orders) }
        #expect(error?.message == "order 1 (orders.ndjson:1): total is \"much\", expected a number")
        query.offset = 2
        #expect(throws: EvaluationError.self) { try run(query, orders) }
        query.limit = 0
        #expect(try run(query, orders).rows.isEmpty)
        // What decides the order is needed of every row.
        query.order = [Sort(field("total"))]
        query.limit = 1
        #expect(throws: EvaluationError.self) { try run(query, orders) }
    }

    @Test func itemsStandInTheirOrdersOrder() throws {
        let orders = [
            makeOrder(1, ["items": .array([item(12, price: "1"), item(11, price: "2")])]),
            makeOrder(2, ["created_at": .text("2026-01-01T00:00:00Z"), "items": .array([item(9, price: "1")])]),
            makeOrder(3),
        ]
        var query = Query(.items)
        #expect(try run(query, orders).rows.map { $0.values[1] } == ids(9, 12, 11))
        // A whole item says which order it belongs to.
        let document = try #require(try run(query, orders).rows.first?.document)
        guard case .object(let members) = document, case .object(let bare) = item(9, price: "1") else {
            Issue.record("no objects")
            return
        }
        #expect(members["order.id"] == .number("2"))
        #expect(Array(members.members.dropFirst()) == bare.members)
        query.order = [Sort(field("unit_price", .items))]
        #expect(try run(query, orders).rows.map { $0.values[1] } == ids(9, 12, 11))
        query.condition = .comparison(field("order.id", .items), .equal, number("1"))
        #expect(try run(query, orders).rows.map { $0.values[1] } == ids(12, 11))
    }

    @Test func limitKeepsTheBestOfMany() throws {
        let orders = (0..<5_000).map { makeOrder($0, ["total": .number(String(($0 * 7_919) % 5_000))]) }
        let query = Self.query(field("total")) {
            $0.order = [Sort(field("total"), isDescending: true)]
            $0.limit = 3
            $0.offset = 1
        }
        #expect(try firstColumn(run(query, orders)) == ids(4_998, 4_997, 4_996))
    }

    @Test func missingItemsAreAnError() throws {
        let document = JSONObject(makeOrder(5).document.members.filter { $0.key != "items" })
        let order = Order(document: document, origin: Origin(source: "o.json"))
        let error = try #require(throws: EvaluationError.self) { try run(Query(.items), [order]) }
        #expect(error.message == "order 5 (o.json): items is missing, expected a list")
    }
}

extension Array {
    /// The elements in every order.
    fileprivate var permutations: [[Element]] {
        guard count > 1 else { return [self] }
        return indices.flatMap { index -> [[Element]] in
            var rest = self
            let first = rest.remove(at: index)
            return rest.permutations.map { [first] + $0 }
        }
    }
}
