package import OrderModel

/// The forms in which an answer can be written.
///
/// `table` is for people: fitted to the terminal, readable times and numbers. The others are for machines and
/// raw: full precision, ISO instants, no thousands separators, nothing cut and no text altered.
package enum OutputFormat: String, Sendable, Hashable, CaseIterable {
    case table
    /// One value a line, for people: each row downwards.
    case vertical
    case csv
    /// Tab-separated values.
    case tsv
    /// One array of objects.
    case json
    /// One object a line.
    case ndjson
    /// A table for a page of Markdown.
    case markdown
    /// A page of its own, with tables and charts.
    case html

    /// Whether it is for a person at a terminal.
    package var isForPeople: Bool { self == .table || self == .vertical }
    /// Whether people read it, here or elsewhere, so that titles stand above answers.
    package var hasTitles: Bool { isForPeople || self == .markdown || self == .html }
    /// Whether an answer without `select` is written as whole documents.
    package var writesDocuments: Bool { self == .json || self == .ndjson }
}

/// What a renderer for people needs to know about its reader.
package struct RenderSettings: Sendable {
    /// The columns of the terminal; nil when there is none, and nothing is cut.
    package var width: Int?
    /// The lines of the terminal, so that a long table says its names again on each screen; nil where nobody scrolls
    /// back, as with a pager.
    package var height: Int?
    /// The session's zone, in which instants are shown to people.
    package var zone: TimeZoneRules
    /// How the parts of an answer look.
    package var palette = Palette.none
    /// How the answer is drawn; nil for its rows.
    package var chart: ChartKind?
    /// What has changed since the answer before.
    package var changes = ChangeMarks()

    package init(width: Int? = nil, zone: TimeZoneRules) {
        self.width = width
        self.zone = zone
    }
}

/// Writes one answer in one format, without flushing or committing its sink.
package protocol AnswerRenderer {
    /// Writes a whole answer. The remarks (time, requests) stand under an answer for people and nowhere else.
    mutating func write(_ table: ResultTable, remarks: [String]) throws(OutputError)
}

/// Writes each row as it comes, as the machine formats can; called in the order header, rows, finish.
package protocol ResultRenderer: AnswerRenderer {
    mutating func header(_ columns: [ResultColumn]) throws(OutputError)
    mutating func row(_ row: ResultRow) throws(OutputError)
    mutating func finish(remarks: [String]) throws(OutputError)
}

extension ResultRenderer {
    package mutating func write(_ table: ResultTable, remarks: [String]) throws(OutputError) {
        try header(table.columns)
        for row in table.rows { try self.row(row) }
        try finish(remarks: remarks)
    }
}

extension OutputFormat {
    /// The renderer of this format, writing to a sink that it neither flushes nor commits.
    package func makeRenderer(_ settings: RenderSettings, to sink: any OutputSink) -> any AnswerRenderer {
        if isForPeople, let kind = settings.chart {
            return ChartRenderer(kind: kind, format: self, settings: settings, sink: sink)
        }
        return switch self {
        case .table: TableRenderer(settings: settings, sink: sink)
        case .vertical: VerticalRenderer(settings: settings, sink: sink)
        case .csv: CSVRenderer(sink: sink)
        case .tsv: TSVRenderer(sink: sink)
        case .markdown: MarkdownRenderer(settings: settings, sink: sink)
        case .html: HTMLRenderer(settings: settings, sink: sink)
        case .json: JSONRenderer(layout: .array, sink: sink)
        case .ndjson: JSONRenderer(layout: .lines, sink: sink)
        }
    }

    /// Writes a whole answer.
    package func write(
        _ table: ResultTable,
        remarks: [String] = [],
        settings: RenderSettings,
        to sink: any OutputSink
    ) throws(OutputError) {
        var renderer = makeRenderer(settings, to: sink)
        try renderer.write(table, remarks: remarks)
    }
}
