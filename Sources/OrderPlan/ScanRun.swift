// A scan read by as many tasks as are useful, each with a reader and a share of the answer of its own.

import OrderEngine
import Synchronization

/// One scan being read to its end, or as far as the answer needs it.
struct ScanRun {
    let query: PreparedQuery
    let scan: any OrderScan
    let bound: SortBound?

    /// What reading has given, and what it has cost in any case.
    struct Outcome: Sendable {
        var share: Result<QueryShare, any Error>
        var statistics: ScanStatistics
        /// The place of the batch that failed.
        fileprivate var failedOrdinal = Int.max
    }

    /// Reads the scan.
    ///
    /// Where several batches fail, the error of the first of them in the source is the run's, whichever worker met
    /// one first: batches are handed out in order, so by the time one fails all before it are being read.
    func outcome() async -> Outcome {
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
        do {
            while !execution.isSatisfied, !hasFailed.isRaised, let batch = try await reader.next() {
                try Task.checkCancellation()
                ordinal = batch.ordinal
                try execution.consume(batch)
                ordinal = nil
            }
            return Outcome(share: .success(execution.finish()), statistics: reader.statistics)
        } catch {
            hasFailed.raise()
            return Outcome(
                share: .failure(error),
                statistics: reader.statistics,
                failedOrdinal: error is CancellationError ? -1 : ordinal ?? reader.ordinal
            )
        }
    }
}

extension ScanRun.Outcome {
    /// Both workers' parts together: the merged share, or the error that comes first in the source.
    fileprivate func merged(with other: Self) -> Self {
        var whole = self
        whole.statistics.add(other.statistics)
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

/// Tells the workers of a scan that one of them has failed, so that none begins another batch.
private final class FailureFlag: Sendable {
    private let flag = Atomic(false)

    var isRaised: Bool { flag.load(ordering: .relaxed) }

    func raise() { flag.store(true, ordering: .relaxed) }
}
