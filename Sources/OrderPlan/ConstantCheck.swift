import OrderLanguage
import OrderModel
import OrderReference

/// Works out the constant parts of a query before anything is read.
///
/// A constant that cannot be computed is a mistake in the query: it must not depend on whether an order comes along
/// for which it would be needed, nor be blamed on that order.
struct ConstantCheck {
    let evaluator: Evaluator

    /// Checks a query whose parameters are bound, relative dates still relative, so that messages quote it as it is.
    func check(_ query: Query) throws(PlanError) {
        _ = try query.replacingExpressions { (expression) throws(PlanError) -> Expression? in
            guard expression.isConstant else { return nil }
            _ = try ConstantEvaluation.value(of: expression, evaluator)
            return expression
        }
        for condition in [query.condition, query.having].compactMap(\.self) { try checkMemberships(in: condition) }
    }

    /// Refuses single moments where periods were meant: `created_at in today - 36h` would be true of no order.
    private func checkMemberships(in condition: Condition) throws(PlanError) {
        switch condition {
        case .and(let parts), .or(let parts): for part in parts { try checkMemberships(in: part) }
        case .not(let inner), .quantified(_, _, let inner): try checkMemberships(in: inner)
        case .membership(let subject, let elements) where subject.valueType.isTemporal:
            for element in elements {
                guard case .arithmetic = element, case .instant? = evaluator.constant(element) else { continue }
                throw .singleMoment(text: CanonicalPrinter.print(element))
            }
        default: break
        }
    }
}

extension Expression {
    /// Whether the expression is worth the same for every row.
    fileprivate var isConstant: Bool {
        switch self {
        case .literal: true
        case .field, .alias, .parameter, .aggregate: false
        case .arithmetic(_, let left, let right): left.isConstant && right.isConstant
        case .negation(let inner): inner.isConstant
        case .function(_, let arguments): arguments.allSatisfy(\.isConstant)
        }
    }
}
