// Earlier answers as collections: `_`, `_1` and so on, and what a query's own answer will be for the next statement.

internal import OrderModel

extension Checker {
    /// Begins a query on what its first word names; nil when that is an answer that isn't there, and reported.
    mutating func makeBuilder(_ syntax: QuerySyntax) -> QueryBuilder? {
        let name = syntax.collection
        guard let number = NameWord.resultNumber(name.text) else {
            return Collection(rawValue: name.text).map { QueryBuilder(query: Query($0), syntax: syntax) }
        }
        // Behind an error nobody knows which answer is meant.
        guard !diagnostics.contains(where: { $0.severity == .error && $0.range.lowerBound < name.range.lowerBound })
        else { return nil }
        guard results.indices.contains(number) else {
            reportMissingResult(number, at: name.range)
            return nil
        }
        var query = Query(.result)
        query.resultNumber = number
        return QueryBuilder(query: query, syntax: syntax, result: results[number])
    }

    private mutating func reportMissingResult(_ number: Int, at range: Range<Int>) {
        if results.isEmpty {
            report("there is no last answer yet", at: range, hint: "_ is the answer to the query before, so ask one")
        } else if number >= ResultSchema.keptCount {
            report("only the last \(ResultSchema.keptCount) answers are kept", at: range, hint: "_ to _9 name them")
        } else {
            let oldest = results.count == 1 ? "_ is the only one" : "the oldest is _\(results.count - 1)"
            report("there is no answer _\(number) yet", at: range, hint: oldest)
        }
    }

    /// Reports a name that is no column of an answer, with those that are.
    mutating func reportUnknownColumn(_ name: String, of result: ResultSchema, at range: Range<Int>, in scope: Scope) {
        let names = result.fields.map(\.name) + scope.aliases.keys.sorted()
        let candidate = NameSuggestion.candidates(for: name, among: names).first.map { "did you mean '\($0)'? " } ?? ""
        let shown = names.prefix(Self.shownColumnCount).map(\.excerpt).joined(separator: ", ")
        let rest = names.count > Self.shownColumnCount ? " and \(names.count - Self.shownColumnCount) more" : ""
        report("no field '\(name.excerpt)' in _", at: range, hint: "\(candidate)its columns are \(shown)\(rest)")
    }

    private static let shownColumnCount = 12
}

extension QueryBuilder {
    /// What the query answers.
    var answer: ResultSchema {
        if let columns = query.columns { return schema(zip(columns, columnTypes)) }
        if query.isGrouped {
            let count = Column(.aggregate(.count, nil))
            return schema(zip(query.groups + [count], groupTypes + [.integer]))
        }
        if let result { return result }
        return .usual(of: query.collection)
    }

    private func schema(_ columns: some Sequence<(Column, ValueType)>) -> ResultSchema {
        ResultSchema(
            columns: columns.map { column, type in
                ResultColumn(name: CanonicalPrinter.name(of: column), type: exact(type, of: column.expression))
            }
        )
    }

    /// The type of a column as its answer has it, which tells moments and periods apart by what is computed.
    private func exact(_ type: ValueType, of expression: Expression) -> ValueType {
        guard type.isTemporal else { return type }
        var hasParameter = false
        let plain = expression.replacing { part in
            if case .parameter = part { hasParameter = true }
            guard case .alias(let name) = part else { return nil }
            return query.groups.first { $0.alias == name }?.expression
        }
        return hasParameter ? type : plain.valueType
    }
}

extension ResultSchema {
    /// What an answer is that leaves its columns to us, and a lookup's order.
    static func usual(of collection: Collection) -> ResultSchema {
        let fields = Schema.defaultColumns(of: collection)
        return ResultSchema(columns: fields.map { ResultColumn(name: $0.name, type: $0.type) })
    }
}
