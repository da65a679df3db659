// A part of what is held: tens of thousands of orders as columns, and what their values range between. Columns of
// one scan join those of another where both have the same orders as rows.

import OrderEngine
import OrderModel

/// Some tens of thousands of orders in memory, in the files' order.
struct HeldTable: Sendable {
    /// The place of its first batch in the files.
    let ordinal: Int
    let rowCount: Int
    /// Orders that are no rows, and which of all orders of the table each is.
    let plainOrders: [Order]
    let plainPlaces: [Int]
    private let documents: any RowDocuments
    private let documentBytes: Int
    /// By field, those of items and payments too.
    private(set) var columns: [Field: HeldColumn]
    /// Where each order's items and payments begin.
    private var offsets: [Collection: [Int32]]

    /// One field's values, and what they range between.
    struct HeldColumn: Sendable {
        let column: OrderEngine.Column
        let summary: ValueSummary
    }

    /// A batch as a scan handed it out.
    struct Part: Sendable {
        let batch: OrderBatch
        let plainPlaces: [Int]
    }

    /// About how many orders a table has; fewer batches cost less for each of them.
    static let targetCount = 1 << 16

    var orderCount: Int { rowCount + plainOrders.count }

    /// How much memory it takes, about.
    var byteCount: Int {
        columns.values.reduce(documentBytes) { $0 + $1.column.byteCount }
            + offsets.values.reduce(0) { $0 + $1.count * 4 } + plainOrders.count * OrderBatch.plainOrderBytes
    }

    /// The batch with the columns that a query needs; without rows, only the orders that are none.
    func batch(_ fields: NeededFields, withRows: Bool) -> OrderBatch {
        guard withRows else { return OrderBatch(ordinal: ordinal, plainOrders: plainOrders) }
        let table = ColumnTable(
            count: rowCount,
            columns: fields.orders.compactMap { columns[$0]?.column },
            items: children(.items, fields),
            payments: children(.payments, fields),
            documents: documents
        )
        return OrderBatch(ordinal: ordinal, columns: table, plainOrders: plainOrders)
    }

    private func children(_ collection: Collection, _ fields: NeededFields) -> ChildTable? {
        guard let wanted = fields.fields(of: collection), let offsets = offsets[collection] else { return nil }
        return ChildTable(offsets: offsets, columns: wanted.compactMap { columns[$0]?.column })
    }

    /// The orders of rows.
    func orders(at rows: [Int]) throws -> [Order] { try documents.orders(at: rows) }

    mutating func drop(_ field: Field) {
        columns[field] = nil
    }

    /// Whether the same orders are rows here and there, so that their columns fit together.
    func isAligned(with other: HeldTable) -> Bool {
        ordinal == other.ordinal && rowCount == other.rowCount && plainPlaces == other.plainPlaces
    }

    /// Takes the columns of an aligned table that it does not have.
    mutating func takeColumns(of other: HeldTable) {
        columns.merge(other.columns) { own, _ in own }
        offsets.merge(other.offsets) { own, _ in own }
    }
}

extension HeldTable {
    /// Batches that follow on each other as tables of a useful size.
    static func tables(_ parts: [Part]) -> [HeldTable] {
        var tables: [HeldTable] = []
        var rest = parts[...]
        while let first = rest.first {
            var count = 0
            let group = rest.prefix { part in
                count += part.batch.orderCount
                return count <= targetCount
            }
            rest = rest.dropFirst(max(1, group.count))
            let taken = group.isEmpty ? [first] : Array(group)
            if let table = HeldTable(joining: taken) {
                tables.append(table)
            } else {
                tables += taken.compactMap { HeldTable(joining: [$0]) }
            }
        }
        return tables
    }

    /// Nil where the batches' values do not fit into one column each.
    private init?(joining parts: [Part]) {
        let tables = parts.map(\.batch.columns).filter { $0.count > 0 }
        var columns: [Field: HeldColumn] = [:]
        var offsets: [Collection: [Int32]] = [:]
        var dictionary = TextDictionary()
        func add(_ lists: [[OrderEngine.Column]]) -> Bool {
            guard let fields = lists.first?.map(\.field) else { return true }
            for (index, field) in fields.enumerated() {
                guard let column = OrderEngine.Column.joined(lists.map { $0[index] }) else { return false }
                columns[field] = HeldColumn(column, &dictionary)
            }
            return true
        }
        guard add(tables.map(\.columns)) else { return nil }
        for collection in [Collection.items, .payments] {
            let children = tables.compactMap { $0.children(in: collection) }
            guard !children.isEmpty else { continue }
            guard let joined = ChildTable.joinedOffsets(children), add(children.map(\.columns)) else { return nil }
            offsets[collection] = joined
        }
        self.columns = columns
        self.offsets = offsets
        ordinal = parts[0].batch.ordinal
        rowCount = tables.reduce(0) { $0 + $1.count }
        documents = JoinedRowDocuments(tables)
        documentBytes = parts.reduce(0) { $0 + $1.batch.documentByteCount }
        plainOrders = parts.flatMap(\.batch.plainOrders)
        var places: [Int] = []
        var before = 0
        for part in parts {
            places += part.plainPlaces.map { before + $0 }
            before += part.batch.orderCount
        }
        plainPlaces = places
    }
}

extension HeldTable.HeldColumn {
    /// Takes a column; texts with few different values become codes.
    fileprivate init(_ column: OrderEngine.Column, _ dictionary: inout TextDictionary) {
        var column = column
        if case .texts(let texts) = column.storage, dictionary.fill(texts, column.presence) {
            let entries = dictionary.entries(of: texts)
            if !entries.isEmpty {
                column = OrderEngine.Column(
                    field: column.field,
                    storage: .codes(dictionary.codes, TextValues(entries)),
                    presence: column.presence
                )
            }
        }
        self.column = column
        summary = column.summary
    }
}

extension OrderEngine.Column {
    /// What the values range between; texts only where there are few different ones.
    fileprivate var summary: ValueSummary {
        let range: (minimum: Value, maximum: Value)? =
            switch storage {
            case .numbers(let values, let scale):
                presentRange(values).map { range in
                    (
                        .number(Decimal(coefficient: Int128(range.lowerBound), scale: scale)),
                        .number(Decimal(coefficient: Int128(range.upperBound), scale: scale))
                    )
                }
            case .instants(let values):
                presentRange(values).map { range in
                    (
                        .instant(Instant(microseconds: range.lowerBound)),
                        .instant(Instant(microseconds: range.upperBound))
                    )
                }
            case .booleans(let values):
                presentRange(values).map { (.boolean($0.lowerBound != 0), .boolean($0.upperBound != 0)) }
            case .codes(_, let entries): Self.range(of: (0..<entries.count).map { .text(entries[$0]) })
            case .texts, .documents: nil
            }
        return ValueSummary(
            minimum: range?.minimum,
            maximum: range?.maximum,
            nullCount: presence.map { count - $0.setCount } ?? 0,
            rowCount: count
        )
    }

    private func presentRange<Number: Comparable>(_ values: [Number]) -> ClosedRange<Number>? {
        guard let presence else {
            guard let first = values.first else { return nil }
            var (least, most) = (first, first)
            for value in values {
                least = min(least, value)
                most = max(most, value)
            }
            return least...most
        }
        var range: ClosedRange<Number>?
        presence.forEach { row in
            let value = values[row]
            range = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
        }
        return range
    }

    private static func range(of values: [Value]) -> (minimum: Value, maximum: Value)? {
        guard var least = values.first else { return nil }
        var most = least
        for value in values {
            if Value.sortsBefore(value, least) { least = value }
            if Value.sortsBefore(most, value) { most = value }
        }
        return (least, most)
    }
}

/// The rows of several tables after each other.
private struct JoinedRowDocuments: RowDocuments {
    private let parts: [(firstRow: Int, documents: any RowDocuments)]

    init(_ tables: [ColumnTable]) {
        var parts: [(firstRow: Int, documents: any RowDocuments)] = []
        var count = 0
        for table in tables {
            parts.append((count, table.documents))
            count += table.count
        }
        self.parts = parts
    }

    func orders(at rows: [Int]) throws -> [Order] {
        var found: [Int: Order] = [:]
        var rest = Array(Set(rows)).sorted()[...]
        for (index, part) in parts.enumerated() where !rest.isEmpty {
            let end = index + 1 < parts.count ? parts[index + 1].firstRow : Int.max
            let own = rest.prefix { $0 < end }
            rest = rest.dropFirst(own.count)
            guard !own.isEmpty else { continue }
            for (row, order) in zip(own, try part.documents.orders(at: own.map { $0 - part.firstRow })) {
                found[row] = order
            }
        }
        return rows.compactMap { found[$0] }
    }
}
