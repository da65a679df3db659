import OrderDataset
import OrderEngine
import OrderModel
import Testing

@Suite struct SampleSourceTests {
    @Test func handsOutTheSampleInBatches() async throws {
        let source = SampleSource(SampleOrders(count: 1500, seed: 3))
        #expect(source.name == "the built-in sample")
        var fields = NeededFields()
        fields.insert(try #require(Schema.field(named: "id", in: .orders)))
        fields.insert(try #require(Schema.field(named: "notes", in: .orders)))
        let reader = try source.makeScan(for: ScanRequest(fields: fields)).makeReader()
        var documents: [JSONObject] = []
        var batchCount = 0
        while let batch = try await reader.next() {
            #expect(batch.ordinal == batchCount)
            #expect(reader.ordinal == batchCount)
            batchCount += 1
            let rows = Array(0..<batch.columns.count)
            documents += try batch.columns.documents.orders(at: rows).map(\.document)
            documents += batch.plainOrders.map(\.document)
            for field in fields.orders {
                let values = rows.map { batch.columns.column(of: field)?.value(at: $0) }
                let expected = try batch.columns.documents.orders(at: rows).map { try field.value(in: $0.document) }
                #expect(values == expected)
            }
        }
        #expect(batchCount > 1)
        #expect(reader.statistics.orderCount == 1500)
        #expect(documents == SampleOrders(count: 1500, seed: 3).map(\.document))
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
