// Plans at work on simulated servers, honest and not: the answer must be that of a whole read.

import OrderEngine
import OrderModel
import OrderPlan
import OrderReference
import OrderTestSupport
import Testing

struct PlanExecutionTests {
    static let orders = generatedOrders(120, seed: 11)

    /// Conditions of every kind that the planner knows, and of some that it doesn't.
    static let conditions = [
        "status = new", "status in (new, hold, completed)", "status != new", "status = \"weird\"",
        "not status in (new, hold)",
        "status = new or status = failed", "customer = 1", "customer in (1, 2)", "customer is null", "has customer",
        "not has payment_method", "payment_method.name = \"n2\"", "billing_city = 3 or billing_city = 1", "id >= 40",
        "id < 90", "id between 10 and 100", "id in (5, 50, 77)", "shipping_cost >= 10", "shipping_cost > 10",
        "shipping_cost <= 10.5", "shipping_cost >= 10.5", "shipping_cost = 10", "shipping_cost < 11", "notes is null",
        "has notes",
        "not has notes", "notes is not null", "notes = \"\"", "billing_first_name is null", "has billing_first_name",
        "created_at in 2025-12-27", "created_at < 2025-12-27", "created_at <= 2025-12-26", "created_at > 2025-12-26",
        "created_at between 2025-12-25 and 2025-12-27", "updated_at >= today", "updated_at in this week",
        "updated_at < now",
        "created_at in (2025-11, 2026-01)", "created_at != 2025-12-27", "total > 50", "is_paid",
        "any(items where quantity > 1)",
        "status = new or total > 100", "day(created_at) = 2025-12-27", "updated_at - created_at > 24h",
        "not created_at >= 2025-12-27", "created_at = updated_at",
    ]

    static let endings = [
        "", "limit 5", "limit 5 offset 2", "order by -id limit 7", "order by status, -created_at limit 9",
        "order by total limit 4",
        "order by shipping_cost limit 6", "order by customer.id limit 8", "search \"x\" limit 3", "search \"ali\"",
        "group by status select status, count() as n, sum(total) order by -n limit 3", "select count(), avg(total)",
    ]

    /// Texts of queries with one to three of the conditions.
    static func queries(count: Int, seed: UInt64) -> [String] {
        var numbers = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let parts = (0...numbers.below(3)).map { _ in "(\(numbers.pick(conditions)))" }
            return "orders where \(parts.joined(separator: " and ")) \(numbers.pick(endings))"
        }
    }

    static let servers = [
        FilterSettings(), FilterSettings(blankIsMissing: true),
        FilterSettings(zone: TimeZoneRules(name: "x", fixedOffsetSeconds: -39_600), createdToIncludesDay: false),
    ]

    @Test("whatever the server filters, the answer is the one of reading everything", arguments: 0..<8)
    func answersAgree(seed: Int) async throws {
        for (index, text) in Self.queries(count: 40, seed: UInt64(seed)).enumerated() {
            let query = try parse(text)
            let server = SimulatedServer(Self.orders, settings: Self.servers[index % 3])
            let file = SimulatedServer(Self.orders, capabilities: .scanOnly)
            let remotePlan = try Planner.plan(query, for: server.capabilities, at: noon)
            let remote = try await PlanExecution.run(remotePlan, source: server)
            let local = try await PlanExecution.run(try Planner.plan(query, for: .scanOnly, at: noon), source: file)
            #expect(remote.table.rows.map(\.values) == local.table.rows.map(\.values), "\(text)")
            #expect(remote.table.columns == local.table.columns)
        }
    }

    /// The rows of a query read as a whole; nil where a value of some order cannot be computed.
    private func wholeAnswer(to query: Query) async throws -> [[Value]]? {
        let file = SimulatedServer(Self.orders, capabilities: .scanOnly)
        do {
            let plan = try Planner.plan(query, for: .scanOnly, at: noon)
            return try await PlanExecution.run(plan, source: file).table.rows.map(\.values)
        } catch is EvaluationError {
            return nil
        }
    }

    /// The plan of a query; nil where it looks at a field that the server never sends.
    private func planIfSupplied(_ query: Query, by server: SimulatedServer) throws(PlanError) -> Plan? {
        do throws(PlanError) {
            return try Planner.plan(query, for: server.capabilities, at: noon)
        } catch {
            if case .unsupplied = error { return nil }
            throw error
        }
    }

    @Test("the same for queries of every shape", arguments: 0..<6)
    func generatedQueriesAgree(seed: Int) async throws {
        var generator = QueryGenerator(seed: UInt64(seed))
        var comparedCount = 0
        for index in 0..<80 {
            let query = generator.query()
            guard query.search == nil, let expected = try await wholeAnswer(to: query) else { continue }
            let server = SimulatedServer(Self.orders, settings: Self.servers[index % 3])
            guard let plan = try planIfSupplied(query, by: server) else { continue }
            let remote = try await PlanExecution.run(plan, source: server)
            #expect(remote.table.rows.map(\.values) == expected, "\(PlanDescription.text(of: plan))")
            comparedCount += 1
        }
        #expect(comparedCount > 40)
    }

    @Test("every pushed condition loses no order, and an exact one brings none too many", arguments: conditions)
    func pushedConditions(condition: String) throws {
        let plan = try plan("orders where \(condition)")
        let evaluator = Evaluator(time: noon)
        let whole = try #require(plan.resolvedQuery.condition)
        let wanted = try Self.orders.filter { try evaluator.holds(whole, for: Row($0)) }.map(\.document)
        for settings in Self.servers {
            let server = SimulatedServer(Self.orders, settings: settings)
            let answered = try server.answer(to: plan.request).map(\.document)
            #expect(Set(wanted).isSubset(of: Set(answered)))
            if plan.conjuncts.allSatisfy({ $0.trust == .exact }) { #expect(Set(wanted) == Set(answered)) }
        }
    }

    @Test func everyTrustIsTested() throws {
        let trusts = try Self.conditions.flatMap { try plan("orders where \($0)").conjuncts.map(\.trust) }
        for trust in PlannedConjunct.Trust.allCases { #expect(trusts.count { $0 == trust } >= 8) }
    }

    @Test func itemsOfTheServersOrders() async throws {
        let query = try parse("items where order.status in (new, hold) and quantity > 1 limit 6")
        let server = SimulatedServer(Self.orders)
        let remotePlan = try Planner.plan(query, for: server.capabilities, at: noon)
        let remote = try await PlanExecution.run(remotePlan, source: server)
        let file = SimulatedServer(Self.orders, capabilities: .scanOnly)
        let local = try await PlanExecution.run(try Planner.plan(query, for: .scanOnly, at: noon), source: file)
        #expect(remote.table.rows.count == 6)
        #expect(remote.table.rows.map(\.values) == local.table.rows.map(\.values))
        #expect(remote.table.rows.map(\.document) == local.table.rows.map(\.document))
    }

    @Test("a parameter that the server ignores or refuses is left out, and that is said")
    func replansWithoutIt() async throws {
        let plan = try plan("orders where status = new and id >= 20 select id")
        let honest = try await PlanExecution.run(plan, source: SimulatedServer(Self.orders))
        let ignoring = SimulatedServer(Self.orders, ignored: [.status, .statusIn], refused: [.idMinimum])
        let execution = try await PlanExecution.run(plan, source: ignoring)
        #expect(execution.table.rows.map(\.values) == honest.table.rows.map(\.values))
        guard case .api(_, let habits) = execution.plan.capabilities else {
            Issue.record("the plan is for a server")
            return
        }
        #expect(habits.distrusted == [.status, .statusIn, .idMinimum])
        #expect(execution.warnings.contains("the query was planned again without id_min"))
        #expect(
            execution.warnings.contains("the server does not obey its parameter 'status': an order does not fit")
        )
        #expect(execution.dropCounts.count == 2 && execution.dropCounts.allSatisfy { $0 != nil })
    }

    @Test func aSearchThatTheServerRefusesLosesNoRow() async throws {
        let query = try parse("orders search \"ali\" limit 5 select id")
        let refusing = SimulatedServer(Self.orders, refused: [.search])
        let remotePlan = try Planner.plan(query, for: refusing.capabilities, at: noon)
        let remote = try await PlanExecution.run(remotePlan, source: refusing)
        let file = SimulatedServer(Self.orders, capabilities: .scanOnly)
        let local = try await PlanExecution.run(try Planner.plan(query, for: .scanOnly, at: noon), source: file)
        #expect(remote.table.rows.count == 5)
        #expect(remote.table.rows.map(\.values) == local.table.rows.map(\.values))
    }

    @Test func aParameterThatCannotBeLeftOutFailsTheRun() async throws {
        let source = MisbehavingSource()
        let plan = try plan("orders where status = new")
        await #expect(throws: UntrustedParameter.self) { try await PlanExecution.run(plan, source: source) }
    }

    @Test func stopsAsSoonAsEnoughPassed() async throws {
        let server = SimulatedServer(Self.orders)
        let execution = try await PlanExecution.run(try plan("orders where total >= 0 limit 3"), source: server)
        #expect(execution.statistics.requestCount == 1)
        #expect(execution.scannedCount == 3)
        #expect(execution.matchedCount == 3)
    }

    @Test func noRequestWhereTheAnswerIsKnown() async throws {
        let server = SimulatedServer(Self.orders)
        let execution = try await PlanExecution.run(
            try plan("orders where id > 5 and id < 5 select count(), sum(total)"),
            source: server
        )
        #expect(execution.statistics == ScanStatistics())
        #expect(execution.table.rows.map(\.values) == [[.number(.zero), .number(.zero)]])
    }

    @Test("columns are named as they are written, whenever the query runs and whatever its values are")
    func columnNames() async throws {
        let createdAt = Expression.field(try #require(Schema.field(named: "created_at", in: .orders)))
        var written = Query(.orders)
        written.columns = [
            Column(.arithmetic(.subtract, .literal(.now), createdAt)), Column(.parameter("d"), alias: "d"),
            Column(.arithmetic(.add, createdAt, .parameter("d"))),
        ]
        written.condition = .comparison(createdAt, .less, .literal(.now))
        let hour = TimeAmount(microseconds: 3600 * TimeAmount.microsecondsPerSecond)
        let query = try written.bound(to: ["d": .literal(.duration(hour))])
        let server = SimulatedServer(Self.orders, refused: [.createdTo])
        let bound = try Planner.plan(query, for: server.capabilities, at: noon)
        let boundNames = try await PlanExecution.run(bound, source: server).table.columns.map(\.name)
        #expect(boundNames == ["now - created_at", "d", "created_at + 1h"])
        let plan = try Planner.plan(query, for: server.capabilities, at: noon, named: written)
        let names = try await PlanExecution.run(plan, source: server).table.columns.map(\.name)
        #expect(names == ["now - created_at", "d", "created_at + $d"])
        let grouped = try Planner.plan(
            try parse("orders group by coalesce(created_at, today)"),
            for: .scanOnly,
            at: noon
        )
        let file = SimulatedServer(Self.orders, capabilities: .scanOnly)
        #expect(
            try await PlanExecution.run(grouped, source: file).table.columns.map(\.name) == [
                "coalesce(created_at, today)", "count()",
            ]
        )
    }

    @Test func relativeDatesAreSaid() async throws {
        let file = SimulatedServer(Self.orders, capabilities: .scanOnly)
        let query = try parse("orders where created_at in yesterday and updated_at > 2025 search \"x\"")
        let execution = try await PlanExecution.run(try Planner.plan(query, for: .scanOnly, at: noon), source: file)
        #expect(execution.resolvedDates == ["yesterday: 2025-12-26T00:00:00Z to before 2025-12-27T00:00:00Z"])
    }

    @Test func cancellationStopsTheScan() async throws {
        let plan = try Planner.plan(try parse("orders"), for: .scanOnly, at: noon)
        let source = SimulatedServer(Self.orders, capabilities: .scanOnly)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await PlanExecution.run(plan, source: source)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

/// A source that distrusts a parameter which no plan uses.
private struct MisbehavingSource: OrderSource {
    let name = "misbehaving"
    let capabilities = SourceCapabilities.api(endpoint: .admin)

    func makeScan(for request: ScanRequest) throws -> any OrderScan {
        throw UntrustedParameter(parameter: "customer", evidence: "order 1 does not fit")
    }

    func order(_ lookup: Lookup) async throws -> Order? { nil }
}
