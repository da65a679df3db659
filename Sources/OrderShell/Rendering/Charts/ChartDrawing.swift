import OrderModel

/// A chart as lines of text, none wider than the terminal.
struct ChartDrawing {
    let lines: [String]
    /// What is not drawn, for the footer.
    let remarks: [String]

    init(_ model: ChartModel, width: Int, height: Int? = nil, palette: Palette) {
        switch model.content {
        case .bars(let chart):
            let drawing = BarDrawing(chart, width: width, palette: palette)
            (lines, remarks) = (drawing.lines, drawing.remarks)
        case .lines(let chart):
            let drawing = LineDrawing(chart, width: width, height: height, palette: palette)
            (lines, remarks) = (drawing.lines, drawing.remarks)
        case .sparks(let chart):
            let drawing = SparkDrawing(chart, width: width, palette: palette)
            (lines, remarks) = (drawing.lines, drawing.remarks)
        }
    }
}
