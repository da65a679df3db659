/// What of a statement a place belongs to, so that an error there can name where it is explained.
package enum StatementPart: Sendable, Hashable {
    /// A command's name, without its backslash, in lower case.
    case command(String)
    /// A clause by its words: `where`, `group by`.
    case clause(String)
    /// `let` or `param`.
    case definition
    /// `\>` or `\|`.
    case destination
    /// Before the first clause of a query, or outside of any.
    case beginning

    /// The part that a byte of a text is in.
    package static func part(of source: SourceText, at offset: Int) -> StatementPart {
        var part = beginning
        var previous: Token?
        for token in Lexer.tokens(of: source) where token.range.lowerBound <= offset {
            let bytes = source.bytes[token.range]
            if bytes.starts(with: "\\>".utf8) || bytes.starts(with: "\\|".utf8) {
                part = .destination
            } else if let next = Self.part(begunBy: token, after: previous) {
                part = next
            }
            previous = token
        }
        return part
    }

    private static func part(begunBy token: Token, after previous: Token?) -> StatementPart? {
        switch token.kind {
        case .command(let line): return .command(line.prefix { !$0.isWhitespace }.lowercased())
        case .symbol(.semicolon): return .beginning
        case .word(let word):
            let word = word.lowercased()
            // A part of a name, such as `order.id`, begins nothing.
            if previous?.kind == .symbol(.dot) { return nil }
            if word == "by", case .word(let first)? = previous?.kind { return .clause(first.lowercased() + " by") }
            if word == "let" || word == "param" { return token.startsLine ? .definition : nil }
            if Parser.statementWords.contains(word), token.startsLine { return .beginning }
            return Parser.clauseWords.contains(word) ? .clause(word) : nil
        default: return nil
        }
    }
}
