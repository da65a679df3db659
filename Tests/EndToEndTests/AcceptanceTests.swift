import OrderTestSupport
import Testing

/// The questions that ordersh was first built for, compared with an independent script over the same data, from a
/// file and from a real server of the API.
@Suite(.enabled(if: OracleServer.isAvailable, "set ORDERSH_ORACLE to the reference server's folder"))
struct AcceptanceTests {
    private static let newestLarge =
        "orders where status in (new,hold) and total > 100000 order by -created_at limit 20"
    private static let script = String(#filePath.dropLast("AcceptanceTests.swift".count)) + "brute_force.py"
    private static let daily = String(#filePath.dropLast("AcceptanceTests.swift".count)) + "Data/daily.oq"

    @Test func answersAsBruteForceDoes() async throws {
        let server = try await OracleServer.start(count: 1000)
        defer { server.stop() }
        let byStatus = "orders group by status select status, count() as n, sum(total) as revenue order by -revenue"
        let products =
            "items where order.status = completed group by product_title select sum(quantity) as sold"
            + " order by -sold limit 10"
        let file = server.dataPath
        let token = "ORDERSH_TOKEN=\(OracleServer.staffToken)"
        for (name, command) in [
            ("newest_large", "ordersh -c '\(Self.newestLarge)' '\(file)'"),
            ("by_status", "ordersh -c '\(byStatus)' '\(file)' --format csv"),
            ("products", "ordersh -c '\(products)' '\(file)'"),
            ("newest_large", "\(token) ordersh -c '\(Self.newestLarge)' \(server.url)"),
            ("by_status", "\(token) ordersh -c '\(byStatus)' \(server.url)"),
            ("products", "\(token) ordersh -c '\(products)' \(server.url)/api/orders/"),
            ("daily", "ordersh run '\(Self.daily)' '\(file)' --day 2025-12-27"),
            ("daily", "\(token) ordersh run '\(Self.daily)' \(server.url) --day 2025-12-27"),
        ] {
            let files = try TemporaryFolder()
            let expected = try ShellScript("python3 '\(Self.script)' \(name) '\(file)'", in: files.path)
            try #require(expected.status == 0, "\(expected.errors)")
            let found = try ShellScript(command, in: files.path)
            #expect(found.output == expected.output, "\(command)")
            #expect(found.status == 0)
        }
    }

    @Test func aServersRefusalHasItsStatus() async throws {
        let server = try await OracleServer.start(count: 10)
        defer { server.stop() }
        let files = try TemporaryFolder()
        for (token, status) in [("nonsense", 4), ("test-token-nonstaff", 4), (OracleServer.staffToken, 0)]
            as [(String, Int32)]
        {
            let command = "ORDERSH_TOKEN=\(token) ordersh -c 'orders limit 1' \(server.url)"
            let run = try ShellScript(command, in: files.path)
            #expect(run.status == status, "\(run.errors)")
            #expect(!run.errors.contains(token))
        }
        #expect(try ShellScript("ordersh -c 'orders limit 1' \(server.url)", in: files.path).status == 4)
    }
}
