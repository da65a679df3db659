// Where the rows of the edited text begin and end on a screen of some width, and where the cursor is.
//
// Only positions: the text may be megabytes long, and just the rows that are visible are ever made into output. Nor is
// a long text measured again for each key: the rows before a change stay, and those after the end of the changed line
// are moved.

/// The rows of the edited text on a screen.
struct TextLayout {
    struct Row: Equatable {
        /// The scalars in the row, without the newline that ends it; always whole clusters.
        var scalars: Range<Int>
        /// Whether this row begins a line of the text, and so follows the prompt or an indicator.
        var beginsLine: Bool
        /// The columns in use at its end.
        var endColumn: Int

        fileprivate func moved(by distance: Int) -> Row {
            var row = self
            row.scalars = scalars.lowerBound + distance..<scalars.upperBound + distance
            return row
        }
    }

    private(set) var rows: [Row] = []
    private(set) var cursorRow = 0
    /// The column of the cluster that the cursor is at or inside of.
    private(set) var cursorColumn = 0
    private var text: [UInt32] = []
    private var indent = 0
    private var columns = 0

    init() {}

    /// Lays out `scalars`; each line begins at `indent`, continued rows at the left margin.
    init(_ scalars: [UInt32], cursor: Int, indent: Int, columns: Int) {
        update(scalars, cursor: cursor, indent: indent, columns: columns)
    }

    /// Takes the text as it is now.
    mutating func update(_ scalars: [UInt32], cursor: Int, indent: Int, columns: Int) {
        if self.indent != indent || self.columns != columns || rows.isEmpty {
            (self.indent, self.columns) = (indent, columns)
            rows = []
            layOut(scalars, from: 0, reusing: ([], 0, .max))
        } else {
            // The row that only shows the cursor behind a full one.
            if let last = rows.last, !last.beginsLine, last.scalars.isEmpty {
                rows.removeLast()
            }
            change(to: scalars)
        }
        text = scalars
        place(min(cursor, scalars.count))
    }

    /// Keeps the rows that a change of the text leaves as they are.
    private mutating func change(to scalars: [UInt32]) {
        let (common, ending) = Self.commonEnds(text, scalars)
        guard common < max(text.count, scalars.count) else {
            return
        }
        // The row before the change is measured again too: what follows may now join its last cluster, or fit in it.
        var first = row(of: common)
        if first > 0, !rows[first].beginsLine {
            first -= 1
        }
        let start = rows[first].scalars.lowerBound
        let old = Array(rows[first...])
        rows.removeSubrange(first...)
        layOut(scalars, from: start, reusing: (old, scalars.count - text.count, scalars.count - ending))
    }

    /// Adds the rows from `start`, where a row begins; at a line end behind `unchanged` the rest of the old rows is
    /// taken, moved by `distance`.
    private mutating func layOut(
        _ scalars: [UInt32],
        from start: Int,
        reusing old: (rows: [Row], distance: Int, unchanged: Int)
    ) {
        let beginsLine = start == 0 || scalars[start - 1] == VisibleScalar.newline
        var row = Row(scalars: start..<start, beginsLine: beginsLine, endColumn: beginsLine ? indent : 0)
        var index = start
        while index < scalars.count {
            if scalars[index] == VisibleScalar.newline {
                end(&row, at: index)
                index += 1
                row = Row(scalars: index..<index, beginsLine: true, endColumn: indent)
                if index > old.unchanged, let rest = Self.rows(old.rows, fromLineAt: index - old.distance) {
                    rows += rest.map { $0.moved(by: old.distance) }
                    return
                }
                continue
            }
            var cluster = VisibleCluster(scalars, at: index, column: row.endColumn, columns: columns)
            if row.endColumn + cluster.width > columns || (cluster.width > 0 && row.endColumn == columns) {
                end(&row, at: index)
                row = Row(scalars: index..<index, beginsLine: false, endColumn: 0)
                cluster = VisibleCluster(scalars, at: index, column: 0, columns: columns)
            }
            row.endColumn += cluster.width
            index = cluster.end
        }
        end(&row, at: scalars.count)
    }

    private mutating func end(_ row: inout Row, at index: Int) {
        row.scalars = row.scalars.lowerBound..<index
        rows.append(row)
    }

    /// Finds the cursor's cell, with a row of its own behind a full last one.
    private mutating func place(_ cursor: Int) {
        let last = rows[rows.count - 1]
        if cursor == text.count, last.endColumn >= columns {
            rows.append(Row(scalars: cursor..<cursor, beginsLine: false, endColumn: 0))
        }
        cursorRow = row(of: cursor)
        let row = rows[cursorRow]
        var column = row.beginsLine ? indent : 0
        var index = row.scalars.lowerBound
        while index < min(cursor, row.scalars.upperBound) {
            let cluster = VisibleCluster(text, at: index, column: column, columns: columns)
            guard cluster.end <= cursor else {
                break
            }
            column += cluster.width
            index = cluster.end
        }
        cursorColumn = min(column, columns - 1)
    }

    /// The last row that begins at or before a position.
    private func row(of position: Int) -> Int {
        Self.index(of: position, in: rows)
    }

    private static func index(of position: Int, in rows: [Row]) -> Int {
        var low = 0
        var high = rows.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if rows[middle].scalars.lowerBound <= position { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private static func rows(_ rows: [Row], fromLineAt position: Int) -> ArraySlice<Row>? {
        guard !rows.isEmpty else {
            return nil
        }
        let first = index(of: position, in: rows)
        return rows[first].scalars.lowerBound == position && rows[first].beginsLine ? rows[first...] : nil
    }

    /// How many scalars two texts have in common at their beginnings, and behind those at their ends.
    private static func commonEnds(_ old: [UInt32], _ new: [UInt32]) -> (beginning: Int, ending: Int) {
        old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { new in
                let limit = min(old.count, new.count)
                var beginning = 0
                while beginning < limit && old[beginning] == new[beginning] {
                    beginning += 1
                }
                var ending = 0
                while ending < limit - beginning && old[old.count - 1 - ending] == new[new.count - 1 - ending] {
                    ending += 1
                }
                return (beginning, ending)
            }
        }
    }
}
