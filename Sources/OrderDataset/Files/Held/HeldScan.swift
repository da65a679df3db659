import OrderEngine
import OrderModel
import Synchronization

/// A scan over columns in memory, shared by its readers.
///
/// Tables come first that promise most for the order that is asked for, and rows are left out where their ranges
/// say that none of them can matter.
final class HeldScan: OrderScan {
    private let held: HeldColumns.Held
    private let request: ScanRequest
    private let pruning: BatchPruning?
    /// The tables' places in the order in which they are handed out.
    private let sequence: [Int]
    private let nextPlace = Mutex(0)
    let readerCount: Int

    /// Below this many orders, a second reader costs more than it brings.
    private static let ordersPerReader = 200_000

    init(_ held: HeldColumns.Held, _ request: ScanRequest, readerCount: Int?) {
        self.held = held
        self.request = request
        let useful = min(ProcessorCount.online, held.orderCount / Self.ordersPerReader)
        self.readerCount = max(1, min(readerCount ?? useful, held.tables.count))
        pruning = request.conditions.isEmpty ? nil : request.time.map { BatchPruning(request.conditions, time: $0) }
        sequence = Self.sequence(held.tables, request.bound)
    }

    /// With a bound, the tables whose best value is best come first.
    private static func sequence(_ tables: [HeldTable], _ bound: SortBound?) -> [Int] {
        let places = Array(tables.indices)
        guard let bound, bound.field.collection == .orders else { return places }
        let best = tables.map { table -> Value in
            let summary = table.columns[bound.field]?.summary
            return (bound.isDescending ? summary?.maximum : summary?.minimum) ?? .null
        }
        return places.sorted { left, right in
            if bound.precedes(best[left], best[right]) { return true }
            if bound.precedes(best[right], best[left]) { return false }
            return left < right
        }
    }

    func makeReader() -> any BatchReader { HeldReader(self) }

    /// The next batch that may matter, and what is to be said with the first one.
    fileprivate func take() -> (batch: OrderBatch, warnings: [String])? {
        while true {
            let place = nextPlace.withLock { place in
                defer { place += 1 }
                return place
            }
            guard place < sequence.count else { return nil }
            let table = held.tables[sequence[place]]
            let batch = table.batch(request.fields, withRows: !canSkip(table))
            let warnings = place == 0 ? held.warnings : []
            if batch.orderCount > 0 || !warnings.isEmpty { return (batch, warnings) }
        }
    }

    /// Whether no row of a table can matter.
    private func canSkip(_ table: HeldTable) -> Bool {
        isBeyondBound(table) || pruning?.canSkip { table.columns[$0]?.summary } == true
    }

    private func isBeyondBound(_ table: HeldTable) -> Bool {
        guard let bound = request.bound, let worst = bound.worst, bound.field.collection == .orders,
            let summary = table.columns[bound.field]?.summary
        else { return false }
        // Without a value, all rows sort last: after any worst row that has one.
        if summary.nullCount == summary.rowCount { return !worst.isNull }
        guard let best = bound.isDescending ? summary.maximum : summary.minimum else { return false }
        return bound.precedes(worst, best)
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
        while true {
            try Task.checkCancellation()
            guard let (batch, warnings) = scan.take() else { return nil }
            ordinal = batch.ordinal
            statistics.orderCount += batch.orderCount
            statistics.warnings += warnings
            if batch.orderCount > 0 { return batch }
        }
    }
}
