import OrderEngine
import OrderModel
import OrderPlan
import Synchronization
import Testing

struct RunOptionsTests {
    static let orders = generatedOrders(60, seed: 2)
    static let strict = RunOptions(requiresPushdown: true)

    @Test(
        "what only we could check is an error before anything is sent",
        arguments: [
            ("orders where total > 5 and status = new", "total > 5", "the server has no filter for total"),
            (
                "orders where status = new and notes is not null", "notes is not null",
                "servers differ on the empty text"
            ),
        ]
    )
    func notPushed(text: String, part: String, reason: String) async throws {
        let server = SimulatedServer(Self.orders)
        let plan = try plan(text)
        let error = await #expect(throws: PlanError.self) {
            try await PlanExecution.run(plan, source: server, options: Self.strict)
        }
        #expect(error == .notPushed(part: part, reason: reason))
        #expect(error?.mend?.contains("--require-pushdown") == true)
        #expect(error?.category == .usage)
        #expect(server.requests.isEmpty)
    }

    @Test("what is pushed, checked again or not, is none; nor is a file, nor what needs no request")
    func allowed() async throws {
        let server = SimulatedServer(Self.orders)
        for text in [
            "orders where status = new and created_at >= 2025-12-26 search \"x\"", "orders where total > 5 limit 0",
        ] {
            _ = try await PlanExecution.run(try plan(text), source: server, options: Self.strict)
        }
        let file = SimulatedServer(Self.orders, capabilities: .scanOnly)
        let local = try Planner.plan(try parse("orders where total > 5"), for: .scanOnly, at: noon)
        _ = try await PlanExecution.run(local, source: file, options: Self.strict)
    }

    @Test func trustLostIsAnErrorToo() async throws {
        for text in ["orders where status in (new, hold)", "orders search \"x\""] {
            let server = SimulatedServer(Self.orders, ignored: [.statusIn], refused: [.search])
            let plan = try plan(text)
            await #expect(throws: PlanError.self) {
                try await PlanExecution.run(plan, source: server, options: Self.strict)
            }
        }
    }

    @Test("progress is noted once: here for files, by the source itself for servers")
    func progress() async throws {
        let file = SimulatedServer(Self.orders, capabilities: .scanOnly)
        let monitor = CountingMonitor()
        let local = try Planner.plan(try parse("orders"), for: .scanOnly, at: noon)
        _ = try await PlanExecution.run(local, source: OnlySource(base: file), options: RunOptions(monitor: monitor))
        #expect(monitor.orderCount == 60)
        _ = try await PlanExecution.run(
            try plan("orders"),
            source: SimulatedServer(Self.orders),
            options: RunOptions(monitor: monitor)
        )
        #expect(monitor.orderCount == 60)
    }

    @Test("the requests that a run begins with")
    func previews() throws {
        let texts = { (text: String) in try plan(text).previewedParameters.map(\.queryString) }
        #expect(try texts("orders where status = new limit 7") == ["status=new&ordering=-created_at,id&limit=7"])
        #expect(try texts("orders where total > 1") == ["ordering=id&limit=1000"])
        #expect(
            try texts("orders where total > 1 limit 3") == ["ordering=-created_at,id&limit=100"]
        )
        #expect(try texts("orders limit 0").isEmpty)
        #expect(try texts("orders where status = new select count()") == ["status=new&ordering=id&limit=100"])
        #expect(try texts("orders group by status").count == 10)
        #expect(try Planner.plan(try parse("orders"), for: .scanOnly, at: noon).previewedParameters.isEmpty)
    }
}

/// A source that is no server.
private struct OnlySource: OrderSource {
    let base: SimulatedServer
    var name: String { base.name }
    var capabilities: SourceCapabilities { base.capabilities }
    func makeScan(for request: ScanRequest) throws -> any OrderScan { try base.makeScan(for: request) }
    func order(_ lookup: Lookup) async throws -> Order? { nil }
}

/// Counts the orders that it hears of.
private final class CountingMonitor: ScanMonitor {
    private let count = Atomic(0)
    var orderCount: Int { count.load(ordering: .relaxed) }
    func note(_ progress: ScanProgress) { count.add(progress.orderCount, ordering: .relaxed) }
    func expect(orderCount: Int) {}
    func willFetch(orderCount: Int, upTo most: Int, requestCount: Int) async throws {}
}
