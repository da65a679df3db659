import OrderReference

/// Which letters count as the same where case is ignored, from the letter they are compared by.
enum LetterCase {
    /// All scalars that are compared by the given one, itself first where it is one of them.
    static func variants(of folded: Unicode.Scalar) -> [Unicode.Scalar] {
        let own = FoldedText.folded(folded) == folded ? [folded] : []
        if folded.isASCII {
            guard ("a"..."z").contains(folded) else { return own }
            let capital = Unicode.Scalar(UInt8(folded.value) - 32)
            // The kelvin sign is the one letter past ASCII whose lower case is within it.
            return own + [capital] + (folded == "k" ? ["\u{212A}"] : [])
        }
        // Nothing has a letter without case for its lower case; most of the world's letters are such.
        guard folded.properties.isCased else { return own }
        return own + (others[folded] ?? [])
    }

    /// For each letter of a text, as it is compared, all scalars that are compared by it.
    static func variants(of text: String, _ folding: TextFolding) -> [[Unicode.Scalar]] {
        switch folding {
        case .lowerCase: text.unicodeScalars.map { variants(of: FoldedText.folded($0)) }
        case .ascii:
            text.unicodeScalars.map { $0.isASCII ? variants(of: FoldedText.folded($0)).filter(\.isASCII) : [$0] }
        case .upperCase:
            text.unicodeScalars.flatMap(\.properties.uppercaseMapping.unicodeScalars).map { letter in
                [letter] + (capitals.singles[letter] ?? [])
            }
        }
    }

    /// The letters whose upper case is several, one of which is in a text's upper case: `ß` for `s`.
    static func expansions(into text: String) -> [Unicode.Scalar] {
        let letters = Set(text.unicodeScalars.flatMap(\.properties.uppercaseMapping.unicodeScalars))
        return capitals.expansions.filter { !letters.isDisjoint(with: $0.mapping) }.map(\.letter)
    }

    /// The other scalars by their upper case; made when letters are first compared by it.
    private static let capitals = Capitals()

    private struct Capitals: Sendable {
        var singles: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        var expansions: [(letter: Unicode.Scalar, mapping: [Unicode.Scalar])] = []

        init() {
            for scalar in (0x41...lastCapital).lazy.compactMap(Unicode.Scalar.init) {
                let mapping = Array(scalar.properties.uppercaseMapping.unicodeScalars)
                if mapping.count > 1 {
                    expansions.append((scalar, mapping))
                } else if let capital = mapping.first, capital != scalar {
                    singles[capital, default: []].append(scalar)
                }
            }
        }
    }

    /// Where the last letters stand that have a lower case of their own.
    static let lastCapital: UInt32 = 0x1FFFF

    /// The scalars past ASCII that are compared by another one; made when the first such letter is looked for.
    private static let others: [Unicode.Scalar: [Unicode.Scalar]] = {
        var others: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        for scalar in (0x80...lastCapital).lazy.compactMap(Unicode.Scalar.init)
        where scalar.properties.changesWhenLowercased {
            let folded = FoldedText.folded(scalar)
            if folded != scalar { others[folded, default: []].append(scalar) }
        }
        return others
    }()
}
