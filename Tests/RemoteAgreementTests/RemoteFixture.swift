import OrderHTTP
import OrderLanguage
import OrderModel
import OrderPlan
import OrderReference
import OrderRemote
import OrderTestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Who asks: staff for all orders, or a customer for his own.
enum Asker: Sendable, Hashable, CustomStringConvertible {
    case staff
    case customer(Int)

    var description: String {
        switch self {
        case .staff: "staff"
        case .customer(let id): "customer \(id)"
        }
    }

    var token: String {
        switch self {
        case .staff: "test-token-admin"
        case .customer(let id): "test-token-customer-\(id)"
        }
    }

    var scope: ListEndpoint {
        switch self {
        case .staff: .admin
        case .customer: .customer
        }
    }

    /// Those of a shop's orders that he may see; few shops show a customer what was deleted.
    func visible(_ orders: [JSONObject], showingDeleted: Bool = false) -> [JSONObject] {
        guard case .customer(let id) = self else { return orders }
        return orders.filter { order in
            guard case .object(let customer)? = order["customer_data"] else { return false }
            return customer.wholeIdentifier == id && (showingDeleted || order["status"] != .text("deleted"))
        }
    }
}

/// The data and the moment that all these tests share.
enum RemoteFixture {
    static let time = TimeContext(now: Instant(microseconds: 1_764_000_000_000_000), zone: .utc)

    /// How many times the usual number of queries is run: `ORDERSH_AGREEMENT_FACTOR`, 1 when it isn't set.
    static let factor = getenv("ORDERSH_AGREEMENT_FACTOR").flatMap { Int(String(cString: $0)) } ?? 1

    /// Orders whose times often lie on the borders of days, where servers differ; many have equal times.
    static let orders: [JSONObject] = {
        var random = SeededGenerator(seed: 5)
        let samples = SampleOrders(count: 150).map(\.document)
        return samples.map { document in
            guard random.oneIn(2) else { return document }
            let members = document.members.map { member in
                let isTime = member.key == "created_at" || member.key == "updated_at"
                return isTime && !random.oneIn(3) ? JSONMember(key: member.key, value: .text(border(&random))) : member
            }
            return JSONObject(members)
        }
    }()

    /// A moment at or next to the beginning of a day, here or in Tehran, in one of twenty days.
    private static func border(_ random: inout SeededGenerator) -> String {
        let day = 1_760_000_000 / 86_400 + random.below(20)
        let seconds = day * 86_400 - random.pick([0, 0, 12_600])
        let shift = random.pick([0, 0, 1, -1, -1_000_000, 500_000, 999_999, 3_600_000_000])
        return Instant(microseconds: Int64(seconds) * 1_000_000 + Int64(shift)).iso8601
    }

    /// The customer with the most orders.
    static func busiestCustomer(of orders: [JSONObject]) -> Asker {
        var counts: [Int: Int] = [:]
        for order in orders {
            if case .object(let customer)? = order["customer_data"], let id = customer.wholeIdentifier {
                counts[id, default: 0] += 1
            }
        }
        return .customer(counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 1)
    }

    /// A source that never waits between attempts.
    static func source(
        _ url: String,
        _ asker: Asker = .staff,
        token: String? = nil,
        habits: ServerHabits = ServerHabits(),
        attempts: Int = 4
    ) throws -> RemoteSource {
        var settings = ServerSettings(url: url)
        settings.token = AccessTokenText(token ?? asker.token)
        settings.scope = asker.scope
        settings.habits = habits
        let transport = HTTPTransport(policy: RetryPolicy(maximumAttempts: attempts), pause: { _ in })
        return try RemoteSource(settings, transport: transport)
    }

    /// A query from its text.
    static func query(_ text: String) throws -> Query {
        guard case .query(let query)? = Checker.check(SourceText(text)).statements.first?.kind else {
            throw NoQuery(text: text)
        }
        return query
    }

    /// Asks a server.
    static func execution(_ query: Query, _ source: RemoteSource) async throws -> Execution {
        let plan = try Planner.plan(query, for: source.capabilities, at: time)
        return try await PlanExecution.run(plan, source: source)
    }

    /// What the query means over some orders, by the plain evaluator.
    static func expected(_ query: Query, _ orders: [JSONObject]) throws -> ResultTable {
        let resolved = try query.resolved(in: time)
        let run = ReferenceExecution(resolved, time: time, named: query, columnName: CanonicalPrinter.print)
        try run.consume(orders.map { Order(document: $0, origin: Origin(source: "file")) })
        return try run.finish()
    }
}

/// A text in a test that is no query.
struct NoQuery: Error {
    let text: String
}

extension ResultTable {
    /// How the answer differs from the one that is right, in a few words; nil when it doesn't.
    func difference(from expected: ResultTable) -> String? {
        if columns.map(\.name) != expected.columns.map(\.name) { return "other columns" }
        for (index, (row, right)) in zip(rows, expected.rows).enumerated() where row.values != right.values {
            return "row \(index) of \(rows.count) is \(row.values) instead of \(right.values)"
        }
        return rows.count == expected.rows.count ? nil : "\(rows.count) rows instead of \(expected.rows.count)"
    }
}
