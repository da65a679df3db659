import OrderModel

/// Draws each line as one line of text, by a scale of its own, with its least, greatest and last amount.
///
///     count()  ▁▂▃▅▇█▅  min 12, max 340, last 201
struct SparkDrawing {
    let chart: LineChart
    let palette: Palette
    private let width: Int
    private let labelWidth: Int
    /// For each line its least, greatest and last amount.
    private let summaries: [String]
    /// Whether they stand behind the signs, and not below them.
    private let hasRoomBeside: Bool
    /// How many points one sign stands for, the same in all lines.
    private let pointsPerSign: Int

    private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    /// Fewer signs than this say less than a line more costs.
    private static let leastSigns = 40

    init(_ chart: LineChart, width: Int, palette: Palette) {
        self.chart = chart
        self.palette = palette
        self.width = width
        labelWidth = min(width / 3, chart.series.reduce(1) { max($0, TextWidth.of($1.name)) })
        summaries = chart.series.map { Self.summary($0, chart) }
        let pointCount = chart.series.reduce(0) { max($0, $1.points.count) }
        let roomBeside = width - labelWidth - 4 - summaries.reduce(0) { max($0, TextWidth.of($1)) }
        hasRoomBeside = roomBeside >= min(pointCount, Self.leastSigns)
        let room = max(1, hasRoomBeside ? roomBeside : width - labelWidth - 2)
        pointsPerSign = max(1, (pointCount + room - 1) / room)
    }

    var lines: [String] { zip(chart.series, summaries).flatMap(lines) }

    var remarks: [String] {
        guard pointsPerSign > 1 else { return chart.remarks }
        return chart.remarks + ["each sign is the greatest of \(Quantity.grouped(pointsPerSign)) rows"]
    }

    private func lines(_ series: LineChart.Series, _ summary: String) -> [String] {
        let head = palette.paint(ChartText.padded(series.name, to: labelWidth), .heading) + "  "
        let signs = palette.paint(signs(series), .chart)
        guard hasRoomBeside else {
            let indent = ChartText.spaces(min(2, width - 1))
            return [head + signs] + TextWrapping.lines(of: summary, width: width - indent.count).map { indent + $0 }
        }
        return [head + signs + "  " + summary]
    }

    private static func summary(_ series: LineChart.Series, _ chart: LineChart) -> String {
        let amounts = series.points.compactMap(\.amount)
        guard let least = amounts.min(), let most = amounts.max(), let last = amounts.last else {
            return DisplayText.null
        }
        func text(_ amount: Decimal) -> String { chart.measure.text(amount, zone: chart.zone) }
        return "min \(text(least)), max \(text(most)), last \(text(last))"
    }

    private func signs(_ series: LineChart.Series) -> String {
        let amounts = series.points.compactMap(\.amount)
        let axis = ChartAxis(lower: amounts.min() ?? .zero, upper: amounts.max() ?? .zero)
        let signs = stride(from: 0, to: series.points.count, by: pointsPerSign).map { start -> Character in
            let group = series.points[start..<min(start + pointsPerSign, series.points.count)]
            guard let greatest = group.compactMap(\.amount).max() else { return " " }
            return Self.levels[min(7, Int(axis.fraction(of: greatest) * 8))]
        }
        return String(signs)
    }
}
