// Turns bytes into tokens. Total: any bytes give tokens, and what is no token is an `invalid` one that carries
// its diagnostic. A backslash that begins a line makes the whole line a command; `--` begins a comment.

internal import OrderModel

/// Reads one text from its beginning to its end.
struct Lexer {
    let source: SourceText
    var offset = 0
    private var tokens: [Token] = []
    private var startsLine = true
    /// How many parentheses are open; inside of them a line can't begin a command.
    private var depth = 0

    /// All tokens of a text, the last one `end`.
    static func tokens(of source: SourceText) -> [Token] {
        var lexer = Lexer(source: source)
        if source.bytes.starts(with: byteOrderMark) { lexer.offset = byteOrderMark.count }
        while lexer.offset < source.bytes.count {
            lexer.lexOne()
        }
        lexer.add(.end, from: lexer.offset)
        return lexer.tokens
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private init(source: SourceText) {
        self.source = source
    }

    /// The byte some places ahead, 0 past the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        offset + distance < source.bytes.count ? source.bytes[offset + distance] : 0
    }

    private mutating func lexOne() {
        let start = offset
        let byte = peek()
        switch byte {
        case UInt8(ascii: "\n"):
            offset += 1
            startsLine = true
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            offset += 1
        case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
            skipLine()
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            let lexeme = lexNumeral()
            add(lexeme.kind, from: start, lexeme.diagnostic)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let lexeme = lexText(quote: byte)
            add(lexeme.kind, from: start, lexeme.diagnostic)
        case UInt8(ascii: "$"):
            lexParameter()
        case UInt8(ascii: "?"):
            lexQueryString()
        case UInt8(ascii: "\\") where depth == 0 && beginsDestination:
            let lexeme = lexDestination()
            add(lexeme.kind, from: start, lexeme.diagnostic)
        case UInt8(ascii: "\\") where startsLine && depth == 0:
            lexCommand()
        default:
            lexWordOrSymbol()
        }
    }

    private mutating func add(_ kind: TokenKind, from start: Int, _ diagnostic: Diagnostic? = nil) {
        tokens.append(
            Token(kind: kind, range: start..<offset, startsLine: startsLine, problem: diagnostic.map(TokenProblem.init))
        )
        startsLine = kind == .symbol(.semicolon)
    }

    private mutating func skipLine() {
        while offset < source.bytes.count, peek() != UInt8(ascii: "\n") { offset += 1 }
    }

    private mutating func lexParameter() {
        let start = offset
        offset += 1
        let name = takeWord()
        let isMissing = name.isEmpty
        let diagnostic = isMissing ? Diagnostic(at: start..<offset, "expected a name after '$'") : nil
        add(isMissing ? .invalid : .parameter(name), from: start, diagnostic)
    }

    private mutating func lexQueryString() {
        let start = offset
        offset += 1
        let stops: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ";")]
        while offset < source.bytes.count, !stops.contains(peek()) { offset += 1 }
        add(.queryString(source.text(in: start + 1..<offset)), from: start, encodingProblem(in: start..<offset))
    }

    /// A command takes the rest of its line, up to a comment or a destination that stands apart outside of quotes.
    private mutating func lexCommand() {
        let start = offset
        var quote: UInt8?
        var end: Int?
        var destination: Int?
        while offset < source.bytes.count, peek() != UInt8(ascii: "\n"), destination == nil {
            let byte = peek()
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if end == nil, offset > start, source.bytes[offset - 1] == 0x20 {
                if byte == UInt8(ascii: "-"), peek(1) == byte { end = offset }
                if byte == UInt8(ascii: "\\"), beginsDestination { destination = offset }
            }
            offset += 1
        }
        let next = destination ?? offset
        offset = end ?? next
        while offset > start + 1, [0x20, 0x09, 0x0D, UInt8(ascii: ";")].contains(source.bytes[offset - 1]) {
            offset -= 1
        }
        add(.command(source.text(in: start + 1..<offset)), from: start, encodingProblem(in: start..<offset))
        offset = next
    }

    /// What is wrong with text that is taken as it stands: bytes that are no UTF-8.
    func encodingProblem(in range: Range<Int>) -> Diagnostic? {
        guard String(validating: source.bytes[range], as: UTF8.self) == nil else { return nil }
        return Diagnostic(at: range, "this is not valid UTF-8")
    }

    private mutating func lexWordOrSymbol() {
        let start = offset
        let word = takeWord()
        if !word.isEmpty {
            add(.word(word), from: start)
        } else if let symbol = takeSymbol() {
            if symbol == .openParenthesis { depth += 1 }
            if symbol == .closeParenthesis { depth = max(0, depth - 1) }
            if symbol == .semicolon { depth = 0 }
            add(.symbol(symbol), from: start)
        } else {
            lexInvalid()
        }
    }

    private mutating func takeSymbol() -> Symbol? {
        for length in [2, 1] {
            guard let symbol = Symbol(rawValue: source.text(in: offset..<offset + length)),
                symbol.rawValue.utf8.count == length
            else { continue }
            offset += length
            return symbol
        }
        return nil
    }

    /// One character that begins no token; neighbours of the same kind are taken together.
    private mutating func lexInvalid() {
        let start = offset
        let (scalar, length) = decodeScalar()
        offset += length
        guard let scalar else {
            while offset < source.bytes.count, decodeScalar().scalar == nil { offset += decodeScalar().length }
            return add(.invalid, from: start, Diagnostic(at: start..<offset, "this is not valid UTF-8"))
        }
        if scalar.properties.isWhitespace { return }
        while offset < source.bytes.count, decodeScalar().scalar == scalar { offset += length }
        let name = LexerMessages.name(of: scalar)
        let hint = LexerMessages.hint(for: scalar, count: offset - start)
        add(.invalid, from: start, Diagnostic(at: start..<offset, "unexpected \(name)", hint: hint))
    }
}

extension Lexer {
    /// Takes a word: a letter or underscore, then letters, digits, marks and underscores; empty when there is none.
    mutating func takeWord() -> String {
        let start = offset
        while offset < source.bytes.count {
            let byte = peek()
            if byte < 0x80 {
                guard Self.isWordByte(byte, isFirst: offset == start) else { break }
                offset += 1
            } else {
                let (scalar, length) = decodeScalar()
                guard let scalar, Self.isWordScalar(scalar, isFirst: offset == start) else { break }
                offset += length
            }
        }
        return source.text(in: start..<offset)
    }

    static func isWordByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): !isFirst
        default: false
        }
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        isFirst ? NameWord.begins(with: scalar) : NameWord.goesOn(with: scalar)
    }

    /// The scalar at the current place and its length; nil and 1 for a byte that is not valid UTF-8.
    func decodeScalar() -> (scalar: Unicode.Scalar?, length: Int) {
        var decoder = UTF8()
        var bytes = source.bytes[offset..<min(offset + 4, source.bytes.count)].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return (nil, 1) }
        return (scalar, UTF8.width(scalar))
    }
}

/// The words for characters that begin no token.
private enum LexerMessages {
    static func name(of scalar: Unicode.Scalar) -> String {
        let code = String(scalar.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .unassigned, .privateUse: return "character U+\(padded)"
        default: return "'\(scalar)'"
        }
    }

    static func hint(for scalar: Unicode.Scalar, count: Int) -> String? {
        switch scalar {
        case "!": "write '!=' for unequal and 'not' to negate"
        case "&": "write 'and'"
        case "|" where count == 1: "write 'or', or '\\| COMMAND' to send the answer to a command"
        case "|": "write 'or'"
        case "\\": "a command begins its own line"
        case "“", "”", "„", "«", "»", "‘", "’", "`": "text stands in plain quotes, '…' or \"…\""
        default: nil
        }
    }
}
