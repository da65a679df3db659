internal import OrderModel

/// Lays diagnostics out: the source line, a caret under the place, and the message beside it.
package struct DiagnosticFormatter: Sendable {
    /// How many terminal cells a character takes.
    private let width: @Sendable (Character) -> Int
    /// The most cells of a source line to show; longer lines are shown around the place.
    private let windowWidth: Int

    package init(windowWidth: Int = 160, width: @escaping @Sendable (Character) -> Int = { _ in 1 }) {
        self.windowWidth = max(windowWidth, 20)
        self.width = width
    }

    /// The diagnostics of a text, one after the other.
    ///
    /// With a name the place comes first, as `daily.oq:12:7: error: …`, the form that editors jump to.
    package func format(_ diagnostics: [Diagnostic], in source: SourceText) -> String {
        diagnostics.map { format($0, in: source) }.joined()
    }

    private func format(_ diagnostic: Diagnostic, in source: SourceText) -> String {
        let position = source.position(of: diagnostic.range.lowerBound)
        let excerpt = excerpt(of: source, line: position.line, around: diagnostic.range)
        let caret = String(repeating: " ", count: excerpt.indent) + String(repeating: "^", count: excerpt.caretWidth)
        let message = Self.visible(diagnostic.text)
        guard let name = source.name else {
            let label = diagnostic.severity == .warning ? "warning: " : ""
            return "\(excerpt.text)\n\(caret) \(label)\(message)\n"
        }
        let place = "\(Self.visible(name)):\(position.line):\(position.column): \(diagnostic.severity.rawValue): "
        return "\(place)\(message)\n    \(excerpt.text)\n    \(caret)\n"
    }

    /// A source line made fit to show, and where the caret goes, in cells.
    private func excerpt(
        of source: SourceText,
        line: Int,
        around range: Range<Int>
    ) -> (text: String, indent: Int, caretWidth: Int) {
        let lineRange = source.range(ofLine: line)
        let start = min(range.lowerBound, lineRange.upperBound)
        let end = min(max(range.upperBound, start), lineRange.upperBound)
        var before = Self.visible(source.text(in: max(lineRange.lowerBound, start - 2000)..<start))
        let marked = Self.visible(source.text(in: start..<min(end, start + 400)))
        let after = Self.visible(source.text(in: end..<min(lineRange.upperBound, end + 400)))
        if cells(before) > windowWidth / 2 || start - lineRange.lowerBound > 2000 {
            before = "…" + suffix(of: before, cells: windowWidth / 2 - 1)
        }
        let shown = prefix(of: marked + after, cells: max(windowWidth - cells(before), 1))
        let caretWidth = min(max(cells(marked), 1), max(windowWidth - cells(before), 1))
        return (before + shown, cells(before), caretWidth)
    }

    private func cells(_ text: String) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    private func prefix(of text: String, cells limit: Int) -> String {
        var used = 0
        return String(
            text.prefix { character in
                used += width(character)
                return used <= limit
            }
        )
    }

    private func suffix(of text: String, cells limit: Int) -> String {
        String(prefix(of: String(text.reversed()), cells: limit).reversed())
    }

    /// Control characters replaced, so that source text cannot steer the terminal and every cell counts.
    private static func visible(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    if scalar == "\t" { return " " }
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
                    case .format: return scalar == "\u{200C}" ? scalar : "\u{FFFD}"
                    default: return scalar
                    }
                }
            )
        )
    }
}
