import OrderDataset
import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan
import OrderTestSupport
import Testing

/// Orders of the other platform among ours, in files and snapshots, whichever fields a query asks for.
@Suite struct OtherPlatformFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    static let lines = [
        #"{"id":27,"number":"bf7b","status":"400","date_placed":"2017-01-30T08:28:26.158165Z","#
            + #""customer":{"id":1103,"email":"t@t.com","first_name":"Ada","last_name":"B","phone_number":"0198"},"#
            + #""billing_address":{"city":{"id":71,"name":"Afyon"},"line":"street 1","postcode":"11111"},"#
            + #""amount":"16.40","shipping_amount":"8.50","payment_option":2,"payment_option_slug":"kart","#
            + #""extra_field":{"a":1},"orderitem_set":[{"id":113,"product_sku":"267","price":"7.90"},"#
            + #"{"id":114,"product_sku":"268","price":"0.10"}]}"#,
        #"{"id":28,"number":"aa01","status":"550","date_placed":"2017-02-01T00:00:00Z","customer":null,"#
            + #""billing_address":null,"amount":"1.00","shipping_amount":"0.00","orderitem_set":[]}"#,
        #"{"id":1,"key":"k1","status":"new","customer_data":{"id":5,"first_name":"Eve"},"shipping_cost":3,"#
            + #""created_at":"2025-01-01T00:00:00Z","total":7,"billing_city_data":{"id":9,"name":"Tehran"},"#
            + #""payment_method_data":{"id":4,"name":"cash"},"billing_address":"road 2","extra":5,"#
            + #""items":[{"id":1,"product":7,"unit_price":4}],"payments":[]}"#,
        #"{"id":2,"key":"k2","status":"hold","customer_data":null,"shipping_cost":0,"#
            + #""created_at":"2025-01-02T00:00:00Z","total":9,"items":[],"payments":[]}"#,
    ]

    @Test(
        arguments: [
            // Fields that are never null, alone and with others.
            ("orders order by id select id, key", "1 k1|2 k2|27 bf7b|28 aa01"),
            ("orders order by id select total, shipping_cost", "7 3|9 0|16.4 8.5|1 0"),
            ("orders where created_at in 2017 order by id select id, created_at", "27 \(early)|28 \(late)"),
            ("orders select sum(total), count()", "33.4 4"),
            // Fields that may be null, by themselves: no scan may take them for null.
            ("orders order by id select billing_city.name", "Tehran|null|Afyon|null"),
            ("orders order by id select payment_method.id", "4|null|2|null"),
            ("orders order by id select payment_method.name, id", "cash 1|null 2|kart 27|null 28"),
            ("orders order by id select billing_postal_code", "null|null|11111|null"),
            ("orders order by id select billing_address", "road 2|null|street 1|null"),
            (
                "orders order by id select customer.first_name, customer.mobile_number",
                "Eve null|null null|Ada 0198|null null"
            ),
            ("orders where extra is not null select count()", "2"),
            ("orders where has payment_method order by id select id", "1|27"),
            ("orders where payment_method is null order by id select id", "2|28"),
            (
                "orders group by billing_city.id order by billing_city.id select billing_city.id, count()",
                "9 1|71 1|null 2"
            ),
            // Statuses stay what they are.
            (#"orders where status = "400" select id"#, "27"),
            ("orders where status != new order by id select id, status", "2 hold|27 400|28 550"),
            // Items.
            ("items order by order.id, id select order.id, product, unit_price", "1 7 4|27 267 7.9|27 268 0.1"),
            ("items order by order.id, id select product", "7|267|268"),
            ("items where order.key = \"bf7b\" select sum(unit_price)", "8"),
            ("orders where any(items where unit_price < 1) select id", "27"),
            ("orders where not has items order by id select id", "2|28"),
            (#"orders search "ada" select id"#, "27"),
        ]
    )
    func queriesSeeBothAlike(_ query: String, _ expected: String) async throws {
        let path = try folder.write(Self.lines.joined(separator: "\n") + "\n", to: "orders.ndjson")
        #expect(try await answer(query, FileSource(paths: [path])) == expected)
        var options = FileOptions()
        options.columnBudgetBytes = 1 << 30
        let held = try FileSource(paths: [path], options: options)
        for _ in 1...2 { #expect(try await answer(query, held) == expected) }
        let snapshot = folder.path(of: "shop.orders")
        let time = SnapshotImport.Options(time: Instant(microseconds: 1), programVersion: "test")
        _ = try await SnapshotImport(paths: [path], into: snapshot, options: time).run()
        #expect(try await answer(query, SnapshotSource(path: snapshot)) == expected)
    }

    @Test(arguments: ["orders select is_paid", "orders where quantity > 1", "payments", "items select sum(total)"])
    func whatTheyLackIsAnErrorAndNoNull(_ query: String) async throws {
        let path = try folder.write(Self.lines[0] + "\n", to: "orders.ndjson")
        let error = await #expect(throws: (any Error).self) { try await answer(query, FileSource(paths: [path])) }
        #expect((error as? any Failure)?.message.contains("order 27") == true)
    }

    @Test func documentsStayAsTheyCame() async throws {
        let path = try folder.write(Self.lines.joined(separator: "\n") + "\n", to: "orders.ndjson")
        let source = try FileSource(paths: [path])
        for (lookup, line) in [(Lookup.number("bf7b"), 0), (.identifier(28), 1), (.key("k1"), 2)] {
            let order = try #require(try await source.order(lookup))
            #expect(JSONValue.object(order.document) == (try JSONParser.parse(Array(Self.lines[line].utf8))))
        }
    }

    private static let early = "2017-01-30T08:28:26.158165Z"
    private static let late = "2017-02-01T00:00:00Z"

    private func answer(_ text: String, _ source: any OrderSource) async throws -> String {
        guard case .query(let query)? = Checker.check(SourceText(text)).statements.first?.kind else {
            return "no query: \(text)"
        }
        let time = TimeContext(now: Instant(microseconds: 1_764_000_000_000_000), zone: .utc)
        let plan = try Planner.plan(query, for: source.capabilities, at: time)
        let rows = try await PlanExecution.run(plan, source: source).table.rows
        return rows.map { $0.values.map(Self.text).joined(separator: " ") }.joined(separator: "|")
    }

    private static func text(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .number(let number): number.description
        case .text(let text): text
        case .instant(let instant): instant.iso8601
        default: "\(value)"
        }
    }
}
