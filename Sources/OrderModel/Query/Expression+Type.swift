extension Expression {
    /// The type of the expression's values; aliases and `$names` must have been replaced before.
    package var valueType: ValueType {
        switch self {
        case .literal(let literal): literal.valueType
        case .field(let field): field.type
        case .alias, .parameter: .text
        case .negation(let inner): inner.valueType
        case .arithmetic(let operation, let left, let right):
            Self.type(of: operation, left, right)
        case .function(let function, let arguments): Self.type(of: function, arguments)
        case .aggregate(let aggregate, let argument): Self.type(of: aggregate, argument?.valueType)
        }
    }

    private static func type(of operation: ArithmeticOperator, _ left: Expression, _ right: Expression) -> ValueType {
        let (leftType, rightType) = (left.valueType, right.valueType)
        switch (leftType.isTemporal, rightType.isTemporal) {
        case (true, true): return .duration
        case (true, false): return left.movedUnit(by: right) == nil ? .instant : .date
        case (false, true): return right.movedUnit(by: left) == nil ? .instant : .date
        case (false, false):
            if leftType == .duration { return .duration }
            return operation != .divide && leftType == .integer && rightType == .integer ? .integer : .money
        }
    }

    /// The unit of the period that the expression's values are; nil where they are moments, or of more than one unit.
    private var periodUnit: PeriodUnit? {
        switch self {
        case .literal(.period(.absolute(let period))): period.unit
        case .literal(.period(.relative(let unit, _))): unit
        case .function(.day, _): .day
        case .function(.week, _): .week
        case .arithmetic(_, let left, let right):
            left.valueType.isTemporal ? left.movedUnit(by: right) : right.movedUnit(by: left)
        default: nil
        }
    }

    /// The unit that a period keeps when it is moved: a day by whole days, a week by whole weeks; nil where it
    /// becomes a moment.
    private func movedUnit(by amount: Expression) -> PeriodUnit? {
        guard case .literal(.duration(let amount)) = amount, let days = amount.wholeDays else { return nil }
        switch periodUnit {
        case .day: return .day
        case .week where days % 7 == 0: return .week
        default: return nil
        }
    }

    private static func type(of function: Function, _ arguments: [Expression]) -> ValueType {
        switch function {
        case .hour, .weekday, .length: return .integer
        case .day, .week, .month, .quarter, .year: return .date
        case .lower, .upper: return .text
        case .abs: return arguments.first?.valueType ?? .money
        case .round: return arguments.count == 1 ? .integer : .money
        case .coalesce:
            let types = arguments.map(\.valueType)
            guard let first = types.first, types.contains(where: { $0 != first }) else { return types.first ?? .text }
            if first.isNumeric { return .money }
            return first.isTemporal ? .instant : .text
        }
    }

    private static func type(of aggregate: Aggregate, _ argument: ValueType?) -> ValueType {
        switch aggregate {
        case .count, .countDistinct: .integer
        case .sum, .min, .max: argument ?? .money
        case .avg, .median, .p90, .p95, .p99: argument == .duration ? .duration : .money
        }
    }
}

extension Literal {
    package var valueType: ValueType {
        switch self {
        case .number(let number): number.isWhole ? .integer : .money
        case .text: .text
        case .status: .status
        case .boolean: .boolean
        case .instant, .now: .instant
        case .period: .date
        case .duration: .duration
        }
    }
}
