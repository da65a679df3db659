// Statements: queries, lookups, inspections, definitions and commands.

internal import OrderModel

extension Parser {
    /// The statement that begins here; nil, with a diagnostic, when none does.
    mutating func parseStatement() -> StatementSyntax? {
        if case .destination(let destination) = current.kind { return parseLoneDestination(destination) }
        let start = current.range.lowerBound
        guard let kind = parseStatementKind() else { return nil }
        var statement = StatementSyntax(kind: kind, range: start..<max(start, previousEnd))
        note(.destination)
        statement.destination = takeDestination(of: kind)
        return statement
    }

    private mutating func parseStatementKind() -> StatementSyntax.Kind? {
        switch current.kind {
        case .command(let line):
            advance()
            return .command(line)
        case .word(let word):
            return parseStatement(beginningWith: word.lowercased())
        default:
            note(.statement)
            var hint: String?
            // Other shells' commands begin with a dot.
            if current.kind == .symbol(.dot), case .word(let word) = following.kind {
                hint = Habits.hint(forStatement: word)
            }
            reportExpected(
                "a statement",
                hint: hint ?? "queries begin with orders, items or payments; commands with \\"
            )
            return nil
        }
    }

    private mutating func parseStatement(beginningWith word: String) -> StatementSyntax.Kind? {
        switch word {
        case _ where Self.isCollection(word): return parseQuery().map { .query($0) }
        case "order": return parseOrderLookup()
        case "track": return parseTracking()
        case "explain":
            advance()
            let isAnalyzed = take(word: "analyze")
            return parseQuery().map { .explain($0, isAnalyzed: isAnalyzed) }
        case "why":
            advance()
            let hint = "why 17 orders where …"
            guard let identifier = takeWholeNumber("an order's id", hint: hint, isIdentifier: true) else { return nil }
            return parseQuery().map { .why(identifier, $0) }
        case "verify":
            advance()
            return parseQuery().map { .verify($0) }
        case "let", "param": return parseDefinition(isParameter: word == "param")
        case "assert": return parseAssertion()
        default:
            let candidates = NameSuggestion.candidates(for: word, among: Array(Self.statementWords))
            let hint = Habits.hint(forStatement: word) ?? candidates.first.map { "did you mean '\($0)'?" }
            report(
                "no statement begins with '\(excerpt(of: current))'",
                hint: hint ?? "queries begin with orders, items or payments; commands with \\"
            )
            return nil
        }
    }

    private mutating func parseOrderLookup() -> StatementSyntax.Kind? {
        advance()
        if take(word: "number") {
            return takeRawText("an order's number").map { .lookup(.number($0)) }
        }
        let hint = "to list orders, write orders"
        let identifier = takeWholeNumber("an order's id or 'number'", hint: hint, isIdentifier: true)
        return identifier.map { .lookup(.identifier($0)) }
    }

    private mutating func parseTracking() -> StatementSyntax.Kind? {
        advance()
        return takeRawText("an order's tracking key").map { .lookup(.key($0)) }
    }

    /// A whole number that is not negative and fits 64 bits.
    mutating func takeWholeNumber(_ what: String, hint: String? = nil, isIdentifier: Bool = false) -> Int? {
        guard case .number(let number) = current.kind else {
            note(isIdentifier ? .identity(what) : .wholeNumber)
            reportExpected(what, hint: hint)
            return nil
        }
        guard let value = number.wholeNumber else {
            report("expected \(what), a whole number within 64 bits", hint: hint)
            return nil
        }
        advance()
        return value
    }

    private mutating func parseDefinition(isParameter: Bool) -> StatementSyntax.Kind? {
        advance()
        guard case .word(let text) = current.kind, !isAtBoundary else {
            note(.newName)
            reportExpected("a name", hint: isParameter ? "param day: date = yesterday" : "let big = 100000")
            return nil
        }
        let name = NameSyntax(text: text, range: current.range)
        advance()
        var type: ParameterType?
        if take(.colon) {
            guard let parsed = parseType() else { return nil }
            type = parsed
        } else if isParameter {
            reportExpected("':' and a type", hint: "param \(name.text): date")
            return nil
        }
        var value: ExpressionSyntax?
        if take(.equal) {
            value = within {
                $0 = CompletionPlace(clause: .value, type: type)
            } parse: {
                $0.parseExpression()
            }
        } else if !isParameter {
            reportExpected("'=' and a value")
            return nil
        }
        let description = isParameter ? takeText() : nil
        return .definition(
            DefinitionSyntax(isParameter: isParameter, name: name, type: type, value: value, text: description)
        )
    }

    mutating func takeText() -> String? {
        guard case .text(let text) = current.kind else { return nil }
        advance()
        return text
    }

    private mutating func parseType() -> ParameterType? {
        let isList = take(.openBracket)
        guard case .word(let word) = current.kind else {
            note(.type)
            reportExpected("a type", hint: Self.typeHint)
            return nil
        }
        guard let type = ParameterType.names.first(where: { $0.rawValue == word.lowercased() }) else {
            report("there is no type '\(excerpt(of: current))'", hint: Self.typeHint)
            return nil
        }
        advance()
        if isList, !take(.closeBracket) {
            reportExpected("']'")
            return nil
        }
        return ParameterType(type, isList: isList)
    }

    private static let typeHint =
        "types are " + ParameterType.names.map(\.rawValue).joined(separator: ", ") + ", or a list such as [status]"

    private mutating func parseAssertion() -> StatementSyntax.Kind? {
        advance()
        let condition = within {
            $0 = CompletionPlace(clause: .assertion)
        } parse: {
            $0.parseExpression()
        }
        return .assertion(condition, message: takeText())
    }
}
