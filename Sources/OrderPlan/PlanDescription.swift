// The text of `explain`: what would be asked of the source, who decides each part of the condition and why, and how
// many requests that takes; after a run, what it took.

import OrderAPI
import OrderEngine
import OrderLanguage
package import OrderModel
import OrderReference

/// The text of `explain`: one fact per line, names in a column of their own, stable enough for tests to read.
package enum PlanDescription {
    /// What would be done.
    ///
    /// `skipsByRanges`: whether the source leaves out groups of orders by the ranges of their values.
    package static func text(of plan: Plan, skipsByRanges: Bool = false) -> String {
        lines(of: plan, drops: nil, skipsByRanges).joined(separator: "\n")
    }

    /// What was done, and what it cost; `explain analyze`.
    package static func text(of execution: Execution, skipsByRanges: Bool = false) -> String {
        let statistics = execution.statistics
        let rows = execution.plan.query.collection.rawValue
        var lines = lines(of: execution.plan, drops: execution.dropCounts, skipsByRanges)
        let retries = statistics.retryCount == 0 ? "" : ", \(statistics.retryCount) of them retries"
        lines.append(line("requests", "\(statistics.requestCount)\(retries)"))
        lines.append(
            line("read", counted(statistics.orderCount, "orders") + ", " + counted(statistics.byteCount, "bytes"))
        )
        if case .counts = execution.plan.strategy, execution.scannedCount == 0 {
            lines.append(line("counted", counted(execution.matchedCount, rows) + " by the server"))
        } else {
            let checked = counted(execution.scannedCount, "orders") + " here"
            lines.append(line("checked", "\(checked); \(counted(execution.matchedCount, rows)) passed"))
        }
        lines.append(line("answered", counted(execution.table.rows.count, "rows")))
        let steps = [
            ("fetching", execution.steps.fetching), ("checking", execution.steps.checking),
            ("finishing", execution.steps.finishing),
        ]
        let times = steps.map { "\($0) \(milliseconds($1))" }.joined(separator: ", ")
        lines.append(line("time", "\(milliseconds(execution.duration)): \(times)"))
        return lines.joined(separator: "\n")
    }

    /// Digits alone, which scripts read too.
    private static func counted(_ count: Int, _ plural: String) -> String {
        "\(count) \(Quantity.noun(plural, for: count))"
    }

    private static let nameWidth = 12

    private static func line(_ name: String, _ text: String) -> String {
        let padding = String(repeating: " ", count: max(1, nameWidth - name.count))
        return name + padding + text
    }

    private static func lines(of plan: Plan, drops: [Int?]?, _ skipsByRanges: Bool) -> [String] {
        var lines = [line("query", CanonicalPrinter.print(plan.query)), line("zone", plan.time.zone.name)]
        for (index, span) in plan.spans.enumerated() {
            lines.append(line(index == 0 ? "dates" : "", span.description(in: plan.time.zone)))
        }
        for (index, request) in requests(of: plan, skipsByRanges).enumerated() {
            lines.append(line(index == 0 ? "request" : "", request))
        }
        lines += searchLines(of: plan)
        for (index, conjunct) in plan.conjuncts.enumerated() {
            lines += text(of: conjunct, isFirst: index == 0, dropCount: drops?[index]).prefix(plan.isEmpty ? 1 : 2)
        }
        lines.append(line("order", order(of: plan)))
        lines.append(line("strategy", strategy(of: plan)))
        if let expected = RequestForecast.text(of: plan) { lines.append(line("expected", expected)) }
        return lines
    }

    /// So many requests are shown, and the others counted.
    private static let shownRequestCount = 3

    private static func requests(of plan: Plan, _ skipsByRanges: Bool) -> [String] {
        guard case .api(let endpoint, _) = plan.capabilities else { return ["none; " + reading(plan, skipsByRanges)] }
        if case .nothing(let reason) = plan.strategy { return ["none; \(reason)"] }
        let path = APIEndpoint(endpoint).path
        let requests = plan.previewedParameters.map { parameters in
            let query = parameters.queryString
            return "GET " + (query.isEmpty ? path : "\(path)?\(query)")
        }
        guard requests.count > shownRequestCount else { return requests }
        return requests.prefix(shownRequestCount) + [
            "and \(requests.count - shownRequestCount) more for other statuses"
        ]
    }

    /// What is read of a file or snapshot.
    private static func reading(_ plan: Plan, _ skipsByRanges: Bool) -> String {
        if case .nothing(let reason) = plan.strategy { return reason }
        let fields = BatchPruning(plan.screening.conditions, time: plan.time).fieldNames
        guard skipsByRanges, !fields.isEmpty else { return "the source is read as a whole" }
        return "groups of orders are left out where the range of \(fields.joined(separator: ", ")) rules them out"
    }

    private static func searchLines(of plan: Plan) -> [String] {
        switch plan.search {
        case .none: []
        case .server: [line("search", "server: in its own way, not repeated here")]
        case .here: [line("search", "here: in the fields that the orders show")]
        }
    }

    private static func text(of conjunct: PlannedConjunct, isFirst: Bool, dropCount: Int??) -> [String] {
        let trust = conjunct.trust.rawValue
        let padding = String(repeating: " ", count: max(1, 10 - trust.count))
        let sent = conjunct.parameters.isEmpty ? "" : conjunct.parameters.joined(separator: "&") + ": "
        var detail = sent + conjunct.reason
        if case .some(.some(let count)) = dropCount { detail += "; dropped \(count)" }
        return [
            line(isFirst ? "conditions" : "", trust + padding + CanonicalPrinter.print(conjunct.condition)),
            line("", String(repeating: " ", count: 10) + detail),
        ]
    }

    private static func order(of plan: Plan) -> String {
        if plan.query.isGrouped { return "here: the groups" }
        return plan.parameters.ordering.isEmpty ? "here" : "server"
    }

    private static func strategy(of plan: Plan) -> String {
        let rows = plan.query.collection.rawValue
        switch plan.strategy {
        case .nothing: return "nothing to fetch"
        case .firstOrders(let count):
            return (count == 1 ? "the first order" : "the first \(count) orders") + " as the server has them"
        case .untilEnough(let count): return "pages in the server's order until \(counted(count, rows)) passed"
        case .counts(let counts): return counts.parts.isEmpty ? "a page's count" : "a count for each status"
        case .everyOrder:
            if plan.query.isGrouped { return "every order that the source hands out; only the groups are kept" }
            guard let limit = plan.query.limit else { return "every order that the source hands out" }
            let (count, overflow) = limit.addingReportingOverflow(plan.query.offset ?? 0)
            let kept = overflow ? limit : count
            let best = "\(counted(kept, rows)) \(kept == 1 ? "is" : "are") kept"
            return "every order that the source hands out; only the best \(best)"
        }
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
    }
}

extension ResolvedSpan {
    /// The span by the clocks of a zone: `today: 2025-12-27T00:00:00Z to before 2025-12-28T00:00:00Z`.
    package func description(in zone: TimeZoneRules) -> String {
        let from = "\(text): \(start.iso8601(in: zone))"
        return end.map { "\(from) to before \($0.iso8601(in: zone))" } ?? from
    }
}
