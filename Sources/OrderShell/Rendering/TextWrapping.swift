/// Breaks text into lines that fit.
enum TextWrapping {
    /// The lines of a text, broken at spaces, and inside of a word only where it fits on no line.
    static func lines(of text: String, width: Int) -> [String] {
        guard width < .max else { return [text] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let isFirst = line.isEmpty
            let joined = isFirst ? String(word) : line + " " + word
            if TextWidth.of(joined) <= width {
                line = joined
                continue
            }
            if !isFirst { lines.append(line) }
            var pieces = pieces(of: word, width: width)
            line = pieces.popLast() ?? ""
            lines += pieces
        }
        return lines + [line]
    }

    /// A word in pieces that fit; at least one cluster each, so that the end is reached.
    private static func pieces(of word: Substring, width: Int) -> [String] {
        var pieces: [String] = []
        var rest = word
        while !rest.isEmpty {
            let fitting = TextWidth.prefix(of: rest, fitting: width)
            let piece = fitting.isEmpty ? rest.prefix(1) : fitting
            pieces.append(String(piece))
            rest = rest[piece.endIndex...]
        }
        return pieces
    }
}
