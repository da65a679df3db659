// Names, literals, calls, lists and everything in parentheses.

internal import OrderModel

extension Parser {
    mutating func parsePrimary() -> ExpressionSyntax {
        let start = current.range.lowerBound
        guard !isAtBoundary else { return parseMissing() }
        switch current.kind {
        case .number(let number): return literal(.number(number))
        case .text(let text): return literal(.text(text))
        case .period(let period): return literal(.period(.absolute(period)))
        case .instant(let instant): return literal(.instant(instant))
        case .duration(let amount): return literal(.duration(amount))
        case .parameter(let name):
            advance()
            return ExpressionSyntax(.parameter(name), start..<previousEnd)
        case .symbol(.openParenthesis): return parseParenthesized()
        case .word(let word): return parseWord(word)
        default:
            note(.value)
            return parseMissing()
        }
    }

    private mutating func literal(_ literal: Literal) -> ExpressionSyntax {
        let range = current.range
        advance()
        return ExpressionSyntax(.literal(literal), range)
    }

    private mutating func parseMissing() -> ExpressionSyntax {
        let isAsterisk = current.kind == .symbol(.asterisk)
        let hint = "without 'select' an answer has the usual columns; count() takes nothing"
        reportExpected("a value or a field", hint: isAsterisk ? hint : nil)
        if isAsterisk { advance() }
        return ExpressionSyntax(.missing, previousEnd..<previousEnd)
    }

    /// `( … )`: an expression, a list, or a query that answers one value.
    private mutating func parseParenthesized() -> ExpressionSyntax {
        let start = current.range.lowerBound
        let openRange = current.range
        guard open() else { return missing() }
        defer { nesting = max(nesting - 1, 0) }
        note(.queryInBrackets)
        if isQueryAhead, let query = parseQuery() {
            close(openRange)
            return ExpressionSyntax(.query(query), start..<previousEnd)
        }
        if take(.closeParenthesis) {
            report("this list is empty", at: start..<previousEnd)
            return ExpressionSyntax(.missing, start..<previousEnd)
        }
        var elements: [ExpressionSyntax] = []
        var isList = false
        within {
            $0.isInBrackets = true
        } parse: { parser in
            elements.append(parser.parseExpression())
            while parser.take(.comma) {
                isList = true
                if parser.current.kind == .symbol(.closeParenthesis) { break }
                elements.append(parser.parseExpression())
            }
        }
        close(openRange)
        let range = start..<previousEnd
        return isList ? ExpressionSyntax(.list(elements), range) : ExpressionSyntax(elements[0].kind, range)
    }

    /// Takes an opening bracket; false when brackets nest too deep, and the statement is given up.
    private mutating func open() -> Bool {
        guard nesting < Self.maximumNesting else {
            report("brackets nest more than \(Self.maximumNesting) deep here")
            abandonStatement()
            return false
        }
        nesting += 1
        advance()
        return true
    }

    private var isQueryAhead: Bool {
        guard case .word(let word) = current.kind else { return false }
        guard Self.isCollection(word) else { return false }
        guard case .word(let next) = following.kind else { return false }
        return Self.clauseBeginnings.contains(next.lowercased())
    }

    private mutating func close(_ open: Range<Int>) {
        guard !take(.closeParenthesis) else { return }
        if case .word = current.kind, source.text(in: open.upperBound..<previousEnd).lowercased() == "distinct" {
            report("there is no 'distinct'", at: open.upperBound..<previousEnd, hint: "write count_distinct(…)")
        } else if isAtEnd {
            report("this bracket is not closed", at: open, hint: "close it with ')'", isAtEnd: true)
        } else {
            reportExpected("')'")
        }
    }

    private mutating func parseWord(_ word: String) -> ExpressionSyntax {
        let start = current.range.lowerBound
        if following.kind == .symbol(.openParenthesis) { return parseCall(word) }
        let keyword = word.lowercased()
        if following.kind == .cursor, ["this", "last", "next"].contains(keyword) {
            noteAhead(.periodUnit)
            settleProbe(ahead: true)
        }
        if let offset = ["this": 0, "last": -1, "next": 1][keyword], case .word(let unit) = following.kind,
            let unit = PeriodUnit(rawValue: unit.lowercased())
        {
            advance()
            advance()
            return ExpressionSyntax(.literal(.period(.relative(unit, offset))), start..<previousEnd)
        }
        let isKeyword = Self.operatorWords.contains(keyword)
        guard !isKeyword || following.kind == .symbol(.dot) else { return parseMissing() }
        return parseName()
    }

    /// Words that no value begins with.
    private static let operatorWords: Set<String> = [
        "search", "where", "group", "select", "having", "limit", "offset", "chart", "and", "or", "not", "in",
        "between", "is", "has", "matches", "as", "null",
    ]

    /// A name with its parts: `billing_city.name`.
    private mutating func parseName() -> ExpressionSyntax {
        let start = current.range.lowerBound
        var name = ""
        while case .word(let part) = current.kind {
            name += part
            advance()
            guard current.kind == .symbol(.dot) else { break }
            advance()
            name += "."
            guard case .word = current.kind else {
                reportExpected("the name of a part after '.'")
                break
            }
        }
        return ExpressionSyntax(.name(name), start..<previousEnd)
    }

    private mutating func parseCall(_ word: String) -> ExpressionSyntax {
        let nameRange = current.range
        advance()
        let openRange = current.range
        guard open() else { return missing() }
        defer { nesting = max(nesting - 1, 0) }
        if let quantifier = Quantifier(rawValue: word.lowercased()) {
            return parseQuantified(quantifier, from: nameRange.lowerBound, openRange)
        }
        var arguments: [ExpressionSyntax] = []
        if current.kind != .symbol(.closeParenthesis) {
            if Aggregate(rawValue: word.lowercased()) == .count { note(.symbol(.closeParenthesis)) }
            within {
                $0.enter(function: word.lowercased())
            } parse: { parser in
                repeat { arguments.append(parser.parseExpression()) } while parser.take(.comma)
            }
        }
        close(openRange)
        let kind = ExpressionSyntax.Kind.call(name: word.lowercased(), nameRange: nameRange, arguments: arguments)
        return node(kind, from: nameRange.lowerBound)
    }

    private mutating func parseQuantified(
        _ quantifier: Quantifier,
        from start: Int,
        _ openRange: Range<Int>
    ) -> ExpressionSyntax {
        guard case .word(let word) = current.kind else {
            note(.childCollection)
            reportExpected("items or payments", hint: "\(quantifier.rawValue)(items where unit_price > 5m)")
            return ExpressionSyntax(.missing, start..<previousEnd)
        }
        let collection = NameSyntax(text: word, range: current.range)
        advance()
        var condition: ExpressionSyntax?
        if take(word: "where") {
            condition = within {
                $0 = CompletionPlace(collection: word.lowercased(), clause: .condition)
            } parse: {
                $0.parseExpression()
            }
        } else if current.kind != .symbol(.closeParenthesis) {
            reportExpected("'where' and a condition")
        }
        close(openRange)
        let kind = ExpressionSyntax.Kind.quantified(quantifier, collection: collection, condition: condition)
        return ExpressionSyntax(kind, start..<previousEnd)
    }
}
