import OrderModel

/// Draws an answer for people instead of laying out its rows; where it cannot be drawn the rows stand there as ever.
struct ChartRenderer: AnswerRenderer {
    let kind: ChartKind
    /// The format that the rows have where they are not drawn.
    let format: OutputFormat
    let settings: RenderSettings
    let sink: any OutputSink

    /// A terminal that is narrower has no room for a chart.
    static let leastWidth = 20
    /// How wide a chart is that no terminal asks for.
    static let usualWidth = 80

    func write(_ table: ResultTable, remarks: [String]) throws(OutputError) {
        let width = settings.width ?? Self.usualWidth
        guard width >= Self.leastWidth else {
            return try writeRows(table, remarks: remarks + ["no room for a chart in \(width) columns"])
        }
        switch drawing(table, width: width) {
        case .success(let drawing):
            for line in drawing.lines { try sink.write(line + "\n") }
            var footer = ResultFooter(rowCount: table.rows.count, remarks: remarks + drawing.remarks)
            if table.columns.contains(where: { $0.type == .instant }) { footer.zoneName = settings.nameOfOtherZone }
            try footer.write(settings, to: sink)
        case .failure(let problem): try writeRows(table, remarks: remarks + [problem.message])
        }
    }

    private func drawing(_ table: ResultTable, width: Int) -> Result<ChartDrawing, ChartProblem> {
        Result { () throws(ChartProblem) in
            let model = try ChartModel(kind, of: table, zone: settings.zone)
            return ChartDrawing(model, width: width, height: settings.height, palette: settings.palette)
        }
    }

    private func writeRows(_ table: ResultTable, remarks: [String]) throws(OutputError) {
        var settings = settings
        settings.chart = nil
        try format.write(table, remarks: remarks, settings: settings, to: sink)
    }
}
