import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan

/// Queries on `_`: answered from an earlier answer, so that no source is asked.
extension QueryRunner {
    func answerAgain(_ query: Query) throws -> Answer {
        let asked = try results.requiredResult(query.resultNumber)
        let plan = try plan(query)
        let clock = ContinuousClock()
        let begin = clock.now
        let monitor = options.monitor
        monitor?.expect(orderCount: asked.table.rows.count)
        var seenCount = 0
        let table = try plan.answer(over: asked.table) { count in
            try Task.checkCancellation()
            monitor?.note(ScanProgress(orderCount: count - seenCount))
            seenCount = count
        }
        return Answer(
            table: table,
            remarks: plan.resolvedDates,
            warnings: Self.statusWarnings(plan),
            timing: "\(Int(begin.duration(to: clock.now) / .milliseconds(1))) ms, nothing read",
            asked: asked
        )
    }

    func explanationOfAskingAgain(_ query: Query) throws -> Explanation {
        let plan = try plan(query)
        var lines = ["query       " + CanonicalPrinter.print(plan.query), "source      none: the rows are at hand"]
        if let asked = results.result(query.resultNumber) {
            lines.append("asks        the answer to: \(asked.statement)")
            lines.append("rows        \(asked.table.rows.count)")
        }
        lines += plan.resolvedDates.map { "dates       " + $0 }
        return Explanation(text: lines.joined(separator: "\n") + "\n")
    }
}
