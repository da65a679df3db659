// From a frame to the bytes that draw it: rows of clusters in their styles, the ghost behind them, the lines below.
//
// Only relative moves, but for clusters that terminals draw differently: those are drawn with wrapping off, so that no
// surplus of theirs gets to the next row, and then the cursor is put where the cluster ends for us.

/// Makes a frame's rows into the bytes that draw them.
struct FrameRenderer {
    let frame: EditorFrame
    let layout: TextLayout
    let columns: Int
    /// The look of the ghost; without one it isn't shown, as nobody could tell it from the text.
    let ghostStyle: String
    let reason: (Int) -> String
    private(set) var output: [UInt8] = []
    /// The rows drawn that begin a line of the terminal's own, which it doesn't join with the row before.
    private(set) var hardRows: Set<Int> = []
    /// Whether the last row drawn ends at the margin without the terminal knowing that it is to wrap.
    private var needsBreak = false

    init(
        frame: EditorFrame,
        layout: TextLayout,
        columns: Int,
        ghostStyle: String = "",
        reason: @escaping (Int) -> String
    ) {
        self.frame = frame
        self.layout = layout
        self.columns = columns
        self.ghostStyle = ghostStyle
        self.reason = reason
    }

    /// Draws the rows of `window` and what is below, and leaves the cursor in its place.
    mutating func render(_ window: Range<Int>) {
        for index in window {
            if index > window.lowerBound {
                appendBreak(before: index)
            }
            appendRow(layout.rows[index], isFirst: index == 0)
        }
        if window.upperBound == layout.rows.count, frame.cursor >= frame.scalars.count {
            appendGhost()
        }
        for line in frame.below {
            output += [0x0D, 0x0A]
            append(line)
        }
        let cursorRow = layout.cursorRow - window.lowerBound
        Self.appendMove(
            up: window.count + frame.below.count - 1 - cursorRow,
            column: layout.cursorColumn,
            to: &output
        )
    }

    private mutating func appendRow(_ row: TextLayout.Row, isFirst: Bool) {
        var column = 0
        needsBreak = false
        if row.beginsLine {
            output += isFirst ? frame.prompt.bytes : frame.prompt.indicator(reason: reason(row.scalars.lowerBound))
            column = frame.prompt.width
        }
        var styles = StyleCursor(spans: frame.spans, from: row.scalars.lowerBound)
        var index = row.scalars.lowerBound
        while index < row.scalars.upperBound {
            styles.move(to: index, output: &output)
            let cluster = VisibleCluster(frame.scalars, at: index, column: column, columns: columns)
            append(cluster, of: frame.scalars, from: index, column: &column)
            index = cluster.end
        }
        styles.end(output: &output)
    }

    /// Draws a cluster and makes sure of the cursor's place behind it.
    private mutating func append(
        _ cluster: VisibleCluster,
        of scalars: [UInt32],
        from start: Int,
        column: inout Int
    ) {
        column += cluster.width
        guard cluster.isUncertain else {
            cluster.append(scalars, from: start, to: &output)
            return
        }
        output += Array("\u{1B}[?7l".utf8)
        cluster.append(scalars, from: start, to: &output)
        output += Array("\u{1B}[?7h\r".utf8)
        if column < columns {
            output += Array("\u{1B}[\(column)C\u{1B}[K".utf8)
        } else {
            needsBreak = true
        }
    }

    /// Goes to the next row; a full row that continues needs nothing, as the terminal wraps and knows that it did.
    private mutating func appendBreak(before index: Int) {
        let (row, next) = (layout.rows[index - 1], layout.rows[index])
        if next.beginsLine || row.endColumn < columns || needsBreak || !makesTerminalWrap(next) {
            output += [0x0D, 0x0A]
            hardRows.insert(index)
        }
    }

    /// Whether a row begins with something that is drawn while the terminal wraps.
    private func makesTerminalWrap(_ row: TextLayout.Row) -> Bool {
        guard let first = row.scalars.first else {
            return false
        }
        return !VisibleCluster(frame.scalars, at: first, column: 0, columns: columns).isUncertain
    }

    /// The ghost's first line, as much of it as fits into the row.
    private mutating func appendGhost() {
        let line = frame.ghost.prefix { $0 != VisibleScalar.newline }
        let isWhole = line.count == frame.ghost.count
        let room = columns - layout.cursorColumn
        let column = layout.cursorColumn
        guard !ghostStyle.isEmpty, !line.isEmpty, room > 1 else {
            return
        }
        append(StyledLine.Run(String(scalars: line) + (isWhole ? "" : "…"), style: ghostStyle), from: column)
    }

    /// A line below the text, as much of it as fits.
    private mutating func append(_ line: StyledLine) {
        var column = 0
        for run in line.runs where column < columns {
            column = append(run, from: column)
        }
    }

    /// Draws a run as far as the margin, with an ellipsis where it is cut; answers with the column behind it.
    @discardableResult
    private mutating func append(_ run: StyledLine.Run, from begin: Int) -> Int {
        let scalars = run.text.unicodeScalars.map(\.value).filter { $0 != VisibleScalar.newline }
        var column = begin
        if !run.style.isEmpty {
            output += Array("\u{1B}[\(run.style)m".utf8)
        }
        var index = 0
        while index < scalars.count {
            let cluster = VisibleCluster(scalars, at: index, column: column, columns: columns)
            let isLast = cluster.end == scalars.count
            guard column + cluster.width <= (isLast ? columns : columns - 1) else {
                output += Array("…".utf8)
                column = columns
                break
            }
            append(cluster, of: scalars, from: index, column: &column)
            index = cluster.end
        }
        if !run.style.isEmpty {
            output += Array("\u{1B}[0m".utf8)
        }
        return column
    }

    static func appendMove(up rows: Int, column: Int, to output: inout [UInt8]) {
        if rows > 0 {
            output += Array("\u{1B}[\(rows)A".utf8)
        }
        output.append(0x0D)
        if column > 0 {
            output += Array("\u{1B}[\(column)C".utf8)
        }
    }
}

/// Switches styles while a row is written.
private struct StyleCursor {
    let spans: [HighlightSpan]
    var next: Int
    var current: Int?

    /// Begins at a place in the text; the spans ascend.
    init(spans: [HighlightSpan], from start: Int) {
        self.spans = spans
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].range.upperBound <= start { low = middle + 1 } else { high = middle }
        }
        next = low
    }

    mutating func move(to index: Int, output: inout [UInt8]) {
        while next < spans.count && spans[next].range.upperBound <= index {
            next += 1
        }
        let wanted = next < spans.count && spans[next].range.contains(index) ? next : nil
        guard wanted != current else {
            return
        }
        end(output: &output)
        if let wanted, !spans[wanted].style.isEmpty {
            output += Array("\u{1B}[\(spans[wanted].style)m".utf8)
            current = wanted
        }
    }

    mutating func end(output: inout [UInt8]) {
        if current != nil {
            output += Array("\u{1B}[0m".utf8)
            current = nil
        }
    }
}
