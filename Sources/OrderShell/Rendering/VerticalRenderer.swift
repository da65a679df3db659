import OrderModel

/// Each row of an answer downwards, for rows that are too wide for a table.
///
///     ─[ row 1 ]──────────────
///     id          17
///     created_at  2025-12-27 18:17:09
///     1 row
struct VerticalRenderer: AnswerRenderer {
    private let settings: RenderSettings
    private let sink: any OutputSink

    /// How wide the line above a row is, where the terminal is no narrower.
    private static let headWidth = 40

    init(settings: RenderSettings, sink: any OutputSink) {
        self.settings = settings
        self.sink = sink
    }

    func write(_ table: ResultTable, remarks: [String]) throws(OutputError) {
        try write(table, remarks: remarks, refusedTableWidth: nil)
    }

    /// Writes a whole answer; `refusedTableWidth` is how wide a table of it would be, where a table was asked for.
    func write(_ table: ResultTable, remarks: [String], refusedTableWidth: Int?) throws(OutputError) {
        var footer = ResultFooter(rowCount: table.rows.count, remarks: remarks)
        footer.wholeTexts = .json
        footer.refusedTableWidth = refusedTableWidth
        try footer.write(settings, to: sink) { footer throws(OutputError) in
            try writeRows(of: table, &footer)
        }
    }

    private func writeRows(of table: ResultTable, _ footer: inout ResultFooter) throws(OutputError) {
        var fields = FieldLines(names: table.columns.map(\.name), settings: settings, sink: sink)
        let areIdentifiers = table.columns.map(\.isIdentifier)
        for (number, row) in table.rows.enumerated() {
            try sink.write(head(ofRow: number + 1))
            for (index, value) in row.values.enumerated() {
                if case .instant = value { footer.zoneName = settings.nameOfOtherZone }
                let isChanged = settings.changes.isMarked(row: number, column: index)
                try fields.write(index, value, isIdentifier: areIdentifiers[index], isChanged: isChanged)
            }
        }
        footer.cutTextCount = fields.cutTextCount
    }

    private func head(ofRow number: Int) -> String {
        let text = "─[ row \(Quantity.grouped(number)) ]"
        let width = min(Self.headWidth, settings.width ?? Self.headWidth)
        let line = String(repeating: "─", count: max(1, width - TextWidth.of(text)))
        return settings.palette.paint(text + line, .frame) + "\n"
    }
}
