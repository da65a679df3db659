import OrderEngine
import OrderModel

/// Orders in memory, handed out one a batch; can fail, or wait until it is cancelled.
struct MemorySource: OrderSource {
    var name = "memory"
    var capabilities = SourceCapabilities.scanOnly
    var orders: [Order] = []
    /// What the scan ends with instead of its end.
    var failure: TestFailure?
    var waitsForever = false

    init(identifiers: [Int]) {
        orders = identifiers.map { identifier in
            Order(
                document: JSONObject([
                    JSONMember(key: "id", value: .number("\(identifier)")),
                    JSONMember(key: "key", value: .text("k\(identifier)")),
                    JSONMember(key: "status", value: .text("new")),
                    JSONMember(key: "total", value: .number("\(identifier * 10)")),
                    JSONMember(key: "created_at", value: .text("2025-12-27T10:00:00Z")),
                ]),
                origin: Origin(source: "memory")
            )
        }
    }

    func makeScan(for request: ScanRequest) -> any OrderScan { SequentialScan { MemoryReader(self) } }

    func order(_ lookup: Lookup) async throws -> Order? {
        orders.first { order in
            guard case .identifier(let identifier) = lookup, case .number(let digits)? = order.document["id"] else {
                return false
            }
            return digits == "\(identifier)"
        }
    }
}

/// A failure of a category, for tests of exit statuses.
struct TestFailure: Failure {
    var category: FailureCategory
    var message: String { "a test failure" }
}

private final class MemoryReader: BatchReader {
    private let source: MemorySource
    private var position = 0

    init(_ source: MemorySource) {
        self.source = source
    }

    var statistics: ScanStatistics { ScanStatistics(orderCount: position) }

    func next() async throws -> OrderBatch? {
        try Task.checkCancellation()
        if source.waitsForever {
            try await Task.sleep(for: .seconds(3600))
        }
        guard position < source.orders.count else {
            if let failure = source.failure { throw failure }
            return nil
        }
        position += 1
        return OrderBatch(plainOrders: [source.orders[position - 1]])
    }
}
