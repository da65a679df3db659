import Testing

@testable import OrderShell

/// A table read back from its drawing: cells by the positions of the columns, as an eye finds them.
struct DrawnTable {
    /// The lines of names, the cells of each from left to right; types among them.
    private(set) var head: [[String]] = []
    private(set) var rows: [[String]] = []
    /// Whether every line is as wide, and has its separators where the others have them.
    private(set) var isStraight = true

    /// Nil when the text is no table.
    init?(_ text: String) {
        let lines = text.split(separator: "\n").prefix { !$0.hasPrefix("└") }
        guard let top = lines.first, top.hasPrefix("┌") else { return nil }
        let bounds = Self.separators(in: top, "┌┬┐")
        var isInHead = true
        for line in lines.dropFirst() {
            if line.hasPrefix("├") {
                isInHead = false
                isStraight = isStraight && Self.separators(in: line, "├┼┤") == bounds
                continue
            }
            guard let cells = Self.cells(of: line, between: bounds) else {
                isStraight = false
                continue
            }
            if isInHead { head.append(cells) } else { rows.append(cells) }
        }
    }

    /// The columns at which a line has one of some characters.
    private static func separators(in line: Substring, _ characters: String) -> [Int] {
        var column = 0
        var result: [Int] = []
        for character in line {
            if characters.contains(character) { result.append(column) }
            column += TextWidth.of(character)
        }
        return result
    }

    /// The cells of a line without the room around them; nil where a separator isn't in its place.
    private static func cells(of line: Substring, between bounds: [Int]) -> [String]? {
        var column = 0
        var cells: [String] = []
        for character in line {
            if bounds.contains(column), TextWidth.of(character) > 0 {
                guard character == "│" else { return nil }
                cells.append("")
            } else if !cells.isEmpty {
                cells[cells.count - 1].append(character)
            }
            column += TextWidth.of(character)
        }
        guard column == (bounds.last ?? 0) + 1, cells.count == bounds.count else { return nil }
        return cells.dropLast().map(trimmed)
    }

    private static func trimmed(_ cell: String) -> String {
        let scalars = cell.unicodeScalars.filter { $0 != "\u{2068}" && $0 != "\u{2069}" }
        return String(String.UnicodeScalarView(scalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
    }

    /// Which of some names the columns of the drawing have, from left to right.
    func positions(of names: [String]) throws -> [Int] {
        let columnCount = head.first?.count ?? 0
        var positions: [Int] = []
        for column in 0..<columnCount {
            let shown = head.map { $0[column] }
            let position = names.indices.first { index in
                index > positions.last ?? -1 && Self.isName(shown, VisibleText.of(names[index]))
            }
            positions.append(try #require(position, "no column is named \(shown)"))
        }
        return positions
    }

    /// Whether lines of a head spell a name, with the type below it or without.
    private static func isName(_ lines: [String], _ name: String) -> Bool {
        let squeezed = name.unicodeScalars.filter { $0 != " " }
        return [lines, lines.dropLast()].contains { lines in
            let shown = lines.joined().unicodeScalars.filter { $0 != " " }
            if shown.elementsEqual(squeezed) { return true }
            return shown.last == "…" && squeezed.starts(with: shown.dropLast())
        }
    }

    /// Whether a cell shows a text, whole or with the sign that its end is missing.
    static func agrees(_ cell: String, with whole: String, mayBeCut: Bool) -> Bool {
        if trimmed(whole).unicodeScalars.elementsEqual(cell.unicodeScalars) { return true }
        guard mayBeCut, cell.unicodeScalars.last == "…" else { return false }
        return whole.unicodeScalars.drop { $0 == " " }.starts(with: cell.unicodeScalars.dropLast())
    }
}
