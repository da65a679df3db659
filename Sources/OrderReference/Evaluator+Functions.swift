import OrderModel

extension Evaluator {
    /// The value of a function; null where what it is asked about is null.
    func result(of function: Function, _ arguments: [Value]) throws(ValueProblem) -> Value {
        if function == .coalesce { return arguments.first { !$0.isNull } ?? .null }
        guard let subject = arguments.first else { throw ValueProblem("\(function.rawValue)() needs an argument") }
        guard !subject.isNull else { return .null }
        switch function {
        case .hour, .weekday, .day, .week, .month, .quarter, .year:
            guard let instant = start(of: subject) else { break }
            return try bucket(function, of: instant)
        case .abs:
            if let value = try absolute(subject) { return value }
        case .round:
            guard case .number(let number) = subject else { break }
            return try rounded(number, arguments.dropFirst().first)
        case .length:
            guard case .text(let text) = subject else { break }
            return .number(Decimal(text.unicodeScalars.count))
        case .lower:
            guard case .text(let text) = subject else { break }
            return .text(text.lowercased())
        case .upper:
            guard case .text(let text) = subject else { break }
            return .text(text.uppercased())
        case .coalesce: break
        }
        throw ValueProblem("\(function.rawValue)() cannot be applied to \(subject.kindInWords)")
    }

    private func bucket(_ function: Function, of instant: Instant) throws(ValueProblem) -> Value {
        if function == .hour { return .number(Decimal(time.zone.civilTime(at: instant).hour)) }
        if function == .weekday { return .number(Decimal(time.zone.civilTime(at: instant).date.weekday)) }
        guard let unit = PeriodUnit(rawValue: function.rawValue), let period = time.period(unit, containing: instant)
        else { throw ValueProblem("\(function.rawValue)() lies outside of the years 1 to 9999") }
        return .period(period)
    }

    private func absolute(_ value: Value) throws(ValueProblem) -> Value? {
        do throws(ArithmeticOverflow) {
            switch value {
            case .number(let number): return .number(try number.absoluteValue())
            case .duration(let amount): return .duration(amount.microseconds < 0 ? try amount.negated() : amount)
            default: return nil
            }
        } catch {
            throw .overflow(in: "abs()")
        }
    }

    private func rounded(_ number: Decimal, _ places: Value?) throws(ValueProblem) -> Value {
        guard let places else { return .number(number.rounded(toPlaces: 0)) }
        if places.isNull { return .null }
        guard case .number(let count) = places, let count = count.wholeNumber, count >= 0 else {
            throw ValueProblem("round() takes a whole number of decimals, 0 or more")
        }
        return .number(number.rounded(toPlaces: count))
    }
}
