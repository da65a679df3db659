import OrderEngine
import OrderModel
import Synchronization

/// A scan over columns in memory, shared by its readers.
final class HeldScan: OrderScan {
    private let held: HeldColumns.Held
    private let nextBatch = Mutex(0)
    let readerCount: Int

    init(_ held: HeldColumns.Held, readerCount: Int) {
        self.held = held
        self.readerCount = min(readerCount, max(1, held.batches.count))
    }

    func makeReader() -> any BatchReader { HeldReader(self) }

    /// The next batch, and whether it is the first.
    fileprivate func take() -> (batch: OrderBatch, warnings: [String])? {
        let index = nextBatch.withLock { index in
            defer { index += 1 }
            return index
        }
        return index < held.batches.count ? (held.batches[index], index == 0 ? held.warnings : []) : nil
    }
}

/// One worker over columns in memory.
private final class HeldReader: BatchReader {
    private let scan: HeldScan
    private(set) var statistics = ScanStatistics()
    private(set) var ordinal = 0

    init(_ scan: HeldScan) {
        self.scan = scan
    }

    func next() async throws -> OrderBatch? {
        try Task.checkCancellation()
        guard let (batch, warnings) = scan.take() else { return nil }
        ordinal = batch.ordinal
        statistics.orderCount += batch.orderCount
        statistics.warnings += warnings
        return batch
    }
}
