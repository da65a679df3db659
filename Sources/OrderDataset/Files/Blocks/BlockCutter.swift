// Cutting what can only be read from its beginning on: gzip data, pipes, lists of orders, comma-separated values.
// One worker at a time cuts the next block; what is in it is looked at elsewhere.

import OrderModel

/// Cuts a file into blocks, one after the other.
protocol BlockCutter: AnyObject {
    /// The next block; nil at the end of the file.
    func next() throws(DatasetError) -> CutBlock?
    /// How many bytes of the file have been read, decompressed ones where it is gzipped.
    var byteCount: Int { get }
    /// What the reader of the results must know.
    var warnings: [String] { get }
}

/// Bytes that were cut, and how the documents lie in them.
struct CutBlock: Sendable {
    let bytes: [UInt8]
    let layout: RawBlock.Layout
    let firstLine: Int
    /// Records that were left out because they are broken.
    var badRecords: [DatasetError] = []
    /// Collections that the file has no rows of.
    var absent: [Collection] = []
}

/// Cuts lines, each of which is an order.
final class LineCutter: BlockCutter {
    private let buffer: InputBuffer
    private let blockBytes: Int

    init(_ buffer: InputBuffer, blockBytes: Int) {
        self.buffer = buffer
        self.blockBytes = blockBytes
    }

    var byteCount: Int { buffer.consumedCount }
    var warnings: [String] { [] }

    func next() throws(DatasetError) -> CutBlock? {
        while buffer.count < blockBytes, try buffer.refill() {}
        var searched = 0
        while true {
            if let last = buffer.bytes[searched...].lastIndex(of: UInt8(ascii: "\n")) { return cut(last + 1) }
            searched = buffer.count
            guard try buffer.refill() else { return buffer.count == 0 ? nil : cut(buffer.count) }
        }
    }

    /// What has not been cut yet.
    func rest() -> any ByteStream { BufferRestStream(buffer) }

    private func cut(_ count: Int) -> CutBlock {
        let block = CutBlock(bytes: Array(buffer.bytes[..<count]), layout: .lines, firstLine: buffer.line)
        buffer.consume(count)
        return block
    }
}

/// Cuts the orders out of lists, pages and texts over several lines.
final class DocumentCutter: BlockCutter {
    private let scanner: OrderScanner
    private let blockBytes: Int
    /// What went wrong behind the documents that were cut before.
    private var failure: DatasetError?

    init(_ scanner: OrderScanner, blockBytes: Int) {
        self.scanner = scanner
        self.blockBytes = blockBytes
    }

    var byteCount: Int { scanner.byteCount }
    var warnings: [String] { scanner.warnings }

    func next() throws(DatasetError) -> CutBlock? {
        if let failure { throw failure }
        var bytes: [UInt8] = []
        var documents: [RawDocument] = []
        do {
            while bytes.count < blockBytes, let document = try scanner.cut(into: &bytes) {
                documents.append(document)
            }
        } catch {
            failure = error
            guard !documents.isEmpty else { throw error }
        }
        guard let first = documents.first else { return nil }
        return CutBlock(bytes: bytes, layout: .documents(documents), firstLine: first.start.line)
    }
}
