// Conditions: what is compared with what, and whether it can be.

internal import OrderModel

extension Checker {
    /// Checks a condition; nil when something in it is wrong, and reported.
    mutating func check(condition syntax: ExpressionSyntax, in scope: Scope) -> Condition? {
        switch syntax.kind {
        case .and(let parts): return all(parts, in: scope).flatMap(Condition.all)
        case .or(let parts): return all(parts, in: scope).flatMap(Condition.any)
        case .not(let inner): return check(condition: inner, in: scope).map { .not($0) }
        case .test(let subject, let test):
            if !scope.allowsAggregates, let child = childSubject(subject, in: scope) {
                return check(child: child, at: subject.range, test, in: scope)
            }
            return check(subject, test, in: scope)
        case .has(let subject):
            if !scope.allowsAggregates, let child = childSubject(subject, in: scope) {
                return .quantified(.any, child.collection, .has(.field(child.field)))
            }
            return checkField(subject, in: scope).map { .has($0) }
        case .quantified(let quantifier, let collection, let condition):
            return check(quantifier, collection, condition, at: syntax.range, in: scope)
        case .missing: return nil
        case .name where !scope.allowsAggregates && childSubject(syntax, in: scope)?.field.type == .boolean:
            return childSubject(syntax, in: scope).map { .quantified(.any, $0.collection, .truth(.field($0.field))) }
        default: return checkTruth(syntax, in: scope)
        }
    }

    private mutating func all(_ parts: [ExpressionSyntax], in scope: Scope) -> [Condition]? {
        let checked = parts.map { check(condition: $0, in: scope) }
        let conditions = checked.compactMap { $0 }
        return conditions.count == parts.count ? conditions : nil
    }

    /// A value that stands alone as a condition must be true or false.
    private mutating func checkTruth(_ syntax: ExpressionSyntax, in scope: Scope) -> Condition? {
        guard let typed = check(syntax, expecting: nil, in: scope) else { return nil }
        guard typed.type == .boolean else {
            let example = typed.type == .object || typed.type == .document ? "is not null" : "= …"
            report(
                "'\(text(in: syntax.range).excerpt)' is \(typed.type.words), not a condition",
                at: syntax.range,
                hint: "compare it: \(text(in: syntax.range).excerpt) \(example)",
                isAtEnd: endsText(syntax.range)
            )
            return nil
        }
        return .truth(typed.expression)
    }

    /// Checks the field of `has` and `is null`; an object or document may stand there too.
    private mutating func checkField(_ syntax: ExpressionSyntax, in scope: Scope) -> Expression? {
        check(syntax, expecting: nil, in: scope)?.expression
    }

    // MARK: Tests

    private mutating func check(_ subject: ExpressionSyntax, _ test: TestSyntax, in scope: Scope) -> Condition? {
        switch test {
        case .comparison(let operation, let right):
            return compare(subject, operation, right, in: scope)
        case .membership(let isNegated, let list):
            return checkMembership(of: subject, in: list, scope).map { isNegated ? .not($0) : $0 }
        case .between(let isNegated, let low, let high):
            guard let operands = checkOperands(of: subject, [low, high], in: scope) else { return nil }
            guard requireOrder(operands, at: subject.range) else { return nil }
            let condition = Condition.between(operands.subject.expression, operands.others[0], operands.others[1])
            return isNegated ? .not(condition) : condition
        case .isNull(let isNegated):
            guard let expression = checkField(subject, in: scope) else { return nil }
            return isNegated ? .not(.isNull(expression)) : .isNull(expression)
        case .text(let operation, let right):
            return checkTexts(subject, right, operation.rawValue, in: scope).map {
                .textMatch($0.subject.expression, operation, $0.others[0])
            }
        case .matches(let right):
            return checkPattern(subject, right, in: scope)
        }
    }

    private mutating func compare(
        _ left: ExpressionSyntax,
        _ operation: ComparisonOperator,
        _ right: ExpressionSyntax,
        in scope: Scope
    ) -> Condition? {
        // The side that has a type of its own comes first: it says what a bare word on the other side means.
        let isFlipped = isOpen(left, in: scope) && !isOpen(right, in: scope)
        let (subject, other) = isFlipped ? (right, left) : (left, right)
        let direction = isFlipped ? operation.mirrored : operation
        guard let operands = checkOperands(of: subject, [other], in: scope) else { return nil }
        if direction != .equal, direction != .notEqual {
            guard requireOrder(operands, at: subject.range) else { return nil }
        }
        return .comparison(operands.subject.expression, direction, operands.others[0])
    }

    /// Whether an operand gets its meaning from the other side: literals, parameters and bare words.
    private func isOpen(_ syntax: ExpressionSyntax, in scope: Scope) -> Bool {
        switch syntax.kind {
        case .literal, .parameter, .missing: true
        case .name(let name): scope.aliases[name] == nil && scope.field(name) == nil
        case .negation(let inner): isOpen(inner, in: scope)
        case .arithmetic(_, let left, let right): isOpen(left, in: scope) && isOpen(right, in: scope)
        default: false
        }
    }

    private mutating func checkMembership(
        of subject: ExpressionSyntax,
        in list: ExpressionSyntax,
        _ scope: Scope
    ) -> Condition? {
        if case .query = list.kind {
            report("a query can't stand after 'in'", at: list.range, hint: "a list is written (new, hold)")
            return nil
        }
        var elements = [list]
        if case .list(let parts) = list.kind { elements = parts }
        guard let operands = checkOperands(of: subject, elements, in: scope, allowsLists: true) else { return nil }
        guard requirePeriods(operands, at: elements) else { return nil }
        return .membership(operands.subject.expression, operands.others)
    }

    /// Refuses a moment that is computed among periods: nothing would ever be at just that moment.
    private mutating func requirePeriods(_ operands: Operands, at elements: [ExpressionSyntax]) -> Bool {
        guard operands.subject.type.isTemporal,
            let index = operands.others.firstIndex(where: \.isComputedMoment)
        else { return true }
        let range = elements[index].range
        let hint = "compare it with '>=' or '<'"
        report("'\(text(in: range).excerpt)' is a single moment, not a period", at: range, hint: hint)
        return false
    }

    private mutating func checkTexts(
        _ subject: ExpressionSyntax,
        _ right: ExpressionSyntax,
        _ operation: String,
        in scope: Scope
    ) -> Operands? {
        guard let operands = checkOperands(of: subject, [right], in: scope, wanting: .text) else { return nil }
        guard operands.subject.type.isTextual else {
            let words = operands.subject.type.words
            report("'\(operation)' compares texts; '\(text(in: subject.range).excerpt)' is \(words)", at: subject.range)
            return nil
        }
        return operands
    }

    private mutating func checkPattern(
        _ subject: ExpressionSyntax,
        _ right: ExpressionSyntax,
        in scope: Scope
    ) -> Condition? {
        guard let operands = checkTexts(subject, right, "matches", in: scope) else { return nil }
        guard case .literal(.text(let pattern)) = operands.others[0] else {
            report("a pattern stands in quotes", at: right.range, hint: "matches \"^[0-9]{6}\"")
            return nil
        }
        if let problem = RegularExpression.validate(pattern) {
            report("this pattern can't be used: \(problem)", at: right.range)
            return nil
        }
        return .matches(operands.subject.expression, pattern: pattern)
    }

    private mutating func requireOrder(_ operands: Operands, at range: Range<Int>) -> Bool {
        switch operands.subject.type {
        case .boolean, .status, .document, .object:
            let hint = operands.subject.type == .status ? "list the statuses: in (new, hold)" : nil
            report("\(operands.subject.type.words) has no order; use '=' or '!='", at: range, hint: hint)
            return false
        default: return true
        }
    }

    // MARK: Quantifiers

    private func childSubject(_ syntax: ExpressionSyntax, in scope: Scope) -> (collection: Collection, field: Field)? {
        guard case .name(let name) = syntax.kind else { return nil }
        return scope.child(name)
    }

    /// The short form `items.unit_price > 5m`: true when any item is so.
    private mutating func check(
        child: (collection: Collection, field: Field),
        at range: Range<Int>,
        _ test: TestSyntax,
        in scope: Scope
    ) -> Condition? {
        let collection = child.collection.rawValue
        guard !test.isNegative else {
            let hint = "any(\(collection) where …) for one of them, none(\(collection) where …) for no one"
            report("with many \(collection) this can be read two ways", at: range, hint: "say which: \(hint)")
            return nil
        }
        let subject = ExpressionSyntax(.name(child.field.name), range)
        guard let condition = check(subject, test, in: scope.inside(child.collection)) else { return nil }
        let others = condition.expressions.dropFirst()
        guard others.allSatisfy({ !$0.hasField }) else {
            let hint = "any(\(collection) where … ), with the order's own fields as order.…"
            report("the short form compares with constants only", at: range, hint: "write \(hint)")
            return nil
        }
        return .quantified(.any, child.collection, condition)
    }

    private mutating func check(
        _ quantifier: Quantifier,
        _ name: NameSyntax,
        _ condition: ExpressionSyntax?,
        at range: Range<Int>,
        in scope: Scope
    ) -> Condition? {
        guard !scope.allowsAggregates else {
            report("a group has no list of items or payments", at: range, hint: "choose the orders in 'where'")
            return nil
        }
        guard scope.collection == .orders, let collection = Collection(rawValue: name.text), collection != .orders
        else {
            let isRow = scope.collection != .orders
            let message =
                isRow ? "only an order has lists of items and payments" : "there is no list '\(name.text.excerpt)'"
            let candidates = NameSuggestion.candidates(for: name.text, among: ["items", "payments"])
            let hint = isRow ? nil : candidates.first.map { "did you mean '\($0)'?" }
            report(message, at: name.range, hint: hint ?? "an order has items and payments")
            return nil
        }
        guard let condition else {
            let example = "\(quantifier.rawValue)(\(name.text) where quantity > 1)"
            let hint = quantifier == .any ? "write has \(name.text), or \(example)" : "write \(example)"
            report("expected 'where' and a condition", at: range, hint: hint)
            return nil
        }
        return check(condition: condition, in: scope.inside(collection)).map {
            .quantified(quantifier, collection, $0)
        }
    }
}

extension TestSyntax {
    /// The tests that are ambiguous over a list: unequal, not in, is null.
    fileprivate var isNegative: Bool {
        switch self {
        case .comparison(.notEqual, _), .membership(true, _), .between(true, _, _), .isNull: true
        default: false
        }
    }
}

extension Expression {
    /// Whether it is a moment that depends on when it is asked for: `now`, `now - 7d`, `today - 36h`.
    fileprivate var isComputedMoment: Bool {
        switch self {
        case .literal(.now): true
        case .arithmetic: isConstant && valueType == .instant
        default: false
        }
    }

    /// Whether it is made of literals only.
    private var isConstant: Bool {
        switch self {
        case .literal: true
        case .arithmetic(_, let left, let right): left.isConstant && right.isConstant
        case .negation(let inner): inner.isConstant
        case .field, .alias, .parameter, .function, .aggregate: false
        }
    }

    /// Whether the value depends on the row.
    var hasField: Bool {
        switch self {
        case .field: true
        case .literal, .alias, .parameter: false
        case .arithmetic(_, let left, let right): left.hasField || right.hasField
        case .negation(let inner): inner.hasField
        case .function(_, let arguments): arguments.contains(where: \.hasField)
        case .aggregate(_, let argument): argument?.hasField ?? false
        }
    }
}
