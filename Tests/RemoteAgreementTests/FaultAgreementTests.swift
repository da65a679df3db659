// Broken servers: the right rows, or a clear failure with status 4, 5 or 6; never wrong rows with success.

import OrderModel
import OrderPlan
import OrderTestSupport
import Testing

/// Generated queries on servers that are broken in every way.
struct FaultAgreementTests {
    @Test("a broken server gives the right rows or a clear failure", arguments: FaultCase.transport)
    func transportFaults(fault: FaultCase) async throws {
        try await check(fault, count: 8, seed: 300)
    }

    @Test("a parameter that is not obeyed costs no row", arguments: FaultCase.disobedience)
    func disobedience(fault: FaultCase) async throws {
        try await check(fault, count: 5, seed: 400)
    }

    @Test("a page that comes twice is noticed", arguments: FaultCase.repetition)
    func repeatedPages(fault: FaultCase) async throws {
        var generator = RemoteQueryGenerator(seed: 600, orders: RemoteFixture.orders, asker: .staff)
        var counts = AgreementCounts()
        for _ in 0..<15 * RemoteFixture.factor {
            let server = try ShopServer(RemoteFixture.orders, fault.settings)
            let source = try RemoteFixture.source(server.url)
            let agreement = Agreement(source: source, orders: server.orders, toleratesFailure: true)
            await agreement.check(generator.query(), &counts)
            server.stop()
        }
        #expect(counts.answered > 3)
    }

    /// What follows a count is held against it: the first page of the scan is another question's last one here.
    @Test func aPageOfAnotherQuestionIsNotTakenForAllThereIs() async throws {
        let server = try ShopServer(
            RemoteFixture.orders,
            ShopSettings {
                $0.habits.maximumLimit = 40
                $0.faults.repeatsPageEvery = 2
            }
        )
        let source = try RemoteFixture.source(server.url)
        let agreement = Agreement(source: source, orders: server.orders, toleratesFailure: true)
        var counts = AgreementCounts()
        let query = try RemoteFixture.query("orders where customer is not null select count()")
        await agreement.check(query, &counts)
        #expect(counts.answered + counts.failed == 1)
    }

    private func check(_ fault: FaultCase, count: Int, seed: UInt64) async throws {
        let server = try ShopServer(RemoteFixture.orders, fault.settings)
        for asker in [Asker.staff, RemoteFixture.busiestCustomer(of: server.orders)] {
            // A source that knows nothing yet for each query, and one that learns from all of them.
            for learns in [true, false] {
                try await check(server, fault, asker, learns: learns, count: count, seed: seed)
            }
        }
        server.stop()
    }

    private func check(
        _ server: ShopServer,
        _ fault: FaultCase,
        _ asker: Asker,
        learns: Bool,
        count: Int,
        seed: UInt64
    ) async throws {
        let orders = asker.visible(server.orders)
        var generator = RemoteQueryGenerator(seed: seed + (learns ? 0 : 1), orders: orders, asker: asker)
        var source = try RemoteFixture.source(server.url, asker)
        var counts = AgreementCounts()
        for _ in 0..<count * RemoteFixture.factor {
            if !learns { source = try RemoteFixture.source(server.url, asker) }
            await Agreement(source: source, orders: orders, toleratesFailure: true).check(generator.query(), &counts)
        }
        #expect(!fault.isSurvivable || counts.answered > counts.failed, "of \(asker): \(counts)")
        #expect(counts.answered + counts.failed > counts.skipped, "of \(asker): \(counts)")
    }

    @Test(
        "a broken reference server gives the right rows or a clear failure",
        .enabled(if: OracleServer.isAvailable, "set ORDERSH_ORACLE to the reference server's folder"),
        arguments: (FaultCase.transport + FaultCase.disobedience).filter(\.isKnownToOracle)
    )
    func oracleFaults(fault: FaultCase) async throws {
        let flags = fault.settings.habits.oracleFlags + fault.settings.faults.oracleFlags
        let server = try await OracleServer.start(count: 100, flags: flags)
        let source = try RemoteFixture.source(server.url)
        let agreement = Agreement(source: source, orders: server.orders, toleratesFailure: true)
        let counts = await agreement.check(count: 5, seed: 500, asker: .staff)
        #expect(counts.answered + counts.failed > 0)
        server.stop()
    }

    @Test(
        "our own server, when it is told to be broken, gives the right rows or a clear failure",
        arguments: (FaultCase.transport + FaultCase.disobedience).filter(\.isKnownToOurs)
    )
    func ourFaults(fault: FaultCase) async throws {
        let flags = fault.settings.habits.oracleFlags + fault.settings.faults.oracleFlags
        let server = try await ServeProgram.start(RemoteFixture.orders, oracleFlags: flags)
        let source = try RemoteFixture.source(server.url)
        let agreement = Agreement(source: source, orders: server.orders, toleratesFailure: true)
        let counts = await agreement.check(count: 5, seed: 800, asker: .staff)
        #expect(counts.answered + counts.failed > 0)
        server.stop()
    }

    /// What is asked so that the server's fault must show, by the parameter that it does not obey.
    static let revealing: [(parameter: String, query: String)] = [
        ("status", "orders where status = completed"), ("status_in", "orders where status in (new, hold)"),
        ("customer", "orders where customer = 2"), ("customer_in", "orders where customer in (1, 2, 3)"),
        ("payment_method", "orders where payment_method = 2"),
        ("payment_method_in", "orders where payment_method in (1, 3)"),
        ("shipping_method", "orders where shipping_method = 1"), ("billing_city", "orders where billing_city = 2"),
        ("has_customer", "orders where customer is null"),
        ("has_notes", "orders where notes is null"), ("id_max", "orders where id <= 1060"),
        ("id_min", "orders where id >= 1060"),
        ("shipping_cost_min", "orders where shipping_cost >= 45000"),
        ("shipping_cost_max", "orders where shipping_cost <= 45000"),
        ("created_from", "orders where created_at >= 2025-06-01"),
        ("created_to", "orders where created_at < 2025-06-01"),
        ("updated_from", "orders where updated_at >= 2025-06-01"), ("ordering", "orders order by id limit 30"),
    ]

    @Test("what a server doesn't obey is named and worked around", arguments: revealing)
    func faultsAreNamed(parameter: String, text: String) async throws {
        for isInverted in [false, true] {
            let settings = ShopSettings {
                $0.habits.maximumLimit = 40
                if isInverted { $0.faults.inverted = [parameter] } else { $0.faults.ignored = [parameter] }
            }
            let server = try ShopServer(RemoteFixture.orders, settings)
            let source = try RemoteFixture.source(server.url)
            let query = try RemoteFixture.query(text)
            do {
                let found = try await RemoteFixture.execution(query, source)
                let expected = try RemoteFixture.expected(query, server.orders)
                #expect(found.table.difference(from: expected) == nil)
                let isNamed = found.warnings.contains { $0.contains(parameter) || $0.contains("by id") }
                #expect(isNamed, "\(isInverted): \(found.warnings)")
            } catch let failure as any Failure {
                #expect(failure.category == .incomplete, "\(failure.message)")
            }
            server.stop()
        }
    }

    /// Queries that an order exactly at the end of a range is a part of.
    static let endQueries = [
        "orders order by -id limit 100 select id", "orders order by id limit 100 select id",
        "orders where id <= 1084 select count()", "orders where id between 1027 and 1029",
        "orders where id in (1033, 1034, 1035, 1036) select count()", "orders where id > 1086",
        "orders where id = 1040",
        "orders where id <= 1120 group by status", "orders where shipping_cost >= 45000 select count()",
        "orders where shipping_cost between 45000 and 45000.5", "orders where shipping_cost = 45000 limit 5",
        "orders where status in (new, completed) order by -id limit 60 select id",
    ]

    @Test("an end of a range that is left out costs no row", arguments: FaultCase.ends + ["id", "all"], [20, 1000])
    func excludedEnds(parameter: String, pageSize: Int) async throws {
        let server = try ShopServer(
            RemoteFixture.orders,
            ShopSettings {
                $0.habits.maximumLimit = pageSize
                $0.faults.excludedEnds = Set(FaultCase.ends.filter { $0.hasPrefix(parameter) || parameter == "all" })
            }
        )
        let shared = try RemoteFixture.source(server.url)
        var counts = AgreementCounts()
        for text in Self.endQueries + Self.endQueries {
            for source in [shared, try RemoteFixture.source(server.url)] {
                await Agreement(source: source, orders: server.orders).check(try RemoteFixture.query(text), &counts)
            }
        }
        #expect(counts.answered == 4 * Self.endQueries.count)
        server.stop()
    }

    @Test("a count that goes only up to a page's size ends no scan", arguments: [20, 100])
    func cappedCounts(pageSize: Int) async throws {
        let settings = ShopSettings {
            $0.habits.maximumLimit = pageSize
            $0.faults.countLimit = pageSize
        }
        let server = try ShopServer(RemoteFixture.orders, settings)
        var habits = ServerHabits()
        if pageSize != 100 { habits.maximumPageSize = pageSize }
        for text in ["orders", "orders where has customer select count()", "orders order by -id"] {
            let source = try RemoteFixture.source(server.url, habits: habits)
            var counts = AgreementCounts()
            await Agreement(source: source, orders: server.orders).check(try RemoteFixture.query(text), &counts)
            #expect(counts.answered == 1)
        }
        server.stop()
    }

    @Test func anotherServerIsNotFollowed() async throws {
        let other = try ShopServer(RemoteFixture.orders)
        let server = try ShopServer(RemoteFixture.orders, ShopSettings { $0.faults.redirect = .elsewhere(other.url) })
        let source = try RemoteFixture.source(server.url)
        let failure = await #expect(throws: (any Error).self) {
            try await RemoteFixture.execution(RemoteFixture.query("orders limit 3"), source)
        }
        #expect(failure is any Failure)
        #expect(other.log.isEmpty)
        other.stop()
        server.stop()
    }

    @Test(arguments: ["wrong", "test-token-nonstaff"])
    func aTokenThatOpensNothingIsSaid(token: String) async throws {
        let server = try ShopServer(RemoteFixture.orders)
        let source = try RemoteFixture.source(server.url, token: token)
        let failure = await #expect(throws: (any Error).self) {
            try await RemoteFixture.execution(RemoteFixture.query("orders limit 3"), source)
        }
        #expect((failure as? any Failure)?.category == .credentials)
        server.stop()
    }
}
