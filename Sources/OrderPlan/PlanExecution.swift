// Running a plan: the attempts at it, each after another parameter could not be trusted, until one answers. The source
// learns from each; what all of them cost is added up.

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
    package let steps: StepDurations
    /// What a careful reader must know, in whole sentences without a period.
    package let warnings: [String]

    /// What the relative dates stood for; shown under a report.
    package var resolvedDates: [String] { plan.resolvedDates }
}

/// Where the time of a run went; that of all workers together.
package struct StepDurations: Sendable, Hashable {
    /// Waiting for the source: reading, or requests and answers.
    package var fetching = Duration.zero
    /// Checking orders and gathering rows.
    package var checking = Duration.zero
    /// Making the answer of what was gathered.
    package var finishing = Duration.zero
}

/// Runs plans.
package enum PlanExecution {
    /// Runs a plan and gives the whole answer.
    ///
    /// Where the source turns out to ignore or refuse a parameter, the query is planned again without it, so that
    /// the answer stays right, and that is said in the warnings. That ends: each time a parameter is given up, or
    /// moments for days, and none comes back.
    package static func run(
        _ plan: Plan,
        source: any OrderSource,
        options: RunOptions = RunOptions()
    ) async throws -> Execution {
        var plan = plan
        var run = PlanRun(source: source, options: options)
        while true {
            if options.requiresPushdown { try plan.requirePushdown() }
            do {
                return try await run.attempt(plan)
            } catch let error as CapabilitiesChanged {
                plan = try run.replanned(plan, after: error)
            } catch let error as UntrustedParameter {
                plan = try run.replanned(plan, without: [error.parameter], after: error)
            } catch let error as RejectedParameters {
                plan = try run.replanned(plan, without: error.names, after: error)
            }
        }
    }
}

/// The attempts at one query, and what they cost together.
private struct PlanRun {
    let source: any OrderSource
    let options: RunOptions
    private var warnings: [String] = []
    private var spent = ScanStatistics()
    private var steps = StepDurations()
    private var remainingChangeCount = 2
    private let clock = ContinuousClock()
    private let begin: ContinuousClock.Instant

    init(source: any OrderSource, options: RunOptions) {
        self.source = source
        self.options = options
        begin = clock.now
    }

    /// The plan for what the source has turned out to be.
    mutating func replanned(_ plan: Plan, after change: CapabilitiesChanged) throws -> Plan {
        guard source.capabilities != plan.capabilities, remainingChangeCount > 0 else { throw change }
        remainingChangeCount -= 1
        warnings.append(change.message)
        do throws(PlanError) {
            return try plan.replanned(for: source.capabilities)
        } catch {
            throw PlanError.changed(change.message, error)
        }
    }

    /// The plan without parameters that failed; a moment that was refused is tried as days first.
    mutating func replanned(_ plan: Plan, without names: [String], after failure: any Failure) throws -> Plan {
        var used = plan.parameters(among: names)
        if names.contains(ParameterName.offset.rawValue), plan.needsOffsets { used.insert(.offset) }
        let pageSize = names.contains(ParameterName.limit.rawValue) ? plan.smallerPageSize : nil
        guard !used.isEmpty || pageSize != nil else { throw failure }
        warnings.append(failure.message)
        var capabilities = plan.capabilities
        if let pageSize {
            capabilities = learn(.maximumPageSize(pageSize), capabilities)
            warnings.append("the query was planned again with pages of \(pageSize)")
        }
        let moments = failure is RejectedParameters ? plan.parameters.moments(among: used) : []
        if !moments.isEmpty {
            capabilities = learn(.dateForm(.days), capabilities)
            warnings.append("the query was planned again with days instead of moments")
            used.subtract(moments)
        }
        if !used.isEmpty {
            // What is refused may be the value alone, such as a customer that there isn't: that is not remembered.
            let isOfServer = failure is UntrustedParameter || !used.isDisjoint(with: Self.pagingNames)
            let finding = ServerFinding.distrusted(used)
            capabilities = isOfServer ? learn(finding, capabilities) : capabilities.learning(finding)
            let text = used.map(\.rawValue).sorted().joined(separator: ", ")
            warnings.append("the query was planned again without \(text)")
        }
        let next = try plan.replanned(for: capabilities)
        // The same plan would fail the same way, for ever.
        let isSame = next.parameters == plan.parameters && next.strategy == plan.strategy
        guard pageSize != nil || !isSame else { throw failure }
        return next
    }

    /// What paging itself asks with, whatever the query is.
    private static let pagingNames: Set<ParameterName> = [.idMinimum, .idMaximum, .ordering, .limit, .offset]

    private func learn(_ finding: ServerFinding, _ capabilities: SourceCapabilities) -> SourceCapabilities {
        (source as? any ServerSource)?.learn(finding)
        return capabilities.learning(finding)
    }

    mutating func attempt(_ plan: Plan) async throws -> Execution {
        let query = plan.preparedQuery
        if case .nothing = plan.strategy { return try execution(of: plan, query, QueryExecution(query).finish()) }
        if case .counts(let counts) = plan.strategy {
            let outcome = try await counted(counts, plan, query)
            if let share = outcome.share { return try execution(of: plan, query, share) }
            let scanning = try plan.scanning()
            let query = scanning.preparedQuery
            return try execution(of: scanning, query, try await scanned(scanning, query, counted: outcome.count))
        }
        return try execution(of: plan, query, try await scanned(plan, query))
    }

    /// The answer from counts alone, nil where they don't give it, and how many orders were counted.
    private mutating func counted(
        _ counts: CountPlan,
        _ plan: Plan,
        _ query: PreparedQuery
    ) async throws -> (share: QueryShare?, count: Int?) {
        guard let questions = ServerQuestions(plan, source, options.monitor) else { return (nil, nil) }
        let start = clock.now
        var run = CountRun(counts, questions)
        defer {
            spent.add(run.questions.statistics)
            steps.fetching += start.duration(to: clock.now)
        }
        // What a proof asks besides the plan's own parameters is no reason to fail: every order can be read.
        do {
            return (try await run.share(of: query), run.countedCount)
        } catch let error as UntrustedParameter where plan.parameters(among: [error.parameter]).isEmpty {
            return (nil, run.countedCount)
        } catch let error as RejectedParameters where plan.parameters(among: error.names).isEmpty {
            return (nil, run.countedCount)
        }
    }

    private mutating func scanned(
        _ plan: Plan,
        _ query: PreparedQuery,
        counted: Int? = nil
    ) async throws -> QueryShare {
        var request = plan.request(for: query)
        request.monitor = options.monitor
        request.countedCount = counted
        let scan = try source.makeScan(for: request)
        // A server notes its progress itself, page by page.
        let watching = source is any ServerSource ? nil : options.monitor
        let run = ScanRun(query: query, scan: scan, bound: request.bound, monitor: watching)
        let outcome = await run.outcome()
        spent.add(outcome.statistics)
        steps.fetching += outcome.fetching
        steps.checking += outcome.checking
        let share = try outcome.share.get()
        if share.counts.scannedCount == 0, outcome.statistics.orderCount == 0 { try await confirmAbsence(plan) }
        return share
    }

    /// Makes sure that a server which handed out nothing has nothing.
    private mutating func confirmAbsence(_ plan: Plan) async throws {
        guard var questions = ServerQuestions(plan, source, options.monitor) else { return }
        let start = clock.now
        defer {
            spent.add(questions.statistics)
            steps.fetching += start.duration(to: clock.now)
        }
        try await questions.confirmAbsence(of: plan.parameters, isCounted: false)
    }

    private mutating func execution(
        of plan: Plan,
        _ query: PreparedQuery,
        _ share: QueryShare
    ) throws -> Execution {
        let start = clock.now
        let table = try share.table(for: query)
        steps.finishing += start.duration(to: clock.now)
        var said: Set<String> = []
        return Execution(
            plan: plan,
            table: table,
            statistics: spent,
            scannedCount: share.counts.scannedCount,
            matchedCount: share.counts.matchedCount,
            dropCounts: Self.dropCounts(of: plan, share.counts),
            duration: begin.duration(to: clock.now),
            steps: steps,
            warnings: (warnings + spent.warnings).filter { said.insert($0).inserted }
        )
    }

    private static func dropCounts(of plan: Plan, _ counts: QueryCounts) -> [Int?] {
        var counts = counts.dropCounts[...]
        return plan.conjuncts.map { $0.trust == .exact ? nil : counts.popFirst() }
    }
}

extension FilterParameters {
    /// Those of some parameters that are sent as moments.
    fileprivate func moments(among names: Set<ParameterName>) -> Set<ParameterName> {
        let bounds: [ParameterName: DateBound?] = [
            .createdFrom: createdFrom, .createdTo: createdTo, .updatedFrom: updatedFrom, .updatedTo: updatedTo,
        ]
        return names.filter { name in
            if case .instant?? = bounds[name] { return true }
            return false
        }
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
