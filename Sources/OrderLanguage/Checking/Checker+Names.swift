// What a bare word means: a column, a status, a field, a date, or plain text.

internal import OrderModel

extension Checker {
    mutating func resolve(
        _ name: String,
        expecting expected: ValueType?,
        at range: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        if scope.aliasesWin, let type = scope.aliases[name] { return TypedExpression(.alias(name), type) }
        if expected == .status, OrderStatus.names.contains(name) {
            return TypedExpression(.literal(.status(name)), .status)
        }
        if let field = scope.field(name), expected == nil || fits(field, expected) {
            return TypedExpression(.field(field), field.type)
        }
        if expected?.isTextual != true, let constant = Self.constant(name) { return constant }
        if expected == .status {
            reportUnknownStatus(name, at: range)
            return nil
        }
        if expected == .text, !name.contains(".") {
            if scope.field(name) != nil {
                let hint = "put it in quotes if that is meant"
                warn("'\(name)' stands for the text \"\(name)\" here, not for the field", at: range, hint: hint)
            }
            return TypedExpression(.literal(.text(name)), .text)
        }
        if let field = scope.field(name) { return TypedExpression(.field(field), field.type) }
        reportUnknown(name, at: range, in: scope)
        return nil
    }

    private func fits(_ field: Field, _ expected: ValueType?) -> Bool {
        expected.map { $0.accepts(field.type) } ?? true
    }

    /// The words that stand for constants where no text is compared.
    private static func constant(_ name: String) -> TypedExpression? {
        switch name.lowercased() {
        case "true": TypedExpression(.literal(.boolean(true)), .boolean)
        case "false": TypedExpression(.literal(.boolean(false)), .boolean)
        case "now": TypedExpression(.literal(.now), .instant)
        case "yesterday": TypedExpression(.literal(.period(.relative(.day, -1))), .date)
        case "today": TypedExpression(.literal(.period(.relative(.day, 0))), .date)
        case "tomorrow": TypedExpression(.literal(.period(.relative(.day, 1))), .date)
        default: nil
        }
    }

    private mutating func reportUnknownStatus(_ name: String, at range: Range<Int>) {
        let candidate = NameSuggestion.candidates(for: name, among: OrderStatus.names).first
        let list = "statuses are " + OrderStatus.names.joined(separator: ", ")
        report(
            "there is no status '\(name.excerpt)'",
            at: range,
            hint: (candidate.map { "did you mean '\($0)'? " } ?? "") + list
        )
    }

    private mutating func reportUnknown(_ name: String, at range: Range<Int>, in scope: Scope) {
        guard let collection = scope.collection else {
            report("'\(name.excerpt)' is no constant", at: range, hint: "text stands in quotes: \"\(name.excerpt)\"")
            return
        }
        if let result = scope.result {
            return reportUnknownColumn(name, of: result, at: range, in: scope)
        }
        if let child = scope.child(name) {
            let list = child.collection.rawValue
            let hint = "query \(list) instead, or use any(\(list) where …)"
            report("'\(name.excerpt)' stands for many values", at: range, hint: hint)
            return
        }
        if collection != .orders, Schema.field(named: "order." + name, in: collection) != nil {
            report(
                "no field '\(name.excerpt)' in \(collection.rawValue)",
                at: range,
                hint: "the order's own is 'order.\(name.excerpt)'"
            )
            return
        }
        let names = scope.fields.map(\.name) + scope.aliases.keys.sorted()
        let candidate = NameSuggestion.candidates(for: name, among: names).first
        report(
            "no field '\(name.excerpt)' in \(collection.rawValue)",
            at: range,
            hint: candidate.map { "did you mean '\($0)'?" }
        )
    }
}
