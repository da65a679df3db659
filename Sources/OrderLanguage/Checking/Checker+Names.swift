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
        reportUnknown(name, expecting: expected, at: range, in: scope)
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

    /// Whether a name is the beginning of a span, such as `last month`, that is still being written.
    private func beginsSpan(_ name: String, at range: Range<Int>) -> Bool {
        ["this", "last", "next"].contains(name.lowercased()) && endsText(range)
    }

    /// The word for a date that a misspelt one was probably meant to be.
    private static func nearestDate(to name: String) -> String? {
        NameSuggestion.candidates(for: name, among: ["yesterday", "today", "tomorrow", "now"]).first
    }

    /// The names of which a word is the beginning or the end, as words; the shortest ones, and nil without any.
    ///
    /// For who types `city` and means `billing_city`.
    static func names(with word: String, among names: [String]) -> String? {
        let word = word.lowercased()
        let found = names.filter { name in
            let parts = name.lowercased().split { $0 == "_" || $0 == "." }
            return parts.count > 1 && (parts.first.map(String.init) == word || parts.last.map(String.init) == word)
        }
        let shortest = found.filter { name in !found.contains { name.hasPrefix($0 + ".") } }
        let quoted = shortest.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }.prefix(3).map { "'\($0)'" }
        guard let last = quoted.last else { return nil }
        return quoted.count == 1 ? last : quoted.dropLast().joined(separator: ", ") + " or " + last
    }

    private mutating func reportUnknown(
        _ name: String,
        expecting expected: ValueType?,
        at range: Range<Int>,
        in scope: Scope
    ) {
        if beginsSpan(name, at: range) {
            let units = PeriodUnit.allCases.map(\.rawValue).joined(separator: ", ")
            report("expected a unit after '\(name)'", at: range, hint: "one of \(units)", isAtEnd: true)
            return
        }
        guard let collection = scope.collection else {
            let date = Self.nearestDate(to: name).map { "did you mean '\($0)'? " } ?? ""
            report(
                "'\(name.excerpt)' is no constant",
                at: range,
                hint: date + "text stands in quotes: \"\(name.excerpt)\""
            )
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
        let date = expected?.isTemporal == true ? Self.nearestDate(to: name) : nil
        let candidate =
            (date ?? NameSuggestion.candidates(for: name, among: names).first).map { "'\($0)'" }
            ?? Self.names(with: name, among: names)
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        let isFile = name.contains(".") && Habits.fileEndings.contains(ending)
        report(
            "no field '\(name.excerpt)' in \(collection.rawValue)",
            at: range,
            hint: candidate.map { "did you mean \($0)?" } ?? (isFile ? Habits.fileHint : nil)
        )
    }
}
