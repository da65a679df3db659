import OrderEngine
import OrderModel
import OrderPlan
import OrderRemote
import OrderTestSupport
import Testing

/// Queries over items and payments of customers' own orders, which come from each order's detail: planned and run as
/// any query is, with the answers of the file restricted to the customer's orders.
@Suite(.timeLimit(.minutes(10))) struct OwnOrdersAgreementTests {
    @Test func severalCustomersOfTheTestsServer() async throws {
        let server = try ShopServer(RemoteFixture.orders)
        let counts = try await check(server.url, RemoteFixture.orders, queryCount: 40)
        #expect(counts.answered >= 150)
        #expect(counts.skipped == 0)
        #expect(counts.warnings == [])
        server.stop()
    }

    @Test(.enabled(if: OracleServer.isAvailable, "set ORDERSH_ORACLE to the oracle's folder"))
    func severalCustomersOfTheReferenceServer() async throws {
        let oracle = try await OracleServer.start(count: 150, flags: ["--decimals", "string"])
        let counts = try await check(oracle.url, oracle.orders, queryCount: 12)
        #expect(counts.answered >= 45)
        #expect(counts.skipped == 0)
        #expect(counts.warnings == [])
        oracle.stop()
    }

    @Test func severalCustomersOfOurServer() async throws {
        let server = try await ServeProgram.start(RemoteFixture.orders, oracleFlags: ["--decimals", "string"])
        let counts = try await check(server.url, RemoteFixture.orders, queryCount: 12)
        #expect(counts.answered >= 45)
        #expect(counts.skipped == 0)
        #expect(counts.warnings == [])
        server.stop()
    }

    @Test(arguments: ["orders order by id limit 3 select id", "orders select count()", "items select sum(total)"])
    func whatNoticingTheScopeTookIsCounted(text: String) async throws {
        let server = try ShopServer(RemoteFixture.orders)
        let customer = RemoteFixture.busiestCustomer(of: RemoteFixture.orders)
        var settings = ServerSettings(url: server.url)
        settings.token = AccessTokenText(customer.token)
        let query = try RemoteFixture.query(text)
        let found = try await RemoteFixture.execution(query, try RemoteSource(settings))
        let expected = try RemoteFixture.expected(query, customer.visible(RemoteFixture.orders))
        #expect(found.table.difference(from: expected) == nil)
        #expect(found.warnings == ["the token is a customer's: its own orders are read"])
        #expect(found.statistics.requestCount == server.log.count)
        server.stop()
    }

    /// Asks a number of queries for each of four customers: one of many orders, and three others.
    private func check(_ url: String, _ orders: [JSONObject], queryCount: Int) async throws -> AgreementCounts {
        var counts = AgreementCounts()
        let busiest = RemoteFixture.busiestCustomer(of: orders)
        let customers = (1...100).map { Asker.customer($0) }.filter { !$0.visible(orders).isEmpty && $0 != busiest }
        for (number, customer) in ([busiest] + Array(customers.prefix(3))).enumerated() {
            let agreement = Agreement(
                source: try RemoteFixture.source(url, customer),
                orders: customer.visible(orders)
            )
            var generator = DetailQueryGenerator(seed: UInt64(number) + 11)
            for _ in 0..<queryCount * RemoteFixture.factor {
                await agreement.check(try RemoteFixture.query(generator.text()), &counts)
            }
        }
        return counts
    }
}

/// Makes random queries that need what only details have.
private struct DetailQueryGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func text() -> String {
        switch random.below(3) {
        case 0: "items\(filter(itemTest, parentTest))\(ending("unit_price", "total"))"
        case 1: "payments\(filter(paymentTest, parentTest))\(ending("amount", "amount"))"
        default:
            "orders\(filter(listTest, orderTest))"
                + random.pick([" order by id select id", " select count(), sum(total)", " limit 3 select id, status"])
        }
    }

    private mutating func filter(
        _ own: (inout Self) -> String,
        _ parent: (inout Self) -> String
    ) -> String {
        var tests = [own(&self)]
        if random.oneIn(2) { tests.append(parent(&self)) }
        if random.oneIn(5) { tests = ["(\(tests[0]) or \(own(&self)))"] + tests.dropFirst() }
        if random.oneIn(6) { tests.append("not (\(own(&self)))") }
        return " where " + tests.joined(separator: " and ")
    }

    private mutating func ending(_ first: String, _ second: String) -> String {
        random.pick([
            " order by order.id, id select order.id, id, \(first)", " select count()", " limit 4 select order.id, id",
            " group by order.status select order.status, count(), sum(\(second))",
            " order by -\(second), id limit 5 select id, \(second)",
        ])
    }

    private var itemTest: (inout Self) -> String {
        { generator in
            let count = generator.random.below(4)
            return generator.random.pick([
                "quantity > \(count)", "unit_price >= \(count * 20_000)", "discount > 0", "notes is null", "has notes",
                "total between 10000 and \(count * 100_000)", "updated_at > created_at", "quantity in (1, \(count))",
            ])
        }
    }

    private var paymentTest: (inout Self) -> String {
        { generator in
            let count = generator.random.below(4)
            return generator.random.pick([
                "approved", "not approved", "amount > \(count * 50_000)", "payment_method.id = \(count)",
                "transaction_id is null", "has transaction_id", "payment_method is not null",
            ])
        }
    }

    private var parentTest: (inout Self) -> String {
        { generator in
            let own = generator.random.below(100)
            return "order." + generator.random.pick(Self.orderTests(own))
        }
    }

    private var orderTest: (inout Self) -> String {
        { generator in
            let own = generator.random.below(100)
            return generator.random.pick(Self.orderTests(own))
        }
    }

    private static func orderTests(_ own: Int) -> [String] {
        [
            "status = completed", "status in (new, hold, completed)", "total > \(own * 10_000)", "id <= \(own)",
            "created_at < now - \(own)d", "notes is null", "is_paid",
        ]
    }

    private var listTest: (inout Self) -> String {
        { generator in
            let count = generator.random.below(4)
            return generator.random.pick([
                "any(items where quantity > \(count))", "all(items where quantity > \(count))",
                "none(items where unit_price > \(count * 20_000))", "any(payments where approved)",
                "none(payments where approved)", "all(payments where amount > \(count * 50_000))", "has items",
                "not has payments", "any(items where quantity > \(count) and discount = 0)",
            ])
        }
    }
}
