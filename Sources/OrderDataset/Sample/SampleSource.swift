package import OrderEngine
package import OrderModel

/// The built-in sample as a source: for trying the language out without any data.
package struct SampleSource: OrderSource {
    package let name = SampleOrders.name
    package let capabilities = SourceCapabilities.scanOnly
    private let sample: SampleOrders

    package init(_ sample: SampleOrders = SampleOrders()) {
        self.sample = sample
    }

    package func makeScan(for request: ScanRequest) -> any OrderScan {
        SequentialScan { [sample] in SampleReader(sample, request.fields) }
    }

    package func order(_ lookup: Lookup) async throws -> Order? {
        var sample = sample
        var lines: [UInt8] = []
        while sample.nextLines(&lines) {
            for line in lines.split(separator: UInt8(ascii: "\n")) where Self.mayBe(lookup, line) {
                let order = try SampleLines.order(of: line)
                if order.matches(lookup) { return order }
            }
        }
        return nil
    }

    /// Whether a line can be the order that a lookup means: its id stands first, as the sample writes it.
    private static func mayBe(_ lookup: Lookup, _ line: ArraySlice<UInt8>) -> Bool {
        guard case .identifier(let identifier) = lookup else { return true }
        return line.starts(with: "{\"id\":\(identifier),".utf8)
    }
}

extension SampleSource: ValueListing {
    package func texts(of field: Field, limit: TextLimit) async throws -> [String]? {
        try await scannedTexts(of: field, limit: limit)
    }
}

/// A scan over the sample, which is made while it is read.
private final class SampleReader: BatchReader {
    private var sample: SampleOrders
    private var scanner: LineScanner
    private var table: ColumnTableBuilder
    private var lines: [UInt8] = []
    private(set) var statistics = ScanStatistics()
    private(set) var ordinal = -1

    init(_ sample: SampleOrders, _ fields: NeededFields) {
        self.sample = sample
        scanner = LineScanner(fields)
        table = ColumnTableBuilder(fields)
    }

    func next() async throws -> OrderBatch? {
        try Task.checkCancellation()
        guard sample.nextLines(&lines) else { return nil }
        ordinal += 1
        var rows: [Range<Int>] = []
        var odd: [Range<Int>] = []
        lines.withUnsafeBytes { scanner.scan($0, into: &table, rows: &rows, odd: &odd) }
        statistics.orderCount += rows.count + odd.count
        return OrderBatch(
            ordinal: ordinal,
            columns: table.finish(documents: SampleLines(bytes: lines, rows: rows)),
            plainOrders: try odd.map { try SampleLines.order(of: lines[$0]) }
        )
    }
}

/// Lines of the sample as the documents of a batch's rows.
private struct SampleLines: RowDocuments {
    let bytes: [UInt8]
    let rows: [Range<Int>]

    func orders(at places: [Int]) throws -> [Order] {
        try places.map { try Self.order(of: bytes[rows[$0]]) }
    }

    static func order(of line: ArraySlice<UInt8>) throws -> Order {
        guard case .object(let document) = try JSONParser.parse(Array(line)) else {
            preconditionFailure("the sample writes objects")
        }
        return Order(document: document, origin: Origin(source: SampleOrders.name))
    }
}
