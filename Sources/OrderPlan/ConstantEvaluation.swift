package import OrderModel
import OrderReference

/// Works out expressions without fields: the values of `let` and `param`.
package enum ConstantEvaluation {
    /// The value of an expression, its `$names` and relative dates settled now.
    package static func value(
        of expression: Expression,
        values: [String: ParameterValue],
        time: TimeContext
    ) throws -> Value {
        var query = Query(.orders)
        query.columns = [Column(expression)]
        let bound = try query.bound(to: values).resolved(in: time).columns?.first?.expression ?? expression
        let nowhere = Order(document: JSONObject(), origin: Origin(source: "a constant"))
        return try Evaluator(time: time).value(of: bound, for: Row(nowhere))
    }
}
