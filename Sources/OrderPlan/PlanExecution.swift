package import OrderEngine
package import OrderModel

/// A query that has run: the answer, how it was got, and what a careful reader must know about it.
package struct Execution: Sendable {
    /// The plan that gave the answer; another one than was asked for, when the source could not be trusted with it.
    package let plan: Plan
    package let table: ResultTable
    /// What the source spent, over all attempts.
    package let statistics: ScanStatistics
    /// How many orders were looked at here.
    package let scannedCount: Int
    /// How many orders, items or payments passed.
    package let matchedCount: Int
    /// How many rows each of the plan's conjuncts turned away here, nil where the server decides alone.
    package let dropCounts: [Int?]
    package let duration: Duration
    /// What a careful reader must know, in whole sentences without a period.
    package let warnings: [String]

    /// What the relative dates stood for; shown under a report.
    package var resolvedDates: [String] {
        plan.spans.filter(\.isRelative).map { $0.description(in: plan.time.zone) }
    }
}

/// Runs plans.
package enum PlanExecution {
    /// Runs a plan and gives the whole answer.
    ///
    /// Where the source turns out to ignore or refuse a parameter, the query is planned again without it, so that
    /// the answer stays right, and that is said in the warnings.
    package static func run(
        _ plan: Plan,
        source: any OrderSource,
        options: RunOptions = RunOptions()
    ) async throws -> Execution {
        var plan = plan
        var run = PlanRun()
        while true {
            let failed: [String]
            let failure: any Failure
            do {
                return try await run.attempt(plan, source, options)
            } catch let error as CapabilitiesChanged {
                guard source.capabilities != plan.capabilities else { throw error }
                run.warnings.append(error.message)
                plan = try plan.replanned(for: source.capabilities)
                continue
            } catch let error as UntrustedParameter {
                (failed, failure) = ([error.parameter], error)
            } catch let error as RejectedParameters {
                (failed, failure) = (error.names, error)
            }
            let used = plan.parameters(among: failed)
            guard !used.isEmpty else { throw failure }
            run.warnings.append(failure.message)
            (source as? any ServerSource)?.learn(.distrusted(used))
            plan = try plan.replanned(for: plan.capabilities.learning(.distrusted(used)))
            run.warnings.append(
                "the query was planned again without \(used.map(\.rawValue).sorted().joined(separator: ", "))"
            )
        }
    }
}

/// The attempts at one query, and what they cost together.
private struct PlanRun {
    var warnings: [String] = []
    private var spent = ScanStatistics()
    private let clock = ContinuousClock()
    private let begin: ContinuousClock.Instant

    init() {
        begin = clock.now
    }

    mutating func attempt(
        _ plan: Plan,
        _ source: any OrderSource,
        _ options: RunOptions
    ) async throws -> Execution {
        let query = plan.preparedQuery
        let share: QueryShare
        if case .nothing = plan.strategy {
            share = QueryExecution(query).finish()
        } else {
            var request = plan.request(for: query)
            request.monitor = options.monitor
            let scan = try source.makeScan(for: request)
            let run = ScanRun(query: query, scan: scan, bound: request.bound)
            let outcome = await run.outcome()
            spent.add(outcome.statistics)
            share = try outcome.share.get()
        }
        return Execution(
            plan: plan,
            table: try share.table(for: query),
            statistics: spent,
            scannedCount: share.counts.scannedCount,
            matchedCount: share.counts.matchedCount,
            dropCounts: Self.dropCounts(of: plan, share.counts),
            duration: begin.duration(to: clock.now),
            warnings: warnings + spent.warnings
        )
    }

    private static func dropCounts(of plan: Plan, _ counts: QueryCounts) -> [Int?] {
        var counts = counts.dropCounts[...]
        return plan.conjuncts.map { $0.trust == .exact ? nil : counts.popFirst() }
    }
}

extension ScanStatistics {
    mutating func add(_ other: ScanStatistics) {
        requestCount += other.requestCount
        retryCount += other.retryCount
        byteCount += other.byteCount
        orderCount += other.orderCount
        warnings += other.warnings
    }
}
