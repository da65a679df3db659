package import OrderEngine
import OrderLanguage
package import OrderModel
package import OrderReference

/// How a query is answered from one source: what the source is asked, and what is left to do here.
///
/// The answer is the same as if everything were read and checked here; a plan only saves requests and rows.
package struct Plan: Sendable {
    /// The query as it was given, parameters bound, relative dates still relative.
    package let query: Query
    /// The query before its parameters were bound; columns are named as it has them, whenever it runs.
    package let writtenQuery: Query
    /// The query with relative dates replaced by what they stand for; this is what runs.
    package let resolvedQuery: Query
    package let capabilities: SourceCapabilities
    package let time: TimeContext
    /// What the source is asked: filters, search and ordering.
    package let parameters: FilterParameters
    /// Each part of the condition, and who decides it.
    package let conjuncts: [PlannedConjunct]
    package let search: SearchPlan
    package let strategy: Strategy
    /// The constant dates of the query and the moments that they stand for.
    package let spans: [ResolvedSpan]

    /// How the orders are fetched.
    package enum Strategy: Sendable, Hashable {
        /// No request: the answer is known without one.
        case nothing(reason: String)
        /// The source filters and orders; so many orders are the answer.
        case firstOrders(count: Int)
        /// Orders come in the answer's order and are checked here until so many rows passed.
        case untilEnough(count: Int)
        /// How many orders there are is all that matters, and pages say it.
        case counts(CountPlan)
        /// Every order that the source hands out is needed; groups or the best rows are kept here.
        case everyOrder
    }

    /// Who searches.
    package enum SearchPlan: Sendable, Hashable {
        case none
        /// The server, in its own way; never repeated here, since it may look where its answers don't show.
        case server
        case here
    }

    /// What is left to check here.
    package var screening: Screening {
        Screening(
            conditions: conjuncts.filter { $0.trust != .exact }.map(\.condition),
            checksSearch: search == .here,
            arrivesInOrder: arrivesInOrder
        )
    }

    /// The query ready to run here.
    var preparedQuery: PreparedQuery {
        PreparedQuery(
            resolvedQuery,
            time: time,
            screening: screening,
            named: writtenQuery,
            columnName: CanonicalPrinter.print
        )
    }

    /// What to ask the source for.
    package var request: ScanRequest { request(for: preparedQuery) }

    /// What to ask the source for, the query having been prepared already.
    func request(for prepared: PreparedQuery) -> ScanRequest {
        var maximumCount: Int?
        if case .firstOrders(let count) = strategy { maximumCount = count }
        return ScanRequest(
            fields: prepared.neededFields,
            parameters: parameters,
            maximumCount: maximumCount,
            conditions: screening.conditions,
            bound: prepared.makeBound(),
            time: time
        )
    }

    /// What a run asks a server for: the first request of a scan, or each count; none where nothing is sent.
    ///
    /// Further pages, and what proves a count the first time, depend on the answers.
    package var previewedParameters: [FilterParameters] {
        guard case .api(_, let habits) = capabilities else { return [] }
        switch strategy {
        case .nothing: return []
        case .counts(let counts):
            return counts.unproved.isEmpty ? counts.requests : [CountRun.firstQuestion(of: counts, habits)]
        case .firstOrders, .untilEnough, .everyOrder: return [request.firstPage(habits)].compactMap { $0 }
        }
    }

    private var arrivesInOrder: Bool {
        switch strategy {
        case .firstOrders, .untilEnough: true
        case .nothing, .counts, .everyOrder: false
        }
    }
}

/// One part of a condition, and how far the source can be trusted with it.
package struct PlannedConjunct: Sendable, Hashable {
    /// Relative dates resolved.
    package let condition: Condition
    package let trust: Trust
    /// Why, in words.
    package let reason: String
    /// The parameters that it went into, as they are sent: `status_in=new,hold`.
    package let parameters: [String]

    package enum Trust: String, Sendable, Hashable, CaseIterable {
        /// The server's answer is the condition's answer.
        case exact
        /// The server may answer too much, never too little; checked here too.
        case superset
        /// Not sent at all.
        case here
    }
}

/// A constant date of a query and what it stands for in the session's zone.
package struct ResolvedSpan: Sendable, Hashable {
    /// As the query has it: `last month`, `now - 36h`.
    package let text: String
    /// Whether it depends on when the query runs.
    package let isRelative: Bool
    package let start: Instant
    /// The first moment after it; nil where it is a single moment.
    package let end: Instant?
}
