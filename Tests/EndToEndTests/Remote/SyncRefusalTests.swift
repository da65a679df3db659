// What `ordersh sync` says and does where a server refuses something, or cannot be asked for it.

import OrderModel
import OrderTestSupport
import Testing

struct SyncRefusalTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
    }

    private func sync(_ server: ShopServer, _ options: String, token: String = "test-token-admin") throws -> ShellScript
    {
        let command = "ORDERSH_TOKEN=\(token) ordersh sync \(server.url) -o shop.orders \(options)"
        return try ShellScript(command, in: files.path)
    }

    private func shop(_ change: (inout ShopSettings) -> Void = { _ in }) throws -> ShopServer {
        try ShopServer(SampleOrders(count: 60).map(\.document), ShopSettings(change))
    }

    /// What only needs another form is no parameter to do without, in this run or a later one.
    @Test(arguments: ["", "created_at >= 2025-01-01", "updated_at >= 2025-01-01"])
    func aServerThatTakesDaysOnlyIsAskedForDays(condition: String) throws {
        let server = try shop { $0.habits.dateForm = .date }
        let options = condition.isEmpty ? "" : "--where '\(condition)'"
        for _ in 0..<2 {
            let run = try sync(server, options)
            #expect(run.status == 0, "\(run.errors)")
            #expect(!run.errors.contains("reading everything"))
            #expect(!run.errors.contains("without it"))
        }
        let refusalCount = server.log.count { $0.status == 400 }
        #expect(refusalCount <= 1)
        #expect(try sync(server, options).errors.contains("beginning anew") == false)
        #expect(server.log.count { $0.status == 400 } == refusalCount)
        let memory = try ShellScript("cat $(find . -name servers.json)", in: files.path)
        #expect(memory.output.contains("\"date_form\""))
        #expect(!memory.output.contains("\"distrusted\""))
    }

    @Test(arguments: ["any(items where quantity > 2)", "has payments", "customer.first_name = \"a\""])
    func whatACustomersListLacksIsRefusedWithoutARequest(condition: String) throws {
        let server = try shop()
        let run = try sync(server, "--scope customer --where '\(condition)'", token: "test-token-customer-7")
        #expect(run.status == 2, "\(run.errors)")
        #expect(run.errors.contains("the API's customer list does not send"))
        #expect(server.log.isEmpty)
    }

    @Test func tooFewRequestsAreSaidToBe() throws {
        let server = try shop { $0.habits.maximumLimit = 10 }
        for count in 1...3 {
            let run = try sync(server, "--max-requests \(count)")
            #expect(run.status == 1)
            #expect(run.errors.contains("before any order could be kept"))
            #expect(run.errors.contains("it takes 4 at least"))
        }
        #expect(try sync(server, "--max-requests 4").errors.contains("what was fetched is kept"))
        // Where several ranges are fetched at once, what is under way comes all the same.
        let large = try ShopServer(SampleOrders(count: 2000).map(\.document))
        #expect(try sync(large, "--restart --max-requests 4").errors.contains("what was fetched is kept"))
    }

    /// Whoever goes on knows what the one before was refused, and throws nothing away.
    @Test func whatIsRefusedHoldsForThePiecesThatFollow() throws {
        let orders = SampleOrders(count: 400).map(\.document)
        let server = try ShopServer(
            orders,
            ShopSettings {
                $0.habits.maximumLimit = 10
                $0.faults.refused = ["status"]
            }
        )
        var run = try sync(server, "--where 'status = completed' --max-requests 12")
        #expect(run.status == 1)
        #expect(run.errors.contains("beginning anew without it"))
        for _ in 0..<12 where run.status != 0 {
            run = try sync(server, "--where 'status = completed' --max-requests 12")
        }
        #expect(run.status == 0, "\(run.errors)")
        let count = try ShellScript("ordersh -c 'orders select count() as n' shop.orders", in: files.path)
        #expect(count.output == "n\n\(orders.count { $0["status"] == .text("completed") })\n")
    }

    @Test func whereDeletionsAreNotLookedForThatIsSaid() throws {
        let server = try shop()
        let words = "(deletions are looked for by full runs only)"
        for (condition, isCounted) in [("status = new", true), ("any(items where quantity > 1)", false)] {
            _ = try sync(server, "--restart --where '\(condition)'")
            #expect(try sync(server, "--where '\(condition)'").errors.contains(words) == !isCounted)
            #expect(try !sync(server, "--full --where '\(condition)'").errors.contains(words))
            _ = try ShellScript("rm shop.orders", in: files.path)
        }
    }
}
