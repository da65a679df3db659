import OrderModel

extension Expression {
    /// Whether computing the expression cannot fail for a row of columns, whose values are sound.
    ///
    /// Where that isn't obvious the answer is no.
    var isSafe: Bool {
        switch self {
        case .field: true
        case .literal(.period(.relative)): false
        case .literal: true
        case .function(let function, let arguments):
            switch function {
            case .hour, .weekday, .day, .month, .quarter, .year, .length, .lower, .upper, .coalesce:
                arguments.allSatisfy(\.isSafe)
            case .week, .abs, .round: false
            }
        // Two numbers of at most 19 digits, 18 of them behind the point: their sum has room.
        case .arithmetic(.add, let left, let right), .arithmetic(.subtract, let left, let right):
            left.isSmallNumber && right.isSmallNumber
        case .arithmetic, .negation, .alias, .parameter, .aggregate: false
        }
    }

    private var isSmallNumber: Bool {
        switch self {
        case .field(let field): field.type.isNumeric
        case .literal(.number(let number)): Int64(exactly: number.coefficient) != nil && number.scale <= 18
        default: false
        }
    }
}

extension Condition {
    /// Whether the condition can be decided for every row of columns.
    var isSafe: Bool {
        switch self {
        case .and(let parts), .or(let parts): parts.allSatisfy(\.isSafe)
        case .not(let inner), .quantified(_, _, let inner): inner.isSafe
        case .comparison(let left, _, let right), .textMatch(let left, _, let right): left.isSafe && right.isSafe
        case .membership(let subject, let elements): subject.isSafe && elements.allSatisfy(\.isSafe)
        case .between(let subject, let lower, let upper): subject.isSafe && lower.isSafe && upper.isSafe
        case .isNull(let subject), .has(let subject), .truth(let subject): subject.isSafe
        case .matches: false
        }
    }
}
