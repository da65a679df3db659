import OrderEngine
import OrderModel
import OrderReference
import OrderTestSupport
import Testing

struct TableRowsTests {
    @Test("rows of columns are the rows of the documents", arguments: Collection.allCases)
    func sameRows(collection: Collection) throws {
        var random = SeededGenerator(seed: 3)
        var dataset = DatasetGenerator(seed: 4)
        let table = BatchCutter(fields: .everything).batch(of: dataset.orders(40), &random).columns
        let rows = try #require(TableRows.rows(of: table, in: collection))
        let orders = try table.documents.orders(at: Array(0..<table.count))
        let evaluator = Evaluator(time: tehranTime)
        var index = 0
        for (orderRow, order) in orders.enumerated() {
            let documents = try Row.rows(of: order, in: collection)
            #expect(rows.rows(ofOrder: orderRow) == index..<index + documents.count)
            for document in documents {
                #expect(rows.orderRow(of: index) == orderRow)
                #expect(rows.position(of: index) == document.position)
                for field in Schema.fields(of: collection) where Collection(rawValue: field.name) == nil {
                    let expected = try evaluator.value(of: .field(field), for: document)
                    #expect(rows.value(of: field, at: index) == expected)
                    #expect(try evaluator.value(of: .field(field), for: ColumnRow(rows, index)) == expected)
                }
                index += 1
            }
        }
        #expect(rows.count == index)
    }

    @Test("a column that was not read is an error with the order's place, not a null")
    func unread() throws {
        var random = SeededGenerator(seed: 3)
        var dataset = DatasetGenerator(seed: 4)
        let table = BatchCutter(fields: NeededFields()).batch(of: dataset.orders(3), &random).columns
        let rows = TableRows(orders: table)
        #expect(TableRows.rows(of: table, in: .items) == nil)
        let error = #expect(throws: EvaluationError.self) {
            try CompiledCondition(.isNull(field("notes")), over: .orders, time: tehranTime)
                .select(in: rows, among: Bitmap(count: 3, filledWith: true))
        }
        #expect(error?.message == "order 1 (generated:1): notes was not read from the source")
    }
}
