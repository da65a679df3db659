import OrderDataset
import OrderEngine
import OrderModel
import Testing

@Suite struct SampleSourceTests {
    @Test func handsOutTheSampleInBatches() async throws {
        let source = SampleSource(SampleOrders(count: 1500, seed: 3))
        #expect(source.name == "the built-in sample")
        let reader = try source.makeScan(for: ScanRequest(fields: NeededFields())).makeReader()
        var sizes: [Int] = []
        while let batch = try await reader.next() { sizes.append(batch.plainOrders.count) }
        #expect(sizes == [1000, 500])
        #expect(reader.statistics.orderCount == 1500)
    }

    @Test func looksOneOrderUp() async throws {
        let source = SampleSource(SampleOrders(count: 100, seed: 3))
        let last = try #require(Array(SampleOrders(count: 100, seed: 3)).last)
        guard case .number(let digits)? = last.document["id"], let identifier = Int(digits) else {
            Issue.record("no id")
            return
        }
        #expect(try await source.order(.identifier(identifier))?.document == last.document)
        #expect(try await source.order(.identifier(1)) == nil)
    }
}
