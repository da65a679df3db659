// Splits a query into what a source is asked and what is checked here. Nothing in here may lose a row: whatever
// is not known to be safe stays here, and what a server is asked for is at most too much.

package import OrderEngine
import OrderLanguage
package import OrderModel
import OrderReference

/// Makes plans.
package enum Planner {
    /// Plans a query, whose parameters must be bound, for a source.
    ///
    /// - Parameters:
    ///   - query: The query, with relative dates still relative.
    ///   - capabilities: What the source can do by itself.
    ///   - time: The moment and zone that dates are resolved against.
    ///   - written: The query before its parameters were bound, which names the columns; nil for `query` itself.
    /// - Returns: The plan; its answer is the query's, whatever the source can do.
    /// - Throws: `PlanError` for a relative date outside of the years 1 to 9999, a constant that has no value, a
    ///   single moment after `in`, and a field that the source lacks.
    package static func plan(
        _ query: Query,
        for capabilities: SourceCapabilities,
        at time: TimeContext,
        named written: Query? = nil
    ) throws(PlanError) -> Plan {
        try plan(query, for: capabilities, at: time, named: written, counting: true)
    }

    /// `counting`: whether counts may be the answer, so that no orders are asked for.
    fileprivate static func plan(
        _ query: Query,
        for capabilities: SourceCapabilities,
        at time: TimeContext,
        named written: Query?,
        counting: Bool
    ) throws(PlanError) -> Plan {
        let resolved: Query
        do throws(UnresolvablePeriod) {
            resolved = try query.resolved(in: time)
        } catch {
            throw .unresolvable(error)
        }
        if case .api(let endpoint, _) = capabilities,
            let field = SuppliedFields(endpoint: endpoint).missing(in: resolved)
        {
            throw .unsupplied(field: field, endpoint: endpoint)
        }
        let evaluator = Evaluator(time: time)
        try ConstantCheck(evaluator: evaluator).check(query)
        var draft = PlanDraft(query: resolved, evaluator: evaluator)
        if case .api(let endpoint, let habits) = capabilities { draft.push(to: endpoint, habits, counting: counting) }
        return Plan(
            query: query,
            writtenQuery: written ?? query,
            resolvedQuery: resolved,
            capabilities: capabilities,
            time: time,
            parameters: draft.parameters,
            conjuncts: draft.conjuncts,
            search: draft.search,
            strategy: draft.strategy,
            spans: SpanCollector(evaluator: evaluator).spans(of: query)
        )
    }
}

extension Plan {
    /// The same query for other capabilities.
    func replanned(for capabilities: SourceCapabilities) throws(PlanError) -> Plan {
        try Planner.plan(query, for: capabilities, at: time, named: writtenQuery)
    }

    /// The same query, all orders read, where counts don't answer it after all.
    func scanning() throws(PlanError) -> Plan {
        try Planner.plan(query, for: capabilities, at: time, named: writtenQuery, counting: false)
    }

    /// Throws where a part of the query would be checked here that a server could have been asked for.
    func requirePushdown() throws(PlanError) {
        guard case .api = capabilities, !isEmpty else { return }
        if let conjunct = conjuncts.first(where: { $0.trust == .here }) {
            throw .notPushed(part: CanonicalPrinter.print(conjunct.condition), reason: conjunct.reason)
        }
        if search == .here {
            throw .notPushed(
                part: "search",
                reason: "the server was found not to obey search, or cannot take this text"
            )
        }
    }

    /// Whether there is nothing to ask.
    var isEmpty: Bool {
        if case .nothing = strategy { return true }
        return false
    }

    /// Whether further pages in the server's order can only be had by offset.
    var needsOffsets: Bool { parameters.ordering.first.map { $0.name != .id } ?? false }

    /// A smaller page than the plan asks for.
    var smallerPageSize: Int? {
        guard case .api(_, let habits) = capabilities else { return nil }
        return PageSize.smaller(than: habits)
    }

    /// Those of some names, as the API has them, that the plan sends as parameters.
    func parameters(among names: [String]) -> Set<ParameterName> {
        Set(parameters.givenNames.filter { names.contains($0.rawValue) })
    }
}

/// A plan in the making; before anything is pushed, everything is done here.
private struct PlanDraft {
    let query: Query
    let evaluator: Evaluator
    var parameters = FilterParameters()
    var conjuncts: [PlannedConjunct]
    var search: Plan.SearchPlan
    var strategy: Plan.Strategy

    init(query: Query, evaluator: Evaluator) {
        self.query = query
        self.evaluator = evaluator
        conjuncts = (query.condition?.conjuncts ?? []).map { condition in
            PlannedConjunct(condition: condition, trust: .here, reason: "the source filters nothing", parameters: [])
        }
        let hasTerms = query.search.map { !SearchTerms($0).terms.isEmpty } ?? false
        search = hasTerms ? .here : .none
        strategy = query.limit == 0 ? .nothing(reason: "the limit is 0") : .everyOrder
    }

    /// Asks for as little as is safe.
    ///
    /// A count needs the exact range, and proves its ends itself; where orders come, one more at either end is cheaper.
    mutating func push(to endpoint: ListEndpoint, _ habits: ServerHabits, counting: Bool) {
        pushSearch(habits.distrusted)
        let reasonForNothing = pushConditions(to: endpoint, habits, believesEnds: true)
        if query.limit == 0 { return }
        if let reasonForNothing {
            strategy = .nothing(reason: reasonForNothing)
        } else if counting, isExact, let counts = CountPlan(query, parameters, endpoint, habits) {
            strategy = .counts(counts)
        } else {
            _ = pushConditions(to: endpoint, habits, believesEnds: false)
            pushOrder(to: endpoint, habits)
        }
    }

    /// Whether the server's answer is the query's, search and all.
    private var isExact: Bool {
        query.collection == .orders && search != .here && conjuncts.allSatisfy { $0.trust == .exact }
    }

    /// Fills in the parameters and conjuncts; the reason when no order at all can pass.
    private mutating func pushConditions(
        to endpoint: ListEndpoint,
        _ habits: ServerHabits,
        believesEnds: Bool
    ) -> String? {
        let table = ImplicationTable(evaluator: evaluator, habits: habits)
        let implications = conjuncts.map { table.implication(of: $0.condition) }
        var demands: [Demand] = []
        var reasonForNothing: String?
        for implication in implications {
            switch implication {
            case .demands(let own, _, _): demands += own
            case .nothing(let reason): reasonForNothing = reason
            case .here: break
            }
        }
        let region = FilterRegion(
            demands,
            endpoint: endpoint,
            habits: habits,
            dates: DateSpelling(habits: habits, local: evaluator.time.zone),
            believesEnds: believesEnds
        )
        let text = parameters.search
        parameters = region.parameters()
        parameters.search = text
        conjuncts = zip(conjuncts, implications).map { planned($0.condition, $1, region) }
        return reasonForNothing ?? (region.isEmpty ? "the conditions contradict each other" : nil)
    }

    private func planned(_ condition: Condition, _ implication: Implication, _ region: FilterRegion) -> PlannedConjunct
    {
        switch implication {
        case .here(let reason), .nothing(let reason):
            return PlannedConjunct(condition: condition, trust: .here, reason: reason, parameters: [])
        case .demands(let demands, let trust, let reason):
            let verdict = region.verdict(on: demands, trust: trust, reason: reason)
            let texts = verdict.names.compactMap { name in
                parameters.text(of: name).map { QueryItem(name: name.rawValue, value: $0).encoded }
            }
            return PlannedConjunct(
                condition: condition,
                trust: verdict.trust,
                reason: verdict.reason,
                parameters: texts
            )
        }
    }

    private mutating func pushSearch(_ distrusted: Set<ParameterName>) {
        guard search == .here, let text = query.search, !text.unicodeScalars.contains("\0"),
            !distrusted.contains(.search)
        else { return }
        parameters.search = text
        search = .server
    }

    /// Orders at the server where that lets the scan stop early; without a limit every order is needed anyhow,
    /// and scanning by id is the safest way to get them.
    private mutating func pushOrder(to endpoint: ListEndpoint, _ habits: ServerHabits) {
        guard let limit = query.limit, !habits.distrusted.contains(.ordering) else { return }
        let ordering = OrderingPlan(
            endpoint: endpoint,
            query: query,
            conjuncts: conjuncts.map(\.condition),
            nullOrder: habits.nullOrder
        )
        guard let terms = ordering.terms() else { return }
        let (count, overflow) = limit.addingReportingOverflow(max(query.offset ?? 0, 0))
        guard !overflow, canFollow(terms, count, habits) else { return }
        parameters.ordering = terms
        strategy = isExact ? .firstOrders(count: count) : .untilEnough(count: count)
    }

    /// Whether the pages of an order can be had: all but the first need an offset, except in the order of ids.
    private func canFollow(_ terms: [OrderingTerm], _ count: Int, _ habits: ServerHabits) -> Bool {
        guard habits.distrusted.contains(.offset), terms.first?.name != .id else { return true }
        return isExact && count <= habits.maximumPageSize ?? Self.everyServersPageSize
    }

    /// What the API's documents say that a page has without `limit`.
    private static let everyServersPageSize = 10
}
