import OrderModel

/// Draws an answer for people instead of laying out its rows; where it cannot be drawn the rows stand there as ever.
struct ChartRenderer: ResultRenderer {
    private let kind: ChartKind
    private let format: OutputFormat
    private let settings: RenderSettings
    private let sink: any OutputSink
    private var columns: [ResultColumn] = []
    private var rows: [ResultRow] = []

    /// A terminal that is narrower has no room for a chart.
    static let leastWidth = 20
    /// How wide a chart is that no terminal asks for.
    static let usualWidth = 80

    /// A renderer that takes the place of the one of a format for people.
    init(kind: ChartKind, format: OutputFormat, settings: RenderSettings, sink: any OutputSink) {
        self.kind = kind
        self.format = format
        self.settings = settings
        self.sink = sink
    }

    mutating func header(_ columns: [ResultColumn]) { self.columns = columns }

    mutating func row(_ row: ResultRow) { rows.append(row) }

    mutating func finish(remarks: [String]) throws(OutputError) {
        let table = ResultTable(columns: columns, rows: rows)
        let width = settings.width ?? Self.usualWidth
        guard width >= Self.leastWidth else {
            return try writeRows(table, remarks: remarks + ["no room for a chart in \(width) columns"])
        }
        switch Self.drawing(kind, table, width, settings) {
        case .success(let drawing): try write(drawing, remarks)
        case .failure(let problem): try writeRows(table, remarks: remarks + [problem.message])
        }
    }

    private static func drawing(
        _ kind: ChartKind,
        _ table: ResultTable,
        _ width: Int,
        _ settings: RenderSettings
    ) -> Result<ChartDrawing, ChartProblem> {
        Result { () throws(ChartProblem) in
            let model = try ChartModel(kind, of: table, zone: settings.zone)
            return ChartDrawing(model, width: width, palette: settings.palette)
        }
    }

    private func write(_ drawing: ChartDrawing, _ remarks: [String]) throws(OutputError) {
        let count = rows.count == 1 ? "1 row" : "\(Quantity.grouped(rows.count)) rows"
        let width = settings.width ?? Self.usualWidth
        let footer = [([count] + remarks).joined(separator: ", ")] + drawing.remarks
        for line in drawing.lines { try sink.write(line + "\n") }
        for line in footer.flatMap({ TextWrapping.lines(of: $0, width: width) }) {
            try sink.write(settings.palette.paint(line, .footer) + "\n")
        }
    }

    private func writeRows(_ table: ResultTable, remarks: [String]) throws(OutputError) {
        var settings = settings
        settings.chart = nil
        try format.write(table, remarks: remarks, settings: settings, to: sink)
    }
}
