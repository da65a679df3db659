// The screen of `\watch` at a terminal: one picture painted over the one before, without a flicker in between.

import OrderModel

/// What `\watch` shows at a moment.
struct WatchScreen {
    /// The line above it: `every 5s · 14:32:05 · 3 changes`.
    var title: String
    var table: ResultTable
    var remarks: [String] = []
    /// What a careful reader must know, and why the last attempt failed.
    var notes: [String] = []
    /// Whether fewer rows are fewer lines; other charts than bars are drawn of all rows, or not at all.
    var hasLinesOfRows = true

    /// The lines of the picture, at most so many: rows that have no room are counted.
    ///
    /// `render` gives the text of a table, with remarks under it.
    func lines(
        height: Int,
        palette: Palette,
        render: (ResultTable, [String]) throws(OutputError) -> String
    ) throws(OutputError) -> [String] {
        let noteLines = notes.flatMap { $0.split(separator: "\n").map(String.init) }.prefix(max(0, height / 3))
        let room = max(1, height - 1 - noteLines.count)
        var count = hasLinesOfRows ? min(table.rows.count, room) : table.rows.count
        var answer: [String] = []
        while true {
            answer = Self.split(try render(shown(count), remarks + unshown(count)))
            guard answer.count > room, count > 0, hasLinesOfRows else { break }
            // Most rows take a line; where they take more, the next look takes away the rest.
            count = max(0, count - max(1, (answer.count - room) * count / max(1, answer.count)))
        }
        if answer.count > room, !hasLinesOfRows {
            let rest = answer.count - room + 1
            answer = answer.prefix(room - 1) + ["\(Quantity.grouped(rest)) lines more don't fit the screen"]
        }
        return [palette.paint(title, .heading)] + answer.prefix(room) + noteLines
    }

    private func shown(_ count: Int) -> ResultTable {
        count == table.rows.count ? table : ResultTable(columns: table.columns, rows: Array(table.rows.prefix(count)))
    }

    private func unshown(_ count: Int) -> [String] {
        let rest = table.rows.count - count
        return rest == 0 ? [] : ["\(Quantity.grouped(rest)) more don't fit the screen"]
    }

    private static func split(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// The bytes that paint the lines over whatever the screen shows; the cursor stands below them then.
    static func painting(_ lines: [String], clearsScreen: Bool) -> String {
        let beginning = clearsScreen ? "\u{1B}[2J\u{1B}[H" : "\u{1B}[H"
        return beginning + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J"
    }
}
