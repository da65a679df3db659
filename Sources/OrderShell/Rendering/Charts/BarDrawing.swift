import OrderModel

/// Draws bars in a terminal, to an eighth of a cell, with the exact number at each bar's end.
///
///     status      count()
///     new        │██████████▌ 1,204
///     completed  │███▏ 350
struct BarDrawing {
    let chart: BarChart
    let layout: BarLayout
    let palette: Palette

    init(_ chart: BarChart, width: Int, palette: Palette) {
        self.chart = chart
        self.palette = palette
        layout = BarLayout(chart, width: width)
    }

    var lines: [String] {
        let shown = zip(chart.series, layout.barCells).map { ($0, BarScale($0.amounts, cells: $1)) }
        return [heading] + chart.labels.indices.map { line($0, shown) }
    }

    var remarks: [String] {
        var remarks = chart.remarks
        let hidden = chart.series.dropFirst(layout.barCells.count).map { VisibleText.isolated($0.name) }
        if !hidden.isEmpty {
            remarks.append(
                "\(hidden.count) of \(chart.series.count) columns of numbers not drawn: \(hidden.joined(separator: ", "))"
            )
        }
        if layout.numberWidths.first == 0 { remarks.append("no room for the numbers") }
        return remarks
    }

    private var heading: String {
        var text = palette.paint(ChartText.padded(chart.heading, to: layout.labelWidth), .heading)
        for (index, series) in chart.series.prefix(layout.barCells.count).enumerated() {
            let room = room(index)
            let name = ChartText.fitted(series.name, to: room)
            text += (index == 0 ? "  " : "   ") + palette.paint(name, .heading)
            if index + 1 < layout.barCells.count { text += ChartText.spaces(room - TextWidth.of(name)) }
        }
        return text
    }

    /// The columns behind the axis of a series.
    private func room(_ index: Int) -> Int {
        let number = layout.numberWidths[index]
        return layout.barCells[index] + (number > 0 ? 1 + number : 0)
    }

    private func line(_ row: Int, _ shown: [(BarChart.Series, BarScale)]) -> String {
        var text = ChartText.padded(chart.labels[row], to: layout.labelWidth) + " "
        for (index, (series, scale)) in shown.enumerated() {
            let drawn = cells(series, row, scale, hasNumber: layout.numberWidths[index] > 0)
            text += (index == 0 ? "" : ChartText.spaces(BarLayout.gap)) + drawn.text
            if index + 1 < shown.count { text += ChartText.spaces(room(index) + 1 - drawn.width) }
        }
        return text
    }

    /// One bar with its axis and its number.
    private func cells(
        _ series: BarChart.Series,
        _ row: Int,
        _ scale: BarScale,
        hasNumber: Bool
    ) -> (text: String, width: Int) {
        let amount = series.amounts[row]
        let isNegative = amount.map { $0.coefficient < 0 } ?? false
        let left = isNegative ? amount.map { Self.leftBar(scale.length($0, partsPerCell: 2)) } ?? "" : ""
        let right = isNegative ? "" : amount.map { Self.rightBar(scale.length($0, partsPerCell: 8)) } ?? ""
        var text = ChartText.spaces(scale.negativeCells - left.count) + palette.paint(left, .chart)
        text += palette.paint("│", .frame) + palette.paint(right, .chart)
        var width = scale.negativeCells + 1 + right.count
        if hasNumber {
            let number = series.texts[row]
            // A bar to the left has its number on the side that it leaves free.
            text += " " + (amount == nil ? palette.paint(number, .null) : number)
            width += 1 + TextWidth.of(number)
        }
        return (text, width)
    }

    /// A bar that begins at the left, of so many eighths of a cell.
    private static func rightBar(_ eighths: Int) -> String {
        let part: [String] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + part[eighths % 8]
    }

    /// A bar that ends at the right, of so many halves of a cell; there are no finer blocks that every font has.
    private static func leftBar(_ halves: Int) -> String {
        (halves % 2 == 1 ? "▐" : "") + String(repeating: "█", count: halves / 2)
    }
}

/// Pieces of a chart's lines.
enum ChartText {
    static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    /// A text cut to a width, that keeps its direction to itself.
    static func fitted(_ text: String, to width: Int) -> String {
        VisibleText.isolated(TextWidth.cut(text, to: width))
    }

    static func padded(_ text: String, to width: Int) -> String {
        let fitted = fitted(text, to: width)
        return fitted + spaces(width - TextWidth.of(fitted))
    }
}
