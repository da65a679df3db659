// What can stand at the cursor, from the text alone: the lexer finds the part that is being typed, the parser notes
// what it looks for in its place, and the checker's types choose among that.

package import OrderModel

/// What is being typed, and what can stand there.
package struct CompletionContext: Sendable {
    /// The bytes that are being typed; they end at the cursor.
    package let range: Range<Int>
    package let part: String
    package let kind: Kind

    package enum Kind: Sendable {
        /// Nothing can be said: a comment.
        case nothing
        case statement([ExpectedPart])
        /// A line that begins with a backslash; the part is all of it up to the cursor, without the backslash.
        case command
        /// The part is `\>` or `\|` and what follows it.
        case destination
        /// The part is the query string up to the cursor, with its question mark.
        case queryString
    }

    /// Reads what stands before the cursor, a byte offset, and looks at what follows it in the same statement.
    package init(
        _ source: SourceText,
        cursor: Int,
        parameters: [String: ParameterType] = [:],
        results: [ResultSchema] = []
    ) {
        let place = CompletionCursor(source, offset: cursor)
        range = place.part
        part = place.head.text(in: place.part)
        switch place.kind {
        case .comment: kind = .nothing
        case .command: kind = .command
        case .destination: kind = .destination
        case .queryString: kind = .queryString
        case .statement:
            var reading = ExpectationReading(place, parameters: parameters, results: results)
            reading.usedClauses = Self.clauses(in: source.bytes[place.part.upperBound...].prefix(4096))
            kind = .statement(reading.expectations())
        }
    }

    /// The clauses that follow the cursor in its statement.
    private static func clauses(in rest: ArraySlice<UInt8>) -> Set<String> {
        var found: Set<String> = []
        var depth = 0
        let tokens = Lexer.tokens(of: SourceText(bytes: Array(rest)))
        for (token, next) in zip(tokens, tokens.dropFirst()) {
            switch token.kind {
            case .symbol(.semicolon): return found
            case .symbol(.openParenthesis): depth += 1
            case .symbol(.closeParenthesis): depth -= 1
            case .word(let word) where depth <= 0:
                let isClause = next.kind.isWord("by") || !["order", "group"].contains(word.lowercased())
                if token.startsLine, token.range.lowerBound > 0, !isClause { return found }
                let clause = Parser.clauseWords.first { $0.split(separator: " ")[0] == word.lowercased() }
                if let clause, isClause { found.insert(clause) }
            default: break
            }
        }
        return found
    }
}

/// One thing that can stand at the cursor.
package enum ExpectedPart: Sendable {
    /// Words of the language: `where`, `order by`, `and`.
    case words(String)
    /// A test that fits what stands before it: `=`, `starts with`, `is null`.
    case test(String)
    case symbol(String)
    /// A statement can begin.
    case statement
    case collection
    /// `items` or `payments` behind `any(`.
    case childCollection
    case value(ValuePlace)
    case periodUnit
    case wholeNumber
    /// What tells one order from all others, in words: an id, a key, a number.
    case identity(String)
    case searchText
    /// A name that is new.
    case newName
    case chartKind
    case type
    /// `?status=new`
    case queryString
    /// `\>` and `\|`
    case destination
}

/// Where a value is wanted, and which values fit.
package struct ValuePlace: Sendable {
    package enum Use: Sendable, Hashable {
        /// The beginning of a condition.
        case condition
        /// Behind `has`: whether it is there at all.
        case presence
        /// Compared with something.
        case operand
        /// Behind `in`, before the bracket is open, and in it.
        case listOpening, listElement
        /// A pattern behind `matches`.
        case pattern
        case column, sort
        /// A function's argument.
        case argument
        /// The value of `let`.
        case constant
    }

    package var use: Use
    /// The type that is wanted; nil for any.
    package var type: ValueType?
    /// The field that the value is compared with.
    package var field: Field?
    /// The earlier answer that is asked: 0 for the last one; nil for a source's collection.
    package var resultNumber: Int?
    /// The fields that have names here.
    package var fields: [Field] = []
    /// The fields of an order's items and payments, by their short form.
    package var children: [Field] = []
    /// What stands in the list already, before the cursor.
    package var listed: [String] = []
    /// The columns of the query that have names here.
    package var aliases: [String: ValueType] = [:]
    package var allowsAggregates = false
    package var allowsQuantifiers = false
    /// The types of the `$names`.
    package var parameters: [String: ParameterType] = [:]
}
