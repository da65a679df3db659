// A scan read by as many tasks as are useful, each with a reader and a share of the answer of its own.

import OrderEngine
import Synchronization

/// One scan being read to its end, or as far as the answer needs it.
struct ScanRun {
    let query: PreparedQuery
    let scan: any OrderScan
    let bound: SortBound?
    /// Who is told of each batch, where the source doesn't tell it itself.
    var monitor: (any ScanMonitor)?

    /// What reading has given, and what it has cost in any case.
    struct Outcome: Sendable {
        var share: Result<QueryShare, any Error>
        var statistics: ScanStatistics
        /// The time spent waiting for batches, and the time spent on them, of all workers together.
        var fetching = Duration.zero
        var checking = Duration.zero
        /// The place of the batch that failed.
        fileprivate var failedOrdinal = Int.max
    }

    /// Reads the scan.
    ///
    /// Where several batches fail, the error of the first of them in the source is the run's, whichever worker met
    /// one first: batches are handed out in order, so by the time one fails all before it are being read.
    func outcome() async -> Outcome {
        switch scan.extent {
        case .orders(let count): monitor?.expect(orderCount: count)
        case .bytes(let count): monitor?.expect(byteCount: count)
        case nil: break
        }
        let workerCount = query.arrivesInOrder ? 1 : scan.readerCount
        let hasFailed = FailureFlag()
        guard workerCount > 1 else { return await work(hasFailed) }
        return await withTaskGroup(of: Outcome.self) { group in
            for _ in 0..<workerCount { group.addTask { await work(hasFailed) } }
            var whole: Outcome?
            for await part in group { whole = whole?.merged(with: part) ?? part }
            return whole ?? Outcome(share: .success(QueryExecution(query).finish()), statistics: ScanStatistics())
        }
    }

    /// One worker's part.
    private func work(_ hasFailed: FailureFlag) async -> Outcome {
        let execution = QueryExecution(query, bound: bound)
        let reader: any BatchReader
        do {
            reader = try scan.makeReader()
        } catch {
            hasFailed.raise()
            return Outcome(share: .failure(error), statistics: ScanStatistics(), failedOrdinal: -1)
        }
        var ordinal: Int?
        var watch = Stopwatch()
        var byteCount = 0
        do {
            while !execution.isSatisfied, !hasFailed.isRaised, let batch = try await reader.next() {
                watch.endFetching()
                try Task.checkCancellation()
                ordinal = batch.ordinal
                let readCount = reader.statistics.byteCount
                monitor?.note(ScanProgress(orderCount: batch.orderCount, byteCount: readCount - byteCount))
                byteCount = readCount
                try execution.consume(batch)
                ordinal = nil
                watch.endChecking()
            }
            watch.endFetching()
            let share = execution.finish()
            watch.endChecking()
            return watch.timed(Outcome(share: .success(share), statistics: reader.statistics))
        } catch {
            hasFailed.raise()
            let outcome = Outcome(
                share: .failure(error),
                statistics: reader.statistics,
                failedOrdinal: error is CancellationError ? -1 : ordinal ?? reader.ordinal
            )
            return watch.timed(outcome)
        }
    }
}

extension ScanRun.Outcome {
    /// Both workers' parts together: the merged share, or the error that comes first in the source.
    fileprivate func merged(with other: Self) -> Self {
        var whole = self
        whole.statistics.add(other.statistics)
        whole.fetching += other.fetching
        whole.checking += other.checking
        switch (share, other.share) {
        case (.success(var share), .success(let others)):
            share.merge(others)
            whole.share = .success(share)
        case (.success, .failure): (whole.share, whole.failedOrdinal) = (other.share, other.failedOrdinal)
        case (.failure, .failure) where other.failedOrdinal < failedOrdinal:
            (whole.share, whole.failedOrdinal) = (other.share, other.failedOrdinal)
        case (.failure, _): break
        }
        return whole
    }
}

/// Tells one worker's waiting from its working.
private struct Stopwatch {
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant
    private var fetching = Duration.zero
    private var checking = Duration.zero

    init() {
        last = clock.now
    }

    mutating func endFetching() { fetching += lap() }
    mutating func endChecking() { checking += lap() }

    /// The outcome with the times; what was under way when it failed counts as fetching.
    mutating func timed(_ outcome: ScanRun.Outcome) -> ScanRun.Outcome {
        var outcome = outcome
        (outcome.fetching, outcome.checking) = (fetching + lap(), checking)
        return outcome
    }

    private mutating func lap() -> Duration {
        let now = clock.now
        defer { last = now }
        return last.duration(to: now)
    }
}

/// Tells the workers of a scan that one of them has failed, so that none begins another batch.
private final class FailureFlag: Sendable {
    private let flag = Atomic(false)

    var isRaised: Bool { flag.load(ordering: .relaxed) }

    func raise() { flag.store(true, ordering: .relaxed) }
}
