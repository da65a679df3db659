import OrderLanguage
package import OrderModel
import OrderReference

/// Works out expressions without fields: the values of `let` and `param`, and the constants of a query.
package enum ConstantEvaluation {
    /// The value of an expression, its `$names` and relative dates settled now.
    package static func value(
        of expression: Expression,
        values: [String: ParameterValue],
        time: TimeContext
    ) throws -> Value {
        var query = Query(.orders)
        query.columns = [Column(expression)]
        let bound = try query.bound(to: values)
        _ = try bound.resolved(in: time)
        return try value(of: bound.columns?.first?.expression ?? expression, Evaluator(time: time))
    }

    /// The value of an expression without `$names`.
    static func value(of expression: Expression, _ evaluator: Evaluator) throws(PlanError) -> Value {
        do throws(EvaluationError) {
            return try evaluator.constantValue(of: expression, place: CanonicalPrinter.print(expression))
        } catch {
            throw .uncomputable(text: error.place, problem: error.problem)
        }
    }
}
