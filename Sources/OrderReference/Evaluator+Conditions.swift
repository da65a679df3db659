package import OrderModel

extension Evaluator {
    /// Whether a condition holds; two-valued, so `not` is exactly the opposite.
    package func holds(_ condition: Condition, in scope: some Scope) throws(ValueProblem) -> Bool {
        switch condition {
        case .and(let parts):
            for part in parts where try !holds(part, in: scope) { return false }
            return true
        case .or(let parts):
            for part in parts where try holds(part, in: scope) { return true }
            return false
        case .not(let inner): return try !holds(inner, in: scope)
        case .comparison(let left, let operation, let right):
            return comparison.holds(try value(of: left, in: scope), operation, try value(of: right, in: scope))
        case .membership(let subject, let elements):
            let value = try value(of: subject, in: scope)
            for element in elements where comparison.holds(value, .equal, try self.value(of: element, in: scope)) {
                return true
            }
            return false
        case .between(let subject, let lower, let upper):
            let value = try value(of: subject, in: scope)
            let (start, end) = (try self.value(of: lower, in: scope), try self.value(of: upper, in: scope))
            return comparison.holds(value, .greaterOrEqual, start) && comparison.holds(value, .lessOrEqual, end)
        case .isNull(let subject): return try value(of: subject, in: scope).isNull
        case .has(let subject): return try value(of: subject, in: scope).isPresent
        case .truth(let subject): return try value(of: subject, in: scope) == .boolean(true)
        case .textMatch(let subject, let operation, let part):
            return try matches(try value(of: subject, in: scope), operation, try value(of: part, in: scope))
        case .matches(let subject, let pattern):
            let expression = try self.pattern(pattern)
            guard case .text(let text) = try value(of: subject, in: scope) else { return false }
            return expression.matches(text)
        case .quantified(let quantifier, let collection, let inner):
            return try holds(quantifier, inner, over: try scope.rows(in: collection))
        }
    }

    private func holds(
        _ quantifier: Quantifier,
        _ condition: Condition,
        over rows: [some Scope]
    ) throws(ValueProblem) -> Bool {
        // `any` and `none` are decided by a row that fits, `all` by one that doesn't.
        let isDecisive = quantifier != .all
        for row in rows where try holds(condition, in: row) == isDecisive { return quantifier == .any }
        return quantifier != .any
    }

    private func matches(_ subject: Value, _ operation: TextOperator, _ part: Value) throws(ValueProblem) -> Bool {
        guard case .text(let subject) = subject, case .text(let part) = part else { return false }
        let text = FoldedText(subject)
        return switch operation {
        case .contains: text.contains(FoldedText(part))
        case .startsWith: text.hasPrefix(FoldedText(part))
        case .endsWith: text.hasSuffix(FoldedText(part))
        }
    }
}
