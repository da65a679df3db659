import OrderEngine
import OrderModel
import OrderPlan

/// Plans and runs the queries of one statement.
struct QueryRunner: Sendable {
    let source: any OrderSource
    let time: TimeContext
    let values: [String: ParameterValue]
    var options = RunOptions()
    /// What queries on `_` ask.
    var results = ResultStore()

    /// The answer to a query, with what stands under it.
    struct Answer: Sendable {
        let table: ResultTable
        /// What the resolved dates are, for a report's footer.
        let remarks: [String]
        /// What a careful reader must know; said on standard error in every format.
        let warnings: [String]
        /// How long it took, and what it cost.
        let timing: String
        /// The earlier answer that was asked, where it was no source.
        var asked: StoredResult?
    }

    /// The text of `explain`, and what running it showed.
    struct Explanation: Sendable {
        /// With a line end.
        let text: String
        var warnings: [String] = []
    }

    func answer(_ query: Query) async throws -> Answer {
        if query.collection == .result { return try answerAgain(query) }
        let plan = try plan(query)
        let execution = try await PlanExecution.run(plan, source: source, options: options)
        return Answer(
            table: execution.table,
            remarks: execution.resolvedDates + Self.searchRemark(execution.plan),
            warnings: Self.statusWarnings(plan) + execution.warnings,
            timing: Self.timing(of: execution)
        )
    }

    func explanation(of query: Query, isAnalyzed: Bool) async throws -> Explanation {
        if query.collection == .result { return try explanationOfAskingAgain(query) }
        let plan = try plan(query)
        guard isAnalyzed else {
            return Explanation(text: PlanDescription.text(of: plan, skipsByRanges: source.skipsByRanges) + "\n")
        }
        let execution = try await PlanExecution.run(plan, source: source, options: options)
        return Explanation(
            text: PlanDescription.text(of: execution, skipsByRanges: source.skipsByRanges) + "\n",
            warnings: execution.warnings
        )
    }

    /// The requests that the query would begin with at a server.
    func previews(of query: Query, at server: any ServerSource) throws -> [RequestPreview] {
        try plan(query).previewedParameters.map(server.preview(of:))
    }

    func plan(_ query: Query) throws -> Plan {
        try Planner.plan(
            try query.bound(to: values),
            for: query.collection == .result ? .scanOnly : source.capabilities,
            at: time,
            named: query
        )
    }

    static func statusWarnings(_ plan: Plan) -> [String] {
        UnknownStatuses.names(in: plan.query).map { "\"\($0)\" is no status that the API documents" }
    }

    private static func searchRemark(_ plan: Plan) -> [String] {
        plan.search == .server ? ["the server searched in its own way; it may look in fields that it doesn't show"] : []
    }

    private static func timing(of execution: Execution) -> String {
        let (seconds, attoseconds) = execution.duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        var text = "\(milliseconds) ms, \(Quantity.orders(execution.scannedCount)) read"
        let requestCount = execution.statistics.requestCount
        if requestCount > 0 { text += ", \(Quantity.requests(requestCount))" }
        let retryCount = execution.statistics.retryCount
        if retryCount > 0 { text += " (\(retryCount) of them again)" }
        return text
    }
}
