// Puts import blocks together to a group: for each field, the values of all blocks one after the other, packed as
// one chunk; the documents' blocks as a few segments.

import OrderEngine
import OrderModel

/// A group as it is to be stored, but for its number.
struct EncodedGroup: Sendable {
    var orderCount: Int
    var itemCount: Int
    var paymentCount: Int
    var chunks: [EncodedChunk]
    var segments: [EncodedSegment]
}

/// Some document blocks that are stored together.
struct EncodedSegment: Sendable {
    var firstRow: Int
    var rowCount: Int
    var blockCount: Int
    var directoryChecksum: UInt64
    /// The directory, and the blocks behind it.
    var data: [UInt8]
}

/// Packs a group.
struct GroupEncoder {
    private let blocks: [ImportBlock]
    private let orderCount: Int
    private var encoder: ChunkEncoder
    private var chunks: [EncodedChunk] = []
    /// The columns of orders that others may be the same as, and their chunks' places.
    private var originals: [(column: OrderEngine.Column, chunk: Int)] = []
    /// Each block's first order in the group.
    private let firstOrders: [Int]
    /// Of each block.
    private let places: [ColumnPlaces]

    init(_ blocks: [ImportBlock], compressor: Compressor) {
        self.blocks = blocks
        encoder = ChunkEncoder(compressor: compressor)
        var firstOrders: [Int] = []
        var count = 0
        for block in blocks {
            firstOrders.append(count)
            count += block.orderCount
        }
        self.firstOrders = firstOrders
        orderCount = count
        places = blocks.reduce(into: [ColumnPlaces]()) { places, block in
            let last = places.last.flatMap { $0.excluded == block.excluded ? $0 : nil }
            places.append(last ?? ColumnPlaces(without: block.excluded))
        }
    }

    mutating func encode() -> EncodedGroup {
        let orderFields = StoredFields.all.filter { $0.collection == .orders }
        for field in orderFields { encodeOrders(field) }
        for collection in [Collection.items, .payments] { encodeChildren(collection) }
        return EncodedGroup(
            orderCount: orderCount,
            itemCount: blocks.reduce(0) { $0 + $1.itemCount },
            paymentCount: blocks.reduce(0) { $0 + $1.paymentCount },
            chunks: chunks,
            segments: segments()
        )
    }

    // MARK: Orders

    private mutating func encodeOrders(_ field: Field) {
        guard let number = StoredFields.numbers[field] else { return }
        var column = ColumnGathering(field, rowCount: orderCount)
        var odd = OddOrders(count: orderCount)
        for (index, block) in blocks.enumerated() {
            var order = firstOrders[index]
            for run in block.sequence {
                let shift = order - run.rows.lowerBound
                if let own = places[index].column(number, of: block.table(of: run).columns) {
                    for row in column.append(own, run.rows) { odd.insert(row + shift) }
                    if run.isLoose { odd.insert(block.looseOdd[number], in: run.rows, shift) }
                } else {
                    column.appendNulls(run.rows.count)
                    for row in run.rows { odd.insert(row + shift) }
                }
                order += run.rows.count
            }
        }
        add(column.finish(), number: number, odd: odd.bitmap)
    }

    private mutating func add(_ column: OrderEngine.Column, number: Int, odd: Bitmap?) {
        if odd == nil, let original = originals.first(where: { $0.column.holdsTheSame(as: column) }) {
            chunks.append(encoder.copy(of: column, number: number, as: chunks[original.chunk]))
            return
        }
        chunks.append(encoder.encode(column, number: number, odd: odd))
        if odd == nil { originals.append((column, chunks.count - 1)) }
    }

    // MARK: Items and payments

    private mutating func encodeChildren(_ collection: Collection) {
        encodeList(collection)
        let offsets = childOffsets(collection)
        for field in StoredFields.all where field.collection == collection {
            encodeChildren(field, collection, offsets)
        }
    }

    /// How many rows each order has, as a column of its own.
    private mutating func encodeList(_ collection: Collection) {
        let number = StoredFields.listNumber(of: collection)
        var odd = OddOrders(count: orderCount)
        var counts: [Int64] = []
        counts.reserveCapacity(orderCount)
        for (index, block) in blocks.enumerated() {
            var order = firstOrders[index]
            for run in block.sequence {
                let offsets = block.table(of: run).children(in: collection)?.offsets
                for row in run.rows {
                    counts.append(offsets.map { Int64($0[row + 1] - $0[row]) } ?? 0)
                    if offsets == nil { odd.insert(order + row - run.rows.lowerBound) }
                }
                if run.isLoose { odd.insert(block.looseOdd[number], in: run.rows, order - run.rows.lowerBound) }
                order += run.rows.count
            }
        }
        let column = OrderEngine.Column(field: StoredFields.all[0], storage: .numbers(counts, scale: 0))
        chunks.append(encoder.encode(column, number: number, odd: odd.bitmap))
    }

    private func childOffsets(_ collection: Collection) -> [Int] {
        var offsets = [0]
        offsets.reserveCapacity(orderCount + 1)
        for block in blocks {
            for run in block.sequence {
                let own = block.table(of: run).children(in: collection)?.offsets
                for row in run.rows {
                    offsets.append(offsets[offsets.count - 1] + (own.map { Int($0[row + 1] - $0[row]) } ?? 0))
                }
            }
        }
        return offsets
    }

    private mutating func encodeChildren(_ field: Field, _ collection: Collection, _ offsets: [Int]) {
        guard let number = StoredFields.numbers[field] else { return }
        var column = ColumnGathering(field, rowCount: offsets[orderCount])
        var odd = OddOrders(count: orderCount)
        for (index, block) in blocks.enumerated() {
            var order = firstOrders[index]
            for run in block.sequence {
                if let own = block.table(of: run).children(in: collection) {
                    let rows = Int(own.offsets[run.rows.lowerBound])..<Int(own.offsets[run.rows.upperBound])
                    let shift = column.count - rows.lowerBound
                    if let values = places[index].column(number, of: own.columns) {
                        for row in column.append(values, rows) { odd.insert(Self.order(of: row + shift, offsets)) }
                    } else {
                        column.appendNulls(rows.count)
                        for row in 0..<run.rows.count { odd.insert(order + row) }
                    }
                }
                if run.isLoose { odd.insert(block.looseOdd[number], in: run.rows, order - run.rows.lowerBound) }
                order += run.rows.count
            }
        }
        addChildren(column.finish(), number: number, odd: odd.bitmap, offsets)
    }

    /// Packs a child's column, or says that it repeats its order's field of the same name.
    private mutating func addChildren(
        _ column: OrderEngine.Column,
        number: Int,
        odd: Bitmap?,
        _ offsets: [Int]
    ) {
        if odd == nil, column.count > 0,
            let original = originals.first(where: { $0.column.field.name == column.field.name }),
            original.column.isRepeated(in: column, offsets)
        {
            chunks.append(encoder.copy(of: column, number: number, as: chunks[original.chunk]))
        } else {
            chunks.append(encoder.encode(column, number: number, odd: odd))
        }
    }

    private static func order(of row: Int, _ offsets: [Int]) -> Int {
        var (low, high) = (0, offsets.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if offsets[middle] <= row { low = middle } else { high = middle }
        }
        return low
    }

    // MARK: Documents

    private func segments() -> [EncodedSegment] {
        var segments: [EncodedSegment] = []
        var waiting: [DocumentBlock] = []
        var (firstRow, waitingBytes) = (0, 0)
        func close() {
            guard !waiting.isEmpty else { return }
            let rowCount = waiting.reduce(0) { $0 + $1.rowCount }
            let directory = waiting.flatMap(\.directory)
            var data = directory
            data.reserveCapacity(directory.count + waitingBytes)
            for block in waiting { data += block.bytes }
            segments.append(
                EncodedSegment(
                    firstRow: firstRow,
                    rowCount: rowCount,
                    blockCount: waiting.count,
                    directoryChecksum: Checksum.of(directory),
                    data: data
                )
            )
            firstRow += rowCount
            waiting = []
            waitingBytes = 0
        }
        for block in blocks.lazy.flatMap(\.documents) {
            if waitingBytes + block.bytes.count > SnapshotFormat.segmentBytes { close() }
            waiting.append(block)
            waitingBytes += block.bytes.count
        }
        close()
        return segments
    }
}

/// Which orders are odd in a field; nothing is kept while none is.
private struct OddOrders {
    private let count: Int
    private(set) var bitmap: Bitmap?

    init(count: Int) {
        self.count = count
    }

    mutating func insert(_ order: Int) {
        if bitmap == nil { bitmap = Bitmap(count: count) }
        bitmap?[order] = true
    }

    /// Takes those of some rows that are among a run's; the group's order is `shift` more than the row.
    mutating func insert(_ rows: [Int]?, in run: Range<Int>, _ shift: Int) {
        for row in rows ?? [] where run.contains(row) { insert(row + shift) }
    }
}

/// Where the tables of a block have the column of each field.
private struct ColumnPlaces {
    let excluded: Set<Int>
    /// By the fields' numbers; nil where there is none.
    private var indices: [Int?]

    init(without excluded: Set<Int>) {
        self.excluded = excluded
        indices = [Int?](repeating: nil, count: StoredFields.firstNumber + StoredFields.all.count)
        let fields = ImportFields.needed(without: excluded)
        for collection in Collection.allCases {
            for (index, field) in (fields.fields(of: collection) ?? []).enumerated() {
                if let number = StoredFields.numbers[field] { indices[number] = index }
            }
        }
    }

    func column(_ number: Int, of columns: [OrderEngine.Column]) -> OrderEngine.Column? {
        indices[number].map { columns[$0] }
    }
}

extension ImportBlock {
    fileprivate func table(of run: RowRun) -> ColumnTable { run.isLoose ? loose : sound }
}

extension OrderEngine.Column {
    /// Whether another column has the same kind of values, and each the same.
    fileprivate func holdsTheSame(as other: OrderEngine.Column) -> Bool {
        guard presence == other.presence, count == other.count, count > 0, field.type == other.field.type else {
            return false
        }
        switch (storage, other.storage) {
        case (.numbers(let left, let leftScale), .numbers(let right, let rightScale)):
            return leftScale == rightScale && left == right
        case (.instants(let left), .instants(let right)): return left == right
        case (.booleans(let left), .booleans(let right)): return left == right
        case (.texts(let left), .texts(let right)): return left.bytes == right.bytes && left.offsets == right.offsets
        default: return false
        }
    }

    /// Whether each order's rows of a child column have the order's own value.
    fileprivate func isRepeated(in child: OrderEngine.Column, _ offsets: [Int]) -> Bool {
        guard presence == nil, child.presence == nil, offsets.count == count + 1,
            case .instants(let values) = storage, case .instants(let childValues) = child.storage
        else { return false }
        for order in 0..<count {
            for row in offsets[order]..<offsets[order + 1] where childValues[row] != values[order] { return false }
        }
        return true
    }
}
