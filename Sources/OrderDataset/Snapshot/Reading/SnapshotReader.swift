import OrderEngine
import OrderModel

/// One worker's part of a scan of a snapshot.
final class SnapshotReader: BatchReader {
    private let scan: SnapshotScan
    private let store: SnapshotStore
    private(set) var statistics = ScanStatistics()
    private(set) var ordinal = 0
    /// Orders of the group at hand that are still to be handed over whole.
    private var plain: PlainRows?
    /// The group at hand, where its documents are read and not its columns.
    private var documents: DocumentScan?

    /// Batches of a group are numbered from the group's place times this.
    private static let groupOrdinals = 1 << 24

    init(_ scan: SnapshotScan, _ store: SnapshotStore) {
        self.scan = scan
        self.store = store
    }

    func next() async throws -> OrderBatch? {
        while true {
            try Task.checkCancellation()
            defer { statistics.byteCount = store.byteCount }
            if let batch = try nextOfGroup() {
                statistics.orderCount += batch.orderCount
                return batch
            }
            guard let place = scan.nextGroup() else { return nil }
            ordinal = place * Self.groupOrdinals
            if let batch = try begin(store.groups[place]) {
                statistics.orderCount += batch.orderCount
                return batch
            }
        }
    }

    private func nextOfGroup() throws -> OrderBatch? {
        if let batch = try plain?.next(store, ordinal: ordinal + 1) {
            ordinal += 1
            return batch
        }
        plain = nil
        while documents != nil {
            ordinal += 1
            guard let batch = try documents?.next(store, ordinal: ordinal) else {
                documents = nil
                break
            }
            if batch.orderCount > 0 { return batch }
        }
        return nil
    }

    /// Begins a group: the orders that fit the columns at once, the others afterwards.
    private func begin(_ group: GroupRecord) throws -> OrderBatch? {
        let fields = scan.request.fields
        guard !fields.includesDocuments, store.hasColumns(for: fields) else {
            documents = try DocumentScan(store, group, fields)
            return nil
        }
        let canSkip = try scan.canSkip(group, store)
        if canSkip, try !store.hasOddOrders(for: fields, in: group) { return nil }
        let table = try SnapshotTable(store, group, fields)
        plain = PlainRows(group: group, rows: table.plainRows)
        guard !canSkip, let columns = table.columns() else { return nil }
        return OrderBatch(ordinal: ordinal, columns: columns)
    }
}

extension SnapshotStore {
    /// Whether the file has a column for each of the fields.
    func hasColumns(for needed: NeededFields) -> Bool {
        let all = needed.orders + (needed.items ?? []) + (needed.payments ?? [])
        return all.allSatisfy { fields.numbers[$0] != nil }
    }

    /// Whether some orders of a group do not fit the columns of the fields.
    func hasOddOrders(for needed: NeededFields, in group: GroupRecord) throws(SnapshotError) -> Bool {
        for field in needed.orders + (needed.items ?? []) + (needed.payments ?? []) {
            if let record = try record(of: field, in: group), record.oddCount > 0 { return true }
        }
        for collection in [Collection.items, .payments] where needed.fields(of: collection) != nil {
            if try list(of: collection, in: group).odd != nil { return true }
        }
        return false
    }
}

/// Orders that are handed over whole, a few at a time.
struct PlainRows {
    private let group: GroupRecord
    private var rows: ArraySlice<Int>

    private static let batchOrders = 1000
    private static let batchBytes = 8 << 20

    init(group: GroupRecord, rows: [Int]) {
        self.group = group
        self.rows = rows[...]
    }

    mutating func next(_ store: SnapshotStore, ordinal: Int) throws -> OrderBatch? {
        guard !rows.isEmpty else { return nil }
        let blocks = try store.blocks(of: group)
        var orders: [Order] = []
        var byteCount = 0
        for block in blocks where block.rows.upperBound > rows[rows.startIndex] {
            guard orders.count < Self.batchOrders, byteCount < Self.batchBytes else { break }
            let wanted = rows.prefix { $0 < block.rows.upperBound }
            guard !wanted.isEmpty else { continue }
            let lines = try DocumentLines(store, block, group)
            orders += try wanted.map { try lines.order(at: $0) }
            byteCount += block.byteCount
            rows = rows.dropFirst(wanted.count)
            if rows.isEmpty { break }
        }
        return OrderBatch(ordinal: ordinal, plainOrders: orders)
    }
}
