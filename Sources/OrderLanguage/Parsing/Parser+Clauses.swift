// Queries and their clauses, which may stand in any order, each at most once.

internal import OrderModel

extension Parser {
    /// A query; nil, with a diagnostic, when none begins here.
    mutating func parseQuery() -> QuerySyntax? {
        guard case .word(let word) = current.kind, Self.isCollection(word) else {
            note(.collection)
            var hint: String?
            if case .word(let word) = current.kind {
                let candidates = NameSuggestion.candidates(for: word, among: Self.collectionWords)
                hint = candidates.first.map { "did you mean '\($0)'?" }
            }
            reportExpected("orders, items or payments", hint: hint)
            return nil
        }
        let start = current.range.lowerBound
        let collection = NameSyntax(text: word.lowercased(), range: current.range)
        advance()
        var clauses: [ClauseSyntax] = []
        within {
            $0 = CompletionPlace(collection: collection.text)
        } parse: { parser in
            while !parser.isAtBoundary, let clause = parser.parseClause() {
                clauses.append(clause)
                parser.probe?.place.clauses = clauses
            }
        }
        return QuerySyntax(collection: collection, clauses: clauses, range: start..<previousEnd)
    }

    private static let collectionWords = ["orders", "items", "payments", "_"]

    /// Whether a query begins with the word: one of the collections, or an earlier answer.
    static func isCollection(_ word: String) -> Bool {
        collectionWords.contains(word.lowercased()) || NameWord.resultNumber(word) != nil
    }

    private mutating func parseClause() -> ClauseSyntax? {
        let start = current.range.lowerBound
        let startsWithKeyword = current.range
        guard let kind = parseClauseKind() else { return nil }
        // The range of a clause is that of its first word: errors about the clause as a whole point there.
        if case .queryString = kind { return ClauseSyntax(kind: kind, range: start..<previousEnd) }
        return ClauseSyntax(kind: kind, range: startsWithKeyword)
    }

    private mutating func parseClauseKind() -> ClauseSyntax.Kind? {
        if case .queryString(let text) = current.kind {
            advance()
            return .queryString(text)
        }
        note(.queryString)
        if take(word: "search") { return parseSearch() }
        if take(word: "where") { return .condition(within(.condition) { $0.parseExpression() }) }
        if take(words: "group", "by") { return .groups(within(.groups) { $0.parseColumns() }) }
        if take(word: "select") { return .columns(within(.columns) { $0.parseColumns() }) }
        if take(word: "having") { return .having(within(.having) { $0.parseExpression() }) }
        if take(words: "order", "by") { return .order(within(.order) { $0.parseSorts() }) }
        if take(word: "limit") { return takeWholeNumber("a number of rows").map { .limit($0) } }
        if take(word: "offset") { return takeWholeNumber("a number of rows").map { .offset($0) } }
        if take(word: "chart") { return parseChart() }
        if take(words: "with", "totals") { return .later("with totals") }
        if take(words: "compare", "to") { return parseComparedPeriod() }
        if current.kind.isWord("group") || current.kind.isWord("order") {
            advance()
            reportExpected("'by'")
        }
        return nil
    }

    private mutating func parseSearch() -> ClauseSyntax.Kind? {
        if let text = takeText() { return .search(text) }
        if case .word(let word) = current.kind, !isAtBoundary {
            advance()
            return .search(word)
        }
        note(.searchText)
        reportExpected("a text to search for", hint: "put it in quotes: search \"ali tehran\"")
        return nil
    }

    private mutating func parseColumns() -> [ColumnSyntax] {
        var columns: [ColumnSyntax] = []
        repeat {
            let expression = parseExpression()
            columns.append(ColumnSyntax(expression: expression, alias: parseAlias()))
        } while take(.comma)
        return columns
    }

    private mutating func parseAlias() -> NameSyntax? {
        guard take(word: "as") else { return nil }
        guard case .word(let word) = current.kind else {
            note(.newName)
            reportExpected("a name for the column")
            return nil
        }
        let name = NameSyntax(text: word, range: current.range)
        if NameWord.isReserved(word) {
            report("'\(word)' is a word of the language and can't name a column", hint: "choose another name")
        }
        advance()
        return name
    }

    private mutating func parseSorts() -> [SortSyntax] {
        var sorts: [SortSyntax] = []
        repeat {
            let isDescending = take(.minus)
            let expression = parseExpression()
            sorts.append(SortSyntax(expression: expression, isDescending: isDescending))
            if current.kind.isWord("desc") || current.kind.isWord("asc") {
                report(
                    "did not expect '\(excerpt(of: current))' here",
                    hint: "a leading '-' sorts descending: order by -\(source.text(in: expression.range))"
                )
            }
        } while take(.comma)
        return sorts
    }

    private mutating func parseChart() -> ClauseSyntax.Kind? {
        if case .word(let word) = current.kind, let kind = ChartKind(rawValue: word.lowercased()) {
            advance()
            return .chart(kind)
        }
        note(.chartKind)
        reportExpected("a kind of chart", hint: "bar, line, histogram or sparkline")
        return nil
    }

    private mutating func parseComparedPeriod() -> ClauseSyntax.Kind? {
        if take(words: "previous", "period") { return .later("compare to previous period") }
        if take(words: "previous", "year") { return .later("compare to previous year") }
        reportExpected("'previous period' or 'previous year'")
        return nil
    }
}
