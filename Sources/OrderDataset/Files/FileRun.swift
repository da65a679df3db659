import OrderEngine
import OrderModel

/// What a reader has gathered from a run of blocks, beside the columns.
struct FileRun {
    /// The way back to the rows.
    private(set) var documents: any RowDocuments = DocumentsInMemory([])
    /// Orders that are no rows, with their places in the run.
    private(set) var plainOrders: [(position: Int, order: Order)] = []
    /// The first thing that went wrong, and its place in the run.
    var failure: (position: Int, error: DatasetError)?
    /// Where each row stands in the run.
    private var positions: [Int] = []
    private var fileRows: FileRowDocuments?

    /// Whether the bytes of the block must stay for its rows.
    var keepsBytes: Bool { fileRows == nil }

    init(_ block: RawBlock) {
        if case .file(let file, _, _) = block.origin { fileRows = FileRowDocuments(file) }
    }

    /// A place in the run, comparable with the others: in the file, or in the only block.
    func position(of range: Range<Int>, in block: RawBlock) -> Int {
        if case .file(_, _, let start) = block.origin { start + range.lowerBound } else { range.lowerBound }
    }

    mutating func append(_ order: Order, of block: RawBlock, at range: Range<Int>) {
        plainOrders.append((position(of: range, in: block), order))
    }

    /// Takes the places of a block's rows.
    mutating func append(_ rows: [Range<Int>], of block: RawBlock, bytes: [UInt8]) {
        switch block.origin {
        case .file(_, let index, let start):
            guard !rows.isEmpty, var fileRows else { return }
            self.fileRows = nil
            fileRows.blocks.append(.init(index: index, start: start, firstRow: fileRows.offsets.count))
            for row in rows {
                fileRows.offsets.append(start + row.lowerBound)
                fileRows.counts.append(Int32(truncatingIfNeeded: row.count))
            }
            self.fileRows = fileRows
            documents = fileRows
        case .stream(let firstLine):
            positions = rows.map(\.lowerBound)
            var known: [RawDocument]?
            if case .documents(let documents) = block.layout { known = documents }
            documents = KeptRowDocuments(
                source: block.source,
                bytes: bytes,
                ranges: rows,
                documents: known,
                firstLine: firstLine
            )
        }
    }

    /// Which of all orders of the run each is that is no row.
    var plainPlaces: [Int] {
        guard !plainOrders.isEmpty else { return [] }
        let positions = fileRows?.offsets ?? positions
        var row = 0
        return plainOrders.enumerated().map { index, plain in
            while row < positions.count, positions[row] < plain.position { row += 1 }
            return row + index
        }
    }

    /// Where an order with an id stands.
    enum Place {
        case row(Int)
        case plain(Int)
    }

    /// The ids of all orders before the failure in the files' order, and whose they are.
    func identifiers(_ column: OrderEngine.Column) -> (identifiers: [Int], places: [Place]) {
        let positions = fileRows?.offsets ?? positions
        let end = failure?.position ?? .max
        var identifiers: [Int] = []
        var places: [Place] = []
        identifiers.reserveCapacity(column.count + plainOrders.count)
        places.reserveCapacity(column.count + plainOrders.count)
        var plain = 0
        func takePlain(before position: Int) {
            while plain < plainOrders.count, plainOrders[plain].position < position {
                if let identifier = plainOrders[plain].order.identifier {
                    identifiers.append(identifier)
                    places.append(.plain(plain))
                }
                plain += 1
            }
        }
        for row in 0..<column.count where positions[row] < end {
            takePlain(before: positions[row])
            guard let identifier = Self.identifier(column, row) else { continue }
            identifiers.append(identifier)
            places.append(.row(row))
        }
        takePlain(before: .max)
        return (identifiers, places)
    }

    private static func identifier(_ column: OrderEngine.Column, _ row: Int) -> Int? {
        if case .numbers(let values, scale: 0) = column.storage, column.presence == nil { return Int(values[row]) }
        guard case .number(let number) = column.value(at: row) else { return nil }
        return number.wholeNumber
    }
}
