// The table goes over the answer twice: to find out how wide its columns must be, and to write it. Between the two it
// keeps widths and counts, no text, so that the first line of a long answer comes soon and its length costs nothing.

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
/// Nothing is cut without a sign, and what is not shown is counted below. An answer that reads better downwards is set
/// out so, at a terminal: one or two rows that do not fit, or columns of which hardly any would have room.
struct TableRenderer: AnswerRenderer {
    private let settings: RenderSettings
    private let sink: any OutputSink
    /// Whether it stands in something larger, which is no table either.
    private let isPart: Bool

    /// The widest cell where there is no terminal.
    private static let widestCell = 4096
    /// Rows that do not fit are set out downwards if there are no more than these.
    private static let fewRowCount = 2
    /// So many rows stand between two heads at least.
    private static let leastRowsPerHead = 10

    init(settings: RenderSettings, sink: any OutputSink, isPart: Bool = false) {
        self.settings = settings
        self.sink = sink
        self.isPart = isPart
    }

    func write(_ table: ResultTable, remarks: [String]) throws(OutputError) {
        var cell = TableCell(
            display: DisplayText(zone: settings.zone),
            limit: settings.width.map { max($0, TableLayout.leastTableWidth) } ?? Self.widestCell
        )
        let surveys = try Self.survey(table, with: &cell)
        let measures = measures(of: table, surveys)
        let layout = TableLayout(measures, width: settings.width)
        guard !readsBetterDownwards(layout, measures, rowCount: table.rows.count) else {
            let width = measures.reduce(TableLayout.frameWidth(columnCount: measures.count)) { $0 + $1.whole }
            let renderer = VerticalRenderer(settings: settings, sink: sink)
            return try renderer.write(table, remarks: remarks, refusedTableWidth: isPart ? nil : width)
        }
        var footer = ResultFooter(rowCount: table.rows.count, remarks: remarks)
        footer.columnCount = table.columns.count
        footer.hiddenNames = zip(layout.widths, surveys).filter { $0.0 == nil }.map(\.1.name)
        footer.zoneName = showsInstants(table, surveys, layout) ? settings.nameOfOtherZone : nil
        try footer.write(settings, to: sink) { footer throws(OutputError) in
            if layout.shownCount > 0 { try draw(table, surveys, layout, with: &cell, &footer) }
        }
    }

    private static func survey(
        _ table: ResultTable,
        with cell: inout TableCell
    ) throws(OutputError) -> [ColumnSurvey] {
        var surveys = table.columns.map(ColumnSurvey.init)
        for row in table.rows {
            try OutputError.checkCancellation()
            for index in surveys.indices {
                cell.read(row.values[index], isIdentifier: surveys[index].isIdentifier)
                surveys[index].note(cell)
            }
        }
        return surveys
    }

    /// What the columns ask for, with room for their types where that costs no column a cell.
    private func measures(of table: ResultTable, _ surveys: [ColumnSurvey]) -> [ColumnMeasure] {
        let measures = surveys.map { $0.measure(ofRowCount: table.rows.count) }
        let typed = zip(measures, table.columns).map { measure, column in
            var measure = measure
            measure.natural = max(measure.natural, column.type.rawValue.utf8.count)
            return measure
        }
        let needed = typed.reduce(TableLayout.frameWidth(columnCount: typed.count)) { $0 + $1.natural }
        return needed <= settings.width ?? .max ? typed : measures
    }

    private func readsBetterDownwards(_ layout: TableLayout, _ columns: [ColumnMeasure], rowCount: Int) -> Bool {
        guard settings.width != nil, rowCount > 0, !layout.isWhole else { return false }
        let wanted = columns.count(where: \.hasContent)
        let shown = layout.shownCount
        let cutsNumber = zip(layout.widths, columns).contains { width, column in
            width.map { $0 < column.leastContent } ?? false
        }
        return cutsNumber || rowCount <= Self.fewRowCount || shown < 2 && wanted > 1 || shown < 3 && wanted > 2 * shown
    }

    private func showsInstants(_ table: ResultTable, _ surveys: [ColumnSurvey], _ layout: TableLayout) -> Bool {
        table.columns.indices.contains { index in
            table.columns[index].type == .instant && surveys[index].hasContent && layout.widths[index] != nil
        }
    }

    // MARK: Drawing

    /// Draws the table; what of its texts is cut is noted for the footer.
    private func draw(
        _ table: ResultTable,
        _ surveys: [ColumnSurvey],
        _ layout: TableLayout,
        with cell: inout TableCell,
        _ footer: inout ResultFooter
    ) throws(OutputError) {
        let drawing = TableDrawing(widths: layout.widths, palette: settings.palette)
        let head = self.head(table.columns, surveys, layout, drawing)
        try sink.write(drawing.rule("┌", "┬", "┐") + head.text + drawing.rule("├", "┼", "┤"))
        let rowsPerHead = settings.height.map { max(Self.leastRowsPerHead, $0 - head.lineCount - 3) } ?? .max
        var line: [UInt8] = []
        for (number, row) in table.rows.enumerated() {
            if number > 0, number % rowsPerHead == 0 {
                let rule = drawing.rule("├", "┼", "┤")
                try sink.write(rule + head.text + rule)
            }
            line.removeAll(keepingCapacity: true)
            drawing.append(to: &line, cell: &cell) { index, cell in
                cell.read(row.values[index], isIdentifier: surveys[index].isIdentifier)
                let width = layout.widths[index] ?? 0
                if cell.isCut(at: width) { footer.noteCutText(row.values[index]) }
                return place(of: cell, in: surveys[index], width: width, (number, index))
            }
            try sink.write(line)
        }
        try sink.write(drawing.rule("└", "┴", "┘"))
    }

    private func place(of cell: TableCell, in column: ColumnSurvey, width: Int, _ at: (row: Int, column: Int))
        -> CellPlace
    {
        let isMarked = !settings.changes.isEmpty && settings.changes.isMarked(row: at.row, column: at.column)
        let alignsPoints = column.isRightAligned && width >= column.alignedWidth
        return CellPlace(
            isRightAligned: column.isRightAligned,
            trailing: alignsPoints ? cell.fractionWidth.map { column.fractionWidth - $0 } ?? 0 : 0,
            role: isMarked ? .changed : cell.isBlank ? .null : nil
        )
    }

    /// The names of the columns, and their types if these have room: a courtesy that costs no column a cell.
    private func head(
        _ columns: [ResultColumn],
        _ surveys: [ColumnSurvey],
        _ layout: TableLayout,
        _ drawing: TableDrawing
    ) -> (text: String, lineCount: Int) {
        let names = zip(surveys, layout.widths).map { $0.name.lines(width: $1 ?? 0) }
        let isRightAligned = surveys.map(\.isRightAligned)
        let lineCount = zip(names, layout.widths).filter { $0.1 != nil }.reduce(1) { max($0, $1.0.count) }
        var lines = (0..<lineCount).map { line in
            let texts = names.map { name in
                let position = line - (lineCount - name.count)
                return name.indices.contains(position) ? name[position] : ""
            }
            return drawing.head(texts, isRightAligned: isRightAligned, .heading)
        }
        let types = columns.map(\.type.rawValue)
        if lineCount == 1, zip(types, layout.widths).allSatisfy({ $0.utf8.count <= $1 ?? 0 }) {
            lines.append(drawing.head(types, isRightAligned: isRightAligned, .footer))
        }
        return (lines.joined(), lines.count)
    }
}
