import OrderEngine
import OrderModel

/// A scan over files, one after the other.
final class FileReader: BatchReader {
    private var inputs: ArraySlice<FileSource.Input>
    private let allInputs: [FileSource.Input]
    private var scanner: OrderScanner?
    private var identifiers = IdentifierSet()
    private(set) var statistics = ScanStatistics()
    /// The bytes of the files that have been read to their end.
    private var finishedByteCount = 0

    private static let batchOrderCount = 1000
    /// A batch is handed out early when its orders are long.
    private static let batchByteCount = 8 << 20

    init(inputs: [FileSource.Input]) {
        allInputs = inputs
        self.inputs = inputs[...]
    }

    func next() async throws -> OrderBatch? {
        try Task.checkCancellation()
        var orders: [Order] = []
        let firstByte = statistics.byteCount
        while orders.count < Self.batchOrderCount, statistics.byteCount - firstByte < Self.batchByteCount {
            guard let order = try nextOrder() else { break }
            try checkIsFirst(order)
            orders.append(order)
        }
        statistics.orderCount += orders.count
        return orders.isEmpty ? nil : OrderBatch(plainOrders: orders)
    }

    private func nextOrder() throws(DatasetError) -> Order? {
        while true {
            if let scanner {
                let order = try scanner.next()
                statistics.byteCount = finishedByteCount + scanner.byteCount
                if let order { return order }
                finishedByteCount += scanner.byteCount
                statistics.warnings += scanner.warnings
                self.scanner = nil
            }
            guard let input = inputs.popFirst() else { return nil }
            scanner = OrderScanner(try Self.open(input))
        }
    }

    /// An id stands for one order; two of them would be counted twice in every sum.
    private func checkIsFirst(_ order: Order) throws(DatasetError) {
        guard let identifier = order.identifier, !identifiers.insert(identifier) else { return }
        let place = DatasetPlace(
            source: order.origin.source,
            position: order.origin.line.map { TextPosition(line: $0, column: 1) }
        )
        throw DatasetError(.duplicate(identifier: identifier, first: firstOrigin(of: identifier)), at: place)
    }

    /// Where an id stands first, found by reading once more; nil if that can't be done.
    private func firstOrigin(of identifier: Int) -> Origin? {
        let again = FileReader(inputs: allInputs)
        while let order = try? again.nextOrder() {
            if order.identifier == identifier { return order.origin }
        }
        return nil
    }

    private static func open(_ input: FileSource.Input) throws(DatasetError) -> InputBuffer {
        switch input {
        case .file(let path):
            return InputBuffer(try decompressing(try FileStream(path: path), source: path), source: path)
        case .pipe(let spool, let source):
            return InputBuffer(try decompressing(PipeStream(spool), source: source), source: source)
        }
    }

    /// The stream itself, or its contents when its first bytes say that it is gzipped.
    private static func decompressing(
        _ stream: any ByteStream,
        source: String
    ) throws(DatasetError) -> any ByteStream {
        var head: [UInt8] = []
        while head.count < 4 {
            var block = [UInt8](repeating: 0, count: 4 - head.count)
            let count = try readOnce(stream, into: &block)
            guard count > 0 else { break }
            head += block[..<count]
        }
        let whole = PrefixedStream(prefix: head, rest: stream)
        if head.starts(with: [0x1F, 0x8B]) { return try GzipStream(whole, source: source) }
        if let (_, name) = foreignFormats.first(where: { head.starts(with: $0.0) }) {
            throw DatasetError(.foreignFormat(name: name), at: DatasetPlace(source: source))
        }
        return whole
    }

    /// Forms that people do have orders in, by their first bytes.
    private static let foreignFormats: [([UInt8], String)] = [
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd data"),
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive"),
        ([0x42, 0x5A, 0x68], "bzip2 data"),
        ([0xFD, 0x37, 0x7A, 0x58], "xz data"),
        ([0xFF, 0xFE], "UTF-16 text"),
        ([0xFE, 0xFF], "UTF-16 text"),
    ]
}
