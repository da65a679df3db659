import OrderLanguage
import OrderModel
import OrderReference

/// Finds the dates of a query and what they stand for.
struct SpanCollector {
    let evaluator: Evaluator

    /// The largest constant parts that are dates, each once, in their order; absolute moments need no telling.
    func spans(of query: Query) -> [ResolvedSpan] {
        var spans: [ResolvedSpan] = []
        let collect = { (expression: Expression) -> Expression? in
            guard expression.mentionsDate, let value = evaluator.constant(expression) else { return nil }
            if let span = span(expression, value), !spans.contains(span) { spans.append(span) }
            return expression
        }
        _ = query.replacingExpressions(collect)
        return spans
    }

    private func span(_ expression: Expression, _ value: Value) -> ResolvedSpan? {
        let start: Instant
        var end: Instant?
        switch value {
        case .instant(let instant): start = instant
        case .period(let period):
            let range = evaluator.range(of: period)
            (start, end) = (range.lower, range.upper)
        default: return nil
        }
        return ResolvedSpan(
            text: CanonicalPrinter.print(expression),
            isRelative: expression.mentionsNow,
            start: start,
            end: end
        )
    }
}

extension Expression {
    /// Whether a period or `now` stands in the expression.
    fileprivate var mentionsDate: Bool {
        contains { literal in
            switch literal {
            case .period, .now: true
            default: false
            }
        }
    }

    /// Whether the expression depends on when it is resolved.
    fileprivate var mentionsNow: Bool {
        contains { literal in
            switch literal {
            case .period(.relative), .now: true
            default: false
            }
        }
    }

    private func contains(_ isWanted: (Literal) -> Bool) -> Bool {
        var isFound = false
        _ = replacing { expression in
            if case .literal(let literal) = expression, isWanted(literal) { isFound = true }
            return nil
        }
        return isFound
    }
}
