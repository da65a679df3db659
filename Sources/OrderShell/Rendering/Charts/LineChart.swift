import OrderModel

/// Lines through the rows of an answer, by one scale; `panels` shares them out where one would hide some.
///
/// A line is broken where a value is null, and where a calendar period between two rows has none: nothing is invented
/// between them. Whole numbers that mostly follow each other, such as hours, are taken for such periods too.
struct LineChart {
    struct Point: Equatable {
        let position: Decimal
        /// Nil where the line is broken.
        let amount: Decimal?
    }

    struct Series {
        let name: String
        /// Which of the columns that are drawn it shows.
        let column: Int
        var points: [Point]
    }

    /// What stands along the line: a column's name, or `row`.
    let positionName: String
    let positionMeasure: ChartMeasure
    private(set) var measure: ChartMeasure
    /// The measure of each column that is drawn.
    private let measures: [ChartMeasure]
    let zone: TimeZoneRules
    private(set) var series: [Series] = []
    private(set) var remarks: [String] = []

    /// The most lines that can be told apart.
    static let seriesLimit = 6

    /// The lines of an answer; `hasAllPlaces` if each place without a row counts, and not only that the line is broken.
    init(_ source: ChartSource, hasAllPlaces: Bool) {
        let position = source.columns.position
        positionName = position.map(source.name) ?? "row"
        positionMeasure = position.map(source.measure) ?? .number(isWhole: true)
        measures = source.columns.values.map(source.measure)
        measure = measures.first ?? .number(isWhole: false)
        zone = source.zone
        let isSplit = Self.isSplit(source)
        takeRows(source, isSplit: isSplit)
        if isSplit || series.count > Self.seriesLimit { sortNames() }
        breakAtGaps(LineGaps(source), placeLimit: hasAllPlaces ? LineGaps.wholeLimit : 1)
    }

    /// The lowest and the highest amount of all lines.
    var amounts: ClosedRange<Decimal> { Self.range(series.flatMap { $0.points.lazy.compactMap(\.amount) }) }
    var positions: ClosedRange<Decimal> { Self.range(series.flatMap { $0.points.lazy.map(\.position) }) }

    private static func range(_ amounts: [Decimal]) -> ClosedRange<Decimal> {
        let least = amounts.min() ?? .zero
        return least...max(least, amounts.max() ?? .zero)
    }

    /// The chart with one of its lines alone.
    func keepingLine(_ number: Int) -> LineChart {
        var chart = self
        chart.series = [series[number]]
        return chart
    }

    /// Columns whose greatest amounts differ by more than this factor would lie flat beside each other.
    private static let steepestFactor = 10.0

    /// The chart in parts that can be read, each by a scale of its own: one for each column if they are of very
    /// different size, else all of it.
    var panels: [LineChart] {
        var sizes: [Int: Double] = [:]
        for line in series {
            let size = line.points.reduce(0) { max($0, abs($1.amount?.approximation ?? 0)) }
            sizes[line.column] = max(sizes[line.column] ?? 0, size)
        }
        let known = sizes.values.filter { $0 > 0 }
        guard let least = known.min(), let most = known.max(), most > Self.steepestFactor * least else { return [self] }
        return sizes.keys.sorted().map { column in
            var chart = self
            chart.series = series.filter { $0.column == column }
            chart.measure = measures[column]
            return chart
        }
    }

    // MARK: The rows

    /// Shares the rows out among the lines: one for each column of amounts, and for each name where several rows
    /// stand at the same place.
    private mutating func takeRows(_ source: ChartSource, isSplit: Bool) {
        let place = source.columns.position
        var lines: [[UInt8]: Int] = [:]
        var nowhere = 0
        for (index, row) in source.table.rows.enumerated() {
            guard let position = place.map({ source.amount(row, $0) }) ?? Decimal(index + 1) else {
                nowhere += 1
                continue
            }
            let label = isSplit ? source.label(row) : ""
            for (column, value) in source.columns.values.enumerated() {
                let name = Self.lineName(label, source, value)
                let line = lines[Array(name.utf8), default: series.count]
                if line == series.count {
                    lines[Array(name.utf8)] = line
                    series.append(Series(name: name, column: column, points: []))
                }
                series[line].points.append(Point(position: position, amount: source.amount(row, value)))
            }
        }
        for line in series.indices { series[line].points.sort { $0.position < $1.position } }
        if nowhere > 0 {
            remarks.append("\(Quantity.grouped(nowhere)) \(nowhere == 1 ? "row has" : "rows have") no \(positionName)")
        }
    }

    private static func lineName(_ label: String, _ source: ChartSource, _ column: Int) -> String {
        if label.isEmpty { return source.name(column) }
        return source.columns.values.count == 1 ? label : label + ChartSource.separator + source.name(column)
    }

    /// Whether each name has a line of its own; moments are rarely the same, and rows that come one after the other
    /// never are.
    private static func isSplit(_ source: ChartSource) -> Bool {
        guard let position = source.columns.position, !source.columns.labels.isEmpty,
            source.table.columns[position].type != .instant
        else { return false }
        var seen: Set<Decimal> = []
        return !source.table.rows.allSatisfy { row in
            source.amount(row, position).map { seen.insert($0).inserted } ?? true
        }
    }

    private mutating func breakAtGaps(_ gaps: LineGaps, placeLimit: Int) {
        for line in series.indices {
            let points = series[line].points
            var placeCount = 0
            var broken: [Point] = []
            for point in points {
                if let last = broken.last {
                    let limit = max(1, placeLimit - placeCount)
                    let places = gaps.places(between: last.position, and: point.position, limit: limit)
                    placeCount += places.count
                    broken += places.map { Point(position: $0, amount: nil) }
                }
                broken.append(point)
            }
            series[line].points = broken
        }
    }

    // MARK: The order of lines

    /// Puts the lines of names in the order of their size, and leaves those out that are too many to be told apart.
    private mutating func sortNames() {
        let sizes = series.map { $0.points.reduce(0) { $0 + abs($1.amount?.approximation ?? 0) } }
        let sorted = series.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
        if series.count > Self.seriesLimit {
            remarks.append("the \(Self.seriesLimit) largest of \(Quantity.grouped(series.count)) lines are drawn")
        }
        series = sorted.prefix(Self.seriesLimit).map { series[$0] }
    }
}
