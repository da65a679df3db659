// Values: names, literals, arithmetic and calls.

internal import OrderModel

extension Checker {
    /// Checks a value; nil when something in it is wrong, and reported.
    ///
    /// The type that the place wants decides what a bare word or a bare year means.
    mutating func check(
        _ syntax: ExpressionSyntax,
        expecting expected: ValueType?,
        in scope: Scope
    ) -> TypedExpression? {
        switch syntax.kind {
        case .literal(let literal): return check(literal, expecting: expected, at: syntax.range)
        case .name(let name): return resolve(name, expecting: expected, at: syntax.range, in: scope)
        case .parameter(let name): return checkParameter(name, at: syntax.range)
        case .negation(let inner): return checkNegation(inner, in: scope)
        case .arithmetic(let operation, let left, let right):
            return checkArithmetic(operation, left, right, at: syntax.range, in: scope)
        case .call(let name, let nameRange, let arguments):
            return checkCall(name, nameRange, arguments, at: syntax.range, in: scope)
        case .query(let query): return checkValueQuery(query, at: syntax.range, in: scope)
        case .list:
            report("a list can stand only after 'in'", at: syntax.range)
            return nil
        case .missing: return nil
        case .and, .or, .not, .test, .has, .quantified:
            report("expected a value, found a condition", at: syntax.range)
            return nil
        }
    }

    private mutating func check(
        _ literal: Literal,
        expecting expected: ValueType?,
        at range: Range<Int>
    ) -> TypedExpression? {
        switch literal {
        case .number(let number):
            if expected?.isTemporal == true, isFourDigits(range), let year = number.wholeNumber,
                let date = CivilDate(year: year, month: 1, day: 1), let period = Period(.year, containing: date)
            {
                return TypedExpression(.literal(.period(.absolute(period))), .date)
            }
            return TypedExpression(.literal(literal), number.isWhole ? .integer : .money)
        case .text(let text) where expected == .status:
            if !OrderStatus.names.contains(text) {
                let hint = NameSuggestion.candidates(for: text, among: OrderStatus.names).first
                warn(
                    "\"\(text.excerpt)\" is no status that the API documents",
                    at: range,
                    hint: hint.map { "did you mean '\($0)'?" }
                )
            }
            return TypedExpression(.literal(.status(text)), .status)
        case .text: return TypedExpression(.literal(literal), .text)
        case .status: return TypedExpression(.literal(literal), .status)
        case .boolean: return TypedExpression(.literal(literal), .boolean)
        case .instant, .now: return TypedExpression(.literal(literal), .instant)
        case .period: return TypedExpression(.literal(literal), .date)
        case .duration: return TypedExpression(.literal(literal), .duration)
        }
    }

    /// Whether a number is written as a year is: `2.0k` is none.
    private func isFourDigits(_ range: Range<Int>) -> Bool {
        range.count == 4 && text(in: range).utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private mutating func checkParameter(_ name: String, at range: Range<Int>) -> TypedExpression? {
        guard let type = parameters[name] else {
            let candidates = NameSuggestion.candidates(for: name, among: Array(parameters.keys))
            let hint = candidates.first.map { "did you mean '$\($0)'?" }
            report("no value named '$\(name.excerpt)'", at: range, hint: hint ?? "define it: let \(name.excerpt) = …")
            return nil
        }
        guard !type.isList else {
            report("$\(name) is a list", at: range, hint: "use it after 'in'")
            return nil
        }
        return TypedExpression(.parameter(name), type.type)
    }

    private mutating func checkValueQuery(
        _ query: QuerySyntax,
        at range: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        guard scope.allowsQueries else {
            report("a query can stand for a value only in 'let' and 'assert'", at: range)
            return nil
        }
        guard let checked = check(value: ExpressionSyntax(.query(query), range), as: nil) else { return nil }
        // Only its type matters here: an assertion is checked, and run by a later version.
        return TypedExpression(.parameter(""), checked.type.type)
    }

    // MARK: Arithmetic

    /// A minus before a constant belongs to the constant.
    private mutating func checkNegation(_ inner: ExpressionSyntax, in scope: Scope) -> TypedExpression? {
        guard let typed = check(inner, expecting: nil, in: scope) else { return nil }
        switch typed.expression {
        case .literal(.number(let number)):
            guard let negated = try? number.negated() else { return nil }
            return TypedExpression(.literal(.number(negated)), typed.type)
        case .literal(.duration(let amount)):
            guard let negated = try? amount.negated() else { return nil }
            return TypedExpression(.literal(.duration(negated)), typed.type)
        default: break
        }
        guard typed.type.isNumeric || typed.type == .duration else {
            report("'-' needs a number, found \(typed.type.words)", at: inner.range)
            return nil
        }
        return TypedExpression(.negation(typed.expression), typed.type)
    }

    private mutating func checkArithmetic(
        _ operation: ArithmeticOperator,
        _ left: ExpressionSyntax,
        _ right: ExpressionSyntax,
        at range: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        let leftTyped = check(left, expecting: nil, in: scope)
        let rightTyped = check(right, expecting: nil, in: scope)
        guard let leftTyped, let rightTyped else { return nil }
        guard let type = Self.type(of: operation, leftTyped.type, rightTyped.type) else {
            let hint = "numbers go with numbers; instants take durations, as in now - 36h"
            report(
                "'\(operation.rawValue)' can't stand between \(leftTyped.type.words) and \(rightTyped.type.words)",
                at: range,
                hint: hint
            )
            return nil
        }
        return TypedExpression(.arithmetic(operation, leftTyped.expression, rightTyped.expression), type)
    }

    private static func type(of operation: ArithmeticOperator, _ left: ValueType, _ right: ValueType) -> ValueType? {
        if left.isNumeric, right.isNumeric {
            return operation != .divide && left == .integer && right == .integer ? .integer : .money
        }
        guard operation == .add || operation == .subtract else { return nil }
        if left.isTemporal, right == .duration { return left }
        if left == .duration, right == .duration { return .duration }
        if operation == .subtract, left.isTemporal, right.isTemporal { return .duration }
        return nil
    }
}
