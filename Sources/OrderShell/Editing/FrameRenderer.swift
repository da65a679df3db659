/// Makes a frame's rows into the bytes that draw them.
struct FrameRenderer {
    let frame: EditorFrame
    let layout: TextLayout
    let columns: Int
    let reason: (Int) -> String
    private(set) var output: [UInt8] = []

    init(frame: EditorFrame, layout: TextLayout, columns: Int, reason: @escaping (Int) -> String) {
        self.frame = frame
        self.layout = layout
        self.columns = columns
        self.reason = reason
    }

    /// Draws the rows of `window` and what is below, and leaves the cursor in its place.
    mutating func render(_ window: Range<Int>) {
        for index in window {
            if index > window.lowerBound {
                appendBreak(after: layout.rows[index - 1], before: layout.rows[index])
            }
            appendRow(layout.rows[index], isFirst: index == 0)
        }
        for line in frame.below {
            output += Array("\r\n".utf8) + Self.cut(line.text, columns: columns)
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
        if row.beginsLine {
            output += isFirst ? frame.prompt.bytes : frame.prompt.indicator(reason: reason(row.scalars.lowerBound))
            column = frame.prompt.width
        }
        var styles = StyleCursor(spans: frame.spans)
        for index in row.scalars {
            styles.move(to: index, output: &output)
            let width = VisibleScalar.width(frame.scalars[index], at: column, columns: columns)
            VisibleScalar.append(frame.scalars[index], width: width, to: &output)
            column += width
        }
        styles.end(output: &output)
    }

    /// Goes to the next row; a full row that continues needs nothing, as the terminal wraps and knows that it did.
    private mutating func appendBreak(after row: TextLayout.Row, before next: TextLayout.Row) {
        if next.beginsLine || row.endColumn < columns || next.scalars.isEmpty {
            output += Array("\r\n".utf8)
        }
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

    private static func cut(_ line: String, columns: Int) -> [UInt8] {
        var result: [UInt8] = []
        var column = 0
        for scalar in line.unicodeScalars where scalar.value != VisibleScalar.newline {
            let width = VisibleScalar.width(scalar.value, at: column, columns: columns)
            guard column + width <= columns else {
                break
            }
            VisibleScalar.append(scalar.value, width: width, to: &result)
            column += width
        }
        return result
    }
}

/// Switches styles while a row is written.
private struct StyleCursor {
    let spans: [HighlightSpan]
    var next = 0
    var current: Int?

    init(spans: [HighlightSpan]) {
        self.spans = spans
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
        if let wanted {
            output += Array("\u{1B}[\(spans[wanted].style)m".utf8)
        }
        current = wanted
    }

    mutating func end(output: inout [UInt8]) {
        if current != nil {
            output += Array("\u{1B}[0m".utf8)
            current = nil
        }
    }
}
