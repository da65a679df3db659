// What is being typed at the cursor, found by the lexer: a word with its dots, a number, an open quote, a command, a
// query string, or nothing but a place.

/// The tokens before the cursor, and the part that is being typed.
struct CompletionCursor {
    enum Kind {
        /// In a comment.
        case comment
        /// In a line that begins with a backslash.
        case command
        /// Behind `\>` or `\|`.
        case destination
        case queryString
        case statement
    }

    let kind: Kind
    /// The text up to the cursor.
    let head: SourceText
    /// What is being typed; ends at the cursor.
    let part: Range<Int>
    /// The tokens before the part, the cursor's, and the end.
    let tokens: [Token]

    init(_ source: SourceText, offset: Int) {
        let offset = min(max(offset, 0), source.bytes.count)
        head = SourceText(bytes: Array(source.bytes[..<offset]))
        var before = Lexer.tokens(of: head)
        let end = before.removeLast()
        guard let last = before.last else {
            kind = Self.isComment(head.bytes[...]) ? .comment : .statement
            part = offset..<offset
            tokens = [Self.cursor(offset..<offset, startsLine: end.startsLine), end]
            return
        }
        let gap = head.bytes[last.range.upperBound...]
        if Self.isComment(gap) {
            (kind, part, tokens) = (.comment, offset..<offset, [])
        } else if let special = Self.special(last, gap, in: head) {
            (kind, part, tokens) = (special.kind, special.start..<offset, [])
        } else {
            let start = gap.isEmpty ? Self.start(of: before, in: head) : offset
            let startsLine = before.first { $0.range.lowerBound >= start }?.startsLine ?? end.startsLine
            before.removeAll { $0.range.lowerBound >= start }
            let isQueryString = if case .queryString = last.kind { gap.isEmpty } else { false }
            kind = isQueryString ? .queryString : .statement
            part = start..<offset
            tokens = before + [Self.cursor(start..<offset, startsLine: startsLine), end]
        }
    }

    private static func cursor(_ range: Range<Int>, startsLine: Bool) -> Token {
        Token(kind: .cursor, range: range, startsLine: startsLine, problem: nil)
    }

    /// Whether what follows the last token ends in a comment.
    private static func isComment(_ gap: ArraySlice<UInt8>) -> Bool {
        let newline = gap.lastIndex(of: UInt8(ascii: "\n"))
        let line = newline.map { gap[($0 + 1)...] } ?? gap
        return zip(line, line.dropFirst()).contains { $0 == UInt8(ascii: "-") && $1 == $0 }
    }

    /// Commands and destinations go on to the end of their line, blanks included.
    private static func special(
        _ last: Token,
        _ gap: ArraySlice<UInt8>,
        in head: SourceText
    ) -> (kind: Kind, start: Int)? {
        let start = last.range.lowerBound
        guard head.bytes[start] == UInt8(ascii: "\\"), !gap.contains(UInt8(ascii: "\n")) else { return nil }
        if case .command = last.kind { return (.command, start + 1) }
        guard head.bytes.count > start + 1 else { return nil }
        let isDestination = [UInt8(ascii: ">"), UInt8(ascii: "|")].contains(head.bytes[start + 1])
        return isDestination ? (.destination, start) : nil
    }

    /// Where the part begins that the last token, which touches the cursor, ends.
    private static func start(of tokens: [Token], in head: SourceText) -> Int {
        if let start = periodStart(in: head.bytes) { return start }
        var index = tokens.count - 1
        switch tokens[index].kind {
        case .symbol(.dot): index += 1
        case .symbol, .text: return head.bytes.count
        case .word: break
        default: return tokens[index].range.lowerBound
        }
        // A name is typed with all of its parts.
        while index >= 2, tokens[index - 1].kind == .symbol(.dot), case .word = tokens[index - 2].kind,
            tokens[index - 2].range.upperBound == tokens[index - 1].range.lowerBound,
            index == tokens.count || tokens[index - 1].range.upperBound == tokens[index].range.lowerBound
        {
            index -= 2
        }
        return index < tokens.count ? tokens[index].range.lowerBound : head.bytes.count
    }

    /// Where a date begins that isn't whole yet, which would be read as a subtraction: `2025-1`.
    private static func periodStart(in bytes: [UInt8]) -> Int? {
        var start = bytes.count
        while start > 0, bytes.count - start < 12,
            Lexer.isWordByte(bytes[start - 1], isFirst: false)
                || bytes[start - 1] == UInt8(ascii: "-")
        {
            start -= 1
        }
        let digits = bytes[start...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard digits.count == 4, digits.endIndex < bytes.count else { return nil }
        return bytes[digits.endIndex] == UInt8(ascii: "-") ? start : nil
    }
}
