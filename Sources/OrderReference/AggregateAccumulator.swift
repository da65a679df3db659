import OrderModel

/// Gathers the values of one aggregate over the rows of one group.
///
/// Nulls are skipped before they get here, except for `count()`, which counts rows.
final class AggregateAccumulator {
    private let aggregate: Aggregate
    private let argumentType: ValueType?
    private var count = 0
    private var sum = Decimal.zero
    private var extreme = Value.null
    private var numbers: [Decimal] = []
    private var distinct: Set<Value> = []

    init(_ aggregate: Aggregate, argumentType: ValueType?) {
        self.aggregate = aggregate
        self.argumentType = argumentType
    }

    /// Takes one more row; the value is nil for `count()`.
    func add(_ value: Value?) throws(ValueProblem) {
        if let value, value.isNull { return }
        count += 1
        guard let value else { return }
        switch aggregate {
        case .count: break
        case .countDistinct: distinct.insert(value)
        case .min: if extreme.isNull || Value.sortsBefore(value, extreme) { extreme = value }
        case .max: if extreme.isNull || Value.sortsBefore(extreme, value) { extreme = value }
        case .sum, .avg: sum = try exactly { () throws(ArithmeticOverflow) in try sum.adding(try number(value)) }
        case .median, .p90, .p95, .p99:
            numbers.append(try exactly { () throws(ArithmeticOverflow) in try number(value) })
        }
    }

    func result() throws(ValueProblem) -> Value {
        switch aggregate {
        case .count: return .number(Decimal(count))
        case .countDistinct: return .number(Decimal(distinct.count))
        case .min, .max: return extreme
        case .sum: return try value(sum)
        case .avg:
            let mean = try exactly { () throws(ArithmeticOverflow) in try sum.divided(by: Decimal(count)) }
            guard let mean else { return .null }
            return try value(mean)
        case .median: return try percentile(50)
        case .p90: return try percentile(90)
        case .p95: return try percentile(95)
        case .p99: return try percentile(99)
        }
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
