// What is known of a server makes conditions exact; whatever it does and whatever is known of it, the answer is the
// same. Servers of every nature are played, with what is known of them known and unknown.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan
import OrderReference
import OrderTestSupport
import Testing

struct ServerHabitTests {
    static let orders = generatedOrders(90, seed: 23)

    /// The plan of a condition on a server of some habits: what is sent, and how far it is trusted.
    @Test(
        "habits make conditions exact",
        arguments: [
            (
                "created_at in 2025-12-27", "exact",
                "created_from=2025-12-27T00:00:00.000000Z&created_to=2025-12-27T23:59:59.999999Z", "exact"
            ),
            ("created_at > 2025-12-27", "exact", "created_from=2025-12-28T00:00:00.000000Z", "exact"),
            ("created_at < now - 1h", "exact", "created_to=2025-12-27T10:59:59.999999Z", "exact"),
            (
                "created_at in (2025-11, 2026-01)", "exact",
                "created_from=2025-11-01T00:00:00.000000Z&created_to=2026-01-31T23:59:59.999999Z", "superset"
            ),
            ("created_at in 2025-12-27", "days", "created_from=2025-12-26&created_to=2025-12-29", "superset"),
            ("created_at in 2025-12-27", "days UTC", "created_from=2025-12-27&created_to=2025-12-28", "superset"),
            ("created_at >= 2025-12-27", "days UTC", "created_from=2025-12-27", "exact"),
            ("created_at in 2025-12-27", "days inclusive", "created_from=2025-12-26&created_to=2025-12-28", "superset"),
            (
                "created_at in 2025-12-27", "days UTC inclusive", "created_from=2025-12-27&created_to=2025-12-27",
                "exact"
            ),
            (
                "created_at in 2025-12-27", "days UTC exclusive", "created_from=2025-12-27&created_to=2025-12-28",
                "superset"
            ),
            (
                "created_at in 2025-12-27", "days UTC..2025-12-29 inclusive",
                "created_from=2025-12-27&created_to=2025-12-27", "exact"
            ),
            // The days of a zone that isn't known for so long are asked for wider, and checked here.
            (
                "created_at in 2025-12-27", "days UTC..2025-12-27 inclusive",
                "created_from=2025-12-26&created_to=2025-12-28", "superset"
            ),
            ("updated_at >= now", "days UTC inclusive", "updated_from=2025-12-27", "superset"),
            ("updated_at <= now", "days UTC inclusive", "updated_to=2025-12-27", "superset"),
            (
                "created_at in 2025-12-27", "days Asia/Tehran inclusive",
                "created_from=2025-12-26&created_to=2025-12-28", "superset"
            ),
            (
                "created_at in 2025-12-27", "days +03:30 inclusive", "created_from=2025-12-27&created_to=2025-12-28",
                "superset"
            ),
            ("notes is null", "present", "has_notes=false", "exact"),
            ("notes is not null", "present", "has_notes=true", "exact"),
            ("has notes", "present", "has_notes=true", "superset"), ("not has notes", "present", "", "here"),
            ("notes is null", "missing", "has_notes=false", "superset"), ("notes is not null", "missing", "", "here"),
            ("has notes", "missing", "has_notes=true", "exact"),
            ("not has notes", "missing", "has_notes=false", "exact"),
        ]
    )
    func trust(condition: String, habits: String, sent: String, trust: String) throws {
        let capabilities = SourceCapabilities.api(endpoint: .admin, habits: Self.habits(habits))
        let plan = try Planner.plan(try parse("orders where \(condition)"), for: capabilities, at: noon)
        #expect(plan.parameters.queryString == sent)
        #expect(plan.conjuncts.map(\.trust.rawValue) == [trust])
    }

    /// Habits from words.
    private static func habits(_ text: String) -> ServerHabits {
        var habits = ServerHabits()
        for word in text.split(separator: " ").map(String.init) {
            switch word {
            case "exact": habits.comparesInstantsExactly = true
            case "days": habits.dateForm = .days
            case "inclusive", "exclusive": habits.dateEnd = .init(rawValue: word)
            case "present", "missing": habits.emptyText = .init(rawValue: word)
            case "low", "high": habits.nullOrder = .init(rawValue: word)
            default:
                let parts = word.split(separator: ".").map(String.init)
                habits.zoneName = parts[0]
                habits.zoneEnd = parts.count > 1 ? CivilDate(iso8601: parts[1]) : nil
            }
        }
        return habits
    }

    @Test(
        "an ordering with null where the language has it is the server's",
        arguments: [
            ("low", "-customer.id", "-customer__id,id"), ("low", "customer.id", ""),
            ("high", "customer.id", "customer__id,id"),
            ("high", "-customer.id", ""), ("", "customer.id", ""), ("high", "customer.id, -id", "customer__id,-id"),
        ]
    )
    func nullOrder(habit: String, order: String, sent: String) throws {
        let query = try parse("orders order by \(order) limit 5")
        let capabilities = SourceCapabilities.api(endpoint: .admin, habits: Self.habits(habit))
        let plan = try Planner.plan(query, for: capabilities, at: noon)
        #expect(plan.parameters.ordering.map(\.description).joined(separator: ",") == sent)
        #expect((plan.strategy == .firstOrders(count: 5)) == !sent.isEmpty)
    }

    /// A server of a nature picked at random, and what a perfect profile says of it.
    static func server(_ numbers: inout SeededGenerator) -> (ServerNature, ServerHabits) {
        var (nature, habits) = (ServerNature(), ServerHabits())
        let zones = [("UTC", 0), ("+03:30", 12_600), ("-11:00", -39_600), ("+14:00", 50_400), ("Some/Where", -43_200)]
        let (zoneName, offset) = numbers.pick(zones)
        nature.settings.zone = TimeZoneRules(name: zoneName, fixedOffsetSeconds: offset)
        nature.settings.blankIsMissing = numbers.below(2) == 0
        nature.settings.createdToIncludesDay = numbers.below(2) == 0
        nature.takesOnlyDays = numbers.below(2) == 0
        nature.cutsFractions = numbers.below(3) == 0
        nature.nullOrder = numbers.below(2) == 0 ? .low : .high
        nature.pageSize = numbers.pick([5, 10, 100])
        habits.zoneName = zoneName
        habits.emptyText = nature.settings.blankIsMissing ? .missing : .present
        habits.dateEnd = nature.settings.createdToIncludesDay ? .inclusive : .exclusive
        habits.dateForm = nature.takesOnlyDays ? .days : .instants
        habits.comparesInstantsExactly = !nature.cutsFractions
        habits.nullOrder = nature.nullOrder
        return (nature, habits)
    }

    /// Some of a profile's statements, each with an even chance.
    private static func partly(_ habits: ServerHabits, _ numbers: inout SeededGenerator) -> ServerHabits {
        var known = ServerHabits()
        if numbers.below(2) == 0 { known.zoneName = habits.zoneName }
        if numbers.below(2) == 0 { known.emptyText = habits.emptyText }
        if numbers.below(2) == 0 { known.dateEnd = habits.dateEnd }
        if numbers.below(2) == 0 { known.dateForm = habits.dateForm }
        if numbers.below(2) == 0 { known.comparesInstantsExactly = habits.comparesInstantsExactly }
        if numbers.below(2) == 0 { known.nullOrder = habits.nullOrder }
        return known
    }

    static let faultyNames = ParameterName.allCases.filter { name in
        ![.ordering, .search, .limit, .offset, .createdDate, .updatedDate].contains(name)
    }

    static let endings =
        PlanExecutionTests.endings + [
            "select count()", "select count() as n", "group by status",
            "group by status select count() as n, status order by -n",
            "group by status select status, count() having count() > 3 order by status limit 2",
            "order by customer.id limit 5",
            "order by -customer.id limit 5 offset 1", "select count() limit 1", "select count() offset 1",
        ]

    /// A query's rows on a server and in a file with the same orders.
    static func compare(
        _ text: String,
        _ nature: ServerNature,
        _ capabilities: SourceCapabilities,
        orders: [Order] = orders
    ) async throws -> Int {
        let query = try parse(text)
        let server = SimulatedServer(orders, capabilities: capabilities, nature: nature)
        let file = SimulatedServer(orders, capabilities: .scanOnly)
        let local = try await PlanExecution.run(try Planner.plan(query, for: .scanOnly, at: noon), source: file)
        let plan = try Planner.plan(query, for: capabilities, at: noon)
        let remote = try await PlanExecution.run(plan, source: server)
        let isSame = remote.table.rows.map(\.values) == local.table.rows.map(\.values)
        #expect(isSame, "\(nature) \(capabilities)\n\(PlanDescription.text(of: remote))")
        #expect(remote.table.columns == local.table.columns)
        #expect(Set(remote.warnings).count == remote.warnings.count)
        return remote.statistics.requestCount
    }

    private static func queryText(_ numbers: inout SeededGenerator) -> String {
        let parts = (0..<numbers.below(3)).map { _ in "(\(numbers.pick(PlanExecutionTests.conditions)))" }
        let condition = parts.isEmpty ? "" : "where " + parts.joined(separator: " and ")
        return "orders \(condition) \(numbers.pick(endings))"
    }

    @Test("servers of every nature, known wholly, partly or not at all", arguments: 0..<6)
    func natures(seed: Int) async throws {
        var numbers = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<15 {
            let (nature, habits) = Self.server(&numbers)
            let known = numbers.pick([habits, ServerHabits(), Self.partly(habits, &numbers)])
            let text = Self.queryText(&numbers)
            let needsAdmin = text.contains("customer") || text.contains("sum(") || text.contains("search")
            let endpoint = needsAdmin ? ListEndpoint.admin : numbers.pick(ListEndpoint.allCases)
            _ = try await Self.compare(text, nature, .api(endpoint: endpoint, habits: known))
        }
    }

    @Test("servers that ignore a parameter or turn it around", arguments: 0..<6)
    func faults(seed: Int) async throws {
        var numbers = SeededGenerator(seed: UInt64(1000 + seed))
        for _ in 0..<15 {
            var (nature, habits) = Self.server(&numbers)
            let faulty = Set((0...numbers.below(2)).map { _ in numbers.pick(Self.faultyNames) })
            if numbers.below(2) == 0 { nature.ignored = faulty } else { nature.inverted = faulty }
            habits = numbers.pick([habits, ServerHabits()])
            _ = try await Self.compare(Self.queryText(&numbers), nature, .api(endpoint: .admin, habits: habits))
        }
    }

    @Test("a server that takes only days is asked for days after its first refusal, and that is said")
    func replansWithDays() async throws {
        var nature = ServerNature()
        nature.takesOnlyDays = true
        let server = SimulatedServer(Self.orders, nature: nature)
        let query = try parse("orders where created_at >= 2025-12-27 and status = new select id")
        let execution = try await PlanExecution.run(
            try Planner.plan(query, for: server.capabilities, at: noon),
            source: server
        )
        #expect(execution.plan.parameters.queryString == "status=new&created_from=2025-12-26")
        #expect(
            execution.warnings == [
                "the server refused created_from: no", "the query was planned again with days instead of moments",
            ]
        )
        guard case .api(_, let habits) = server.capabilities else { return }
        #expect(habits.dateForm == .days && habits.distrusted.isEmpty)
        nature.refused = [.createdFrom]
        let stubborn = SimulatedServer(Self.orders, nature: nature)
        let last = try await PlanExecution.run(
            try Planner.plan(query, for: stubborn.capabilities, at: noon),
            source: stubborn
        )
        #expect(last.plan.parameters.queryString == "status=new")
        #expect(last.table.rows.map(\.values) == execution.table.rows.map(\.values))
        #expect(last.warnings.last == "the query was planned again without created_from")
    }

    /// Some servers refuse the number of a customer that there isn't; other numbers they obey.
    @Test(arguments: [(ParameterName.status, false), (.idMinimum, true)])
    func whatMayBeTheValuesFaultIsNotRemembered(name: ParameterName, isRemembered: Bool) async throws {
        let server = SimulatedServer(Self.orders, refused: [name])
        let query = try parse("orders where status = new and id >= 1 select id")
        let plan = try Planner.plan(query, for: server.capabilities, at: noon)
        let execution = try await PlanExecution.run(plan, source: server)
        #expect(!execution.plan.parameters.givenNames.contains(name))
        guard case .api(_, let habits) = server.capabilities else { return }
        #expect(habits.distrusted.contains(name) == isRemembered)
    }
}
