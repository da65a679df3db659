// What each piece of a text is, for showing it: found by the lexer and the names that are known, without a parser, so
// that a text that is still being typed has its looks too.

package import OrderModel

/// What a piece of the text is.
package enum TokenRole: Sendable, Hashable {
    case keyword, field, function, text, number, date, status, parameter, command, comment
}

/// A piece of the text and what it is.
package struct TokenRun: Sendable, Hashable {
    /// Its bytes.
    package let range: Range<Int>
    package let role: TokenRole
}

/// Finds the pieces of a text.
package struct TokenRuns {
    private let source: SourceText
    private let tokens: [Token]
    private let results: [ResultSchema]
    private var runs: [TokenRun] = []
    /// The collection whose fields have names.
    private var collection = "orders"

    /// The pieces that have a role, in their order.
    package static func of(_ source: SourceText, results: [ResultSchema] = []) -> [TokenRun] {
        var finder = TokenRuns(source: source, results: results)
        finder.find()
        return finder.runs
    }

    private init(source: SourceText, results: [ResultSchema]) {
        self.source = source
        self.results = results
        tokens = Lexer.tokens(of: source)
    }

    private mutating func find() {
        var index = 0
        var end = 0
        while index < tokens.count {
            let token = tokens[index]
            addComments(in: end..<token.range.lowerBound)
            index = add(at: index)
            end = tokens[index - 1].range.upperBound
        }
    }

    private mutating func add(_ role: TokenRole, _ range: Range<Int>) {
        runs.append(TokenRun(range: range, role: role))
    }

    /// Comments are what stands between tokens and is no blank.
    private mutating func addComments(in gap: Range<Int>) {
        var start: Int?
        for offset in gap {
            let byte = source.bytes[offset]
            if byte == UInt8(ascii: "\n") {
                if let begun = start { add(.comment, begun..<offset) }
                start = nil
            } else if start == nil, byte == UInt8(ascii: "-") {
                start = offset
            }
        }
        if let start { add(.comment, start..<gap.upperBound) }
    }

    /// Adds the piece that begins with a token; the index behind it.
    private mutating func add(at index: Int) -> Int {
        let token = tokens[index]
        switch token.kind {
        case .number, .duration: add(token.isDuration ? .date : .number, token.range)
        case .period, .instant: add(.date, token.range)
        case .text: add(.text, token.range)
        case .parameter: add(.parameter, token.range)
        case .queryString: add(.text, token.range)
        case .command, .destination: addCommand(token)
        case .invalid:
            let first = source.bytes[token.range.lowerBound]
            if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { add(.text, token.range) }
            if first == UInt8(ascii: "\\") { addCommand(token) }
        case .word(let word): return addName(word, at: index)
        case .symbol, .cursor, .end: break
        }
        return index + 1
    }

    /// The name of a command; what it is given looks as it is.
    private mutating func addCommand(_ token: Token) {
        let isDestination = if case .command = token.kind { false } else { true }
        var end = token.range.lowerBound + (isDestination ? 2 : 1)
        while !isDestination, end < token.range.upperBound, source.bytes[end] > 0x20 { end += 1 }
        add(.command, token.range.lowerBound..<min(end, token.range.upperBound))
    }

    /// A word, or a name of several with dots.
    private mutating func addName(_ word: String, at index: Int) -> Int {
        var end = index + 1
        var name = word
        while end + 1 < tokens.count, tokens[end].kind == .symbol(.dot), case .word(let part) = tokens[end + 1].kind {
            name += "." + part
            end += 2
        }
        let range = tokens[index].range.lowerBound..<tokens[end - 1].range.upperBound
        if end > index + 1 {
            if isField(name) { add(.field, range) }
        } else if let role = role(of: word, at: index) {
            add(role, range)
        }
        return end
    }

    private mutating func role(of word: String, at index: Int) -> TokenRole? {
        let keyword = word.lowercased()
        let previous = index > 0 ? tokens[index - 1].kind : .end
        let next = index + 1 < tokens.count ? tokens[index + 1].kind : .end
        if next == .symbol(.openParenthesis), Self.isFunction(keyword) { return .function }
        if previous.isWord("as") || previous.isWord("let") || previous.isWord("param") { return nil }
        if Self.collections.contains(keyword) || NameWord.resultNumber(word) != nil {
            if !previous.isWord("has") { collection = keyword }
            return .keyword
        }
        if Self.units.contains(keyword), ["this", "last", "next"].contains(where: previous.isWord) { return .date }
        if Self.dates.contains(keyword) { return .date }
        if Self.keywords.contains(keyword) { return .keyword }
        if let before = Self.pairs[keyword], before.contains(where: previous.isWord) { return .keyword }
        if previous == .symbol(.colon), ValueType(rawValue: keyword) != nil { return .keyword }
        if previous.isWord("chart"), ChartKind(rawValue: keyword) != nil { return .keyword }
        if isField(word) { return .field }
        return OrderStatus.names.contains(word) ? .status : nil
    }

    private func isField(_ name: String) -> Bool {
        if let number = NameWord.resultNumber(collection) {
            return results.indices.contains(number) && results[number].field(named: name) != nil
        }
        let collection = Collection(rawValue: collection) ?? .orders
        if Schema.field(named: name, in: collection) != nil { return true }
        return Scope(collection: collection, place: "").child(name) != nil
    }

    private static func isFunction(_ word: String) -> Bool {
        Function(rawValue: word) != nil || Aggregate(rawValue: word) != nil || Quantifier(rawValue: word) != nil
    }

    private static let collections: Set<String> = ["orders", "items", "payments"]
    private static let units = Set(PeriodUnit.allCases.map(\.rawValue))
    private static let dates: Set<String> = ["today", "yesterday", "tomorrow", "now", "this", "last", "next"]

    /// Words that mean the same wherever they stand.
    private static let keywords: Set<String> = [
        "search", "where", "group", "select", "having", "order", "limit", "offset", "chart", "compare", "and", "or",
        "not", "in", "between", "is", "has", "starts", "ends", "matches", "as", "null", "true", "false", "track",
        "explain", "why", "verify", "let", "param", "assert",
    ]

    /// Words that are words of the language behind others only.
    private static let pairs: [String: [String]] = [
        "by": ["group", "order"], "with": ["starts", "ends"], "analyze": ["explain"], "number": ["order"],
        "totals": ["with"], "to": ["compare"],
    ]
}

extension Token {
    fileprivate var isDuration: Bool {
        if case .duration = kind { true } else { false }
    }
}
