package import OrderEngine
package import OrderModel
import Synchronization

/// A dataset in memory whose orders a test replaces as it likes, each time as a whole.
package final class MemoryDataset: ChangingDataset {
    package let name = "memory"
    private let newest: Mutex<MemoryState>

    package init(_ documents: [JSONObject]) {
        newest = Mutex(MemoryState(documents, number: 1))
    }

    /// The orders of some lines of JSON; blank ones are passed over.
    package convenience init(lines: String) throws {
        self.init(try Self.documents(lines: lines))
    }

    package func replace(with documents: [JSONObject]) {
        newest.withLock { $0 = MemoryState(documents, number: $0.number + 1) }
    }

    package func replace(withLines lines: String) throws {
        replace(with: try Self.documents(lines: lines))
    }

    package func currentVersion() -> DatasetVersion { newest.withLock { $0.version } }

    package func openState() -> any DatasetState { newest.withLock { $0 } }

    private static func documents(lines: String) throws -> [JSONObject] {
        try lines.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { return nil }
            guard case .object(let document) = try JSONParser.parse(Array(line)) else {
                throw NoOrder(line: String(Substring(line)))
            }
            return document
        }
    }

    private struct NoOrder: Error {
        let line: String
    }
}

/// One state of the dataset.
private struct MemoryState: DatasetState {
    let name = "memory"
    let capabilities = SourceCapabilities.scanOnly
    let number: Int64
    private let orders: [Order]

    /// Not a multiple of a bitmap's word, so that batches end anywhere.
    private static let batchOrders = 300

    init(_ documents: [JSONObject], number: Int64) {
        self.number = number
        orders = documents.enumerated().map { index, document in
            Order(document: document, origin: Origin(source: "memory", line: index + 1))
        }
    }

    var version: DatasetVersion { DatasetVersion([number]) }

    func makeScan(for request: ScanRequest) -> any OrderScan {
        SequentialScan { [orders] in MemoryReader(orders, request.fields, batchOrders: Self.batchOrders) }
    }

    func order(_ lookup: Lookup) async -> Order? {
        orders.first { order in
            switch lookup {
            case .identifier(let identifier): order.document.wholeIdentifier == identifier
            case .key(let key): order.document["key"] == .text(key)
            case .number(let number):
                order.document["number"] == .text(number) || order.document["key"] == .text(number)
            }
        }
    }
}

/// Cuts orders into batches.
private final class MemoryReader: BatchReader {
    private var rest: ArraySlice<Order>
    private let fields: NeededFields
    private let batchOrders: Int
    private(set) var statistics = ScanStatistics()
    private(set) var ordinal = -1

    init(_ orders: [Order], _ fields: NeededFields, batchOrders: Int) {
        rest = orders[...]
        self.fields = fields
        self.batchOrders = batchOrders
    }

    func next() async throws -> OrderBatch? {
        try Task.checkCancellation()
        guard !rest.isEmpty else { return nil }
        ordinal += 1
        var builder = ColumnTableBuilder(fields)
        var (rows, plain): ([Order], [Order]) = ([], [])
        for order in rest.prefix(batchOrders) {
            if builder.append(order.document) { rows.append(order) } else { plain.append(order) }
        }
        rest = rest.dropFirst(batchOrders)
        statistics.orderCount += rows.count + plain.count
        let table = builder.finish(documents: DocumentsInMemory(rows))
        return OrderBatch(ordinal: ordinal, columns: table, plainOrders: plain)
    }
}
