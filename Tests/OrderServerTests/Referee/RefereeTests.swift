// The differential test: our server and Django REST framework over the same orders, thousands of requests, equal
// answers. `ORDERSH_REFEREE_COUNT` is the number of random requests of each scenario (from 1,000 on, every scenario
// sends the whole table of edges too), `ORDERSH_REFEREE_SEED` another seed for them, and `ORDERSH_REFEREE_SCENARIO`
// the beginning of the one scenario's name that is wanted.

import OrderModel
import OrderServer
import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Our server beside the oracle.
@Suite(
    .serialized,
    .enabled(if: OracleServer.isAvailable, "set ORDERSH_ORACLE to the reference server's folder")
)
struct RefereeTests {
    static let count = number("ORDERSH_REFEREE_COUNT") ?? 120
    static let seed = UInt64(number("ORDERSH_REFEREE_SEED") ?? 1)

    /// How many differences are told; more would be the same ones again.
    private static let shownCount = number("ORDERSH_REFEREE_COUNT") == nil ? 25 : 5000

    @Test func everyAnswerIsTheOracles() async {
        let used = await withTaskGroup(of: Set<String>.self) { group in
            for scenario in RefereeScenario.all where Self.isWanted(scenario) {
                group.addTask {
                    do {
                        return try await Self.run(scenario)
                    } catch {
                        // Thrown on, it would end the other scenarios too.
                        Issue.record("\(scenario.name): \(error)")
                        return []
                    }
                }
            }
            return await group.reduce(into: Set()) { $0.formUnion($1) }
        }
        for rule in AcceptedDifference.all where !used.contains(rule.name) {
            Issue.record("no request needed the accepted difference '\(rule.name)'")
        }
    }

    /// Both count the requests of the API, so that the same ones fail.
    @Test func failuresOnPurposeAreTheOracles() async throws {
        // One second: of any other, the oracle's 429 says so in its header only.
        let flags = ["--fail-every", "3", "--fail-status", "500,502,429,503,504", "--retry-after", "1"]
        let oracle = try await OracleServer.start(count: 20, flags: flags)
        let program = try await ServeProgram.start(
            paths: [oracle.dataPath, oracle.platformPath],
            holding: oracle.orders,
            oracleFlags: flags
        )
        let run = RefereeRun(RefereeScenario("failures"), oracle, ProgramSubject(url: program.url))
        for number in 0..<30 {
            let path = [RefereeGenerator.adminPath, RefereeGenerator.ownPath, "/api/nothing", "/nothing"][number % 4]
            await run.check(
                RefereeRequest(path: path, query: "ordering=id&limit=2", authorization: RefereeToken.staff)
            )
        }
        for report in run.findings.reports { Issue.record("\(report)") }
        for status in [500, 502, 429, 503, 504] { #expect(run.findings.statuses[status, default: 0] > 0) }
        program.stop()
        oracle.stop()
    }

    /// Whoever uses the server reads of each difference that is meant.
    @Test func acceptedDifferencesAreDocumented() {
        let sources = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
        let page = TemporaryFolder.text(of: sources + "/Sources/ordersh/Documentation.docc/Serving.md")
        for rule in AcceptedDifference.all {
            #expect(page.contains(rule.documented), "Serving.md says nothing of '\(rule.name)'")
        }
    }

    /// Runs a scenario without sockets on our side; gives the accepted differences that it used.
    private static func run(_ scenario: RefereeScenario) async throws -> Set<String> {
        let oracle = try await OracleServer.start(adding: OddOrders.lines, flags: scenario.oracle)
        defer { oracle.stop() }
        let data = RefereeData(oracle.orders)
        let service = OrderService(
            dataset: try MemoryDataset(
                lines: TemporaryFolder.text(of: oracle.dataPath) + TemporaryFolder.text(of: oracle.platformPath)
            ),
            tokens: tokens(data),
            settings: scenario.settings
        )
        let run = RefereeRun(scenario, oracle, ServiceSubject(service))
        let edges = RefereeGenerator.edges(data)
        let share = count < 1000 ? scenario.edgeShare : 1
        // Each scenario has another part of the table.
        let part = (RefereeScenario.all.firstIndex { $0.name == scenario.name } ?? 0) % share
        for (number, request) in edges.enumerated() where number % share == part {
            await run.check(request)
        }
        for query in RefereeScenario.queries {
            await run.check(
                RefereeRequest(path: RefereeGenerator.adminPath, query: query, authorization: RefereeToken.staff)
            )
        }
        var generator = RefereeGenerator(seed: seed, data: data)
        for _ in 0..<count { await run.check(generator.request()) }
        for report in run.findings.reports.prefix(shownCount) { Issue.record("\(report)") }
        if run.findings.reports.count > shownCount {
            Issue.record("\(scenario.name): \(run.findings.reports.count) differences in all")
        }
        #expect(run.findings.statuses[200, default: 0] > count / 2)
        #expect(run.findings.statuses[400, default: 0] > 0)
        return run.findings.usedRules
    }

    /// The same on sockets, with the program as users run it and one of each kind of request at least.
    @Test func everyAnswerOfTheProgramIsTheOracles() async throws {
        let scenario = RefereeScenario.all[1]
        let oracle = try await OracleServer.start(adding: OddOrders.lines, flags: scenario.oracle)
        let program = try await ServeProgram.start(
            paths: [oracle.dataPath, oracle.platformPath],
            holding: oracle.orders,
            oracleFlags: scenario.oracle
        )
        let data = RefereeData(oracle.orders)
        let run = RefereeRun(scenario, oracle, ProgramSubject(url: program.url))
        for (number, request) in RefereeGenerator.edges(data).enumerated() where number.isMultiple(of: 11) {
            await run.check(request)
        }
        var generator = RefereeGenerator(seed: Self.seed &+ 1, data: data)
        for _ in 0..<Self.count / 2 { await run.check(generator.request()) }
        for report in run.findings.reports.prefix(Self.shownCount) { Issue.record("\(report)") }
        #expect(run.findings.statuses[200, default: 0] > 0)
        program.stop()
        oracle.stop()
    }

    /// The oracle's tokens, as far as ours can say the same: of staff and of each customer.
    static func tokens(_ data: RefereeData) -> TokenTable {
        var table = TokenTable()
        for name in ["admin", "staff"] {
            _ = table.insert("test-token-\(name)", for: Caller(name: name, scope: .admin))
        }
        for id in data.customers {
            _ = table.insert("test-token-customer-\(id)", for: Caller(name: "customer \(id)", scope: .customer(id)))
        }
        return table
    }

    private static func isWanted(_ scenario: RefereeScenario) -> Bool {
        guard let wanted = getenv("ORDERSH_REFEREE_SCENARIO") else { return true }
        return scenario.name.hasPrefix(String(cString: wanted))
    }

    private static func number(_ variable: String) -> Int? {
        getenv(variable).flatMap { Int(String(cString: $0)) }
    }
}
