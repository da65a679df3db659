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

    package var isForPeople: Bool { self == .table || self == .vertical }
    /// Whether an answer without `select` is written as whole documents.
    package var writesDocuments: Bool { self == .json || self == .ndjson }
}

/// What a renderer for people needs to know about its reader.
package struct RenderSettings: Sendable {
    /// The columns of the terminal; nil when there is none, and nothing is cut.
    package var width: Int?
    /// The session's zone, in which instants are shown to people.
    package var zone: TimeZoneRules
    /// How the parts of an answer look.
    package var palette = Palette.none
    /// How the answer is drawn; nil for its rows.
    package var chart: ChartKind?

    package init(width: Int? = nil, zone: TimeZoneRules) {
        self.width = width
        self.zone = zone
    }
}

/// Writes one answer in one format.
///
/// Called in the order header, rows, finish. A table must see all rows before it can write the first; the
/// machine formats write each row as it comes.
package protocol ResultRenderer {
    mutating func header(_ columns: [ResultColumn]) throws(OutputError)
    mutating func row(_ row: ResultRow) throws(OutputError)
    /// Ends the answer. The remarks (time, requests) stand under an answer for people and nowhere else.
    mutating func finish(remarks: [String]) throws(OutputError)
}

extension OutputFormat {
    /// The renderer of this format, writing to a sink that it neither flushes nor commits.
    package func makeRenderer(_ settings: RenderSettings, to sink: any OutputSink) -> any ResultRenderer {
        switch self {
        case .table, .vertical, .markdown, .html: TableRenderer(settings: settings, sink: sink)
        case .csv, .tsv: CSVRenderer(sink: sink)
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
        try renderer.header(table.columns)
        for row in table.rows { try renderer.row(row) }
        try renderer.finish(remarks: remarks)
    }
}
