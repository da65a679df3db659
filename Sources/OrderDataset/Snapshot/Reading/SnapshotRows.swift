import OrderEngine
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The way from a batch's rows to their documents and values.
struct SnapshotRows: RowDocuments {
    let store: SnapshotStore
    let group: GroupRecord
    /// The group's row of each row of the batch; nil when they are the same.
    let rows: [Int]?

    func orders(at rows: [Int]) throws -> [Order] {
        try store.orders(at: groupRows(rows), in: group)
    }

    func values(of fields: [Field], at rows: [Int]) throws -> [[Value]]? {
        try store.values(of: fields, at: groupRows(rows), in: group)
    }

    private func groupRows(_ rows: [Int]) -> [Int] {
        guard let own = self.rows else { return rows }
        return rows.map { own[$0] }
    }
}

extension SnapshotStore {
    /// The orders of some rows, in the rows' order; each block of documents is expanded once.
    func orders(at rows: [Int], in group: GroupRecord) throws -> [Order] {
        let blocks = try blocks(of: group)
        var orders = [Order?](repeating: nil, count: rows.count)
        let ascending = rows.indices.sorted { rows[$0] < rows[$1] }
        var next = 0
        for block in blocks where next < ascending.count && rows[ascending[next]] < block.rows.upperBound {
            let lines = try DocumentLines(self, block, group)
            while next < ascending.count, rows[ascending[next]] < block.rows.upperBound {
                orders[ascending[next]] = try lines.order(at: rows[ascending[next]])
                next += 1
            }
        }
        return orders.compactMap { $0 }
    }
}

/// The documents of one block.
struct DocumentLines {
    let bytes: [UInt8]
    private let block: BlockPlace
    private let path: String
    /// Where each document stands in the bytes.
    let ranges: [Range<Int>]

    init(_ store: SnapshotStore, _ block: BlockPlace, _ group: GroupRecord) throws(SnapshotError) {
        self.block = block
        path = store.path
        bytes = try store.bytes(of: block, in: group)
        ranges = Self.lines(bytes)
        guard ranges.count == block.rows.count else {
            throw SnapshotStore.damage(path, "the documents of group \(group.number)")
        }
    }

    private static func lines(_ bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        bytes.withUnsafeBytes { all in
            var start = 0
            while start < all.count, let base = all.baseAddress,
                let found = memchr(base + start, Int32(UInt8(ascii: "\n")), all.count - start)
            {
                let end = UnsafeRawPointer(found) - base
                ranges.append(start..<end)
                start = end + 1
            }
        }
        return ranges
    }

    func document(at row: Int) -> ArraySlice<UInt8> { bytes[ranges[row - block.rows.lowerBound]] }

    /// The order of a row of the group.
    func order(at row: Int) throws(SnapshotError) -> Order {
        guard case .object(let document)? = try? JSONParser.parse(Array(document(at: row))) else {
            throw SnapshotStore.damage(path, "the document of an order")
        }
        return Order(document: document, origin: Origin(source: path))
    }
}
