import OrderModel

/// Draws bars for a page: as in a terminal, one row below the other.
struct BarSVG {
    let chart: BarChart

    private static let rowHeight = 20
    private static let barHeight = 14
    private static let gap = 8
    /// The most columns of bars; more would leave none of them room.
    private static let seriesLimit = 4
    private static let leastBarWidth = 40
    private static let labelLimit = 32

    init(_ chart: BarChart) { self.chart = chart }

    var element: String {
        var canvas = SVGCanvas(height: Self.rowHeight * (chart.labels.count + 1) + Self.gap)
        canvas.text(cut(chart.heading), x: 0, y: baseline(0), isStrong: true)
        for (row, label) in chart.labels.enumerated() { canvas.text(cut(label), x: 0, y: baseline(row + 1)) }
        let width = (canvas.width - labelWidth) / shown.count
        for (index, series) in shown.enumerated() {
            draw(series, index, at: labelWidth + index * width, width: width - Self.gap, in: &canvas)
        }
        let names = shown.map(\.name).joined(separator: ", ")
        return canvas.element(title: "\(names) by \(chart.heading)", description: description)
    }

    var remarks: [String] {
        let hidden = chart.series.count - shown.count
        guard hidden > 0 else { return chart.remarks }
        return chart.remarks + ["\(hidden) of \(chart.series.count) columns of numbers not drawn"]
    }

    private var shown: ArraySlice<BarChart.Series> { chart.series.prefix(Self.seriesLimit) }

    private var description: String {
        let ranges = shown.map { series in
            let known = zip(series.amounts, series.texts).compactMap { amount, text in amount.map { ($0, text) } }
            guard let least = known.min(by: { $0.0 < $1.0 }), let most = known.max(by: { $0.0 < $1.0 }) else {
                return series.name
            }
            return "\(series.name) from \(least.1) to \(most.1)"
        }
        return "\(chart.labels.count) bars: \(ranges.joined(separator: ", "))"
    }

    private var labelWidth: Int {
        let widest = ([chart.heading] + chart.labels).reduce(1) { max($0, TextWidth.of(cut($1))) }
        return widest * SVGCanvas.columnWidth + Self.gap
    }

    private func cut(_ label: String) -> String { TextWidth.cut(label, to: Self.labelLimit) }

    private func baseline(_ row: Int) -> Int { row * Self.rowHeight + Self.barHeight }

    private func draw(_ series: BarChart.Series, _ index: Int, at left: Int, width: Int, in canvas: inout SVGCanvas) {
        let widest = series.texts.reduce(0) { max($0, TextWidth.of($1)) } * SVGCanvas.columnWidth + Self.gap
        // The table has the numbers too.
        let hasNumbers = width - widest >= Self.leastBarWidth
        let scale = BarScale(series.amounts, cells: hasNumbers ? width - widest : width)
        let zero = left + scale.negativeCells
        let nameWidth = max(1, width / SVGCanvas.columnWidth)
        canvas.text(TextWidth.cut(series.name, to: nameWidth), x: left, y: baseline(0), isStrong: true)
        for row in chart.labels.indices {
            var end = zero
            if let amount = series.amounts[row] {
                let length = scale.length(amount, partsPerCell: 1)
                let isNegative = amount.coefficient < 0
                let corner = PlotPoint(x: isNegative ? zero - length : zero, y: (row + 1) * Self.rowHeight + 3)
                let title = "\(chart.labels[row]): \(series.texts[row])"
                if length > 0 {
                    canvas.bar(corner, width: length, height: Self.barHeight, series: index, title: title)
                }
                if !isNegative { end += length }
            }
            if hasNumbers { canvas.text(series.texts[row], x: end + Self.gap / 2, y: baseline(row + 1)) }
        }
        let bottom = (chart.labels.count + 1) * Self.rowHeight
        canvas.line(PlotPoint(x: zero, y: Self.rowHeight), PlotPoint(x: zero, y: bottom))
    }
}
