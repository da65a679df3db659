/// Where the parts of a bar chart stand.
struct BarLayout: Equatable {
    let labelWidth: Int
    /// The cells of each series' bars, for the series that have room; the others are left out.
    let barCells: [Int]
    /// The room for each series' numbers, 0 where there is none.
    let numberWidths: [Int]

    /// A label is cut to this before anything is left out.
    private static let leastLabelWidth = 6
    private static let leastBarCells = 4
    /// What stands between two series.
    static let gap = 2

    init(_ chart: BarChart, width: Int) {
        let natural = ([chart.heading] + chart.labels).reduce(1) { max($0, TextWidth.of($1)) }
        let leastLabel = min(natural, Self.leastLabelWidth)
        var numbers = chart.series.map { series in series.texts.reduce(0) { max($0, TextWidth.of($1)) } }
        // The axis, the bars, a space and the number.
        func needed(_ number: Int) -> Int { 1 + Self.leastBarCells + (number > 0 ? 1 + number : 0) }
        if let first = numbers.first, leastLabel + 1 + needed(first) > width { numbers = numbers.map { _ in 0 } }
        var rest = width - leastLabel - 1 + Self.gap
        var shown = 0
        while shown < numbers.count, shown == 0 || rest >= needed(numbers[shown]) + Self.gap {
            rest -= needed(numbers[shown]) + Self.gap
            shown += 1
        }
        numberWidths = Array(numbers.prefix(shown))
        // Labels have up to two fifths of the width if they need it, or what a date takes; the bars have what is left.
        let share = chart.needsWholeLabels ? natural : max(12, width * 2 / 5)
        let granted = max(leastLabel, min(natural, share, leastLabel + max(0, rest)))
        labelWidth = granted
        let cells = max(0, rest - (granted - leastLabel))
        let count = max(shown, 1)
        barCells = (0..<shown).map { Self.leastBarCells + cells / count + ($0 < cells % count ? 1 : 0) }
    }
}
