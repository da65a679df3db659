/// How many columns of a terminal a text takes: the one measure that everything which lines up uses.
///
/// Counted by grapheme cluster: an emoji made of several scalars (skin tones, flags, families) takes two
/// columns, any other cluster the sum of its scalars, of which combining marks, joiners and direction marks
/// take none. Control characters take none either; `VisibleText` replaces them before anything is measured.
package enum TextWidth {
    package static func of(_ text: some StringProtocol) -> Int {
        var count = 0
        for scalar in text.unicodeScalars {
            guard isPlain(scalar) else { return text.reduce(0) { $0 + of($1) } }
            count += 1
        }
        return count
    }

    /// Whether a scalar takes one column and is a cluster of its own beside others of these.
    ///
    /// Printable ASCII, and the letters and digits of the scripts that most names are written in: their texts need no
    /// look at clusters, which takes many times as long.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F, 0xC0..<0x250, 0x620...0x64A, 0x660...0x66D, 0x671...0x6D3, 0x6F0...0x6F9: true
        default: false
        }
    }

    package static func of(_ character: Character) -> Int {
        ofCluster(character.unicodeScalars).columns
    }

    /// The columns of one cluster, given by its scalars, and whether it is an emoji of several scalars: those are what
    /// terminals differ about.
    static func ofCluster(_ scalars: some Collection<Unicode.Scalar>) -> (columns: Int, isEmojiSequence: Bool) {
        isEmojiSequence(scalars) ? (2, true) : (scalars.reduce(0) { $0 + of($1) }, false)
    }

    /// The longest beginning of a text that fits; never part of a cluster.
    package static func prefix<Text: StringProtocol>(of text: Text, fitting width: Int) -> Text.SubSequence {
        var rest = width
        var end = text.startIndex
        while end < text.endIndex {
            rest -= of(text[end])
            guard rest >= 0 else { break }
            end = text.index(after: end)
        }
        return text[..<end]
    }

    /// The text, or as much of it as fits with an ellipsis behind it.
    package static func cut(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        return width < 1 ? "" : prefix(of: text, fitting: width - 1) + "…"
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F: return 1
        case 0..<0xA0: return 0
        default: break
        }
        if isIn(zeroWidth, scalar) { return 0 }
        if isIn(visibleFormat, scalar) { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        if isRegionalIndicator(scalar) { return 1 }
        return scalar.properties.isEmojiPresentation || isIn(wide, scalar) ? 2 : 1
    }

    private static func isEmojiSequence(_ scalars: some Collection<Unicode.Scalar>) -> Bool {
        guard scalars.count > 1, let first = scalars.first, first.properties.isEmoji else { return false }
        let others = scalars.dropFirst()
        if first.isASCII { return others.contains(keycap) }
        if first.properties.isEmojiPresentation || others.contains(emojiVariation) { return true }
        return others.contains(joiner) && others.contains { $0.properties.isEmoji }
    }

    private static let keycap: Unicode.Scalar = "\u{20E3}"
    private static let emojiVariation: Unicode.Scalar = "\u{FE0F}"
    private static let joiner: Unicode.Scalar = "\u{200D}"

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    /// Whether a scalar lies in one of some ascending ranges.
    static func isIn(_ ranges: [ClosedRange<UInt32>], _ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(scalar.value)
    }
}
