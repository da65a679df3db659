package import OrderModel

/// The plain evaluator: what an expression is worth and whether a condition holds, for one row.
///
/// It is written straight from the language's page and slow on purpose; every faster engine is compared with it.
/// Relative dates and `$names` must have been replaced before (`Query.resolved`, `Query.bound`); `now` and
/// relative dates still work, so that a single condition can be tried by hand. Used by one task.
package final class Evaluator {
    let comparison: ValueComparison
    private var patterns: [String: RegularExpression] = [:]

    package init(time: TimeContext) {
        comparison = ValueComparison(time: time)
    }

    package var time: TimeContext { comparison.time }

    /// Whether a condition holds for a row.
    package func holds(_ condition: Condition, for row: Row) throws(EvaluationError) -> Bool {
        do throws(ValueProblem) {
            return try holds(condition, in: row)
        } catch {
            throw EvaluationError(error, in: row.order)
        }
    }

    /// What an expression is worth for a row.
    package func value(of expression: Expression, for row: Row) throws(EvaluationError) -> Value {
        do throws(ValueProblem) {
            return try value(of: expression, in: row)
        } catch {
            throw EvaluationError(error, in: row.order)
        }
    }

    package func value(of expression: Expression, in scope: some Scope) throws(ValueProblem) -> Value {
        if let value = try scope.value(of: expression) { return value }
        switch expression {
        case .literal(let literal): return try value(of: literal)
        case .field(let field): throw ValueProblem("\(field.name) is neither a key of the groups nor aggregated")
        case .alias(let name): throw ValueProblem("no column is called '\(name)'")
        case .parameter(let name): throw ValueProblem("$\(name) has no value")
        case .aggregate(let aggregate, _): throw ValueProblem("\(aggregate.rawValue)() has no group here")
        case .negation(let inner): return try negated(try value(of: inner, in: scope))
        case .arithmetic(let operation, let left, let right):
            return try combined(
                try value(of: left, in: scope),
                operation,
                try value(of: right, in: scope)
            )
        case .function(let function, let arguments):
            var values: [Value] = []
            for argument in arguments { values.append(try value(of: argument, in: scope)) }
            return try result(of: function, values)
        }
    }

    private func value(of literal: Literal) throws(ValueProblem) -> Value {
        switch literal {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .status(let name): return .text(name)
        case .boolean(let boolean): return .boolean(boolean)
        case .instant(let instant): return .instant(instant)
        case .duration(let amount): return .duration(amount)
        case .now: return .instant(time.now)
        case .period(let expression):
            guard let period = expression.resolved(in: time) else {
                throw ValueProblem("a relative date lies outside of the years 1 to 9999")
            }
            return .period(period)
        }
    }

    /// The compiled form of a pattern, kept for the next row.
    package func pattern(_ text: String) throws(ValueProblem) -> RegularExpression {
        if let pattern = patterns[text], pattern.pattern.utf8.elementsEqual(text.utf8) { return pattern }
        do throws(RegularExpressionProblem) {
            let pattern = try RegularExpression(text)
            patterns[text] = pattern
            return pattern
        } catch {
            throw ValueProblem("the pattern \"\(text)\" cannot be used: \(error.message)")
        }
    }
}

/// A scope without anything in it, for constants.
private struct EmptyScope: Scope {
    func value(of expression: Expression) throws(ValueProblem) -> Value? { nil }

    func rows(in collection: Collection) throws(ValueProblem) -> [Row] {
        throw ValueProblem("a constant has no \(collection.rawValue)")
    }
}

extension Evaluator {
    /// The moments of a period, in the zone of the evaluation.
    package func range(of period: Period) -> InstantRange { time.range(of: period) }

    /// What an expression is worth without any row; nil when it needs one, or cannot be computed.
    package func constant(_ expression: Expression) -> Value? {
        do throws(ValueProblem) {
            return try value(of: expression, in: EmptyScope())
        } catch {
            return nil
        }
    }

    /// The same where the reason matters; the error's place is the given one.
    package func constantValue(of expression: Expression, place: String) throws(EvaluationError) -> Value {
        do throws(ValueProblem) {
            return try value(of: expression, in: EmptyScope())
        } catch {
            throw EvaluationError(place: place, problem: error.message)
        }
    }
}
