import OrderModel

/// A table for people, drawn with light lines and fitted to the terminal.
///
///     ┌────┬───────────┬─────────────────────┐
///     │ id │ status    │ created_at          │
///     ├────┼───────────┼─────────────────────┤
///     │ 17 │ completed │ 2025-12-27 18:17:09 │
///     └────┴───────────┴─────────────────────┘
///     1 row
///
/// Nothing is cut without a sign: a shortened text ends in `…`, and a column that had no room is named below.
struct TableRenderer: ResultRenderer {
    private let sink: any OutputSink
    private let width: Int?
    private let display: DisplayText
    private var columns: [ResultColumn] = []
    private var rows: [[TableCell]] = []

    /// A name shorter than this is not cut for the sake of a narrow column.
    private static let leastNameWidth = 8
    /// A text is cut down to this before any column is left out.
    private static let leastTextWidth = 12

    init(settings: RenderSettings, sink: any OutputSink) {
        self.sink = sink
        width = settings.width
        display = DisplayText(zone: settings.zone)
    }

    mutating func header(_ columns: [ResultColumn]) {
        self.columns = columns
    }

    mutating func row(_ row: ResultRow) {
        rows.append(zip(row.values, columns).map { TableCell($0, in: $1, display: display) })
    }

    mutating func finish(remarks: [String]) throws(OutputError) {
        alignNumbers()
        let (layout, showsTypes) = chooseLayout()
        let drawing = TableDrawing(widths: layout.widths)
        if !drawing.isEmpty {
            try sink.write(drawing.rule("┌", "┬", "┐"))
            try sink.write(drawing.line(columns.map(Self.nameCell)))
            if showsTypes { try sink.write(drawing.line(columns.map(Self.typeCell))) }
            try sink.write(drawing.rule("├", "┼", "┤"))
            for row in rows { try sink.write(drawing.line(row)) }
            try sink.write(drawing.rule("└", "┴", "┘"))
        }
        for line in footer(layout, remarks: remarks) { try sink.write(line + "\n") }
    }

    private static func nameCell(_ column: ResultColumn) -> TableCell {
        TableCell(VisibleText.of(column.name), isRightAligned: TableCell.isRightAligned(column.type))
    }

    private static func typeCell(_ column: ResultColumn) -> TableCell {
        TableCell(column.type.rawValue, isRightAligned: TableCell.isRightAligned(column.type))
    }

    private mutating func alignNumbers() {
        for index in columns.indices {
            let widest = rows.reduce(0) { max($0, $1[index].fractionWidth ?? 0) }
            guard widest > 0 else { continue }
            for row in rows.indices { rows[row][index] = rows[row][index].aligned(fractionWidth: widest) }
        }
    }

    /// The layout, and whether it has room for the line of types: a courtesy that costs no column a cell.
    private func chooseLayout() -> (TableLayout, showsTypes: Bool) {
        let measures = columns.indices.map(measure)
        let typed = zip(measures, columns).map { measure, column in
            var measure = measure
            measure.natural = max(measure.natural, column.type.rawValue.utf8.count)
            return measure
        }
        let wanted = typed.reduce(TableLayout.frameWidth(columnCount: typed.count)) { $0 + $1.natural }
        if wanted <= width ?? .max { return (TableLayout(typed, width: width), true) }
        return (TableLayout(measures, width: width), false)
    }

    private func measure(_ index: Int) -> ColumnMeasure {
        let name = TextWidth.of(VisibleText.of(columns[index].name))
        let content = rows.reduce(0) { max($0, TextWidth.of($1[index].text)) }
        let isRigid = ![.text, .object, .document].contains(columns[index].type)
        return ColumnMeasure(
            natural: max(name, content),
            least: max(min(name, Self.leastNameWidth), isRigid ? content : min(content, Self.leastTextWidth)),
            hasContent: rows.isEmpty || rows.contains { !$0[index].isBlank }
        )
    }

    private func footer(_ layout: TableLayout, remarks: [String]) -> [String] {
        let count = DisplayText.grouped(Decimal(rows.count))
        let hidden = zip(layout.widths, columns).filter { $0.0 == nil }.map { VisibleText.of($0.1.name) }
        var lines = [([rows.count == 1 ? "1 row" : "\(count) rows"] + remarks).joined(separator: ", ")]
        if !hidden.isEmpty {
            let names = hidden.map(VisibleText.isolated).joined(separator: ", ")
            lines.append("\(hidden.count) of \(columns.count) columns not shown: \(names)")
        }
        guard let width else { return lines }
        return lines.flatMap { TextWrapping.lines(of: $0, width: max(width, TableLayout.leastTableWidth)) }
    }
}

/// Draws the lines of a table whose widths are decided.
struct TableDrawing {
    let widths: [Int?]

    var isEmpty: Bool { widths.allSatisfy { $0 == nil } }

    func rule(_ left: String, _ middle: String, _ right: String) -> String {
        let parts = widths.compactMap { $0 }.map { String(repeating: "─", count: $0 + 2) }
        return left + parts.joined(separator: middle) + right + "\n"
    }

    func line(_ cells: [TableCell]) -> String {
        let shown = zip(cells, widths).compactMap { cell, width in width.map { cell.line(width: $0) } }
        return "│ " + shown.joined(separator: " │ ") + " │\n"
    }
}
