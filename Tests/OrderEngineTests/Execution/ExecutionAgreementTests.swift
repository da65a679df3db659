// The engine against the plain execution: the same table, or a failure of both, for every query over every dataset,
// however orders are cut into batches and dealt to workers.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderReference
import OrderTestSupport
import Testing

struct ExecutionAgreementTests {
    /// Orders of three kinds: sound ones, some odd ones among them, and nothing.
    static func datasets(seed: Int) -> [[Order]] {
        let seed = UInt64(seed)
        var sound = DatasetGenerator(seed: seed)
        var odd = DatasetGenerator(seed: seed + 1000, oddity: 900)
        return [sound.orders(90).withOwnIDs, odd.orders(60).withOwnIDs, sound.orders(200).withOwnIDs, []]
    }

    static let keys = [
        "status", "customer.id", "is_paid", "billing_city.name", "day(created_at)", "month(created_at)", "count",
        "year(updated_at)", "hour(created_at)", "total", "billing_country.active", "created_at", "week(created_at)",
        "quarter(updated_at)", "lower(notes)", "shipping_cost / 3", "customer.full_name",
    ]
    static let aggregates = [
        "count()", "sum(total)", "avg(total)", "min(total)", "max(total)", "median(total)", "p90(shipping_cost)",
        "p95(subtotal)", "p99(count)", "count_distinct(status)", "count_distinct(customer.id)", "sum(quantity)",
        "min(created_at)", "max(updated_at)", "min(notes)", "max(billing_city.name)", "sum(total - amount_paid)",
        "avg(updated_at - created_at)", "count_distinct(day(created_at))", "max(day(created_at))",
        "count_distinct(billing_city.name)", "sum(customer.id)", "avg(billing_state.id)", "min(billing_city.id)",
        "sum(amount_paid * 1.25)",
    ]
    static let conditions = [
        "", "", "where status in (new, hold)", "where total > 0 and not is_paid", "where customer.id is not null",
        "where any(items where quantity > 1) or notes is null", "where id > 1000000", "search \"a\"",
        "search \"1\" where total != 5",
    ]
    static let sorts = [
        "id", "-id", "created_at", "-created_at", "total", "-total", "status", "-status", "customer.id", "-customer.id",
        "is_paid", "-is_paid", "notes", "-notes", "day(created_at)", "-day(created_at)", "updated_at - created_at",
        "-billing_city.name", "shipping_cost", "-count", "total * 2", "-billing_country.active",
    ]
    static let columns = [
        "id", "status", "total", "created_at", "notes", "customer.id", "items", "total + 1 as more",
        "billing_city.name", "extra", "day(created_at) as day", "is_paid", "count",
    ]

    @Test("groups of every kind", arguments: 0..<5)
    func groups(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 500)
        let datasets = Self.datasets(seed: seed)
        for _ in 0..<60 {
            let keys = Set((0..<random.below(4)).map { _ in random.pick(Self.keys) }).sorted()
            let aggregates = Set((0...random.below(3)).map { _ in random.pick(Self.aggregates) }).sorted()
            var text = "orders \(random.pick(Self.conditions))"
            if !keys.isEmpty { text += " group by \(keys.joined(separator: ", "))" }
            text += " select \((keys + aggregates.enumerated().map { "\($1) as a\($0)" }).joined(separator: ", "))"
            if random.oneIn(4) { text += " having count() > 2" }
            if random.oneIn(3) { text += " order by -a0" }
            if random.oneIn(4) { text += " limit \(random.below(8)) offset \(random.below(4))" }
            try expectAgreement(text, random.pick(datasets), &random)
        }
    }

    @Test("rows in every order, all of them or some", arguments: 0..<5)
    func rows(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 900)
        let datasets = Self.datasets(seed: seed)
        for _ in 0..<60 {
            var text = "orders \(random.pick(Self.conditions))"
            if !random.oneIn(4) {
                let columns = Set((0...random.below(4)).map { _ in random.pick(Self.columns) }).sorted()
                text += " select \(columns.joined(separator: ", "))"
            }
            if !random.oneIn(4) {
                let sorts = Set((0...random.below(2)).map { _ in random.pick(Self.sorts) })
                text += " order by \(sorts.sorted().joined(separator: ", "))"
            }
            if !random.oneIn(3) { text += " limit \(random.pick([0, 1, 2, 5, 20, 63, 64, 65, 150, 500, 20_000]))" }
            if random.oneIn(3) { text += " offset \(random.pick([0, 1, 7, 149, 150, 1000]))" }
            try expectAgreement(text, random.pick(datasets), &random)
        }
    }

    @Test("items and payments", arguments: 0..<4)
    func children(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 1300)
        let datasets = Self.datasets(seed: seed)
        let endings = [
            "", "limit 7", "limit 3 offset 2", "select id, order.id, order.status order by -order.total, id",
            "order by total limit 10", "order by created_at, -order.created_at limit 40 select id, order.status, total",
            "group by order.status select order.status, count(), sum(total)", "select count(), avg(order.total)",
            "group by day(order.created_at), order.is_paid select sum(total), max(order.notes)",
            "group by product_title select product_title, sum(quantity) as sold order by -sold limit 3",
            "select count_distinct(order.status), count_distinct(product_title), min(unit_price), max(order.created_at)",
            "limit 20000", "search \"a\" select id limit 9", "order by order.created_at limit 5 select id",
        ]
        for _ in 0..<40 {
            let ending = random.pick(endings)
            let condition = random.pick(["", "", "where order.status in (new, hold)", "where id > 30"])
            if random.oneIn(2) {
                try expectAgreement("items \(condition) \(ending)", random.pick(datasets), &random)
            } else {
                let ending = ending.replacing("product_title", with: "transaction_id")
                    .replacing("unit_price", with: "amount").replacing("quantity", with: "id")
                    .replacing(" total", with: " amount").replacing("(total)", with: "(amount)")
                try expectAgreement("payments \(condition) \(ending)", random.pick(datasets), &random)
            }
        }
    }

    @Test(
        "one broken order is told in the same words",
        arguments: [
            "orders where total > 3 select count()", "orders select sum(total)", "orders group by total",
            "orders order by -total limit 3", "orders select id, total",
            "orders where id < 9 order by id limit 7 select total",
            "orders where shipping_cost * 1e30 * 1e5 > 1 or id > 0", "orders group by shipping_cost * 1e35",
            "orders select avg(shipping_cost * 1e35)", "orders order by shipping_cost * 1e35, id limit 2",
            "orders where id < 9 select shipping_cost * 1e35 as most order by id limit 6",
            "items where order.total > 1",
        ]
    )
    func oneBrokenOrder(text: String) throws {
        let number = text.replacing("1e30", with: "1" + String(repeating: "0", count: 30))
            .replacing("1e35", with: "1" + String(repeating: "0", count: 35)).replacing("1e5", with: "100000")
        guard case .query(let query)? = Checker.check(SourceText(number)).statements.first?.kind else {
            Issue.record("\(number) is no query")
            return
        }
        let time = TimeContext(now: Instant(microseconds: 0), zone: .utc)
        var random = SeededGenerator(seed: 4)
        for place in [0, 4, 5] {
            let orders = (0..<80).map { Self.order($0 + 1, isBroken: $0 == place) }
            let reference = ReferenceExecution(query, time: time, columnName: CanonicalPrinter.print)
            let expected = #expect(throws: EvaluationError.self) {
                try reference.consume(orders)
                _ = try reference.finish()
            }
            for workerCount in 1...3 {
                var run = EngineRun(query, time, workerCount: workerCount)
                let error = #expect(throws: EvaluationError.self) { try run.table(of: orders, &random) }
                #expect(error?.message == expected?.message)
            }
        }
    }

    @Test(
        "an order's value counts once for each of its items",
        arguments: [[2, 0, 1], [0, 0, 3], [1, 1, 1], [3, 1, 0]]
    )
    func parentsOfItems(itemCounts: [Int]) throws {
        let orders = itemCounts.enumerated().map { index, count in
            let item = JSONValue.object(JSONObject([JSONMember(key: "id", value: .number("1"))]))
            let values: [(String, JSONValue)] = [
                ("id", .number(String(index + 1))), ("total", .number(String(10 << (4 * index)))),
                ("items", .array(Array(repeating: item, count: count))),
            ]
            let document = JSONObject(values.map { JSONMember(key: $0.0, value: $0.1) })
            return Order(document: document, origin: Origin(source: "orders.ndjson", line: index + 1))
        }
        let text = "items select count(), sum(order.total), max(order.total)"
        guard case .query(let query)? = Checker.check(SourceText(text)).statements.first?.kind else {
            Issue.record("\(text) is no query")
            return
        }
        let prepared = PreparedQuery(
            query,
            time: TimeContext(now: Instant(microseconds: 0), zone: .utc),
            columnName: CanonicalPrinter.print
        )
        let execution = QueryExecution(prepared)
        var random = SeededGenerator(seed: 1)
        try execution.consume(BatchCutter(fields: prepared.neededFields).batch(of: orders, &random))
        let values = try execution.finish().table(for: prepared).rows[0].values
        let totals = itemCounts.enumerated().flatMap { Array(repeating: 10 << (4 * $0), count: $1) }
        #expect(values[0] == .number(Decimal(totals.count)))
        #expect(values[1] == .number(Decimal(totals.reduce(0, +))))
        #expect(values[2] == .number(Decimal(totals.max() ?? 0)))
    }

    /// An order whose total is no number and whose shipping cost is too much to be multiplied, or a sound one.
    private static func order(_ id: Int, isBroken: Bool) -> Order {
        let item = JSONObject([
            JSONMember(key: "id", value: .number("1")), JSONMember(key: "product_title", value: .null),
            JSONMember(key: "unit_price", value: .number("1")), JSONMember(key: "quantity", value: .number("1")),
            JSONMember(key: "discount", value: .number("0")), JSONMember(key: "total", value: .number("1")),
        ])
        let values: [(String, JSONValue)] = [
            ("id", .number(String(id))), ("total", isBroken ? .text("much") : .number("5")), ("status", .text("new")),
            ("shipping_cost", .number(isBroken ? "900000" : "1")), ("created_at", .text("2025-12-27T18:17:09Z")),
            ("items", .array([.object(item)])), ("quantity", .number("1")), ("amount_outstanding", .number("0")),
            ("is_paid", .boolean(true)), ("key", .text("k")),
        ]
        let document = JSONObject(values.map { JSONMember(key: $0.0, value: $0.1) })
        return Order(document: document, origin: Origin(source: "orders.ndjson", line: id))
    }

    @Test("whatever the language can write", arguments: 0..<5)
    func generatedQueries(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 1700)
        var generator = QueryGenerator(seed: UInt64(seed) + 1700)
        let datasets = Self.datasets(seed: seed)
        for _ in 0..<60 { try expectAgreement(generator.query(), random.pick(datasets), &random) }
    }
}

/// Runs a query both ways; the tables must be equal, or both runs must fail.
func expectAgreement(
    _ text: String,
    _ orders: [Order],
    _ random: inout SeededGenerator,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let checked = Checker.check(SourceText(text))
    guard case .query(let query)? = checked.statements.first?.kind else {
        let messages = checked.diagnostics.map(\.message).joined(separator: "; ")
        Issue.record("\(text): \(messages)", sourceLocation: sourceLocation)
        return
    }
    try expectAgreement(query, orders, &random, sourceLocation: sourceLocation)
}

func expectAgreement(
    _ query: Query,
    _ orders: [Order],
    _ random: inout SeededGenerator,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let zone = random.oneIn(2) ? EngineRun.tehran : .utc
    let time = TimeContext(now: Instant(microseconds: 1_766_836_800_000_000), zone: zone)
    guard let query = try? query.resolved(in: time) else { return }
    let reference = ReferenceExecution(query, time: time, columnName: CanonicalPrinter.print)
    let expected = Result {
        try reference.consume(orders)
        return try reference.finish()
    }
    var run = EngineRun(query, time, workerCount: 1 + random.below(3))
    let answered = Result { try run.table(of: orders, &random) }
    let text = Comment(rawValue: CanonicalPrinter.print(query))
    switch (expected, answered) {
    case (.success(let expected), .success(let table)):
        #expect(table.columns == expected.columns, text, sourceLocation: sourceLocation)
        #expect(table.rows.map(\.values) == expected.rows.map(\.values), text, sourceLocation: sourceLocation)
        #expect(table.rows.map(\.document) == expected.rows.map(\.document), text, sourceLocation: sourceLocation)
        guard query.limit != 0 else { return }
        #expect(run.counts?.scannedCount == orders.count, text, sourceLocation: sourceLocation)
        #expect(run.counts?.matchedCount == reference.matchedCount, text, sourceLocation: sourceLocation)
        #expect(run.counts?.dropCounts == reference.dropCounts, text, sourceLocation: sourceLocation)
    case (.failure, .failure): break
    case (.success, .failure(let error)):
        Issue.record("\(text): only the engine fails: \(error)", sourceLocation: sourceLocation)
    case (.failure(let error), .success):
        Issue.record("\(text): only the plain execution fails: \(error)", sourceLocation: sourceLocation)
    }
}

/// Runs of the engine over batches that are cut and dealt at random.
struct EngineRun {
    static let tehran = TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600)

    let prepared: PreparedQuery
    let bound: SortBound?
    let workerCount: Int
    private(set) var counts: QueryCounts?

    init(_ query: Query, _ time: TimeContext, workerCount: Int) {
        prepared = PreparedQuery(query, time: time, columnName: CanonicalPrinter.print)
        bound = prepared.makeBound()
        self.workerCount = workerCount
    }

    mutating func table(of orders: [Order], _ random: inout SeededGenerator) throws -> ResultTable {
        let workers = (0..<workerCount).map { _ in QueryExecution(prepared, bound: bound) }
        for batch in batches(of: orders, &random) { try random.pick(workers).consume(batch) }
        var shares = workers.map { $0.finish() }
        shares.shuffle(using: &random)
        var share = shares.removeFirst()
        for other in shares { share.merge(other) }
        counts = share.counts
        return try share.table(for: prepared)
    }

    /// Batches of columns, or of whole orders, whose documents lie in memory or somewhere else.
    private func batches(of orders: [Order], _ random: inout SeededGenerator) -> [OrderBatch] {
        let batches = BatchCutter(fields: prepared.neededFields).batches(of: orders, &random)
        if random.oneIn(5) {
            return batches.map { batch in
                let rows = (try? batch.columns.documents.orders(at: Array(0..<batch.columns.count))) ?? []
                return OrderBatch(ordinal: 0, plainOrders: (rows + batch.plainOrders).inLineOrder)
            }
        }
        let answersValues = random.oneIn(2)
        return batches.map { batch in
            let columns = batch.columns
            let documents = StoredDocuments(documents: columns.documents, answersValues: answersValues)
            let table = ColumnTable(
                count: columns.count,
                columns: columns.columns,
                items: columns.items,
                payments: columns.payments,
                documents: documents
            )
            return OrderBatch(ordinal: batch.ordinal, columns: table, plainOrders: batch.plainOrders)
        }
    }
}

/// Documents that are not known to be in memory, with or without a way to a few of their values.
struct StoredDocuments: RowDocuments {
    let documents: any RowDocuments
    let answersValues: Bool

    func orders(at rows: [Int]) throws -> [Order] { try documents.orders(at: rows) }

    func values(of fields: [Field], at rows: [Int]) throws -> [[Value]]? {
        guard answersValues else { return nil }
        return try orders(at: rows).map { order in try fields.map { try Row(order).value(of: $0) } }
    }
}

extension [Order] {
    /// The orders with ids of their own, where the generator repeats some.
    var withOwnIDs: [Order] {
        enumerated().map { index, order in
            var document = order.document
            for place in document.members.indices where document.members[place].key == "id" {
                guard case .number(let digits) = document.members[place].value, Int(digits) != nil else { continue }
                document.members[place] = JSONMember(key: "id", value: .number(String((index * 7919) % 4001 + 1)))
            }
            return Order(document: document, origin: order.origin)
        }
    }

    var inLineOrder: [Order] { sorted { ($0.origin.line ?? 0) < ($1.origin.line ?? 0) } }
}
