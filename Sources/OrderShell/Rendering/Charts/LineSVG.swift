import OrderModel

/// Draws lines for a page, between round ticks.
struct LineSVG {
    let chart: LineChart
    private let plotHeight: Int
    /// Where in the drawing it begins, from the top.
    private let offset: Int
    private let axes: PlotAxes
    private let left: Int

    static let usualHeight = 240
    static let sparkHeight = 60

    private static let width = SVGCanvas.usualWidth
    private static let rowHeight = 18
    private static let gap = 8
    private static let labelLimit = 40

    init(_ chart: LineChart, height: Int, below offset: Int = 0) {
        self.chart = chart
        self.offset = offset
        plotHeight = height
        let columns = Self.width / SVGCanvas.columnWidth
        axes = PlotAxes(chart, columns: columns - 12, tickLimit: max(2, height / 30))
        let widest = axes.amounts.ticks.reduce(1) { max($0, TextWidth.of($1.label)) }
        left = min(Self.width / 2, widest * SVGCanvas.columnWidth) + Self.gap
    }

    /// Where it ends.
    var bottom: Int { top + plotHeight + Self.rowHeight + Self.gap }

    func draw(in canvas: inout SVGCanvas) {
        drawLegend(in: &canvas)
        drawAmounts(in: &canvas)
        drawPositions(in: &canvas)
        for (index, series) in chart.series.enumerated().reversed() {
            for piece in path(series).pieces {
                canvas.path(piece.map { PlotPoint(x: $0.x + left, y: $0.y + top) }, series: index)
            }
        }
    }

    /// Whether rows lie too near to each other to be drawn one by one.
    var isReduced: Bool { chart.series.contains { path($0).isReduced } }

    private func path(_ series: LineChart.Series) -> LinePath {
        LinePath(series, axes, width: Self.width - left, height: plotHeight)
    }

    /// Where the plot begins: below the names of the lines.
    private var top: Int { offset + Self.rowHeight * chart.series.count + Self.gap }

    private func drawLegend(in canvas: inout SVGCanvas) {
        for (index, series) in chart.series.enumerated() {
            let y = offset + index * Self.rowHeight + Self.rowHeight / 2
            canvas.path([PlotPoint(x: left, y: y), PlotPoint(x: left + 28, y: y)], series: index)
            let name = TextWidth.cut(series.name, to: Self.labelLimit)
            canvas.text(name, x: left + 36, y: y + 4, isStrong: true)
        }
    }

    private func drawAmounts(in canvas: inout SVGCanvas) {
        for tick in axes.amounts.ticks {
            let upwards = axes.amounts.fraction(of: tick.amount) * Double(plotHeight - 1)
            let y = top + plotHeight - 1 - Int(upwards.rounded())
            canvas.line(PlotPoint(x: left, y: y), PlotPoint(x: Self.width, y: y), opacity: "0.15")
            canvas.text(tick.label, x: left - Self.gap / 2, y: y + 4, .end)
        }
    }

    private func drawPositions(in canvas: inout SVGCanvas) {
        let bottom = top + plotHeight
        canvas.line(PlotPoint(x: left, y: bottom), PlotPoint(x: Self.width, y: bottom))
        var used = left
        for tick in axes.positions.ticks {
            let across = axes.positions.fraction(of: tick.amount) * Double(Self.width - left - 1)
            let length = TextWidth.of(tick.label) * SVGCanvas.columnWidth
            let x = left + Int(across.rounded())
            let start = min(x, Self.width - length)
            guard start >= used else { continue }
            canvas.line(PlotPoint(x: x, y: bottom), PlotPoint(x: x, y: bottom + 4))
            canvas.text(tick.label, x: start, y: bottom + Self.rowHeight)
            used = start + length + Self.gap
        }
    }
}
