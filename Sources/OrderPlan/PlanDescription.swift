import OrderAPI
import OrderEngine
import OrderLanguage
package import OrderModel
import OrderReference

/// The text of `explain`: one fact per line, names in a column of their own, stable enough for tests to read.
package enum PlanDescription {
    /// What would be done.
    package static func text(of plan: Plan) -> String {
        lines(of: plan, drops: nil).joined(separator: "\n")
    }

    /// What was done, and what it cost; `explain analyze`.
    package static func text(of execution: Execution) -> String {
        let statistics = execution.statistics
        let rows = execution.plan.query.collection.rawValue
        var lines = lines(of: execution.plan, drops: execution.dropCounts)
        lines.append(line("requests", String(statistics.requestCount)))
        lines.append(line("read", "\(statistics.orderCount) orders, \(statistics.byteCount) bytes"))
        lines.append(line("checked", "\(execution.scannedCount) orders here; \(execution.matchedCount) \(rows) passed"))
        lines.append(line("answered", "\(execution.table.rows.count) rows"))
        lines.append(line("time", milliseconds(execution.duration)))
        return lines.joined(separator: "\n")
    }

    private static let nameWidth = 12

    private static func line(_ name: String, _ text: String) -> String {
        let padding = String(repeating: " ", count: max(1, nameWidth - name.count))
        return name + padding + text
    }

    private static func lines(of plan: Plan, drops: [Int?]?) -> [String] {
        var lines = [line("query", CanonicalPrinter.print(plan.query)), line("zone", plan.time.zone.name)]
        for (index, span) in plan.spans.enumerated() {
            lines.append(line(index == 0 ? "dates" : "", span.description(in: plan.time.zone)))
        }
        lines.append(line("request", request(of: plan)))
        lines += searchLines(of: plan)
        for (index, conjunct) in plan.conjuncts.enumerated() {
            lines += text(of: conjunct, isFirst: index == 0, dropCount: drops?[index]).prefix(plan.isEmpty ? 1 : 2)
        }
        lines.append(line("order", order(of: plan)))
        lines.append(line("strategy", strategy(of: plan)))
        return lines
    }

    private static func request(of plan: Plan) -> String {
        guard case .api(let endpoint, _) = plan.capabilities else { return "none; the source is read as a whole" }
        if case .nothing(let reason) = plan.strategy { return "none; \(reason)" }
        var parameters = plan.parameters
        parameters.limit = plan.request.maximumCount
        let path = APIEndpoint(endpoint).path
        let query = parameters.queryString
        return "GET " + (query.isEmpty ? path : "\(path)?\(query)")
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
        case .firstOrders(let count): return "the first \(count) orders as the server has them"
        case .untilEnough(let count): return "pages in the server's order until \(count) \(rows) passed"
        case .everyOrder:
            if plan.query.isGrouped { return "every order that the source hands out; only the groups are kept" }
            guard let limit = plan.query.limit else { return "every order that the source hands out" }
            let (count, overflow) = limit.addingReportingOverflow(plan.query.offset ?? 0)
            return "every order that the source hands out; only the best \(overflow ? limit : count) \(rows) are kept"
        }
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
    }
}

extension Plan {
    /// Whether there is nothing to ask, so that it does not matter how each condition would be asked.
    fileprivate var isEmpty: Bool {
        if case .nothing = strategy { return true }
        return false
    }
}

extension ResolvedSpan {
    /// The span by the clocks of a zone: `today: 2025-12-27T00:00:00Z to before 2025-12-28T00:00:00Z`.
    package func description(in zone: TimeZoneRules) -> String {
        let from = "\(text): \(start.iso8601(in: zone))"
        return end.map { "\(from) to before \($0.iso8601(in: zone))" } ?? from
    }
}
