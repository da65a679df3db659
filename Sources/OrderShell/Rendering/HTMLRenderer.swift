import OrderModel

/// A table in a page of HTML; the page around it is `HTMLPage`'s.
///
/// Shown to people, so with readable times and numbers, but nothing is cut.
struct HTMLRenderer: ResultRenderer {
    private let settings: RenderSettings
    private let sink: any OutputSink
    private let display: DisplayText
    private var columns: [ResultColumn] = []
    private var rowCount = 0

    init(settings: RenderSettings, sink: any OutputSink) {
        self.settings = settings
        self.sink = sink
        display = DisplayText(zone: settings.zone)
    }

    /// Writes the whole answer, with its chart above its rows.
    mutating func write(_ table: ResultTable, remarks: [String]) throws(OutputError) {
        if let kind = settings.chart { try sink.write(ChartSVG.figure(kind, of: table, zone: settings.zone)) }
        try header(table.columns)
        for row in table.rows { try self.row(row) }
        try finish(remarks: remarks)
    }

    mutating func header(_ columns: [ResultColumn]) throws(OutputError) {
        self.columns = columns
        let names = columns.map { column in
            "<th scope=\"col\"\(Self.attributes(of: column))>\(MarkupText.html(column.name))</th>"
        }
        try sink.write("<table>\n<thead>\n<tr>\(names.joined())</tr>\n</thead>\n<tbody>\n")
    }

    mutating func row(_ row: ResultRow) throws(OutputError) {
        let cells = zip(row.values, columns).map { Self.cell($0, in: $1, display: display) }
        try sink.write("<tr>\(cells.joined())</tr>\n")
        rowCount += 1
    }

    mutating func finish(remarks: [String]) throws(OutputError) {
        var footer = ResultFooter(rowCount: rowCount, remarks: remarks)
        if columns.contains(where: { $0.type == .instant }) { footer.zoneName = settings.nameOfOtherZone }
        let lines = footer.lines.map(MarkupText.html).joined(separator: "<br>")
        try sink.write("</tbody>\n</table>\n<p class=\"footer\">\(lines)</p>\n")
    }

    /// One cell; null is marked as such, so that it differs from the text.
    static func cell(_ value: Value, in column: ResultColumn, display: DisplayText) -> String {
        let text = MarkupText.html(MarkupText.of(value, in: column, display: display))
        guard value != .null, value != .document(.null) else { return "<td class=\"null\">\(text)</td>" }
        return "<td\(attributes(of: column))>\(text)</td>"
    }

    /// Numbers stand on the right; a text runs in its own direction.
    private static func attributes(of column: ResultColumn) -> String {
        TableCell.isRightAligned(column.type) ? " class=\"number\"" : " dir=\"auto\""
    }
}
