package import OrderModel

/// Gathers the values of one aggregate over the rows of one group, in whatever order they come.
///
/// Nulls are skipped here, except for `count()`, which counts rows. Several accumulators, each of a part of the
/// rows, merge into that of all.
package struct AggregateAccumulator: Sendable {
    private let aggregate: Aggregate
    private let argumentType: ValueType?
    private var count = 0
    private var sum = ExactSum()
    private var extreme = Value.null
    private var numbers: [Decimal] = []
    private var distinct: Set<Value> = []

    package init(_ aggregate: Aggregate, argumentType: ValueType?) {
        self.aggregate = aggregate
        self.argumentType = argumentType
    }

    /// Takes one more row; the value is nil for `count()`.
    package mutating func add(_ value: Value?) throws(ValueProblem) {
        if let value, value.isNull { return }
        count += 1
        guard let value else { return }
        switch aggregate {
        case .count: break
        case .countDistinct: distinct.insert(value)
        case .min, .max: take(extreme: value)
        case .sum, .avg: sum.add(try exactly { () throws(ArithmeticOverflow) in try number(value) })
        case .median, .p90, .p95, .p99:
            numbers.append(try exactly { () throws(ArithmeticOverflow) in try number(value) })
        }
    }

    /// Takes the rows that another accumulator of the same aggregate has taken.
    package mutating func merge(_ other: AggregateAccumulator) {
        count += other.count
        sum.merge(other.sum)
        if !other.extreme.isNull { take(extreme: other.extreme) }
        numbers += other.numbers
        distinct.formUnion(other.distinct)
    }

    package func result() throws(ValueProblem) -> Value {
        switch aggregate {
        case .count: return .number(Decimal(count))
        case .countDistinct: return .number(Decimal(distinct.count))
        case .min, .max: return extreme
        case .sum: return try value(try total())
        case .avg:
            let total = try total()
            let mean = try exactly { () throws(ArithmeticOverflow) in try total.divided(by: Decimal(count)) }
            guard let mean else { return .null }
            return try value(mean)
        case .median: return try percentile(50)
        case .p90: return try percentile(90)
        case .p95: return try percentile(95)
        case .p99: return try percentile(99)
        }
    }

    private mutating func take(extreme value: Value) {
        let isBetter =
            aggregate == .min ? Value.sortsBefore(value, extreme) : Value.sortsBefore(extreme, value)
        if extreme.isNull || isBetter { extreme = value }
    }

    private func total() throws(ValueProblem) -> Decimal {
        try exactly { () throws(ArithmeticOverflow) in try sum.total() }
    }

    /// The value below which that many of a hundred lie, interpolated between the two neighbours of the place.
    private func percentile(_ percent: Int) throws(ValueProblem) -> Value {
        guard !numbers.isEmpty else { return .null }
        let sorted = numbers.sorted()
        let (index, rest) = ((sorted.count - 1) * percent).quotientAndRemainder(dividingBy: 100)
        guard rest > 0 else { return try value(sorted[index]) }
        let share = Decimal(coefficient: Int128(rest), scale: 2)
        let interpolated = try exactly { () throws(ArithmeticOverflow) in
            let step = try sorted[index + 1].subtracting(sorted[index])
            return try sorted[index].adding(try step.multiplied(by: share))
        }
        return try value(interpolated.rounded(toPlaces: Decimal.divisionScale))
    }

    private func exactly<Result>(
        _ compute: () throws(ArithmeticOverflow) -> Result
    ) throws(ValueProblem) -> Result {
        do throws(ArithmeticOverflow) {
            return try compute()
        } catch {
            throw .overflow(in: "\(aggregate.rawValue)()")
        }
    }

    /// A number as it is, a duration as its microseconds.
    ///
    /// The checker lets nothing else get here.
    private func number(_ value: Value) throws(ArithmeticOverflow) -> Decimal {
        switch value {
        case .number(let number): return number
        case .duration(let amount): return Decimal(Int(amount.microseconds))
        default: throw ArithmeticOverflow()
        }
    }

    /// A result in the type of the argument; durations are whole microseconds, rounded half to even.
    private func value(_ number: Decimal) throws(ValueProblem) -> Value {
        guard argumentType == .duration else { return .number(number) }
        guard let whole = number.rounded(toPlaces: 0).wholeNumber else {
            throw .overflow(in: "\(aggregate.rawValue)()")
        }
        return .duration(TimeAmount(microseconds: Int64(whole)))
    }
}

extension AggregateAccumulator {
    /// Takes rows that were counted elsewhere: as `count()` counts them, or their values that aren't null.
    package mutating func add(count rowCount: Int) {
        count += rowCount
    }

    /// Takes values that were added up elsewhere: so many, of the sum `coefficient / 10^scale`.
    package mutating func add(count valueCount: Int, sum coefficient: Int128, scale: Int) {
        count += valueCount
        sum.add(coefficient: coefficient, scale: scale)
    }
}
