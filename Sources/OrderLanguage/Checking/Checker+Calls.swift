// Functions and aggregates: how many arguments of which types, and what comes out.

internal import OrderModel

extension Checker {
    mutating func checkCall(
        _ name: String,
        _ nameRange: Range<Int>,
        _ arguments: [ExpressionSyntax],
        at range: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        if let aggregate = Aggregate(rawValue: name) {
            return checkAggregate(aggregate, arguments, at: range, in: scope)
        }
        guard let function = Function(rawValue: name) else {
            let names = Function.allCases.map(\.rawValue) + Aggregate.allCases.map(\.rawValue)
            let candidate = NameSuggestion.candidates(for: name, among: names + ["any", "all", "none"]).first
            let list = "functions are " + names.joined(separator: ", ")
            report(
                "no function '\(name.excerpt)'",
                at: nameRange,
                hint: candidate.map { "did you mean '\($0)'?" } ?? list
            )
            return nil
        }
        return checkFunction(function, arguments, at: range, in: scope)
    }

    // MARK: Aggregates

    private mutating func checkAggregate(
        _ aggregate: Aggregate,
        _ arguments: [ExpressionSyntax],
        at range: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        guard scope.allowsAggregates else {
            let hint = scope.place == "'where'" ? "conditions on groups stand in 'having'" : nil
            report("an aggregate can't stand in \(scope.place)", at: range, hint: hint)
            return nil
        }
        if aggregate == .count {
            guard arguments.isEmpty else {
                let hint = "count_distinct(x) counts different values; sum, avg and the others take a value"
                report("count() counts rows and takes nothing", at: range, hint: hint)
                return nil
            }
            return TypedExpression(.aggregate(.count, nil), .integer)
        }
        guard let argument = arguments.first, arguments.count == 1 else {
            report("\(aggregate.rawValue)() takes one value", at: range, hint: "\(aggregate.rawValue)(total)")
            return nil
        }
        var inner = scope
        inner.allowsAggregates = false
        inner.aliases = [:]
        inner.place = "an aggregate"
        guard let typed = check(argument, expecting: nil, in: inner) else { return nil }
        guard let type = Self.type(of: aggregate, typed.type) else {
            report("\(aggregate.rawValue)() can't take \(typed.type.words)", at: argument.range)
            return nil
        }
        return TypedExpression(.aggregate(aggregate, typed.expression), type)
    }

    private static func type(of aggregate: Aggregate, _ argument: ValueType) -> ValueType? {
        switch aggregate {
        case .count: return .integer
        case .countDistinct: return argument == .object || argument == .document ? nil : .integer
        case .min, .max: return [.object, .document, .boolean].contains(argument) ? nil : argument
        case .sum: return argument.isNumeric || argument == .duration ? argument : nil
        case .avg, .median, .p90, .p95, .p99:
            if argument == .duration { return .duration }
            return argument.isNumeric ? .money : nil
        }
    }

    // MARK: Functions

    private mutating func checkFunction(
        _ function: Function,
        _ arguments: [ExpressionSyntax],
        at range: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        let counts = function.argumentCounts
        guard counts.contains(arguments.count) else {
            report("\(function.rawValue)() takes \(function.argumentWords)", at: range, hint: function.example)
            return nil
        }
        var typed: [TypedExpression] = []
        for argument in arguments {
            guard let checked = check(argument, expecting: typed.first?.type, in: scope) else { continue }
            guard checked.type != .object else {
                reportObject(checked.expression, at: argument.range)
                continue
            }
            typed.append(checked)
        }
        guard typed.count == arguments.count else { return nil }
        guard let type = Self.type(of: function, typed.map(\.type)) else {
            let found = typed.map(\.type.words).joined(separator: ", ")
            report("\(function.rawValue)() can't take \(found)", at: range, hint: function.example)
            return nil
        }
        if function == .round, typed.count == 2, !Self.isPlaces(typed[1].expression) {
            report("round() takes a number of decimals from 0 to 38", at: arguments[1].range, hint: "round(total, 2)")
            return nil
        }
        return TypedExpression(.function(function, typed.map(\.expression)), type)
    }

    private static func isPlaces(_ expression: Expression) -> Bool {
        guard case .literal(.number(let number)) = expression, let places = number.wholeNumber else { return false }
        return (0...Decimal.maximumScale).contains(places)
    }

    private static func type(of function: Function, _ arguments: [ValueType]) -> ValueType? {
        let first = arguments[0]
        switch function {
        case .hour, .weekday: return first == .instant ? .integer : nil
        case .day, .week, .month, .quarter, .year: return first.isTemporal ? .date : nil
        case .abs: return first.isNumeric || first == .duration ? first : nil
        case .round:
            guard arguments.allSatisfy(\.isNumeric) else { return nil }
            return arguments.count == 1 ? .integer : .money
        case .length: return first.isTextual ? .integer : nil
        case .lower, .upper: return first.isTextual ? .text : nil
        case .coalesce:
            guard first != .document, arguments.allSatisfy({ first.accepts($0) }) else { return nil }
            return arguments.allSatisfy { $0 == first } ? first : (first.isNumeric ? .money : first)
        }
    }
}

extension Function {
    fileprivate var argumentCounts: ClosedRange<Int> {
        switch self {
        case .round: 1...2
        case .coalesce: 2...100
        default: 1...1
        }
    }

    fileprivate var argumentWords: String {
        switch self {
        case .round: "a number, and how many decimals to keep"
        case .coalesce: "two values or more"
        default: "one value"
        }
    }

    fileprivate var example: String {
        switch self {
        case .hour, .weekday, .day, .week, .month, .quarter, .year: "\(rawValue)(created_at)"
        case .abs: "abs(amount_outstanding)"
        case .round: "round(total / 3, 2)"
        case .length, .lower, .upper: "\(rawValue)(notes)"
        case .coalesce: "coalesce(billing_city.name, \"none\")"
        }
    }
}
