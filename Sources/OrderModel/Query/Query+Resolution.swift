/// A relative date that lies outside of the years 1 to 9999.
package struct UnresolvablePeriod: Failure, Hashable {
    package let unit: PeriodUnit
    package let offset: Int

    package init(unit: PeriodUnit, offset: Int) {
        self.unit = unit
        self.offset = offset
    }

    package var category: FailureCategory { .usage }
    package var message: String {
        "the \(unit.rawValue) \(offset) \(unit.rawValue)s from now lies outside of the years 1 to 9999"
    }
}

extension Query {
    /// The query with `now` and relative dates replaced by what they stand for, once for the whole statement.
    package func resolved(in time: TimeContext) throws(UnresolvablePeriod) -> Query {
        try replacingExpressions { (expression) throws(UnresolvablePeriod) -> Expression? in
            switch expression {
            case .literal(.now): return .literal(.instant(time.now))
            case .literal(.period(.relative(let unit, let offset))):
                guard let period = PeriodExpression.relative(unit, offset).resolved(in: time) else {
                    throw UnresolvablePeriod(unit: unit, offset: offset)
                }
                return .literal(.period(.absolute(period)))
            default: return nil
            }
        }
    }
}
