import OrderModel
import OrderReference

/// A range of moments in which all the answers to a comparison lie, and no other moments.
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
        case .less: upper = Self.moved(first, by: -1)
        case .lessOrEqual: upper = last
        case .greater: lower = Self.moved(last, by: 1)
        case .greaterOrEqual: lower = first
        }
    }

    func hull(with other: Interval) -> Interval {
        var hull = self
        hull.lower = lower.flatMap { lower in other.lower.map { min(lower, $0) } }
        hull.upper = upper.flatMap { upper in other.upper.map { max(upper, $0) } }
        return hull
    }

    /// What is demanded of a field of orders.
    func demands(for name: String) -> [Demand] {
        let isCreation = name == "created_at"
        return [
            lower.map { Demand(isCreation ? .createdFrom : .updatedFrom, .instant($0)) },
            upper.map { Demand(isCreation ? .createdTo : .updatedTo, .instant($0)) },
        ].compactMap(\.self)
    }

    private static func moved(_ instant: Instant, by microseconds: Int64) -> Instant {
        let (sum, overflow) = instant.microseconds.addingReportingOverflow(microseconds)
        return overflow ? instant : Instant(microseconds: sum)
    }
}
