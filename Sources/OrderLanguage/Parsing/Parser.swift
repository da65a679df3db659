// Turns tokens into statements. It never throws: what is missing becomes a diagnostic and a `missing` node, and
// after an error it goes on at the next statement, so that one pass reports all that can be found.

internal import OrderModel

/// Reads the statements of one text.
struct Parser {
    let source: SourceText
    let tokens: [Token]
    private(set) var position = 0
    var diagnostics: [Diagnostic] = []
    /// The last statement, where something is missing at its end and nothing else is wrong.
    private var unfinished: StatementSyntax?
    /// How many brackets are open around the current place.
    var nesting = 0
    /// Whether the rest of the statement was given up; nothing more is reported then.
    private var isAbandoned = false
    /// Notes what could stand at the cursor; nil unless completion asks.
    var probe: CompletionProbe?

    /// How deep brackets, and the trees that expressions make, may nest.
    static let maximumNesting = 100
    static let maximumDepth = 250
    private static let maximumDiagnosticCount = 50

    init(_ source: SourceText) {
        self.source = source
        tokens = Lexer.tokens(of: source)
    }

    /// Reads what stands before the cursor, which is the last token but the end, and notes what could stand there.
    static func probe(_ source: SourceText, tokens: [Token]) -> CompletionProbe {
        var parser = Parser(source: source, tokens: tokens)
        _ = parser.parseStatements()
        return parser.probe ?? CompletionProbe()
    }

    private init(source: SourceText, tokens: [Token]) {
        self.source = source
        self.tokens = tokens
        probe = CompletionProbe()
    }

    /// All statements of the text, those in error left out, and what is wrong with it.
    static func parse(_ source: SourceText) -> ParsedSource {
        var parser = Parser(source)
        let statements = parser.parseStatements()
        return ParsedSource(
            statements: statements,
            unfinished: parser.unfinished,
            diagnostics: parser.diagnostics
        )
    }

    private mutating func parseStatements() -> [StatementSyntax] {
        var statements: [StatementSyntax] = []
        while !isAtEnd {
            if take(.semicolon) { continue }
            let before = position
            let errorCount = diagnostics.count
            let statement = parseStatement()
            finishStatement(hadError: diagnostics.count > errorCount)
            if let statement {
                if diagnostics.count == errorCount {
                    statements.append(statement)
                } else if diagnostics[errorCount...].allSatisfy(\.isAtEnd) {
                    unfinished = statement
                }
            }
            // Whatever stands here, the parser must get on.
            if position == before { skipToken() }
            if diagnostics.count >= Self.maximumDiagnosticCount, probe == nil { break }
        }
        return statements
    }

    // MARK: Tokens

    var current: Token { tokens[position] }
    var following: Token { tokens[min(position + 1, tokens.count - 1)] }
    var isAtEnd: Bool { current.kind == .end }
    /// The end of the token before this one: where a missing thing would stand.
    var previousEnd: Int { position > 0 ? tokens[position - 1].range.upperBound : 0 }

    mutating func advance() {
        if let diagnostic = current.diagnostic { append(diagnostic) }
        skipToken()
    }

    private mutating func skipToken() {
        if position < tokens.count - 1 { position += 1 }
    }

    mutating func take(_ symbol: Symbol) -> Bool {
        guard current.kind == .symbol(symbol) else {
            note(.symbol(symbol))
            return false
        }
        advance()
        return true
    }

    mutating func take(word: String) -> Bool {
        guard isAt(word: word) else { return false }
        advance()
        return true
    }

    /// Whether a word of the language stands here, or completion may put it here.
    mutating func isAt(word: String) -> Bool {
        note(.words(word))
        return current.kind.isWord(word)
    }

    /// Takes two words that stand together, such as `order by`.
    mutating func take(words first: String, _ second: String) -> Bool {
        note(.words(first + " " + second))
        guard current.kind.isWord(first) else { return false }
        noteAhead(.words(second))
        guard following.kind.isWord(second) else { return false }
        advance()
        advance()
        return true
    }

    /// Takes the text up to the next blank or `;`, whatever tokens it is made of: an order's key or number.
    mutating func takeRawText(_ what: String) -> String? {
        note(.identity(what))
        guard !isAtBoundary, current.kind != .cursor else {
            reportExpected(what)
            return nil
        }
        if case .text(let text) = current.kind {
            advance()
            return text
        }
        let start = current.range.lowerBound
        var end = start
        while end < source.bytes.count, source.bytes[end] > 0x20, source.bytes[end] != UInt8(ascii: ";") { end += 1 }
        while !isAtEnd, current.range.lowerBound < end { skipToken() }
        return source.text(in: start..<end)
    }

    // MARK: Errors

    mutating func report(
        _ message: String,
        at range: Range<Int>? = nil,
        hint: String? = nil,
        isAtEnd: Bool = false
    ) {
        append(Diagnostic(at: range ?? current.range, message, hint: hint, isAtEnd: isAtEnd))
    }

    private mutating func append(_ diagnostic: Diagnostic) {
        if !isAbandoned { diagnostics.append(diagnostic) }
    }

    /// Gives the rest of the statement up, after an error that would only cause others.
    mutating func abandonStatement() {
        isAbandoned = true
        nesting = 0
        while !isAtBoundary { skipToken() }
    }

    /// Reports that something is missing here: at the end of the statement, or in place of what stands here.
    mutating func reportExpected(_ what: String, hint: String? = nil) {
        settleProbe()
        if current.kind == .invalid {
            advance()
        } else if isAtBoundary {
            let end = previousEnd
            report("expected \(what)", at: end..<end, hint: hint, isAtEnd: isAtEnd)
        } else {
            report("expected \(what), found '\(excerpt(of: current))'", hint: hint)
        }
    }

    func excerpt(of token: Token) -> String {
        let range = token.range.lowerBound..<min(token.range.upperBound, token.range.lowerBound + 40)
        return source.text(in: range) + (token.range.count > 40 ? "…" : "")
    }

    // MARK: Statement borders

    /// Whether a statement ends here: the end, a `;`, or a new line that begins the next statement.
    var isAtBoundary: Bool {
        switch current.kind {
        case .end, .symbol(.semicolon), .destination: true
        default: nesting == 0 && current.startsLine && beginsStatement
        }
    }

    var beginsStatement: Bool {
        switch current.kind {
        case .command: return true
        case .word(let word):
            guard following.kind != .symbol(.dot) else { return false }
            let keyword = word.lowercased()
            if keyword == "order" {
                let becomesClause = following.kind == .cursor && position > 0
                return !following.kind.isWord("by") && !becomesClause
            }
            return Self.statementWords.contains(keyword) || NameWord.resultNumber(word) != nil
        default: return false
        }
    }

    /// The words that begin a statement; no clause begins with one of them.
    static let statementWords: Set<String> = [
        "orders", "items", "payments", "_", "order", "track", "explain", "why", "verify", "let", "param", "assert",
    ]

    /// Reports what is left over and goes to the statement's end.
    private mutating func finishStatement(hadError: Bool) {
        nesting = 0
        let isWhole = !hadError && isAtBoundary
        if !hadError, !isAtBoundary { reportLeftover() }
        abandonStatement()
        if !isWhole { skipDestination() }
        isAbandoned = false
    }

    static let clauseWords = [
        "search", "where", "group by", "select", "having", "order by", "limit", "offset", "chart", "with", "compare",
    ]

    /// The first words of the clauses.
    static let clauseBeginnings = Set(clauseWords.map { $0.prefix { $0 != " " } }.map(String.init))
}

/// What parsing a text found.
struct ParsedSource {
    /// All statements that have no error.
    let statements: [StatementSyntax]
    /// The last statement, where something is missing at its end and nothing else is wrong: never to be run.
    let unfinished: StatementSyntax?
    let diagnostics: [Diagnostic]
}
