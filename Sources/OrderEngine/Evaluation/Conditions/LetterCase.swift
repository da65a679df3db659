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
