import OrderModel

/// Draws lines in a terminal with the dots of Braille signs, by round ticks.
///
///     count() by month(created_at)
///      200 ┤      ⣀⠤⠒⠉⠑⠢⣀
///      100 ┤⣀⠤⠒⠉⠉          ⠉
///        0 ┤
///          └┬───────┬───────┬
///           2025-01 2025-02
struct LineDrawing {
    let chart: LineChart
    let palette: Palette
    private let width: Int
    /// The parts of the chart, one below the other.
    private let panels: [Panel]
    private let positions: ChartAxis
    /// The room for the ticks' labels at the left; 0 where they would leave none for the lines.
    private let labelWidth: Int

    /// Lines by one scale.
    private struct Panel {
        let chart: LineChart
        let amounts: ChartAxis
        /// The rows of the screen that it has.
        let rows: Int
    }

    private static let leastRows = 4

    /// Lays a chart out for a terminal so many columns wide and, where it scrolls, so many lines high.
    init(_ chart: LineChart, width: Int, height: Int? = nil, palette: Palette) {
        self.chart = chart
        self.palette = palette
        self.width = width
        let parts = chart.panels
        // What stands around the lines: the names, the axis below, its labels, and the footer.
        let room = height.map { $0 - parts.count - 3 } ?? .max
        let usual = parts.count > 1 ? 8 : max(6, min(18, width / 5))
        let rows = max(Self.leastRows, min(usual, room / parts.count))
        let panels = parts.map {
            Panel(chart: $0, amounts: PlotAxes.amounts($0, tickLimit: max(3, rows / 3)), rows: rows)
        }
        let widest = panels.flatMap(\.amounts.ticks).reduce(0) { max($0, TextWidth.of($1.label)) }
        labelWidth = widest <= width / 3 ? widest : 0
        positions = PlotAxes.positions(chart, columns: max(1, width - labelWidth - 2))
        self.panels = panels
    }

    var lines: [String] { panels.enumerated().flatMap { legend($1, isFirst: $0 == 0) + plot($1) } + positionLines }

    var remarks: [String] {
        guard labelWidth == 0 else { return chart.remarks }
        let ranges = panels.map { panel in
            let range = panel.chart.amounts
            let ends = [range.lowerBound, range.upperBound].map { panel.chart.measure.text($0, zone: chart.zone) }
            return "from \(ends[0]) to \(ends[1])"
        }
        return chart.remarks + ["no room for the labels: the lines go \(ranges.joined(separator: " and "))"]
    }

    /// The columns of the plot, without the labels and the axis.
    private var columns: Int { max(1, width - labelWidth - 2) }

    // MARK: The lines

    private func plot(_ panel: Panel) -> [String] {
        var canvas = BrailleCanvas(columns: columns, rows: panel.rows)
        let axes = PlotAxes(positions: positions, amounts: panel.amounts)
        // The first line is drawn last, over the others.
        for (index, series) in panel.chart.series.enumerated().reversed() {
            let path = LinePath(series, axes, width: canvas.width, height: canvas.height)
            for piece in path.pieces {
                var step = 0
                for (first, last) in zip(piece, piece.dropFirst()) {
                    canvas.draw(from: first, to: last, line: index, step: &step)
                }
                if let last = piece.last { canvas.set(last, line: index) }
            }
        }
        let labels = labels(panel)
        return (0..<panel.rows).map { row in
            let label = labels[row] ?? ""
            var text = ChartText.spaces(labelWidth - TextWidth.of(label)) + label
            text += palette.paint(labels[row] == nil ? " │" : " ┤", .frame)
            for run in canvas.runs(inRow: row) { text += run.line.map { paint(run.text, $0) } ?? run.text }
            return text
        }
    }

    private func paint(_ text: String, _ line: Int) -> String {
        chart.series.count > 1 ? palette.paint(text, series: line) : palette.paint(text, .chart)
    }

    /// The labels of the ticks, by the row that they stand in.
    private func labels(_ panel: Panel) -> [Int: String] {
        var labels: [Int: String] = [:]
        for tick in panel.amounts.ticks {
            let upwards = Int((panel.amounts.fraction(of: tick.amount) * Double(4 * panel.rows - 1)).rounded())
            labels[(4 * panel.rows - 1 - upwards) / 4] = labelWidth == 0 ? "" : tick.label
        }
        return labels
    }

    // MARK: What stands around them

    private func legend(_ panel: Panel, isFirst: Bool) -> [String] {
        let place = isFirst ? " by " + chart.positionName : ""
        let chart = panel.chart
        guard chart.series.count > 1 else {
            let name = (chart.series.first?.name ?? "") + place
            return [palette.paint(ChartText.fitted(name, to: width), .heading)]
        }
        var lines = [""]
        var used = 0
        for (index, series) in chart.series.enumerated() {
            let name = ChartText.fitted(series.name, to: width - 5)
            let needed = 5 + TextWidth.of(name)
            if used > 0, used + 2 + needed > width {
                lines.append("")
                used = 0
            }
            lines[lines.count - 1] += (used > 0 ? "  " : "") + sample(index) + " " + palette.paint(name, .heading)
            used += (used > 0 ? 2 : 0) + needed
        }
        return lines
    }

    private func sample(_ line: Int) -> String {
        var canvas = BrailleCanvas(columns: 4, rows: 1)
        var step = 0
        canvas.draw(from: PlotPoint(x: 0, y: 2), to: PlotPoint(x: 8, y: 2), line: line, step: &step)
        return canvas.runs(inRow: 0).map { $0.line == nil ? $0.text : paint($0.text, line) }.joined()
    }

    /// The axis below the lines and its labels, each from its tick onwards as far as there is room.
    private var positionLines: [String] {
        var rule = Array(repeating: "─", count: columns)
        var labels = ""
        var used = 0
        for tick in positions.ticks {
            let dot = Int((positions.fraction(of: tick.amount) * Double(2 * columns - 1)).rounded())
            let length = TextWidth.of(tick.label)
            let start = min(dot / 2, columns - length)
            guard start >= used + (used > 0 ? 2 : 0) else { continue }
            rule[dot / 2] = "┬"
            labels += ChartText.spaces(start - used) + tick.label
            used = start + length
        }
        let indent = ChartText.spaces(labelWidth + 1)
        return [palette.paint(indent + "└" + rule.joined(), .frame), indent + " " + labels]
    }
}
