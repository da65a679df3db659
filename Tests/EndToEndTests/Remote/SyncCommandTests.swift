// `ordersh sync` as a user meets it: what it says when it ends early, and what it leaves.

import OrderModel
import OrderTestSupport
import Testing

struct SyncCommandTests {
    private let files: TemporaryFolder
    private static let goesOn = "the same command goes on from there"

    init() throws {
        files = try TemporaryFolder()
    }

    private func shop(_ change: (inout ShopSettings) -> Void = { _ in }) throws -> ShopServer {
        try ShopServer(SampleOrders(count: 60).map(\.document), ShopSettings(change))
    }

    private func sync(_ server: ShopServer, _ options: String, _ status: Int32) throws -> ShellScript {
        let command = "ORDERSH_TOKEN=test-token-admin ordersh sync \(server.url) -o shop.orders \(options)"
        let run = try ShellScript(command, in: files.path)
        #expect(run.status == status, "\(run.errors)")
        return run
    }

    @Test func aSyncIsCutIntoPiecesByItsRequests() throws {
        let server = try shop { $0.habits.maximumLimit = 10 }
        let none = try sync(server, "--max-requests 2", 1)
        #expect(!none.errors.contains(Self.goesOn))
        #expect(files.names.allSatisfy { !$0.hasPrefix("shop") })
        let some = try sync(server, "--max-requests 6", 1)
        #expect(some.errors.contains("all 6 requests are used up"))
        #expect(some.errors.contains(Self.goesOn))
        #expect(try sync(server, "--timeout 10min", 0).errors.contains("going on with an interrupted sync"))
        let count = try ShellScript("ordersh -c 'orders select count() as n' shop.orders", in: files.path)
        #expect(count.output == "n\n60\n")
    }

    /// As after a bulk change: all orders lie within the overlap, and a pass takes more requests than a run has.
    @Test func piecesThatBringTheSnapshotForwardSucceed() throws {
        let server = try shop { $0.habits.maximumLimit = 10 }
        _ = try sync(server, "", 0)
        var failed = 0
        var runs: [ShellScript] = []
        for _ in 0..<6 {
            let command = "ORDERSH_TOKEN=test-token-admin ordersh sync \(server.url) -o shop.orders"
            let run = try ShellScript("\(command) --overlap 9999d --max-requests 7", in: files.path)
            #expect(run.errors.contains("all 7 requests are used up"))
            failed = run.status == 0 ? 0 : failed + 1
            #expect(failed <= 1)
            runs.append(run)
        }
        let said = "is in the snapshot; the same command fetches what changed since"
        #expect(runs.allSatisfy { ($0.status == 0) == $0.errors.contains(said) })
        #expect(runs.allSatisfy { ($0.status == 0) == $0.errors.contains("60 orders in all") })
        #expect(try sync(server, "", 0).errors.contains("60 orders in all"))
    }

    /// What a range asks for beyond its ends is no obstacle to counting; an order at an end is never taken for gone.
    @Test(arguments: [[], ["id_max"], ["shipping_cost_min", "shipping_cost_max"]] as [Set<String>])
    func whatIsGoneIsFoundUnderAConditionOfRanges(excludedEnds: Set<String>) throws {
        let server = try shop { settings in
            settings.habits.maximumLimit = 10
            settings.faults.excludedEnds = excludedEnds
        }
        let all = SampleOrders(count: 60).map(\.document)
        let ids = all.compactMap(\.wholeIdentifier).sorted()
        let costs = all.compactMap { order -> Int? in
            if case .number(let text)? = order["shipping_cost"] { Int(text) } else { nil }
        }
        let (least, greatest) = (try #require(costs.min()), try #require(costs.max()))
        let condition =
            "id between \(ids[5]) and \(ids[50]) and shipping_cost between \(least) and \(greatest)"
        let first = try sync(server, "--where '\(condition)'", 0)
        let again = try sync(server, "--where '\(condition)'", 0)
        #expect(again.errors.contains("0 removed"), "\(first.errors)\n\(again.errors)")
        let count = try ShellScript("ordersh -c 'orders select count() as n' shop.orders", in: files.path)
        let gone = try ShellScript(
            "ordersh -c 'orders order by id offset 7 limit 1 select id' --format tsv shop.orders",
            in: files.path
        )
        let id = try #require(gone.output.split(separator: "\n").last.flatMap { Int($0) })
        server.delete(id)
        let last = try sync(server, "--where '\(condition)'", 0)
        #expect(last.errors.contains("1 removed"), "\(count.output)\n\(last.errors)")
    }

    @Test func aConditionThatIsWrongIsShownAsItWasTyped() throws {
        let script = try sync(try shop(), "--where 'status = nwe'", 2)
        #expect(script.errors.contains("--where:1:10: error: there is no status 'nwe'"))
        #expect(script.errors.contains("\n    status = nwe\n             ^^^\n"))
    }

    @Test func aSnapshotThatIsNotMadeYetIsSaidToBeUnfinished() throws {
        let server = try shop { $0.habits.maximumLimit = 10 }
        _ = try sync(server, "--max-requests 6", 1)
        let query = try ShellScript("ordersh -c orders shop.orders", in: files.path)
        #expect(query.status == 1)
        #expect(query.errors.contains("shop.orders: no such snapshot yet: the sync that makes it has not ended"))
        #expect(query.errors.contains("go on with the same 'ordersh sync' command"))
    }

    @Test func aSyncEndsWithItsTime() throws {
        let server = try shop { settings in
            settings.habits.maximumLimit = 10
            settings.faults.latencyMilliseconds = 400
        }
        #expect(try sync(server, "--timeout 1s", 1).errors.contains("(--timeout)"))
    }

    @Test(arguments: ["id_min", "ordering"])
    func aServerThatCannotBeSyncedLeavesNothing(_ ignored: String) throws {
        let server = try shop { settings in
            settings.habits.maximumLimit = 10
            settings.faults.ignored = [ignored]
        }
        let failed = try sync(server, "", 6)
        #expect(failed.errors.contains("does not page by id"))
        #expect(!failed.errors.contains(Self.goesOn))
        #expect(files.names.allSatisfy { !$0.hasPrefix("shop") })
        _ = try sync(try shop(), "", 0)
    }

    @Test(arguments: ["--max-requests -1", "--timeout soon"])
    func whatIsNoLimitIsAMistake(_ option: String) throws {
        _ = try sync(try shop(), option, 2)
    }
}
