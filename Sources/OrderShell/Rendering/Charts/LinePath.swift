import OrderModel

/// A place in a drawing: so many dots or pixels from the left and from the top.
struct PlotPoint: Hashable {
    var x: Int
    var y: Int
}

/// The way of a line through a drawing, in pieces where it is broken.
///
/// However many rows there are, each column of dots has four points at most: the first, the lowest, the highest and
/// the last of those that fall into it, which is all that can be seen of them.
struct LinePath {
    private(set) var pieces: [[PlotPoint]] = []
    /// Whether points fell into one column and were left out.
    private(set) var isReduced = false

    private var piece: [PlotPoint] = []
    private var column: [PlotPoint] = []

    init(_ series: LineChart.Series, _ axes: PlotAxes, width: Int, height: Int) {
        for point in series.points {
            guard let amount = point.amount else {
                endPiece()
                continue
            }
            let across = axes.positions.fraction(of: point.position) * Double(width - 1)
            let upwards = axes.amounts.fraction(of: amount) * Double(height - 1)
            add(PlotPoint(x: Int(across.rounded()), y: height - 1 - Int(upwards.rounded())))
        }
        endPiece()
    }

    private mutating func add(_ point: PlotPoint) {
        if let last = column.last, last.x != point.x { endColumn() }
        column.append(point)
        guard column.count > 4 else { return }
        // Of those between the ends only the extremes matter, in the order in which they came.
        isReduced = true
        let inner = column.indices.dropFirst().dropLast()
        let lowest = inner.max { column[$0].y < column[$1].y } ?? 1
        let highest = inner.min { column[$0].y < column[$1].y } ?? 1
        let kept = Set([column.startIndex, lowest, highest, column.endIndex - 1])
        column = kept.sorted().map { column[$0] }
    }

    private mutating func endColumn() {
        piece += column
        column = []
    }

    private mutating func endPiece() {
        endColumn()
        if !piece.isEmpty { pieces.append(piece) }
        piece = []
    }
}

/// The two axes of a drawing of lines.
struct PlotAxes {
    let positions: ChartAxis
    let amounts: ChartAxis

    /// Axes for a drawing that has room for so many columns of text across, and so many ticks upwards.
    init(_ chart: LineChart, columns: Int, tickLimit: Int) {
        amounts = Self.amounts(chart, tickLimit: tickLimit)
        positions = Self.positions(chart, columns: columns)
    }

    init(positions: ChartAxis, amounts: ChartAxis) {
        self.positions = positions
        self.amounts = amounts
    }

    static func amounts(_ chart: LineChart, tickLimit: Int) -> ChartAxis {
        .amounts(withZero(chart.amounts), chart.measure, tickLimit: tickLimit, isWidened: true)
    }

    static func positions(_ chart: LineChart, columns: Int) -> ChartAxis {
        let range = chart.positions
        let areDates = chart.positionMeasure == .date
        if areDates || chart.positionMeasure == .instant, let lower = range.lowerBound.wholeNumber,
            let upper = range.upperBound.wholeNumber
        {
            let instants = Instant(microseconds: Int64(lower))...Instant(microseconds: Int64(upper))
            return .instants(instants, zone: chart.zone, room: columns, areDates: areDates)
        }
        let widest = [range.lowerBound, range.upperBound].map { chart.positionMeasure.text($0, zone: chart.zone).count }
        let limit = columns / ((widest.max() ?? 1) + 3)
        return .amounts(range, chart.positionMeasure, tickLimit: max(2, limit))
    }

    /// The range with zero, unless all of it lies far from there: a line's height should mean something.
    private static func withZero(_ range: ClosedRange<Decimal>) -> ClosedRange<Decimal> {
        let (least, most) = (range.lowerBound, range.upperBound)
        if least.coefficient > 0, least.approximation <= most.approximation / 2 || least == most { return .zero...most }
        if most.coefficient < 0, most.approximation >= least.approximation / 2 || least == most {
            return least ... .zero
        }
        return range
    }
}
