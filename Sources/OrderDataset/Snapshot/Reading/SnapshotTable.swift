import OrderEngine
import OrderModel

/// The needed columns of a group, and which of its orders they hold.
struct SnapshotTable {
    /// Orders that do not fit the columns and are not dead.
    let plainRows: [Int]
    private let store: SnapshotStore
    private let group: GroupRecord
    private var orderColumns: [OrderEngine.Column] = []
    private var children: [Collection: ChildTable] = [:]
    /// The orders that are rows of the columns; nil for all.
    private let kept: Bitmap?

    init(_ store: SnapshotStore, _ group: GroupRecord, _ fields: NeededFields) throws(SnapshotError) {
        self.store = store
        self.group = group
        var odd: Bitmap?
        func note(_ more: Bitmap?) {
            guard let more else { return }
            if odd == nil { odd = more } else { odd?.formUnion(more) }
        }
        func column(_ field: Field) throws(SnapshotError) -> OrderEngine.Column {
            guard let decoded = try store.column(of: field, in: group) else {
                throw SnapshotStore.damage(store.path, field.name)
            }
            note(decoded.odd)
            return decoded.column
        }
        for field in fields.orders { orderColumns.append(try column(field)) }
        for collection in [Collection.items, .payments] {
            guard let own = fields.fields(of: collection) else { continue }
            let list = try store.list(of: collection, in: group)
            note(list.odd)
            var columns: [OrderEngine.Column] = []
            for field in own { columns.append(try column(field)) }
            children[collection] = ChildTable(offsets: list.offsets, columns: columns)
        }
        var plain = odd ?? Bitmap(count: group.orderCount)
        if let dead = group.dead { plain.subtract(dead) }
        var rows: [Int] = []
        plain.forEach { rows.append($0) }
        plainRows = rows
        if odd == nil, group.dead == nil {
            kept = nil
        } else {
            var all = Bitmap(count: group.orderCount, filledWith: true)
            if let odd { all.subtract(odd) }
            if let dead = group.dead { all.subtract(dead) }
            kept = all
        }
    }

    /// The columns; nil when no order is left for them.
    func columns() -> ColumnTable? {
        guard let kept else {
            return ColumnTable(
                count: group.orderCount,
                columns: orderColumns,
                items: children[.items],
                payments: children[.payments],
                documents: SnapshotRows(store: store, group: group, rows: nil)
            )
        }
        var rows: [Int] = []
        kept.forEach { rows.append($0) }
        guard !rows.isEmpty else { return nil }
        return ColumnTable(
            count: rows.count,
            columns: orderColumns.map { $0.keeping(rows) },
            items: children[.items]?.keeping(rows),
            payments: children[.payments]?.keeping(rows),
            documents: SnapshotRows(store: store, group: group, rows: rows)
        )
    }
}

extension OrderEngine.Column {
    /// The column of some of its rows, ascending.
    func keeping(_ rows: [Int]) -> OrderEngine.Column {
        let storage: Storage
        switch self.storage {
        case .numbers(let values, let scale): storage = .numbers(rows.map { values[$0] }, scale: scale)
        case .instants(let values): storage = .instants(rows.map { values[$0] })
        case .booleans(let values): storage = .booleans(rows.map { values[$0] })
        case .codes(let codes, let entries): storage = .codes(rows.map { codes[$0] }, entries)
        case .texts(let texts): storage = .texts(texts.keeping(rows))
        case .documents(let texts): storage = .documents(texts.keeping(rows))
        }
        guard let presence else { return OrderEngine.Column(field: field, storage: storage) }
        var keptPresence = Bitmap(count: rows.count)
        for (index, row) in rows.enumerated() where presence[row] { keptPresence[index] = true }
        return OrderEngine.Column(field: field, storage: storage, presence: keptPresence)
    }
}

extension TextValues {
    fileprivate func keeping(_ rows: [Int]) -> TextValues {
        var offsets: [UInt32] = [0]
        var kept: [UInt8] = []
        for row in rows {
            kept += bytes[range(of: row)]
            offsets.append(UInt32(kept.count))
        }
        return TextValues(offsets: offsets, bytes: kept)
    }
}

extension ChildTable {
    /// The rows of some orders, ascending.
    fileprivate func keeping(_ orders: [Int]) -> ChildTable {
        var keptOffsets: [Int32] = [0]
        var rows: [Int] = []
        for order in orders {
            rows += Int(offsets[order])..<Int(offsets[order + 1])
            keptOffsets.append(Int32(truncatingIfNeeded: rows.count))
        }
        return ChildTable(offsets: keptOffsets, columns: columns.map { $0.keeping(rows) })
    }
}
