// Queries: each clause at most once, names resolved in the clause's own scope, grouping rules kept.

internal import OrderModel

/// A checked query and the types of the columns that it selects; none when it selects none.
struct CheckedQuery {
    var query: Query
    var columnTypes: [ValueType]
    /// What its answer will be, so that a later statement can ask it.
    var answer: ResultSchema
}

extension Checker {
    /// Checks a query; nil when something in it is wrong, and reported.
    mutating func check(_ syntax: QuerySyntax) -> CheckedQuery? {
        guard var builder = makeBuilder(syntax) else { return nil }
        let errorCountBefore = errorCount
        checkRepeatedClauses(syntax)
        for clause in syntax.clauses { checkQueryString(clause, &builder) }
        for clause in syntax.clauses { checkRowClause(clause, &builder) }
        for clause in syntax.clauses { checkColumns(clause, &builder) }
        for clause in syntax.clauses { checkResultClause(clause, &builder) }
        checkGrouping(builder)
        checkColumnNames(builder)
        if errorCount == errorCountBefore { checkChart(builder) }
        guard errorCount == errorCountBefore else { return nil }
        return CheckedQuery(query: builder.query, columnTypes: builder.columnTypes, answer: builder.answer)
    }

    private mutating func checkRepeatedClauses(_ syntax: QuerySyntax) {
        var seen: Set<String> = []
        for clause in syntax.clauses where !seen.insert(clause.words).inserted {
            let hint = clause.words == "where" ? "join conditions with 'and'" : nil
            report("a query has one '\(clause.words)'", at: clause.range, hint: hint)
        }
    }

    // MARK: Before grouping

    private mutating func checkRowClause(_ clause: ClauseSyntax, _ builder: inout QueryBuilder) {
        let scope = Scope(collection: builder.query.collection, result: builder.result, place: "'where'")
        switch clause.kind {
        case .search where builder.result != nil:
            report("'search' looks into orders, not into an answer", at: clause.range, hint: "use 'where' and '~'")
        case .search(let text): builder.query.search = text
        case .condition(let condition):
            if let checked = check(condition: condition, in: scope) { builder.query.condition = checked }
        case .groups(let columns):
            var groupScope = scope
            groupScope.place = "'group by'"
            for column in columns {
                guard let typed = checkValue(column.expression, in: groupScope) else { continue }
                builder.query.groups.append(Column(typed.expression, alias: column.alias?.text))
                builder.groupRanges.append(column.expression.range)
                builder.groupTypes.append(typed.type)
                if let alias = column.alias { builder.groupAliases[alias.text] = typed.type }
            }
        case .limit(let count): builder.query.limit = count
        case .offset(let count): builder.query.offset = count
        case .chart(let kind): builder.query.chart = kind
        case .queryString, .columns, .having, .order, .later: break
        }
    }

    // MARK: Columns and what follows them

    private mutating func checkColumns(_ clause: ClauseSyntax, _ builder: inout QueryBuilder) {
        guard case .columns(let columns) = clause.kind else { return }
        var scope = builder.resultScope(place: "'select'")
        scope.aliases = builder.groupAliases
        scope.aliasesWin = true
        builder.query.columns = []
        for column in columns {
            guard let typed = checkValue(column.expression, in: scope) else { continue }
            builder.query.columns?.append(Column(typed.expression, alias: column.alias?.text))
            builder.columnTypes.append(typed.type)
            builder.columnRanges.append(column.expression.range)
        }
    }

    private mutating func checkResultClause(_ clause: ClauseSyntax, _ builder: inout QueryBuilder) {
        switch clause.kind {
        case .having(let condition):
            let scope = builder.resultScope(place: "'having'")
            builder.havingRange = clause.range
            builder.query.having = check(condition: condition, in: scope)
        case .order(let sorts):
            let scope = builder.resultScope(place: "'order by'")
            for sort in sorts {
                guard let typed = checkValue(sort.expression, in: scope) else { continue }
                if typed.type == .document {
                    report("a document has no order", at: sort.expression.range)
                }
                builder.query.order.append(Sort(typed.expression, isDescending: sort.isDescending))
                builder.sortRanges.append(sort.expression.range)
            }
        default: break
        }
    }

    /// Checks a value that makes a column; an object has to be narrowed to one of its parts.
    private mutating func checkValue(_ syntax: ExpressionSyntax, in scope: Scope) -> TypedExpression? {
        guard let typed = check(syntax, expecting: nil, in: scope) else { return nil }
        guard typed.type != .object else {
            reportObject(typed.expression, at: syntax.range)
            return nil
        }
        return typed
    }

    mutating func reportObject(_ expression: Expression, at range: Range<Int>) {
        guard case .field(let field) = expression else { return }
        let parts = Schema.parts(of: field).map(\.name).prefix(3).joined(separator: ", ")
        report("'\(field.name)' is an object", at: range, hint: "name a part of it: \(parts), …")
    }

    // MARK: Rules of the whole

    private mutating func checkGrouping(_ builder: QueryBuilder) {
        let query = builder.query
        let hasAggregate = (query.columns ?? []).contains { $0.expression.hasAggregate }
        guard !query.groups.isEmpty || hasAggregate else {
            if let range = builder.havingRange {
                report("'having' needs groups", at: range, hint: "use 'where' to choose rows, or add 'group by'")
            }
            for (sort, range) in zip(query.order, builder.sortRanges) where sort.expression.hasAggregate {
                report("an aggregate needs groups", at: range, hint: "add 'group by', or an aggregate to 'select'")
            }
            return
        }
        let columns = zip((query.columns ?? []).map(\.expression), builder.columnRanges)
        let sorts = zip(query.order.map(\.expression), builder.sortRanges)
        for (expression, range) in Array(columns) + Array(sorts) {
            guard let field = builder.ungroupedField(in: expression) else { continue }
            reportUngrouped(field, at: range)
        }
        if let having = query.having, let range = builder.havingRange,
            let field = having.expressions.lazy.compactMap({ builder.ungroupedField(in: $0) }).first
        {
            reportUngrouped(field, at: range)
        }
    }

    private mutating func reportUngrouped(_ field: Field, at range: Range<Int>) {
        let hint = "add it to 'group by', or aggregate it, as in max(\(field.name))"
        report("'\(field.name)' has many values in a group", at: range, hint: hint)
    }

    private mutating func checkColumnNames(_ builder: QueryBuilder) {
        var keys: Set<Expression> = []
        for (column, range) in zip(builder.query.groups, builder.groupRanges)
        where !keys.insert(column.expression).inserted {
            report("this is grouped by already", at: range)
        }
        var aliases: Set<String> = []
        for (column, range) in zip(builder.query.groups, builder.groupRanges) {
            guard let alias = column.alias, !aliases.insert(alias).inserted else { continue }
            report("two keys are named '\(alias.excerpt)'", at: range, hint: "give one of them another name with 'as'")
        }
        var seen: Set<String> = []
        for (column, range) in zip(builder.query.columns ?? [], builder.columnRanges) {
            let name = CanonicalPrinter.name(of: column)
            guard !seen.insert(name).inserted else { continue }
            report(
                "two columns are named '\(name.excerpt)'",
                at: range,
                hint: "give one of them another name with 'as'"
            )
        }
    }
}

/// A query under construction, and the places of its parts for messages.
struct QueryBuilder {
    var query: Query
    let syntax: QuerySyntax
    /// The answer that is asked, where it is no source's collection.
    var result: ResultSchema?
    var groupTypes: [ValueType] = []
    var groupRanges: [Range<Int>] = []
    var groupAliases: [String: ValueType] = [:]
    var columnTypes: [ValueType] = []
    var columnRanges: [Range<Int>] = []
    var sortRanges: [Range<Int>] = []
    var havingRange: Range<Int>?

    /// The scope of the clauses that look at the result: its columns' names win over fields.
    func resultScope(place: String) -> Scope {
        var aliases = groupAliases
        for (column, type) in zip(query.columns ?? [], columnTypes) {
            if let alias = column.alias { aliases[alias] = type }
        }
        return Scope(
            collection: query.collection,
            result: result,
            aliases: aliases,
            aliasesWin: true,
            allowsAggregates: true,
            place: place
        )
    }

    /// A field that is neither grouped by nor aggregated, nil when there is none.
    func ungroupedField(in expression: Expression) -> Field? {
        if query.groups.contains(where: { $0.expression == expression }) { return nil }
        switch expression {
        case .field(let field): return field
        case .literal, .parameter, .alias, .aggregate: return nil
        case .negation(let inner): return ungroupedField(in: inner)
        case .arithmetic(_, let left, let right): return ungroupedField(in: left) ?? ungroupedField(in: right)
        case .function(_, let arguments): return arguments.lazy.compactMap(ungroupedField).first
        }
    }
}

extension Condition {
    /// The expressions that a condition looks at, outside of quantifiers.
    var expressions: [Expression] {
        switch self {
        case .and(let parts), .or(let parts): parts.flatMap(\.expressions)
        case .not(let inner): inner.expressions
        case .comparison(let left, _, let right), .textMatch(let left, _, let right): [left, right]
        case .membership(let subject, let elements): [subject] + elements
        case .between(let subject, let low, let high): [subject, low, high]
        case .isNull(let subject), .has(let subject), .truth(let subject), .matches(let subject, _): [subject]
        case .quantified: []
        }
    }
}

extension ClauseSyntax {
    /// The words that the clause begins with.
    var words: String {
        switch kind {
        case .queryString: "?"
        case .search: "search"
        case .condition: "where"
        case .groups: "group by"
        case .columns: "select"
        case .having: "having"
        case .order: "order by"
        case .limit: "limit"
        case .offset: "offset"
        case .chart: "chart"
        case .later(let words): words
        }
    }
}
