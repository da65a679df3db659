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
        SequentialScan { [sample] in SampleReader(sample) }
    }

    package func order(_ lookup: Lookup) async throws -> Order? {
        sample.first { $0.matches(lookup) }
    }
}

/// A scan over the sample, which is made while it is read.
private final class SampleReader: BatchReader {
    private var sample: SampleOrders
    private(set) var statistics = ScanStatistics()

    private static let batchOrderCount = 1000

    init(_ sample: SampleOrders) {
        self.sample = sample
    }

    func next() async throws -> OrderBatch? {
        try Task.checkCancellation()
        var orders: [Order] = []
        while orders.count < Self.batchOrderCount, let order = sample.next() { orders.append(order) }
        statistics.orderCount += orders.count
        return orders.isEmpty ? nil : OrderBatch(plainOrders: orders)
    }
}
