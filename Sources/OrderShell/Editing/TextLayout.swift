/// Where the rows of the edited text begin and end on a screen of some width, and where the cursor is.
///
/// Only positions: the text may be megabytes long, and just the rows that are visible are ever made into output.
struct TextLayout {
    struct Row: Equatable {
        /// The scalars in the row, without the newline that ends it.
        var scalars: Range<Int>
        /// Whether this row begins a line of the text, and so follows the prompt or an indicator.
        var beginsLine: Bool
        /// The columns in use at its end.
        var endColumn: Int
    }

    private(set) var rows: [Row] = []
    private(set) var cursorRow = 0
    private(set) var cursorColumn = 0

    /// Lays out `scalars`; each line begins at `indent`, continued rows at the left margin.
    init(_ scalars: [UInt32], cursor: Int, indent: Int, columns: Int) {
        var row = Row(scalars: 0..<0, beginsLine: true, endColumn: indent)
        var start = 0
        func end(at index: Int, rows: inout [Row]) {
            row.scalars = start..<index
            rows.append(row)
        }
        for (index, scalar) in scalars.enumerated() {
            if scalar == VisibleScalar.newline {
                if index == cursor {
                    place(row: rows.count, column: min(row.endColumn, columns - 1))
                }
                end(at: index, rows: &rows)
                start = index + 1
                row = Row(scalars: start..<start, beginsLine: true, endColumn: indent)
                continue
            }
            var width = VisibleScalar.width(scalar, at: row.endColumn, columns: columns)
            if row.endColumn + width > columns || (width > 0 && row.endColumn == columns) {
                end(at: index, rows: &rows)
                start = index
                row = Row(scalars: start..<start, beginsLine: false, endColumn: 0)
                width = VisibleScalar.width(scalar, at: 0, columns: columns)
            }
            if index == cursor {
                place(row: rows.count, column: min(row.endColumn, columns - 1))
            }
            row.endColumn += width
        }
        let isFull = row.endColumn >= columns
        end(at: scalars.count, rows: &rows)
        if cursor >= scalars.count {
            if isFull {
                rows.append(Row(scalars: scalars.count..<scalars.count, beginsLine: false, endColumn: 0))
            }
            place(row: rows.count - 1, column: isFull ? 0 : row.endColumn)
        }
    }

    private mutating func place(row: Int, column: Int) {
        cursorRow = row
        cursorColumn = column
    }
}
