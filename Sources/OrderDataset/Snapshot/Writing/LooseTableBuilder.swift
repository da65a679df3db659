import OrderEngine
import OrderModel

/// Gathers orders of which some values fit no column: those become nulls and are noted.
struct LooseTableBuilder {
    private var builder: ColumnTableBuilder
    /// The rows that are odd in a field, by the field's number.
    private(set) var odd: [Int: [Int]] = [:]
    private let orderNumbers: [Int]
    private let childNumbers: [Collection: [Int]]

    init(_ fields: NeededFields) {
        builder = ColumnTableBuilder(fields)
        let number = { (field: Field) in StoredFields.numbers[field] ?? 0 }
        orderNumbers = fields.orders.map(number)
        childNumbers = [.items: (fields.items ?? []).map(number), .payments: (fields.payments ?? []).map(number)]
    }

    var count: Int { builder.count }

    mutating func append(_ document: JSONObject) {
        let row = builder.count
        for index in builder.orders.indices {
            guard !Self.append(document, to: &builder.orders[index]) else { continue }
            builder.orders[index].appendNull()
            odd[orderNumbers[index], default: []].append(row)
        }
        if builder.items != nil { append(.items, of: document, row) }
        if builder.payments != nil { append(.payments, of: document, row) }
        builder.endOrder()
    }

    mutating func finish() -> (table: ColumnTable, odd: [Int: [Int]]) {
        defer { odd = [:] }
        return (builder.finish(documents: DocumentsInMemory([])), odd)
    }

    private mutating func append(_ collection: Collection, of document: JSONObject, _ row: Int) {
        guard let children = try? document.rows(of: collection), children.count <= SnapshotFormat.groupRows / 4 else {
            odd[StoredFields.listNumber(of: collection), default: []].append(row)
            return
        }
        for child in children {
            for (index, number) in (childNumbers[collection] ?? []).enumerated() {
                let isSound =
                    collection == .items
                    ? builder.items.map { _ in append(child, itemColumn: index) } ?? true
                    : builder.payments.map { _ in append(child, paymentColumn: index) } ?? true
                if !isSound, odd[number]?.last != row { odd[number, default: []].append(row) }
            }
            if collection == .items { builder.items?.endRow() } else { builder.payments?.endRow() }
        }
    }

    private mutating func append(_ child: JSONObject, itemColumn index: Int) -> Bool {
        guard var column = builder.items?.columns[index] else { return true }
        builder.items?.columns[index] = ColumnBuilder(column.field)
        defer { builder.items?.columns[index] = column }
        guard !Self.append(child, to: &column) else { return true }
        column.appendNull()
        return false
    }

    private mutating func append(_ child: JSONObject, paymentColumn index: Int) -> Bool {
        guard var column = builder.payments?.columns[index] else { return true }
        builder.payments?.columns[index] = ColumnBuilder(column.field)
        defer { builder.payments?.columns[index] = column }
        guard !Self.append(child, to: &column) else { return true }
        column.appendNull()
        return false
    }

    private static func append(_ document: JSONObject, to builder: inout ColumnBuilder) -> Bool {
        guard let value = try? builder.field.value(in: document) else { return false }
        return builder.append(value)
    }
}

/// The fields that an import asks the scanner for.
enum ImportFields {
    /// All fields that have columns, without some.
    static func needed(without excluded: Set<Int>) -> NeededFields {
        var fields = NeededFields()
        if !excluded.contains(StoredFields.itemsNumber) { fields.insertRows(of: .items) }
        if !excluded.contains(StoredFields.paymentsNumber) { fields.insertRows(of: .payments) }
        for field in StoredFields.all {
            guard let number = StoredFields.numbers[field], !excluded.contains(number) else { continue }
            if field.collection != .orders, excluded.contains(StoredFields.listNumber(of: field.collection)) {
                continue
            }
            fields.insert(field)
        }
        return fields
    }

    /// The fields, by number, in which a document is odd.
    static func oddNumbers(of document: JSONObject) -> Set<Int> {
        var builder = LooseTableBuilder(needed(without: []))
        builder.append(document)
        return Set(builder.odd.keys)
    }
}
