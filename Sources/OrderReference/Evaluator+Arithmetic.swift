import OrderModel

extension Evaluator {
    func negated(_ value: Value) throws(ValueProblem) -> Value {
        do throws(ArithmeticOverflow) {
            switch value {
            case .null: return .null
            case .number(let number): return .number(try number.negated())
            case .duration(let amount): return .duration(try amount.negated())
            default: break
            }
        } catch {
            throw .overflow(in: "a negation")
        }
        throw ValueProblem("\(value.kindInWords) cannot be negated")
    }

    /// Exact arithmetic; null wherever an operand is null, and for a division by zero.
    func combined(_ left: Value, _ operation: ArithmeticOperator, _ right: Value) throws(ValueProblem) -> Value {
        guard !left.isNull, !right.isNull else { return .null }
        do throws(ArithmeticOverflow) {
            if case .number(let left) = left, case .number(let right) = right {
                return try combined(left, operation, right)
            }
            if let value = try combinedInTime(left, operation, right) { return value }
        } catch {
            throw .overflow(in: "'\(operation.rawValue)'")
        }
        throw ValueProblem(
            "'\(operation.rawValue)' cannot combine \(left.kindInWords) with \(right.kindInWords)"
        )
    }

    private func combined(
        _ left: Decimal,
        _ operation: ArithmeticOperator,
        _ right: Decimal
    ) throws(ArithmeticOverflow) -> Value {
        switch operation {
        case .add: .number(try left.adding(right))
        case .subtract: .number(try left.subtracting(right))
        case .multiply: .number(try left.multiplied(by: right))
        case .divide: try left.divided(by: right).map(Value.number) ?? .null
        }
    }

    private func combinedInTime(
        _ left: Value,
        _ operation: ArithmeticOperator,
        _ right: Value
    ) throws(ArithmeticOverflow) -> Value? {
        switch (left, operation, right) {
        case (.duration(let left), .add, .duration(let right)):
            return .duration(try left.adding(right))
        case (.duration(let left), .subtract, .duration(let right)):
            return .duration(try left.adding(try right.negated()))
        case (.duration(let amount), .add, _): return try moved(right, by: amount)
        case (_, .add, .duration(let amount)): return try moved(left, by: amount)
        case (_, .subtract, .duration(let amount)): return try moved(left, by: try amount.negated())
        case (_, .subtract, _):
            guard let left = start(of: left), let right = start(of: right) else { return nil }
            return .duration(try left.amount(since: right))
        default: return nil
        }
    }

    /// A moment moved; a day or week moved by whole ones stays a calendar day or week, whatever the clocks do.
    private func moved(_ value: Value, by amount: TimeAmount) throws(ArithmeticOverflow) -> Value? {
        if case .period(let period) = value, let days = amount.wholeDays {
            let count = period.unit == .day ? days : days / 7
            if period.unit == .day || (period.unit == .week && days % 7 == 0) {
                guard let moved = period.advanced(by: count) else { throw ArithmeticOverflow() }
                return .period(moved)
            }
        }
        guard let start = start(of: value) else { return nil }
        return .instant(try start.advanced(by: amount))
    }

    /// The moment itself, or the one at which a period begins; nil for what is no moment.
    func start(of value: Value) -> Instant? {
        switch value {
        case .instant(let instant): instant
        case .period(let period): time.range(of: period).lower
        default: nil
        }
    }
}

extension TimeAmount {
    func adding(_ other: TimeAmount) throws(ArithmeticOverflow) -> TimeAmount {
        let (sum, overflow) = microseconds.addingReportingOverflow(other.microseconds)
        guard !overflow else { throw ArithmeticOverflow() }
        return TimeAmount(microseconds: sum)
    }
}

extension Value {
    /// What kind of value it is, for messages.
    var kindInWords: String {
        switch self {
        case .null: "null"
        case .text: "a text"
        case .number: "a number"
        case .boolean: "a boolean"
        case .instant: "an instant"
        case .period: "a date"
        case .duration: "a duration"
        case .document: "a part of the document"
        }
    }
}
