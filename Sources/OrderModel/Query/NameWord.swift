/// What a name is made of in the language: the words of fields, columns and `$names`.
package enum NameWord {
    /// Whether a word can begin with the scalar: a letter or an underscore.
    package static func begins(with scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }

    /// Whether a word can go on with the scalar.
    package static func goesOn(with scalar: Unicode.Scalar) -> Bool {
        if begins(with: scalar) { return true }
        // Persian words hold the zero-width non-joiner; digits of any script and marks go on a word.
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .decimalNumber: return true
        default: return scalar == "\u{200C}"
        }
    }

    /// Whether a word means something else where a column could stand, so that no column may be named by it.
    package static func isReserved(_ word: String) -> Bool {
        reserved.contains(word.lowercased()) || resultNumber(word) != nil
    }

    /// The answer that a word stands for: 0 for `_`, 1 for `_1`; nil for any other word.
    package static func resultNumber(_ word: String) -> Int? {
        guard word.utf8.first == UInt8(ascii: "_") else { return nil }
        let digits = word.utf8.dropFirst()
        if digits.isEmpty { return 0 }
        guard digits.count < 10, digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(word.dropFirst())
    }

    /// The words that stand between the parts of a query.
    private static let reserved: Set<String> = [
        "search", "where", "group", "select", "having", "limit", "offset", "chart", "with", "compare", "and", "or",
        "not", "in", "between", "is", "has", "starts", "ends", "matches", "as", "null", "true", "false", "any", "all",
        "none", "today", "yesterday", "tomorrow", "now", "this", "last", "next",
    ]
}
