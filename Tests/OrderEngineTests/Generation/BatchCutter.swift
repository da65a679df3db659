import OrderEngine
import OrderModel
import OrderTestSupport

/// Cuts orders into batches as a source would, with sizes around the borders of a bitmap's words.
struct BatchCutter {
    let fields: NeededFields
    /// Whether some columns of texts become dictionaries and codes, as in a snapshot.
    var usesCodes = true
    static let sizes = [0, 1, 63, 64, 65, 128, 300]

    func batches(of orders: [Order], _ random: inout SeededGenerator) -> [OrderBatch] {
        var batches: [OrderBatch] = []
        var rest = orders[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(random.pick(Self.sizes)))
            rest = rest.dropFirst(part.count)
            batches.append(batch(of: part, ordinal: batches.count, &random))
        }
        return batches
    }

    func batch(of orders: [Order], ordinal: Int = 0, _ random: inout SeededGenerator) -> OrderBatch {
        var builder = ColumnTableBuilder(fields)
        var (plain, rows): ([Order], [Order]) = ([], [])
        for order in orders {
            if builder.append(order.document) { rows.append(order) } else { plain.append(order) }
        }
        let table = builder.finish(documents: DocumentsInMemory(rows))
        return OrderBatch(
            ordinal: ordinal,
            columns: usesCodes ? withCodes(table, &random) : table,
            plainOrders: plain
        )
    }

    private func withCodes(_ table: ColumnTable, _ random: inout SeededGenerator) -> ColumnTable {
        var children: [Collection: ChildTable] = [:]
        for collection in [Collection.items, .payments] {
            guard let rows = table.children(in: collection) else { continue }
            children[collection] = ChildTable(
                offsets: rows.offsets,
                columns: rows.columns.map { random.oneIn(2) ? Self.encoded($0, &random) : $0 }
            )
        }
        return ColumnTable(
            count: table.count,
            columns: table.columns.map { random.oneIn(2) ? Self.encoded($0, &random) : $0 },
            items: children[.items],
            payments: children[.payments],
            documents: table.documents
        )
    }

    /// The column as a dictionary and codes, the entries in any order; other columns than texts as they are.
    static func encoded(_ column: OrderEngine.Column, _ random: inout SeededGenerator) -> OrderEngine.Column {
        guard case .texts(let texts) = column.storage else { return column }
        var entries: [[UInt8]] = []
        for row in 0..<texts.count where column.isPresent(row) {
            let bytes = Array(texts.bytes[texts.range(of: row)])
            if !entries.contains(bytes) { entries.append(bytes) }
        }
        entries.shuffle(using: &random)
        let codes = (0..<texts.count).map { row in
            column.isPresent(row)
                ? UInt16(entries.firstIndex(of: Array(texts.bytes[texts.range(of: row)])) ?? 0) : 0
        }
        let dictionary = TextValues(entries.map { String(decoding: $0, as: UTF8.self) })
        return OrderEngine.Column(field: column.field, storage: .codes(codes, dictionary), presence: column.presence)
    }
}

extension NeededFields {
    /// Every field there is.
    static var everything: NeededFields {
        var fields = NeededFields()
        for collection in Collection.allCases {
            fields.insertRows(of: collection)
            for field in Schema.fields(of: collection) where Collection(rawValue: field.name) == nil {
                fields.insert(field)
            }
        }
        return fields
    }
}
