// The adapter between a sync, which knows ranges and documents only, and the order API: the condition is planned as a
// query's, what the server can filter is asked for, and the rest is checked here.

import OrderDataset
import OrderEngine
import OrderModel
import OrderPlan
import OrderReference
import OrderRemote
import Synchronization

/// A server of the order API as a sync sees it.
final class RemoteSyncServer: SyncServer {
    private let source: RemoteSource
    private let condition: SyncCondition?
    private let zone: TimeZoneRules
    private let tally: RequestTally
    /// The plan of the condition as it was asked last.
    private let asked = Mutex<Plan?>(nil)
    /// What was refused in this run.
    private let refused = Mutex<Set<ParameterName>>([])
    /// What this run has given up since it was not obeyed; a query of its own may have learnt that before.
    private let distrusted = Mutex<Set<ParameterName>>([])

    init(_ source: RemoteSource, condition: SyncCondition?, zone: TimeZoneRules, tally: RequestTally) {
        self.source = source
        self.condition = condition
        self.zone = zone
        self.tally = tally
    }

    /// A server may turn out to show only a customer's orders; so it is asked twice at most.
    private static let mostAttempts = 3

    func state() async throws -> SyncServerState {
        let newest = try await newest()
        var state = SyncServerState(question: question)
        guard let newest else { return state }
        if case .number(let number)? = Self.value(of: "customer.id", in: newest) {
            state.customer = question.endpoint == .customer ? number.wholeNumber : nil
        }
        guard let identifier = newest.document.wholeIdentifier,
            case .instant(let updated)? = Self.value(of: "updated_at", in: newest)
        else { return state }
        state.newest = (identifier, updated)
        return state
    }

    /// The order that changed last; nil when there are none.
    private func newest() async throws -> Order? {
        var parameters = FilterParameters()
        parameters.limit = 1
        parameters.ordering = [
            OrderingTerm(.updatedAt, isDescending: true), OrderingTerm(.id, isDescending: true),
        ]
        var attempt = 1
        while true {
            do {
                return try await source.page(parameters, monitor: tally).orders.first
            } catch let error as CapabilitiesChanged {
                guard attempt < Self.mostAttempts else { throw error }
                attempt += 1
            } catch is RejectedParameters where !parameters.ordering.isEmpty {
                // Any order then says whose list it is, and none what has changed.
                parameters.ordering = []
            }
        }
    }

    /// A field's value; nil where the order has none of the right type, and so says nothing.
    private static func value(of name: String, in order: Order) -> Value? {
        guard let field = Schema.field(named: name, in: .orders) else { return nil }
        return try? field.value(in: order.document)
    }

    private var question: SyncQuestion {
        let url = source.preview(of: FilterParameters()).url
        return SyncQuestion(
            server: String(url.prefix { $0 != "?" }),
            endpoint: endpoint,
            condition: condition?.text,
            zone: zone.name
        )
    }

    private var endpoint: ListEndpoint {
        if case .api(let endpoint, _) = source.capabilities { endpoint } else { .admin }
    }

    func selection(at now: Instant) throws -> SyncSelection {
        var selection = SyncSelection()
        guard let condition else { return selection }
        let time = TimeContext(now: now, zone: zone)
        let capabilities = capabilities
        let plan = try Planner.plan(SyncCondition.query(condition.condition), for: capabilities, at: time)
        asked.withLock { $0 = plan }
        selection.parameters = plan.parameters
        // Ranges are read one wider and counted as they are.
        let counting = try Planner.plan(condition.countQuery(), for: capabilities, at: time)
        try checkLists(counting.request.fields)
        if case .counts(let counts) = counting.strategy {
            selection.countedParameters = counts.total.dropping([.limit])
        }
        selection.isCountable = selection.countedParameters != nil
        selection.isRelative = plan.resolvedQuery != plan.query
        if case .nothing = plan.strategy { selection.matchesNothing = true }
        guard let resolved = plan.resolvedQuery.condition else { return selection }
        let origin = Origin(source: question.server)
        selection.makeScreen = {
            let evaluator = Evaluator(time: time)
            return { try evaluator.holds(resolved, for: Row(Order(document: $0, origin: origin))) }
        }
        return selection
    }

    /// Refuses a condition over what only each order's own document has: the list, which is copied, lacks it.
    private func checkLists(_ fields: NeededFields) throws {
        guard endpoint == .customer, fields.needsDetails else { return }
        let list = fields.payments == nil ? Collection.items : .payments
        throw PlanError.unsupplied(field: list.rawValue, endpoint: .customer)
    }

    func extent(of parameters: FilterParameters) async throws -> SyncExtent? {
        let extent = try await source.extent(of: parameters)
        tally.note(ScanProgress(requestCount: extent.statistics.requestCount, byteCount: extent.statistics.byteCount))
        guard let first = extent.firstID, let last = extent.lastID, first <= last else {
            try await confirmAbsence(of: parameters)
            return nil
        }
        return SyncExtent(count: extent.count, identifiers: first...last)
    }

    /// Makes sure that no order fits the condition where the server shows none: a filter turned around hides them all.
    ///
    /// A query for one of them asks for each parameter alone, and finds the one to blame.
    private func confirmAbsence(of parameters: FilterParameters) async throws {
        guard let plan = asked.withLock({ $0 }), plan.parameters == parameters else { return }
        var query = plan.query
        query.limit = 1
        let single = try Planner.plan(query, for: capabilities, at: plan.time)
        let execution = try await PlanExecution.run(single, source: source, options: RunOptions(monitor: tally))
        guard !execution.table.rows.isEmpty else { return }
        var names = Set(parameters.givenNames.map(\.rawValue))
        if case .api(_, let habits) = source.capabilities {
            names = names.intersection(habits.distrusted.map(\.rawValue))
        }
        throw UntrustedParameter(
            parameter: names.min() ?? ParameterName.search.rawValue,
            evidence: "it shows no order at all, although some fit"
        )
    }

    /// The order that comes with the count is the one nearest to the end of the range: were the end ignored, it would
    /// be one beyond it.
    func count(of parameters: FilterParameters) async throws -> Int {
        var parameters = parameters
        if let last = parameters.idMaximum, habits.distrusted.contains(.idMaximum) {
            parameters.idMaximum = nil
            let count = try await self.count(of: parameters)
            guard last < .max else { return count }
            parameters.idMinimum = max(last + 1, parameters.idMinimum ?? .min)
            return try await max(0, count - self.count(of: parameters))
        }
        parameters.limit = 1
        parameters.ordering = [OrderingTerm(.id, isDescending: parameters.idMaximum != nil)]
        return try await source.page(parameters, monitor: tally).count
    }

    func makeReader(of range: ClosedRange<Int>, parameters: FilterParameters) -> any SyncReader {
        Reader(source.documents(in: range, parameters: parameters, monitor: tally))
    }

    func avoid(_ names: [String], wereRefused: Bool) -> Bool {
        let given = Set(names.compactMap(ParameterName.init(rawValue:)))
        let parameters: Set<ParameterName>
        if wereRefused {
            parameters = given.subtracting(habits.distrusted)
            refused.withLock { $0.formUnion(parameters) }
        } else {
            parameters = distrusted.withLock { known in
                defer { known.formUnion(given) }
                return given.subtracting(known)
            }
            source.learn(.distrusted(given))
        }
        return !parameters.isEmpty && parameters.isDisjoint(with: Self.indispensable)
    }

    var refusedNames: [String] { refused.withLock { $0.map(\.rawValue).sorted() } }

    /// Without these a list cannot be read by ranges of ids.
    private static let indispensable: Set<ParameterName> = [.idMinimum, .ordering, .limit]

    var takesDays: Bool { habits.dateForm == .days }

    func useDays() {
        source.learn(.dateForm(.days))
    }

    var pageSize: Int { habits.maximumPageSize.map { min($0, PageSize.full) } ?? PageSize.guess }

    /// What is known of the server, with what it refused in this run.
    private var capabilities: SourceCapabilities {
        source.capabilities.learning(.distrusted(refused.withLock { $0 }))
    }

    private var habits: ServerHabits {
        if case .api(_, let habits) = capabilities { habits } else { ServerHabits() }
    }

    /// The documents alone.
    private final class Reader: SyncReader {
        private let reader: DocumentReader

        init(_ reader: DocumentReader) {
            self.reader = reader
        }

        func next() async throws -> [UInt8]? { try await reader.next()?.lines }
    }
}

/// Counts the requests of a sync.
final class RequestTally: ScanMonitor {
    private let counted = Mutex(ScanProgress())

    var requestCount: Int { counted.withLock { $0.requestCount } }
    var byteCount: Int { counted.withLock { $0.byteCount } }

    func note(_ progress: ScanProgress) {
        counted.withLock { counted in
            counted.requestCount += progress.requestCount
            counted.byteCount += progress.byteCount
        }
    }

    func expect(orderCount: Int) {}

    func willFetch(orderCount: Int, upTo most: Int, requestCount: Int) async throws {}
}
