// Expressions and conditions in one grammar; which of them may stand where is the checker's to say.
// From loosest to tightest: or, and, not, tests, + -, * /, a leading minus, names and literals.

internal import OrderModel

extension Parser {
    mutating func parseExpression() -> ExpressionSyntax {
        let start = current.range.lowerBound
        var parts = [parseConjunction()]
        while take(word: "or") { parts.append(parseConjunction()) }
        return parts.count == 1 ? parts[0] : node(.or(parts), from: start)
    }

    func missing() -> ExpressionSyntax {
        ExpressionSyntax(.missing, previousEnd..<previousEnd)
    }

    mutating func node(_ kind: ExpressionSyntax.Kind, from start: Int) -> ExpressionSyntax {
        let node = ExpressionSyntax(kind, start..<max(start, previousEnd))
        guard node.depth > Self.maximumDepth else { return node }
        report("this expression is too long", at: node.range, hint: "a chain of operators may have some 200 parts")
        abandonStatement()
        return missing()
    }

    private mutating func parseConjunction() -> ExpressionSyntax {
        let start = current.range.lowerBound
        var parts = [parseInversion()]
        while take(word: "and") { parts.append(parseInversion()) }
        return parts.count == 1 ? parts[0] : node(.and(parts), from: start)
    }

    private mutating func parseInversion() -> ExpressionSyntax {
        let start = current.range.lowerBound
        var count = 0
        while !isAtBoundary, take(word: "not") { count += 1 }
        guard count <= Self.maximumNesting else {
            report("'not' stands more than \(Self.maximumNesting) times in a row", at: start..<previousEnd)
            return missing()
        }
        var expression = parseTest()
        for _ in 0..<count { expression = node(.not(expression), from: start) }
        return expression
    }

    private mutating func parseTest() -> ExpressionSyntax {
        let start = current.range.lowerBound
        if !isAtBoundary, isAt(word: "has"), following.kind != .symbol(.dot) {
            advance()
            let subject = within {
                $0.role = .presence
            } parse: {
                $0.parseSum()
            }
            return node(.has(subject), from: start)
        }
        let subject = parseSum()
        guard !isAtBoundary, let test = parseTestTail(of: subject) else { return subject }
        let tested = node(.test(subject, test), from: start)
        if !isAtBoundary, comparisonOperator != nil {
            let isFile = current.kind == .symbol(.greater) && isFileNameAhead
            report("comparisons don't chain", hint: isFile ? Habits.fileHint : "write a < b and b < c")
            abandonStatement()
        }
        return tested
    }

    private var comparisonOperator: ComparisonOperator? {
        guard case .symbol(let symbol) = current.kind else { return nil }
        return ComparisonOperator(rawValue: symbol.rawValue)
    }

    private mutating func parseTestTail(of subject: ExpressionSyntax) -> TestSyntax? {
        note(.test(subject))
        for comparison in Symbol.comparisons { note(.symbol(comparison)) }
        if let comparison = comparisonOperator {
            advance()
            if comparison == .equal, current.kind == .symbol(.equal) { advance() }
            if comparison == .less, current.kind == .symbol(.greater) {
                report("did not expect '>' here", hint: "unequal is written !=")
                advance()
            }
            if current.kind.isWord("null") {
                report("nothing compares with null", hint: "write is null, or is not null")
                advance()
                return .isNull(isNegated: comparison == .notEqual)
            }
            return .comparison(comparison, parseOperand(of: subject, .comparison))
        }
        if take(.contains) { return .text(.contains, parseOperand(of: subject, .text)) }
        if take(words: "starts", "with") { return .text(.startsWith, parseOperand(of: subject, .text)) }
        if take(words: "ends", "with") { return .text(.endsWith, parseOperand(of: subject, .text)) }
        if following.kind == .end, current.kind.isWord("starts") || current.kind.isWord("ends") {
            advance()
            reportExpected("'with'")
            return .text(.startsWith, missing())
        }
        if take(word: "matches") { return .matches(parseOperand(of: subject, .pattern)) }
        if isAt(word: "is") { return parseNullTest() }
        if isAt(word: "not") {
            noteAhead(.words("in"))
            noteAhead(.words("between"))
            if following.kind.isWord("in") || following.kind.isWord("between") {
                advance()
                return parseListTest(of: subject, isNegated: true)
            }
            if following.kind == .end {
                advance()
                reportExpected("'in' or 'between'")
                return .membership(isNegated: true, missing())
            }
        }
        return parseListTest(of: subject, isNegated: false)
    }

    /// What a subject is tested against.
    private mutating func parseOperand(of subject: ExpressionSyntax, _ role: CompletionPlace.Role) -> ExpressionSyntax {
        within {
            $0.subject = subject
            $0.role = role
            $0.isInBrackets = false
        } parse: {
            $0.parseSum()
        }
    }

    private mutating func parseNullTest() -> TestSyntax {
        advance()
        let isNegated = take(word: "not")
        if !take(word: "null") { reportExpected("'null'", hint: "values are compared with '=' and '!='") }
        return .isNull(isNegated: isNegated)
    }

    private mutating func parseListTest(of subject: ExpressionSyntax, isNegated: Bool) -> TestSyntax? {
        if take(word: "in") { return .membership(isNegated: isNegated, parseOperand(of: subject, .list)) }
        guard take(word: "between") else { return nil }
        let low = parseOperand(of: subject, .comparison)
        if !take(word: "and") { reportExpected("'and' and the upper end", hint: "between 10 and 20") }
        return .between(isNegated: isNegated, low, parseOperand(of: subject, .comparison))
    }

    private mutating func parseSum() -> ExpressionSyntax {
        let start = current.range.lowerBound
        var left = parseProduct()
        while !isAtBoundary {
            let operation: ArithmeticOperator
            if take(.plus) { operation = .add } else if take(.minus) { operation = .subtract } else { break }
            let right = within {
                $0.isArithmetic = true
            } parse: {
                $0.parseProduct()
            }
            left = node(.arithmetic(operation, left, right), from: start)
        }
        return left
    }

    private mutating func parseProduct() -> ExpressionSyntax {
        let start = current.range.lowerBound
        var left = parseNegation()
        while !isAtBoundary {
            let operation: ArithmeticOperator
            if take(.asterisk) { operation = .multiply } else if take(.slash) { operation = .divide } else { break }
            let right = within {
                $0.isArithmetic = true
            } parse: {
                $0.parseNegation()
            }
            left = node(.arithmetic(operation, left, right), from: start)
        }
        return left
    }

    private mutating func parseNegation() -> ExpressionSyntax {
        let start = current.range.lowerBound
        var count = 0
        while take(.minus) { count += 1 }
        guard count <= Self.maximumNesting else {
            report("'-' stands more than \(Self.maximumNesting) times in a row", at: start..<previousEnd)
            return missing()
        }
        var expression = parsePrimary()
        for _ in 0..<count { expression = node(.negation(expression), from: start) }
        return expression
    }
}
