package import OrderModel

/// How two values compare: exactly, except that a calendar period beside an instant means its whole span.
package struct ValueComparison: Sendable {
    let time: TimeContext

    package init(time: TimeContext) {
        self.time = time
    }

    /// Whether a comparison holds.
    ///
    /// Null equals only null, and every other comparison with null is false.
    package func holds(_ left: Value, _ operation: ComparisonOperator, _ right: Value) -> Bool {
        switch operation {
        case .equal: isEqual(left, right)
        case .notEqual: !isEqual(left, right)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: isOrdered(left, operation, right)
        }
    }

    private func isEqual(_ left: Value, _ right: Value) -> Bool {
        compareWithSpan(left, .equal, right) ?? (left == right)
    }

    private func isOrdered(_ left: Value, _ operation: ComparisonOperator, _ right: Value) -> Bool {
        guard !left.isNull, !right.isNull, Self.haveOneKind(left, right) else { return false }
        if let answer = compareWithSpan(left, operation, right) { return answer }
        return switch operation {
        case .less: Value.sortsBefore(left, right)
        case .lessOrEqual: !Value.sortsBefore(right, left)
        case .greater: Value.sortsBefore(right, left)
        case .greaterOrEqual: !Value.sortsBefore(left, right)
        case .equal, .notEqual: false
        }
    }

    /// The answer where a period takes part; nil where none does.
    private func compareWithSpan(_ left: Value, _ operation: ComparisonOperator, _ right: Value) -> Bool? {
        switch (left, right) {
        case (.instant(let instant), .period(let period)):
            Self.compare(instant, operation, with: time.range(of: period))
        case (.period(let period), .instant(let instant)):
            Self.compare(instant, operation.mirrored, with: time.range(of: period))
        case (.period(let left), .period(let right)):
            // The period on the left is a value such as `day(created_at)`; its start stands for it.
            Self.compare(time.range(of: left).lower, operation, with: time.range(of: right))
        default: nil
        }
    }

    /// `>=` and `<` look at the span's start, `<=` and `>` at its end.
    private static func compare(
        _ instant: Instant,
        _ operation: ComparisonOperator,
        with span: InstantRange
    ) -> Bool {
        switch operation {
        case .equal: span.contains(instant)
        case .notEqual: !span.contains(instant)
        case .less: instant < span.lower
        case .greaterOrEqual: instant >= span.lower
        case .lessOrEqual: instant < span.upper
        case .greater: instant >= span.upper
        }
    }

    private static func haveOneKind(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.text, .text), (.number, .number), (.boolean, .boolean), (.duration, .duration),
            (.document, .document), (.instant, .instant), (.instant, .period), (.period, .instant), (.period, .period):
            true
        default: false
        }
    }
}
