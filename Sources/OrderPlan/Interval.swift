import OrderModel
import OrderReference

/// A range of moments in which all the answers to a comparison lie.
struct Interval {
    /// The first moment, nil where there is no bound.
    var lower: Instant?
    /// The last moment, nil where there is no bound.
    var upper: Instant?

    /// The range of a comparison with a moment or period; nil where the comparison gives none.
    init?(_ operation: ComparisonOperator, _ value: Value, _ evaluator: Evaluator) {
        let first: Instant
        let last: Instant
        switch value {
        case .instant(let instant): (first, last) = (instant, instant)
        case .period(let period):
            let span = evaluator.range(of: period)
            (first, last) = (span.lower, Instant(microseconds: span.upper.microseconds - 1))
        default: return nil
        }
        switch operation {
        case .equal: (lower, upper) = (first, last)
        case .notEqual: return nil
        case .less: upper = first
        case .lessOrEqual: upper = last
        case .greater: lower = last
        case .greaterOrEqual: lower = first
        }
    }

    func hull(with other: Interval) -> Interval {
        var hull = self
        hull.lower = lower.flatMap { lower in other.lower.map { min(lower, $0) } }
        hull.upper = upper.flatMap { upper in other.upper.map { max(upper, $0) } }
        return hull
    }

    /// The demands, a second wider each way, since servers may cut fractions.
    ///
    /// Only full moments in UTC are sent, so that no server's zone or idea of a day's end can matter.
    func implication(for name: String) -> Implication {
        let isCreation = name == "created_at"
        var demands: [Demand] = []
        if let from = Self.moved(lower, bySeconds: -1) {
            demands.append(Demand(isCreation ? .createdFrom : .updatedFrom, .instant(from)))
        }
        if let to = Self.moved(upper, bySeconds: 1) {
            demands.append(Demand(isCreation ? .createdTo : .updatedTo, .instant(to)))
        }
        guard !demands.isEmpty else { return .here(reason: "no server knows a moment so far away") }
        return .demands(
            demands,
            isExact: false,
            reason: "asked a second wider each way, as servers differ on fractions"
        )
    }

    /// The moment moved; nil outside of the years that a timestamp can write.
    private static func moved(_ instant: Instant?, bySeconds seconds: Int64) -> Instant? {
        guard let instant else { return nil }
        let (sum, overflow) = instant.microseconds.addingReportingOverflow(seconds * TimeAmount.microsecondsPerSecond)
        let moved = Instant(microseconds: sum)
        return overflow || !Instant.calendarRange.contains(moved) ? nil : moved
    }
}
