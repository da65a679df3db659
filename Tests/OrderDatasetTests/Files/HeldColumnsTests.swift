import OrderEngine
import OrderModel
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

    private func source(budgetBytes: Int, readerCount: Int) throws -> FileSource {
        let lines = (1...100).map { "{\"id\":\($0),\"total\":\"\($0).5\",\"count\":\($0)}\n" }
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
