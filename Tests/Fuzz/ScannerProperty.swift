import OrderEngine
import OrderModel

/// What the scanner takes for a plain row is, wherever the strict parser accepts the line, the same row.
enum ScannerProperty {
    private static let fieldSets: [NeededFields] = [
        fields(["id"]),
        fields(["id", "status", "total"]),
        fields(["id", "customer.username", "billing_city.name", "created_at", "is_paid", "notes"]),
        fields(["id"], items: ["unit_price", "product_title", "quantity"]),
        fields(["id", "extra", "customer"], items: ["id", "product_data"]),
        fields(Schema.fields(of: .orders).map(\.name)),
    ]

    static func check(_ bytes: UnsafeRawBufferPointer, fields choice: Int) {
        let fields = fieldSets[choice % fieldSets.count]
        var scanner = LineScanner(fields)
        var builder = ColumnTableBuilder(fields)
        var rows: [Range<Int>] = []
        var odd: [Range<Int>] = []
        scanner.scan(bytes, into: &builder, rows: &rows, odd: &odd)
        let table = builder.finish(documents: DocumentsInMemory([]))
        precondition(table.count == rows.count, "a row for every plain line")
        for (index, row) in rows.enumerated() {
            let line = Array(bytes[row])
            guard case .object(let document)? = try? JSONParser.parse(line) else { continue }
            var strict = ColumnTableBuilder(fields)
            precondition(strict.append(document), "a line that the strict way finds odd was taken for plain")
            expectSameRow(strict.finish(documents: DocumentsInMemory([])), table, row: index)
        }
    }

    private static func expectSameRow(_ strict: ColumnTable, _ table: ColumnTable, row: Int) {
        for (left, right) in zip(strict.columns, table.columns) {
            precondition(left.value(at: 0) == right.value(at: row), "\(left.field.name) differs")
        }
        guard let strictItems = strict.items, let items = table.items else { return }
        let own = Int(items.offsets[row])..<Int(items.offsets[row + 1])
        precondition(own.count == strictItems.count, "the number of items differs")
        for (left, right) in zip(strictItems.columns, items.columns) {
            for (position, child) in own.enumerated() {
                precondition(left.value(at: position) == right.value(at: child), "\(left.field.name) differs")
            }
        }
    }

    private static func fields(_ names: [String], items: [String] = []) -> NeededFields {
        var fields = NeededFields()
        for name in names { if let field = Schema.field(named: name, in: .orders) { fields.insert(field) } }
        for name in items { if let field = Schema.field(named: name, in: .items) { fields.insert(field) } }
        return fields
    }
}
