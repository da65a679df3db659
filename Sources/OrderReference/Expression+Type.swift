package import OrderModel

extension Expression {
    /// The type of the expression's values; aliases and `$names` must have been replaced before.
    package var valueType: ValueType {
        switch self {
        case .literal(let literal): literal.valueType
        case .field(let field): field.type
        case .alias, .parameter: .text
        case .negation(let inner): inner.valueType
        case .arithmetic(let operation, let left, let right):
            Self.type(of: operation, left.valueType, right.valueType)
        case .function(let function, let arguments): Self.type(of: function, arguments)
        case .aggregate(let aggregate, let argument): Self.type(of: aggregate, argument?.valueType)
        }
    }

    private static func type(of operation: ArithmeticOperator, _ left: ValueType, _ right: ValueType) -> ValueType {
        switch (left.isTemporal, right.isTemporal) {
        case (true, true): .duration
        case (true, false): left
        case (false, true): right
        case (false, false):
            if left == .duration {
                .duration
            } else if operation != .divide, left == .integer, right == .integer {
                .integer
            } else {
                .money
            }
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
