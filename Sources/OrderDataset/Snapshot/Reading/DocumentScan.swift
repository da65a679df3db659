import OrderEngine
import OrderModel

/// Reads a group's documents as if they were a file's lines, for fields that have no columns.
struct DocumentScan {
    private let group: GroupRecord
    private var blocks: ArraySlice<BlockPlace>
    private var scanner: LineScanner
    private var builder: ColumnTableBuilder

    /// About how many bytes of documents make a batch.
    private static let batchBytes = 4 << 20

    init(_ store: SnapshotStore, _ group: GroupRecord, _ fields: NeededFields) throws(SnapshotError) {
        self.group = group
        blocks = try store.blocks(of: group)[...]
        scanner = LineScanner(fields)
        builder = ColumnTableBuilder(fields)
    }

    /// The next batch, which may be empty where all of its orders are dead; nil at the end of the group.
    mutating func next(_ store: SnapshotStore, ordinal: Int) throws(SnapshotError) -> OrderBatch? {
        var rows: [Int] = []
        var plain: [Order] = []
        var byteCount = 0
        guard !blocks.isEmpty else { return nil }
        while byteCount < Self.batchBytes, let block = blocks.popFirst() {
            let lines = try DocumentLines(store, block, group)
            try scan(lines, block, &rows, &plain)
            byteCount += lines.bytes.count
        }
        let table = builder.finish(documents: SnapshotRows(store: store, group: group, rows: rows))
        return OrderBatch(ordinal: ordinal, columns: table, plainOrders: plain)
    }

    private mutating func scan(
        _ lines: DocumentLines,
        _ block: BlockPlace,
        _ rows: inout [Int],
        _ plain: inout [Order]
    ) throws(SnapshotError) {
        var live: [Range<Int>] = []
        var rowsByStart: [Int: Int] = [:]
        for (index, range) in lines.ranges.enumerated() {
            let row = block.rows.lowerBound + index
            if group.dead?[row] == true { continue }
            live.append(range)
            rowsByStart[range.lowerBound] = row
        }
        var plainly: [Range<Int>] = []
        var odd: [Range<Int>] = []
        lines.bytes.withUnsafeBytes { bytes in
            scanner.scan(bytes, elements: live, into: &builder, rows: &plainly, odd: &odd)
        }
        for range in plainly {
            if let row = rowsByStart[range.lowerBound] { rows.append(row) }
        }
        for range in odd {
            if let row = rowsByStart[range.lowerBound] { plain.append(try lines.order(at: row)) }
        }
    }
}
