// What can stand at a place of a statement: the place is marked in the text, and at every border of generated queries
// what really follows must be among what is expected.

import OrderModel
import OrderTestSupport
import Testing

@testable import OrderLanguage

@Suite("What can stand at the cursor")
struct CompletionContextTests {
    /// The context at the mark `|`.
    private func context(_ marked: String, parameters: [String: ParameterType] = [:]) -> CompletionContext {
        let parts = marked.split(separator: "‸", omittingEmptySubsequences: false).map(String.init)
        return CompletionContext(
            SourceText(parts.joined()),
            cursor: parts[0].utf8.count,
            parameters: parameters,
            results: [
                ResultSchema(columns: [
                    ResultColumn(name: "status", type: .status), ResultColumn(name: "n", type: .integer),
                ])
            ]
        )
    }

    /// The expectations as words, sorted; a value by its use, type and field.
    private func words(_ context: CompletionContext) -> [String] {
        switch context.kind {
        case .nothing: ["nothing"]
        case .command: ["command \(context.part)"]
        case .destination: ["destination \(context.part)"]
        case .queryString: ["query string \(context.part)"]
        case .statement(let expectations): expectations.map(\.summary).sorted()
        }
    }

    @Test(
        "clauses, tests and values by what stands before them",
        arguments: [
            ("‸", ["statement"]),
            ("ord‸", ["statement"]),
            ("explain ‸", ["<collection>", "analyze"]),
            ("orders search ‸", ["<text>"]),
            ("orders limit ‸", ["<number>"]),
            ("order ‸", ["<an order's id or 'number'>", "number"]),
            ("order number ‸", ["<an order's number>"]),
            ("track ‸", ["<an order's tracking key>"]),
            ("track AB-1‸", []),
            ("orders order by ‸", ["-", "sort"]),
            ("orders order by -‸", ["sort"]),
            ("orders order by total, -‸", ["sort"]),
            ("orders chart ‸", ["<chart>"]),
            ("orders where status ‸", ["!=?", "=?", "in?", "is not null?", "is null?", "not in?"]),
            (
                "orders where is_paid ‸",
                [
                    "!=?", "=?", "\\>", "and", "chart", "compare to", "group by", "in?", "is not null?", "is null?",
                    "limit",
                    "not in?", "offset", "or", "order by", "search", "select", "with totals",
                ]
            ),
            (
                "orders where notes ‸",
                [
                    "!=?", "<=?", "<?", "=?", ">=?", ">?", "between?", "ends with?", "in?", "is not null?", "is null?",
                    "matches?", "not between?", "not in?", "starts with?", "~?",
                ]
            ),
            ("orders where extra ‸", ["is not null?", "is null?"]),
            (
                "orders where total ‸",
                [
                    "!=?", "*", "+", "-", "/", "<=?", "<?", "=?", ">=?", ">?", "between?", "in?", "is not null?",
                    "is null?",
                    "not between?", "not in?",
                ]
            ),
            ("orders where status = ‸", ["operand status status"]),
            (
                "orders where status = new ‸",
                [
                    "\\>", "and", "chart", "compare to", "group by", "limit", "offset", "or", "order by", "search",
                    "select",
                    "with totals",
                ]
            ),
            ("orders where ‸", ["condition", "has", "not"]),
            ("orders where not ‸", ["condition", "has", "not"]),
            ("orders where has ‸", ["presence"]),
            ("orders where status in ‸", ["listOpening status status"]),
            ("orders where status in (‸", [")", "listElement status status"]),
            ("orders where status in (new, ho‸", ["listElement status status"]),
            ("orders where status in (new ‸", [")", ","]),
            ("orders where status not ‸", ["between", "in"]),
            ("orders where notes starts ‸", ["with"]),
            ("orders where notes starts with ‸", ["operand text notes"]),
            ("orders where total between ‸", ["operand money total"]),
            ("orders where total between 1 ‸", ["*", "+", "-", "/", "and"]),
            ("orders where total between 1 and ‸", ["operand money total"]),
            ("orders where total > 1 + ‸", ["operand money total"]),
            ("orders where created_at > today - ‸", ["operand duration created_at"]),
            ("orders where created_at in last ‸", ["<unit>"]),
            ("orders where created_at >= 2025-1‸", ["operand instant created_at"]),
            ("orders where payment_method = ‸", ["operand object payment_method.name"]),
            ("orders where items.quantity > ‸", ["operand integer quantity"]),
            ("orders where any(‸", ["<child>"]),
            ("orders where any(items ‸", ["where"]),
            ("orders where any(items where product_title = ‸", ["operand text product_title"]),
            ("orders where any(items where quantity > 1 ‸", [")", "*", "+", "-", "/", "and", "or"]),
            ("orders group ‸", ["by"]),
            ("orders group by ‸", ["column"]),
            (
                "orders group by status ‸",
                [
                    ",", "\\>", "as", "chart", "compare to", "having", "limit", "offset", "order by", "search",
                    "select",
                    "where", "with totals",
                ]
            ),
            ("orders select sum(‸", ["argument money"]),
            ("orders select count(‸", [")", "argument"]),
            ("orders select total as ‸", ["<name>"]),
            (
                "orders where status = new\n‸",
                [
                    "\\>", "and", "chart", "compare to", "group by", "limit", "offset", "or", "order by", "search",
                    "select",
                    "statement", "with totals",
                ]
            ),
            ("orders where\n‸", ["condition", "has", "not"]),
            ("orders where is_paid\norder ‸", ["by"]),
            ("orders; ‸", ["statement"]),
            (
                "orders ‸ limit 5 order by id",
                [
                    "?", "\\>", "chart", "compare to", "group by", "offset", "search", "select", "where", "with totals",
                ]
            ),
            ("let x: ‸", ["<type>", "["]),
            ("let ‸", ["<name>"]),
            ("let x: status = ‸", ["constant status"]),
            ("let x = (‸", [")", "<collection>", "constant"]),
            (
                "_ where n ‸",
                [
                    "!=?", "*", "+", "-", "/", "<=?", "<?", "=?", ">=?", ">?", "between?", "in?", "is not null?",
                    "is null?",
                    "not between?", "not in?",
                ]
            ),
            ("orders -- where ‸", ["nothing"]),
            ("orders ?status=‸", ["query string ?status="]),
            ("\\format ‸", ["command format "]),
            ("orders \\> re‸", ["destination \\> re"]),
            ("orders foo where ‸", []),
        ]
    )
    func expectations(_ marked: String, _ expected: [String]) {
        #expect(words(context(marked)) == expected)
    }

    @Test(
        "the part that is typed",
        arguments: [
            ("orders where sta‸", "sta"), ("orders where customer.na‸", "customer.na"),
            ("orders where customer.‸", "customer."), ("orders where status =‸", ""),
            ("orders where notes = \"a b‸", "\"a b"), ("orders where notes = 'it‸'", "'it"),
            ("orders where total > $b‸", "$b"), ("orders where total > $‸", "$"),
            ("orders where created_at >= 2025-1‸", "2025-1"), ("orders order by -cr‸", "cr"),
            ("orders where total > 1‸00", "1"), ("orders wh‸ere", "wh"),
        ]
    )
    func parts(_ marked: String, _ part: String) {
        #expect(context(marked).part == part)
    }

    @Test("at each token's border what really follows is expected", arguments: 0..<8)
    func generatedQueries(_ seed: UInt64) {
        var generator = QueryGenerator(seed: seed)
        for _ in 0..<60 {
            let text = CanonicalPrinter.print(generator.query())
            let source = SourceText(text)
            let tokens = Lexer.tokens(of: source)
            for (index, token) in tokens.dropLast().enumerated() {
                let touches = index > 0 && tokens[index - 1].range.upperBound == token.range.lowerBound
                if touches, !tokens[index - 1].kind.isOpening { continue }
                let head = SourceText(bytes: Array(source.bytes[..<token.range.lowerBound]))
                let context = CompletionContext(head, cursor: head.bytes.count)
                guard case .statement(let expectations) = context.kind else {
                    Issue.record("no statement at \(token.range) of \(text)")
                    continue
                }
                let isExpected = expectations.contains { $0.covers(token, in: source) }
                #expect(isExpected, "at \(token.range.lowerBound) of \(text): \(expectations.map(\.summary))")
            }
        }
    }

    @Test("any cursor in any bytes ends no program")
    func hostile() {
        var random = SeededGenerator(seed: 11)
        let pieces = [
            "orders ", "where ", "(", "'", "\"", "\\", "-- ", "\n", "in ", "$", ".", "?", "\u{1B}", "پ", ";", "any(",
        ]
        for _ in 0..<300 {
            let text = (0..<random.below(12)).map { _ in random.pick(pieces) }.joined()
            let bytes = Array(text.utf8) + [0xFF]
            for cursor in 0...bytes.count {
                let context = CompletionContext(SourceText(bytes: bytes), cursor: cursor)
                #expect(context.range.upperBound == cursor)
            }
        }
    }
}

extension TokenKind {
    /// Whether the next token may stand right behind it and is completed on its own.
    fileprivate var isOpening: Bool {
        self == .symbol(.openParenthesis)
    }
}

extension ExpectedPart {
    fileprivate var summary: String {
        switch self {
        case .words(let words): words
        case .test(let test): test + "?"
        case .symbol(let symbol): symbol
        case .statement: "statement"
        case .collection: "<collection>"
        case .childCollection: "<child>"
        case .value(let place):
            ["\(place.use)", place.type?.rawValue, place.field?.name].compactMap { $0 }.joined(separator: " ")
        case .periodUnit: "<unit>"
        case .wholeNumber: "<number>"
        case .identity(let what): "<\(what)>"
        case .searchText: "<text>"
        case .newName: "<name>"
        case .chartKind: "<chart>"
        case .type: "<type>"
        case .queryString: "?"
        case .destination: "\\>"
        }
    }

    /// Whether a token is what is expected, as far as the token tells.
    fileprivate func covers(_ token: Token, in source: SourceText) -> Bool {
        let text = source.text(in: token.range)
        switch (self, token.kind) {
        case (.words(let words), .word), (.test(let words), .word): return words.hasPrefix(text)
        case (.test(let symbol), .symbol), (.symbol(let symbol), .symbol): return symbol == text
        case (.statement, .word), (.collection, .word): return ["orders", "items", "payments"].contains(text)
        case (.childCollection, .word): return ["items", "payments"].contains(text)
        case (.periodUnit, .word): return PeriodUnit(rawValue: text) != nil
        case (.identity, .number), (.identity, .word), (.identity, .text): return true
        case (.wholeNumber, .number), (.searchText, .text), (.searchText, .word), (.newName, .word): return true
        case (.chartKind, .word): return ChartKind(rawValue: text) != nil
        case (.value(let place), .word(let word)): return place.covers(word)
        case (.value, .symbol(let symbol)): return symbol == .openParenthesis || symbol == .minus
        case (.value, .number), (.value, .text), (.value, .period), (.value, .instant), (.value, .duration): return true
        case (.value, .parameter): return true
        default: return false
        }
    }
}

extension ValuePlace {
    /// Whether a word is one of the values, or begins one.
    fileprivate func covers(_ word: String) -> Bool {
        if ["true", "false", "now", "today", "yesterday", "tomorrow", "this", "last", "next"].contains(word) {
            return true
        }
        if Function(rawValue: word) != nil || allowsAggregates && Aggregate(rawValue: word) != nil { return true }
        if allowsQuantifiers, Quantifier(rawValue: word) != nil { return true }
        if type == .status, OrderStatus.names.contains(word) { return true }
        return aliases[word] != nil || fields.contains { $0.name == word || $0.name.hasPrefix(word + ".") }
    }
}
