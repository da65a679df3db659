import OrderModel
import OrderPlan

/// Settles the values of `let` and `param`.
enum ConstantValue {
    /// The literal that an expression without fields is worth.
    static func literal(
        of expression: Expression,
        values: [String: ParameterValue],
        time: TimeContext
    ) throws -> Literal {
        try literal(of: try ConstantEvaluation.value(of: expression, values: values, time: time), name: nil)
    }

    /// The one value that a query answers.
    static func literal(of table: ResultTable, name: String) throws(ShellError) -> Literal {
        guard let row = table.rows.first, table.rows.count == 1, row.values.count == 1 else {
            throw ShellError(.failed, "the query for '\(name)' answered \(table.rows.count) rows instead of one value")
        }
        return try literal(of: row.values[0], name: name)
    }

    private static func literal(of value: Value, name: String?) throws(ShellError) -> Literal {
        switch value {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .boolean(let boolean): return .boolean(boolean)
        case .instant(let instant): return .instant(instant)
        case .period(let period): return .period(.absolute(period))
        case .duration(let amount): return .duration(amount)
        case .null, .document:
            throw ShellError(
                .failed,
                "the value of '\(name ?? "a name")' is null",
                mend: "give a default: coalesce(…, 0)"
            )
        }
    }
}
