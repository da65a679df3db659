// What is seen of the line editor: the prompt, the text, and what stands below it.
//
// Each change is painted whole, from the prompt on, in one write with relative moves only. That is what heals every
// disturbance (a resize, a message, another program's output), and what carries colours, hints and a menu. Text that
// is higher than the screen is shown through a window around the cursor.

/// All that is to be seen at one moment.
struct EditorFrame {
    var prompt: EditorPrompt
    var scalars: [UInt32]
    var cursor: Int
    var spans: [HighlightSpan] = []
    /// What the text would go on with, shown behind its end while the cursor is there.
    var ghost: [UInt32] = []
    /// Lines below the text: notices, remarks, a menu, a search.
    var below: [StyledLine] = []
}

/// Paints frames over each other on a terminal.
struct FramePainter {
    /// What is on the screen now.
    private struct Painted {
        var columns: Int
        var rows: Int
        var firstRow: Int
        var cursorRow: Int
        var output: [UInt8]
        /// The terminal's lines down to the cursor's: how many columns each has, in the last one up to the cursor.
        var lines: [Int]

        /// How deep the cursor is when a terminal has folded its lines anew, for another width.
        func cursorRow(atColumns columns: Int) -> Int {
            let above = lines.dropLast().reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
            return above + (lines.last ?? 0) / columns
        }
    }

    /// The rows of text that lines below it leave in any case.
    private static let leastTextRows = 3

    private let terminal: TerminalOutput
    private let ghostStyle: String
    private var layout = TextLayout()
    private var painted: Painted?

    init(terminal: TerminalOutput, palette: Palette = .none) {
        self.terminal = terminal
        ghostStyle = palette.style(.ghost)
    }

    /// Paints `frame` where the last one was; `reason` tells why the line at an offset goes on.
    mutating func paint(_ frame: EditorFrame, reason: (Int) -> String) {
        let size = terminal.size
        var frame = frame
        frame.prompt = frame.prompt.fitted(to: size.columns)
        layout.update(
            frame.scalars,
            cursor: frame.cursor,
            indent: frame.prompt.width,
            columns: size.columns
        )
        frame.below = Array(frame.below.prefix(roomBelow(ofRows: size.rows)))
        let window = visibleRows(height: size.rows - frame.below.count)
        let (output, hardRows) = withoutActuallyEscaping(reason) { reason in
            var renderer = FrameRenderer(
                frame: frame,
                layout: layout,
                columns: size.columns,
                ghostStyle: ghostStyle,
                reason: reason
            )
            renderer.render(window)
            return (renderer.output, renderer.hardRows)
        }
        if painted?.output == output, painted?.columns == size.columns, painted?.rows == size.rows {
            return
        }
        terminal.write(erasing(columns: size.columns, rows: size.rows) + output)
        painted = Painted(
            columns: size.columns,
            rows: size.rows,
            firstRow: window.lowerBound,
            cursorRow: layout.cursorRow - window.lowerBound,
            output: output,
            lines: lines(from: window.lowerBound, hardRows: hardRows)
        )
    }

    /// Paints `frame` for the last time, followed by a line end.
    mutating func finish(_ frame: EditorFrame, reason: (Int) -> String) {
        var frame = frame
        frame.cursor = frame.scalars.count
        frame.ghost = []
        frame.below = []
        paint(frame, reason: reason)
        // When the text fills its last row the cursor is at the start of the next one already.
        let last = layout.rows[layout.rows.count - 1]
        terminal.write(Array((last.beginsLine || !last.scalars.isEmpty ? "\r\n" : "\r").utf8))
        painted = nil
    }

    /// Takes the frame off the screen, leaving the cursor where it began.
    mutating func erase() {
        let size = terminal.size
        terminal.write(erasing(columns: size.columns, rows: size.rows))
        painted = nil
    }

    /// Forgets what is on the screen: something else has moved the cursor to the start of a line.
    mutating func forget() {
        painted = nil
    }

    /// The bytes that go back to the frame's start and clear from there.
    private func erasing(columns: Int, rows: Int) -> [UInt8] {
        var result: [UInt8] = []
        if let painted {
            let isFolded = painted.columns != columns
            let row = isFolded ? painted.cursorRow(atColumns: columns) : painted.cursorRow
            FrameRenderer.appendMove(up: min(row, rows - 1), column: 0, to: &result)
        }
        // Cleared from the screen's first cell on, tmux keeps a copy in its scrollback, which comes back when the
        // terminal grows: so the first row, and then the rest from the second cell on.
        return result + Array("\r\u{1B}[K\u{1B}[C\u{1B}[J\r".utf8)
    }

    private func lines(from first: Int, hardRows: Set<Int>) -> [Int] {
        var lines = [0]
        for row in first...layout.cursorRow {
            if hardRows.contains(row) { lines.append(0) }
            let isLast = row == layout.cursorRow
            lines[lines.count - 1] += isLast ? layout.cursorColumn : layout.rows[row].endColumn
        }
        return lines
    }

    /// How many lines there may be below the text: what the text leaves, or half of the screen when it is long.
    private func roomBelow(ofRows rows: Int) -> Int {
        let text = layout.rows.count
        return max(0, min(max(rows - text, rows / 2), rows - min(text, Self.leastTextRows)))
    }

    /// The rows to show when there is room for `height`: those around the cursor, moving as little as possible.
    private func visibleRows(height: Int) -> Range<Int> {
        let height = max(1, height)
        guard layout.rows.count > height else {
            return 0..<layout.rows.count
        }
        let last = layout.rows.count - height
        var first = min(painted?.firstRow ?? 0, last)
        first = min(first, layout.cursorRow)
        first = max(first, layout.cursorRow - height + 1)
        return first..<first + height
    }
}
