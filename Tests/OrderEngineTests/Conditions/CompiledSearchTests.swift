import OrderEngine
import OrderModel
import OrderReference
import OrderTestSupport
import Testing

struct CompiledSearchTests {
    @Test("generated searches", arguments: UInt64(1)...3)
    func generated(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var dataset = DatasetGenerator(seed: seed)
        var fields = NeededFields()
        fields.insertSearchFields()
        let batches = BatchCutter(fields: fields).batches(of: dataset.orders(200), &random)
        let texts =
            ["", "\"\"", "17", "1", "-", "k", "0x", "ali 1", "علی,1", "\"a\u{200C}b\""]
            + (0..<10).map { _ in random.pick(GeneratedValues.pieces) + (random.oneIn(2) ? " 1" : "") }
        for text in texts {
            let (plain, compiled) = (SearchMatcher(text), CompiledSearch(text))
            for batch in batches {
                let rows = TableRows(orders: batch.columns)
                let orders = try batch.columns.documents.orders(at: Array(0..<rows.count))
                var candidates = Bitmap(count: rows.count)
                for row in 0..<rows.count where !random.oneIn(4) { candidates[row] = true }
                let expected = try orders.indices.filter { try candidates[$0] && plain.matches(orders[$0]) }
                #expect(try compiled.select(in: rows, among: candidates).places == expected, "\(text)")
            }
        }
    }

    @Test func columnsThatWereNotRead() {
        let table = ColumnTable(count: 1, columns: [], documents: DocumentsInMemory([]))
        #expect(throws: EvaluationError.self) {
            try CompiledSearch("ali").select(in: TableRows(orders: table), among: Bitmap(count: 1, filledWith: true))
        }
    }
}
