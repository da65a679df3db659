import OrderModel

/// Reads what a scan found odd, strictly: an unusual order, or something else.
struct OddLines {
    private let block: RawBlock
    private let bytes: [UInt8]
    private var line: Int
    /// Up to where lines have been counted.
    private var counted = 0
    private var nextDocument = 0
    private var warnings: [String] = []

    /// What a line is.
    enum Finding {
        case orders([Order])
        /// No order on one line; from here on, the file is to be read as a text of lists and objects.
        case handOver
    }

    init(_ block: RawBlock, firstLine: Int, bytes: [UInt8]) {
        self.block = block
        self.bytes = bytes
        line = firstLine
    }

    /// Reads the next of a block's odd places.
    mutating func read(_ range: Range<Int>, canHandOver: Bool) throws(DatasetError) -> Finding {
        if case .documents(let documents) = block.layout {
            // Odd places ascend, so the search goes on where the last one ended.
            let index = documents[nextDocument...].firstIndex { $0.range == range } ?? nextDocument
            nextDocument = index
            return .orders([try documents[index].order(in: bytes, source: block.source)])
        }
        line += LineCount.lineFeeds(in: bytes[counted..<range.lowerBound])
        counted = range.lowerBound
        if case .object(let object)? = try? JSONParser.parse(bytes[range]), object["id"] != nil {
            return .orders([Order(document: object, origin: Origin(source: block.source, line: line))])
        }
        if canHandOver { return .handOver }
        return .orders(try orders(Array(bytes[range])))
    }

    /// The orders of a line that is no single one: a list or a page of them.
    private mutating func orders(_ text: [UInt8]) throws(DatasetError) -> [Order] {
        let stream = PrefixedStream(prefix: text, rest: EmptyStream())
        let scanner = OrderScanner(InputBuffer(stream, source: block.source, line: line), behindWholeLines: true)
        var orders: [Order] = []
        do {
            while let order = try scanner.next() { orders.append(order) }
        } catch {
            guard scanner.isInsideList, error.problem == .malformed(.unexpectedEnd) else { throw error }
            let place = DatasetPlace(source: block.source, position: TextPosition(line: line, column: 1))
            throw DatasetError(.listAmongLines, at: place)
        }
        warnings += scanner.warnings
        return orders
    }

    mutating func takeWarnings() -> [String] {
        defer { warnings = [] }
        return warnings
    }
}

/// A stream without bytes.
final class EmptyStream: ByteStream {
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }
}
