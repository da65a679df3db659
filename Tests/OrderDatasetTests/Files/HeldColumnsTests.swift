// Columns that stay in memory at the prompt: the same answers as from the file, within a budget, never stale.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan
import OrderTestSupport
import Testing

@testable import OrderDataset

@Suite struct HeldColumnsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(arguments: [1, 2])
    func aSecondQuestionIsAnsweredFromMemory(_ readerCount: Int) async throws {
        let source = try source(budgetBytes: 1 << 20, readerCount: readerCount)
        #expect(source.heldColumns == nil)
        let (first, firstBytes) = try await ask(source, ["total"])
        #expect(firstBytes > 0)
        #expect(source.heldColumns?.orderCount == 100)
        let (second, secondBytes) = try await ask(source, ["total"])
        #expect(secondBytes == 0)
        #expect(second == first)
        let (third, thirdBytes) = try await ask(source, ["count"])
        #expect(thirdBytes > 0)
        #expect(third == first)
        #expect(try await ask(source, ["total", "count"]).byteCount == 0)
    }

    @Test func aChangeOfTheFileIsSeen() async throws {
        let source = try source(budgetBytes: 1 << 20, readerCount: 1)
        _ = try await ask(source, ["total"])
        try folder.write("{\"id\":5,\"total\":1,\"count\":1}\n", to: "a")
        #expect(source.heldColumns == nil)
        #expect(try await ask(source, ["total"]).orders == ["5:1"])
    }

    @Test func nothingIsHeldBeyondTheBudget() async throws {
        for budget in [0, 500] {
            let source = try source(budgetBytes: budget, readerCount: 1)
            let first = try await ask(source, ["total"])
            #expect(source.heldColumns == nil)
            #expect(try await ask(source, ["total"]).byteCount == first.byteCount)
        }
    }

    @Test func aScanThatStopsEarlyHoldsNothing() async throws {
        let source = try source(budgetBytes: 1 << 20, readerCount: 1)
        _ = try await source.makeScan(for: ScanRequest(fields: NeededFields())).makeReader().next()
        #expect(source.heldColumns == nil)
    }

    /// 100 numbers take 800 bytes, the way back to the documents 1200.
    @Test func whatWasNotAskedForTheLongestGoesFirst() async throws {
        let source = try source(budgetBytes: 6000, readerCount: 1)
        for name in ["total", "count", "amount_paid"] { _ = try await ask(source, [name]) }
        #expect(source.heldColumns?.fields.orders.map { $0.name } == ["amount_paid", "id", "count"])
        #expect(try await ask(source, ["count"]).byteCount == 0)
        _ = try await ask(source, ["total"])
        #expect(source.heldColumns?.fields.orders.map { $0.name } == ["total", "id", "count"])
        #expect(try await ask(source, ["amount_paid"]).byteCount > 0)
    }

    @Test func whatIsTooLargeLeavesTheRest() async throws {
        let source = try source(budgetBytes: 3000, readerCount: 1)
        _ = try await ask(source, ["total"])
        #expect(try await ask(source, ["count", "amount_paid"]).byteCount > 0)
        #expect((source.heldColumns?.byteCount ?? 0) <= 3000)
    }

    @Test(arguments: [1, 2])
    func columnsOfDifferentRowsAreReadTogether(_ readerCount: Int) async throws {
        var lines = Self.lines
        lines[4] = "{\"id\":5,\"total\":\"x\",\"count\":1,\"amount_paid\":1}\n"
        lines[6] = "{\"id\":7,\"total\":1,\"count\":\"x\",\"amount_paid\":1}\n"
        let source = try source(budgetBytes: 1 << 20, readerCount: readerCount, lines)
        let first = try await ask(source, ["total"])
        #expect(first.orders.count == 100)
        #expect(try await ask(source, ["count"]).orders == first.orders)
        #expect(try await ask(source, ["total"]).byteCount > 0)
        let both = try await ask(source, ["total", "count"])
        #expect(both.byteCount == 0)
        #expect(both.orders == first.orders)
    }

    @Test(arguments: [1, 2])
    func ordersAreLookedUpInMemory(_ readerCount: Int) async throws {
        var lines = Self.lines
        lines[4] = "{\"id\":5,\"key\":\"k5\",\"total\":\"x\"}\n"
        lines[8] = "{\"id\":9,\"key\":\"k5\",\"total\":1}\n"
        let source = try source(budgetBytes: 1 << 20, readerCount: readerCount, lines)
        _ = try await ask(source, ["total", "key"])
        for identifier in [1, 5, 50, 100] {
            #expect(try await source.order(.identifier(identifier))?.origin.line == identifier)
        }
        #expect(try await source.order(.identifier(101)) == nil)
        #expect(try await source.order(.key("k50"))?.origin.line == 50)
        #expect(try await source.order(.key("k5"))?.origin.line == 5)
        #expect(try await source.order(.key("")) == nil)
        #expect(try await source.order(.number("k7"))?.origin.line == 7)
        try folder.write("{\"id\":101}\n", to: "a")
        #expect(try await source.order(.identifier(101))?.origin.line == 1)
        #expect(try await source.order(.identifier(1)) == nil)
    }

    /// More orders than a table takes, in and against the order that is asked for; some of them odd.
    @Test func answersFromMemoryAreThoseFromTheFile() async throws {
        let statuses = ["new", "hold", "sent"]
        var text = ""
        for id in 1...70_000 {
            let total = id % 7001 == 0 ? "\"x\"" : id % 13 == 0 ? "null" : "\(id * 7919 % 70_000)"
            let items = id % 3 == 0 ? "" : "{\"quantity\":\(id % 5)},{\"quantity\":\(id)}"
            text += "{\"id\":\(id),\"status\":\"\(statuses[id / 30_000])\",\"is_paid\":\(id > 66_000),"
            text += "\"amount_paid\":\(total),\"items\":[\(items)]}\n"
        }
        let path = try folder.write(text, to: "a")
        var options = FileOptions()
        options.blockBytes = 1 << 16
        let plain = try FileSource(paths: [path], options: options)
        options.columnBudgetBytes = 1 << 30
        let held = try FileSource(paths: [path], options: options)
        for query in [
            "orders group by status select status, count()", "orders where status = new select count()",
            "orders where is_paid and status = sent select count(), sum(id)", "orders order by -id limit 3 select id",
            "orders where status != hold order by id limit 5 select id", "items select count(), sum(quantity)",
            "orders where id > 69000 order by is_paid limit 3 select id", "items where quantity > 69990 select count()",
            "orders where status = gone select count()", "orders where is_paid select sum(amount_paid)",
            "orders order by -amount_paid limit 4 select id", "orders where any(items, quantity = 4) select count()",
        ] {
            let expected = await answer(query, plain)
            for _ in 1...2 { #expect(await answer(query, held) == expected) }
        }
    }

    private func answer(_ text: String, _ source: FileSource) async -> String {
        guard case .query(let query)? = Checker.check(SourceText(text)).statements.first?.kind else {
            return "no query: \(text)"
        }
        let now = Instant(microseconds: 1_764_000_000_000_000)
        let time = TimeContext(now: now, zone: TimeZoneRules(name: "UTC", fixedOffsetSeconds: 0))
        do {
            let plan = try Planner.plan(query, for: source.capabilities, at: time)
            return "\(try await PlanExecution.run(plan, source: source).table.rows)"
        } catch {
            return "\(error)"
        }
    }

    private static let lines = (1...100).map { id in
        "{\"id\":\(id),\"key\":\"k\(id)\",\"total\":\"\(id).5\",\"count\":\(id),\"amount_paid\":\(id)}\n"
    }

    private func source(budgetBytes: Int, readerCount: Int, _ lines: [String] = lines) throws -> FileSource {
        let path = try folder.write(lines.joined(), to: "a")
        var options = FileOptions()
        (options.blockBytes, options.readerCount, options.columnBudgetBytes) = (256, readerCount, budgetBytes)
        return try FileSource(paths: [path], options: options)
    }

    private func ask(_ source: FileSource, _ names: [String]) async throws -> (orders: [String], byteCount: Int) {
        var fields = NeededFields()
        for name in names { fields.insert(try #require(Schema.field(named: name, in: .orders))) }
        let scan = source.makeScan(for: ScanRequest(fields: fields))
        var found: [(ordinal: Int, orders: [String])] = []
        var byteCount = 0
        for _ in 0..<scan.readerCount {
            let reader = try scan.makeReader()
            while let batch = try await reader.next() {
                found.append((batch.ordinal, try orders(of: batch).map(described)))
            }
            byteCount += reader.statistics.byteCount
        }
        return (found.sorted { $0.ordinal < $1.ordinal }.flatMap(\.orders), byteCount)
    }
}
