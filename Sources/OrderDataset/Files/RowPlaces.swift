// The way from a batch's rows back to their documents: where each row's line stands. A file is read again for the
// few rows that are asked for; of what goes by once, the batch keeps the bytes.

import OrderEngine
import OrderModel

/// Rows of a plain file of lines.
struct FileRowDocuments: RowDocuments {
    let file: LineFile
    /// The blocks that the rows are in, ascending.
    var blocks: [Block] = []
    /// Where each row's line begins in the file.
    var offsets: [Int] = []
    var counts: [Int32] = []

    /// A block with rows.
    struct Block: Sendable {
        let index: Int
        /// Where the block's first line begins in the file.
        let start: Int
        let firstRow: Int
    }

    init(_ file: LineFile) {
        self.file = file
    }

    func orders(at rows: [Int]) throws -> [Order] {
        try file.file.checkUnchanged()
        var orders: [Int: Order] = [:]
        var ascending = Array(Set(rows)).sorted()[...]
        while let first = ascending.first {
            let block = (blocks.lastIndex { $0.firstRow <= first }) ?? 0
            let end = block + 1 < blocks.count ? blocks[block + 1].firstRow : offsets.count
            let part = ascending.prefix { $0 < end }
            ascending = ascending.dropFirst(part.count)
            try read(part, of: blocks[block], into: &orders)
        }
        return rows.compactMap { orders[$0] }
    }

    /// Reads a block up to the last of some rows, counting lines on the way.
    private func read(
        _ rows: ArraySlice<Int>,
        of block: Block,
        into orders: inout [Int: Order]
    ) throws(DatasetError) {
        guard let last = rows.last else { return }
        let bytes = try file.file.bytes(block.start..<offsets[last] + Int(counts[last]))
        var line = try file.firstLine(ofBlock: block.index)
        var position = 0
        for row in rows {
            let start = offsets[row] - block.start
            line += LineCount.lineFeeds(in: bytes[position..<start])
            position = start
            let document = RawDocument(
                range: start..<start + Int(counts[row]),
                start: TextPosition(line: line, column: 1)
            )
            orders[row] = try document.order(in: bytes, source: file.file.path)
        }
    }
}

/// Rows whose bytes are kept, since they cannot be read again.
struct KeptRowDocuments: RowDocuments {
    let source: String
    let bytes: [UInt8]
    let ranges: [Range<Int>]
    /// Where the documents of the block begin in their file; nil when each has a line.
    let documents: [RawDocument]?
    let firstLine: Int

    func orders(at rows: [Int]) throws -> [Order] {
        var orders: [Int: Order] = [:]
        // Lines are counted on from one row to the next, so that many rows cost no more than all bytes once.
        var line = firstLine
        var position = 0
        for row in Set(rows).sorted() {
            let range = ranges[row]
            if documents == nil { line += LineCount.lineFeeds(in: bytes[position..<range.lowerBound]) }
            position = range.lowerBound
            let start = documents.map { self.start(of: range, in: $0) } ?? TextPosition(line: line, column: 1)
            orders[row] = try RawDocument(range: range, start: start).order(in: bytes, source: source)
        }
        return rows.compactMap { orders[$0] }
    }

    private func start(of range: Range<Int>, in documents: [RawDocument]) -> TextPosition {
        var (lower, upper) = (0, documents.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if documents[middle].range.lowerBound < range.lowerBound { lower = middle + 1 } else { upper = middle }
        }
        return documents[lower].start
    }
}
