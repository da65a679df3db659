/// A value to compute for a row or a group.
package indirect enum Expression: Sendable, Hashable {
    case literal(Literal)
    case field(Field)
    /// A column of the query by its alias; in `having` and `order by`, where an alias wins over a field.
    case alias(String)
    /// A value from `let`, `param` or the command line, not yet filled in; never text spliced into the query.
    case parameter(String)
    case arithmetic(ArithmeticOperator, Expression, Expression)
    case negation(Expression)
    case function(Function, [Expression])
    /// An aggregate over the rows of a group; `count()` alone has no argument.
    case aggregate(Aggregate, Expression?)

    package var hasAggregate: Bool {
        switch self {
        case .literal, .field, .alias, .parameter: false
        case .arithmetic(_, let left, let right): left.hasAggregate || right.hasAggregate
        case .negation(let inner): inner.hasAggregate
        case .function(_, let arguments): arguments.contains { $0.hasAggregate }
        case .aggregate: true
        }
    }
}

package enum ArithmeticOperator: String, Sendable, Hashable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
}

/// The functions of the language: calendar buckets of an instant, and a handful for numbers and texts.
package enum Function: String, Sendable, Hashable, CaseIterable {
    /// 0 to 23, in the session's zone.
    case hour
    /// Monday is 1.
    case weekday
    case day
    case week
    case month
    case quarter
    case year
    case abs
    /// Half to even; `round(x)` to whole numbers, `round(x, 2)` to two decimals.
    case round
    /// The number of Unicode scalars of a text.
    case length
    case lower
    case upper
    /// The first argument that is not null.
    case coalesce
}

/// The aggregates of the language; all but `count()` skip nulls.
package enum Aggregate: String, Sendable, Hashable, CaseIterable {
    case count
    case sum
    case avg
    case min
    case max
    case median
    case p90
    case p95
    case p99
    case countDistinct = "count_distinct"
}

/// A constant as written: relative dates stay relative until they are resolved, once per statement.
package enum Literal: Sendable, Hashable {
    case number(Decimal)
    case text(String)
    /// A status by name; prints bare when it is a documented one.
    case status(String)
    case boolean(Bool)
    case instant(Instant)
    case period(PeriodExpression)
    case duration(TimeAmount)
    case now
}

extension Literal {
    /// Equality as the language has it: texts by Unicode scalar values, without normalisation.
    package static func == (left: Literal, right: Literal) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left == right
        case (.text(let left), .text(let right)), (.status(let left), .status(let right)):
            left.utf8.elementsEqual(right.utf8)
        case (.boolean(let left), .boolean(let right)): left == right
        case (.instant(let left), .instant(let right)): left == right
        case (.period(let left), .period(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.now, .now): true
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .number(let number): hasher.combine(number)
        case .text(let text), .status(let text): for byte in text.utf8 { hasher.combine(byte) }
        case .boolean(let boolean): hasher.combine(boolean)
        case .instant(let instant): hasher.combine(instant)
        case .period(let period): hasher.combine(period)
        case .duration(let amount): hasher.combine(amount)
        case .now: hasher.combine(0)
        }
    }
}

/// A calendar period, absolute or relative to now.
package enum PeriodExpression: Sendable, Hashable {
    case absolute(Period)
    /// `today` is (.day, 0), `last month` (.month, -1), `next week` (.week, 1).
    case relative(PeriodUnit, Int)

    /// The period it stands for; nil outside of the years 1 to 9999.
    package func resolved(in context: TimeContext) -> Period? {
        switch self {
        case .absolute(let period): period
        case .relative(let unit, let offset): Period(unit, containing: context.today)?.advanced(by: offset)
        }
    }
}
