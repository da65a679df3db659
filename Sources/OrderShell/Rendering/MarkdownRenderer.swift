import OrderModel

/// A table for a page of Markdown, as GitHub reads it; shown to people, so with readable times and numbers, and with
/// what must be known to understand it.
///
///     | id | status | total |
///     | ---: | --- | ---: |
///     | 17 | completed | 1,025,000 |
struct MarkdownRenderer: ResultRenderer {
    private let settings: RenderSettings
    private let sink: any OutputSink
    private let display: DisplayText
    private var columns: [ResultColumn] = []

    init(settings: RenderSettings, sink: any OutputSink) {
        self.settings = settings
        self.sink = sink
        display = DisplayText(zone: settings.zone)
    }

    mutating func header(_ columns: [ResultColumn]) throws(OutputError) {
        self.columns = columns
        try writeLine(columns.map { MarkupText.markdown($0.name) })
        try writeLine(columns.map { TableCell.isRightAligned($0.type) ? "---:" : "---" })
    }

    mutating func row(_ row: ResultRow) throws(OutputError) {
        try writeLine(
            zip(row.values, columns).map { MarkupText.markdown(MarkupText.of($0, in: $1, display: display)) }
        )
    }

    mutating func finish(remarks: [String]) throws(OutputError) {
        var remarks = remarks
        if let zone = settings.nameOfOtherZone, columns.contains(where: { $0.type == .instant }) {
            remarks.append("times in \(zone)")
        }
        guard !remarks.isEmpty else { return }
        try sink.write("\n" + remarks.map(MarkupText.markdown).joined(separator: ", ") + "\n")
    }

    private func writeLine(_ cells: [String]) throws(OutputError) {
        try sink.write("| " + cells.joined(separator: " | ") + " |\n")
    }
}
