package import OrderModel
import OrderReference

/// What is known of one field's values in a batch without reading them.
package struct ValueSummary: Sendable, Hashable {
    /// Not after any value that is not null, as `Value.sortsBefore` has it; nil when there is none, or not known.
    package let minimum: Value?
    /// Not before any value that is not null.
    package let maximum: Value?
    package let nullCount: Int
    package let rowCount: Int

    package init(minimum: Value?, maximum: Value?, nullCount: Int, rowCount: Int) {
        self.minimum = minimum
        self.maximum = maximum
        self.nullCount = nullCount
        self.rowCount = rowCount
    }

    /// What a test may give for these values.
    func outcomes(of test: FieldTest, _ comparison: ValueComparison) -> Outcomes {
        var outcomes = Outcomes(canBeTrue: false, canBeFalse: false)
        if nullCount < rowCount {
            if let minimum, let maximum {
                outcomes = ValueRange(minimum: minimum, maximum: maximum, comparison: comparison).outcomes(of: test)
            } else {
                outcomes = .anything
            }
        }
        if nullCount > 0 {
            let isTrue = test.acceptsNull
            outcomes.canBeTrue = outcomes.canBeTrue || isTrue
            outcomes.canBeFalse = outcomes.canBeFalse || !isTrue
        }
        return outcomes
    }
}

/// Values that are not null, between two ends.
private struct ValueRange {
    let minimum: Value
    let maximum: Value
    let comparison: ValueComparison

    func outcomes(of test: FieldTest) -> Outcomes {
        switch test {
        case .comparison(let operation, let constant): return outcomes(operation, constant)
        case .membership(let constants):
            return Outcomes(
                canBeTrue: constants.contains { outcomes(.equal, $0).canBeTrue },
                canBeFalse: !constants.contains { !outcomes(.equal, $0).canBeFalse }
            )
        case .between(let lower, let upper):
            let (start, end) = (outcomes(.greaterOrEqual, lower), outcomes(.lessOrEqual, upper))
            return Outcomes(
                canBeTrue: start.canBeTrue && end.canBeTrue,
                canBeFalse: start.canBeFalse || end.canBeFalse
            )
        case .isNull: return .onlyFalse
        case .has:
            switch (minimum, maximum) {
            case (.text(let first), .text(let last)):
                return Outcomes(canBeTrue: !last.isEmpty, canBeFalse: first.isEmpty)
            case (.document, _), (_, .document): return .anything
            default: return .onlyTrue
            }
        case .truth:
            return Outcomes(canBeTrue: maximum == .boolean(true), canBeFalse: minimum != .boolean(true))
        case .text(nil): return .onlyFalse
        case .text, .pattern: return .anything
        }
    }

    private func outcomes(_ operation: ComparisonOperator, _ constant: Value) -> Outcomes {
        guard Self.haveOneKind(minimum, constant) else { return operation == .notEqual ? .onlyTrue : .onlyFalse }
        switch operation {
        case .equal:
            // The span of a period too: its start is not after the last value, its end not before the first.
            return Outcomes(
                canBeTrue: holds(minimum, .lessOrEqual, constant) && holds(maximum, .greaterOrEqual, constant),
                canBeFalse: !(holds(minimum, .equal, constant) && holds(maximum, .equal, constant))
            )
        case .notEqual:
            let equal = outcomes(.equal, constant)
            return Outcomes(canBeTrue: equal.canBeFalse, canBeFalse: equal.canBeTrue)
        case .less, .lessOrEqual:
            return Outcomes(
                canBeTrue: holds(minimum, operation, constant),
                canBeFalse: !holds(maximum, operation, constant)
            )
        case .greater, .greaterOrEqual:
            return Outcomes(
                canBeTrue: holds(maximum, operation, constant),
                canBeFalse: !holds(minimum, operation, constant)
            )
        }
    }

    private func holds(_ value: Value, _ operation: ComparisonOperator, _ constant: Value) -> Bool {
        comparison.holds(value, operation, constant)
    }

    /// Whether values of this type can be equal to the constant, or before it.
    private static func haveOneKind(_ value: Value, _ constant: Value) -> Bool {
        switch (value, constant) {
        case (.text, .text), (.number, .number), (.boolean, .boolean), (.instant, .instant), (.instant, .period),
            (.document, _), (.period, _), (.duration, _):
            true
        default: false
        }
    }
}
