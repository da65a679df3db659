import OrderModel

/// Turns comma-separated values into documents of orders, a block at a time.
final class CSVCutter: BlockCutter {
    private let records: CSVRecordReader
    private let blockBytes: Int
    private let skipsBadLines: Bool
    private var header: CSVHeader?
    /// What went wrong behind the records that were handed out before.
    private var failure: DatasetError?

    init(_ buffer: InputBuffer, options: FileOptions) {
        records = CSVRecordReader(buffer)
        blockBytes = options.blockBytes
        skipsBadLines = options.skipsBadLines
    }

    var byteCount: Int { records.buffer.consumedCount }
    var warnings: [String] { [] }

    func next() throws(DatasetError) -> CutBlock? {
        if let failure { throw failure }
        var block = CSVBlock()
        do throws(DatasetError) {
            let header = try readHeader()
            block.absent = [.items, .payments].filter { !header.holds($0) }
            while block.bytes.count < blockBytes, let cells = try records.next() {
                do throws(DatasetError) {
                    try block.append(cells, header, at: records.start, of: records.buffer.source)
                } catch {
                    guard skipsBadLines else { throw error }
                    block.badRecords.append(error)
                }
            }
        } catch {
            failure = error
            guard !block.documents.isEmpty else { throw error }
        }
        return block.isEmpty ? nil : block.cut
    }

    private func readHeader() throws(DatasetError) -> CSVHeader {
        if let header { return header }
        guard let cells = try records.next() else {
            throw DatasetError(.empty, at: DatasetPlace(source: records.buffer.source))
        }
        let names = cells.map { cell in
            guard case .text(let text) = cell else { return "" }
            let name = String(decoding: text, as: UTF8.self)
            return String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        let place = DatasetPlace(source: records.buffer.source, position: records.start)
        let header = try CSVHeader(names, at: place)
        self.header = header
        return header
    }
}

/// The records of a block so far.
private struct CSVBlock {
    var bytes: [UInt8] = []
    var documents: [RawDocument] = []
    var badRecords: [DatasetError] = []
    var absent: [Collection] = []

    var isEmpty: Bool { documents.isEmpty && badRecords.isEmpty }

    /// Adds a record, or nothing of it when it is broken.
    mutating func append(
        _ cells: [CSVRecordReader.Cell],
        _ header: CSVHeader,
        at start: TextPosition,
        of source: String
    ) throws(DatasetError) {
        let place = DatasetPlace(source: source, position: start)
        guard cells.count == header.columnCount else {
            throw DatasetError(.cellCount(found: cells.count, expected: header.columnCount), at: place)
        }
        let first = bytes.count
        do throws(DatasetError) {
            try header.write(cells, to: &bytes, at: place)
        } catch {
            bytes.removeLast(bytes.count - first)
            throw error
        }
        documents.append(RawDocument(range: first..<bytes.count, start: start))
        bytes.append(UInt8(ascii: "\n"))
    }

    var cut: CutBlock {
        CutBlock(
            bytes: bytes,
            layout: .documents(documents),
            firstLine: documents.first?.start.line ?? 1,
            badRecords: badRecords,
            absent: absent
        )
    }
}
