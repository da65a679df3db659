package import OrderModel

// The API's search. How its text is split follows what servers were observed to do: Django's `smart_split`
// first, then commas outside of quotes.

/// The terms of a search text; each must be found in at least one of the search fields, ignoring case.
package struct SearchTerms: Sendable {
    package let terms: [String]

    /// Splits a search text at white space and commas; quotes keep a phrase together.
    package init(_ text: String) {
        var splitter = SearchSplitter(Array(text.unicodeScalars))
        terms = splitter.words().flatMap(Self.terms)
    }

    /// The terms that decide: none twice, and none that is a part of another one, with which it is found.
    ///
    /// Untrusted texts have thousands of them, so only the longest are looked through for parts.
    package func decisive(_ folding: TextFolding) -> [String] {
        var known: Set<FoldedText> = []
        var kept: [(term: String, folded: FoldedText)] = []
        for term in terms.sorted(by: { $0.utf8.count > $1.utf8.count }) {
            let folded = FoldedText(term, folding: folding)
            guard known.insert(folded).inserted else { continue }
            if !kept.prefix(Self.searchedCount).contains(where: { $0.folded.contains(folded) }) {
                kept.append((term, folded))
            }
        }
        return kept.map(\.term)
    }

    /// In how many terms others are looked for.
    private static let searchedCount = 50

    /// The terms of one word: the phrase if it is quoted as a whole, else what stands between its commas.
    private static func terms(of word: [Unicode.Scalar]) -> [String] {
        let trimmed = word.trimmed { $0 == "," }
        if let quote = trimmed.first, quote == "\"" || quote == "'", trimmed.last == quote {
            return [phrase(trimmed, quote)]
        }
        return trimmed.split(separator: ",").map { text(Array($0).trimmed(isSearchSpace)) }
    }

    /// The inside of a quoted phrase: `\"` is a quote, `\\` a backslash, any other backslash stays.
    private static func phrase(_ word: [Unicode.Scalar], _ quote: Unicode.Scalar) -> String {
        let inside = Array(word.dropFirst().dropLast())
        return text(replacing(["\\", "\\"], by: "\\", in: replacing(["\\", quote], by: quote, in: inside)))
    }

    private static func replacing(
        _ pair: [Unicode.Scalar],
        by replacement: Unicode.Scalar,
        in scalars: [Unicode.Scalar]
    ) -> [Unicode.Scalar] {
        var replaced: [Unicode.Scalar] = []
        var index = 0
        while index < scalars.count {
            let isPair = scalars[index...].starts(with: pair)
            replaced.append(isPair ? replacement : scalars[index])
            index += isPair ? 2 : 1
        }
        return replaced
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}

/// A search ready to be tried on orders.
package struct SearchMatcher {
    private let terms: [FoldedText]
    private let fields: [Field]
    private let folding: TextFolding

    package init(_ text: String, in fields: [Field] = Schema.searchFields, folding: TextFolding = .lowerCase) {
        terms = SearchTerms(text).decisive(folding).map { FoldedText($0, folding: folding) }
        self.fields = fields
        self.folding = folding
    }

    /// Whether every term is found in a search field of the order; always, when there is no term.
    package func matches(_ order: Order) throws(ValueProblem) -> Bool {
        guard !terms.isEmpty else { return true }
        let row = Row(order)
        var texts: [FoldedText] = []
        for field in fields where Self.isSupplied(field, by: order.document) {
            switch try row.value(of: field) {
            case .text(let text): texts.append(FoldedText(text, folding: folding))
            case .number(let number): texts.append(FoldedText(number.description))
            default: break
            }
        }
        return terms.allSatisfy { term in texts.contains { $0.contains(term) } }
    }

    /// Whether the document has the field at all; the customer's endpoints leave parts of `customer` out.
    private static func isSupplied(_ field: Field, by document: JSONObject) -> Bool {
        guard field.path.count == 2, let spellings = field.path.first, let parts = field.path.last else { return true }
        guard case .object(let object) = spellings.lazy.compactMap({ document[$0] }).first else { return true }
        return parts.contains { object[$0] != nil }
    }
}

/// Cuts a text into words at white space outside of quotes, as Django's `smart_split` does.
private struct SearchSplitter {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    /// For each kind of quote, how far a search for its end has come in vain.
    ///
    /// A quotation that begins before that place never ends either, since every quote between them is escaped.
    /// Without this, a text of many escaped quotes would be read to its end again for each of them.
    private var vainUntil: [Unicode.Scalar: Int] = [:]

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    mutating func words() -> [[Unicode.Scalar]] {
        var words: [[Unicode.Scalar]] = []
        while position < scalars.count {
            if isSearchSpace(scalars[position]) {
                position += 1
                continue
            }
            let end = endOfQuotedWord(from: position) ?? endOfBareWord(from: position)
            words.append(Array(scalars[position..<end]))
            position = end
        }
        return words
    }

    /// The end of a word that holds at least one closed quotation; nil when it holds none.
    private mutating func endOfQuotedWord(from start: Int) -> Int? {
        var end: Int?
        var index = endOfPlainPart(from: start)
        while let closing = endOfQuotation(from: index) {
            index = endOfPlainPart(from: closing)
            end = index
        }
        return end
    }

    private func endOfPlainPart(from start: Int) -> Int {
        scalars[start...].firstIndex { isSearchSpace($0) || $0 == "\"" || $0 == "'" } ?? scalars.count
    }

    /// The index after the closing quote; nil when no quotation begins here or it never ends.
    private mutating func endOfQuotation(from start: Int) -> Int? {
        guard start < scalars.count, scalars[start] == "\"" || scalars[start] == "'" else { return nil }
        let quote = scalars[start]
        if let end = vainUntil[quote], start < end { return nil }
        var index = start + 1
        while index < scalars.count {
            if scalars[index] == quote { return index + 1 }
            if scalars[index] == "\\" {
                index += 1
                if index < scalars.count, scalars[index] == "\n" { break }
            }
            index += 1
        }
        vainUntil[quote] = index
        return nil
    }

    private func endOfBareWord(from start: Int) -> Int {
        scalars[start...].firstIndex(where: isSearchSpace) ?? scalars.count
    }
}

/// White space as Python's regular expressions have it, which servers split by.
private func isSearchSpace(_ scalar: Unicode.Scalar) -> Bool {
    (0x1C...0x1F).contains(scalar.value) || scalar.properties.isWhitespace
}

extension [Unicode.Scalar] {
    fileprivate func trimmed(_ isDropped: (Unicode.Scalar) -> Bool) -> [Unicode.Scalar] {
        let start = firstIndex { !isDropped($0) } ?? endIndex
        let end = (lastIndex { !isDropped($0) } ?? start - 1) + 1
        return start < end ? Array(self[start..<end]) : []
    }
}
