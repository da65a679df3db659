internal import OrderModel

/// A piece of the source text.
struct Token: Sendable {
    let kind: TokenKind
    let range: Range<Int>
    /// Whether it is the first on its line, or the first after a `;`.
    let startsLine: Bool
    /// What is wrong with it, apart since few tokens have it and a long text has many.
    let problem: TokenProblem?

    /// What is wrong with it; reported when the parser takes it.
    var diagnostic: Diagnostic? { problem?.diagnostic }
}

/// The diagnostic of a token.
final class TokenProblem: Sendable {
    let diagnostic: Diagnostic

    init(_ diagnostic: Diagnostic) {
        self.diagnostic = diagnostic
    }
}

/// What a token is; literals carry their value.
enum TokenKind: Sendable, Hashable {
    case word(String)
    case number(Decimal)
    case period(Period)
    case instant(Instant)
    case duration(TimeAmount)
    case text(String)
    /// `$name`
    case parameter(String)
    case symbol(Symbol)
    /// `?status_in=new,hold`, without the question mark.
    case queryString(String)
    /// A line that begins with a backslash, without it.
    case command(String)
    /// `\> FILE` or `\| COMMAND`, to the end of the line.
    case destination(AnswerDestination)
    /// Something that is no token; its diagnostic says why.
    case invalid
    /// Where the cursor is, in place of what is being typed; only completion puts it there.
    case cursor
    case end
}

/// The punctuation of the language.
enum Symbol: String, Sendable, Hashable, CaseIterable {
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case comma = ","
    case dot = "."
    case colon = ":"
    case semicolon = ";"
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case contains = "~"
    case plus = "+"
    case minus = "-"
    case asterisk = "*"
    case slash = "/"
}

extension TokenKind {
    /// The words of the language are understood in any case; names are not.
    func isWord(_ keyword: String) -> Bool {
        guard case .word(let word) = self else { return false }
        return word == keyword || (word.utf8.count == keyword.utf8.count && word.lowercased() == keyword)
    }
}
