import OrderModel

/// Rows with names, and bars for their amounts: one column of bars for each column of amounts, each on a scale of its
/// own, since a count and a sum of money have none in common.
struct BarChart {
    /// One column of bars.
    struct Series {
        let name: String
        /// For each row; nil for null.
        let amounts: [Decimal?]
        /// The exact text of each amount.
        let texts: [String]
    }

    /// What the rows are named by.
    let heading: String
    let labels: [String]
    let series: [Series]
    var remarks: [String] = []
    /// Whether a label in part would tell nothing: the borders of a bin.
    private(set) var needsWholeLabels = false

    /// The most rows that are drawn: the weeks of a year, and somewhat more.
    static let rowLimit = 60

    init(_ source: ChartSource) {
        let rows = source.table.rows.prefix(Self.rowLimit)
        let names = source.columns.labels.map(source.name)
        heading = names.isEmpty ? "row" : names.joined(separator: ChartSource.separator)
        labels =
            names.isEmpty ? rows.indices.map { DisplayText.grouped(Decimal($0 + 1)) } : rows.map(source.label)
        series = source.columns.values.map { column in
            let amounts = rows.map { source.amount($0, column) }
            let measure = source.measure(column)
            let texts = amounts.map { $0.map { measure.text($0, zone: source.zone) } ?? DisplayText.null }
            return Series(name: source.name(column), amounts: amounts, texts: texts)
        }
        let count = source.table.rows.count
        if count > Self.rowLimit {
            remarks = ["the first \(Self.rowLimit) of \(Quantity.grouped(count)) rows are drawn"]
        }
    }

    init(_ histogram: Histogram) {
        heading = histogram.name
        labels = histogram.bins.map(\.label)
        let counts = histogram.bins.map { Decimal($0.count) }
        series = [Series(name: "rows", amounts: counts, texts: counts.map(DisplayText.grouped))]
        remarks = histogram.remarks
        needsWholeLabels = true
    }
}

/// How many cells the bars of a series have on either side of zero, and how much of them a bar fills.
struct BarScale {
    private let least: Double
    private let most: Double
    /// The cells to the left of zero.
    let negativeCells: Int
    let positiveCells: Int

    init(_ amounts: [Decimal?], cells: Int) {
        let amounts = amounts.compactMap { $0?.approximation }
        least = min(0, amounts.min() ?? 0)
        most = max(0, amounts.max() ?? 0)
        guard least < 0 else {
            (negativeCells, positiveCells) = (0, max(1, cells))
            return
        }
        let share = least / (least - most) * Double(cells)
        let isMixed = most > 0
        negativeCells = min(max(1, Int(share.rounded())), max(1, isMixed ? cells - 1 : cells))
        positiveCells = isMixed ? max(1, cells - negativeCells) : 0
    }

    /// The length of a bar in parts of a cell; anything but zero has one at least.
    func length(_ amount: Decimal, partsPerCell: Int) -> Int {
        let size = amount.approximation
        guard amount.coefficient != 0, most > least else { return 0 }
        let cells = size < 0 ? negativeCells : positiveCells
        let whole = size < 0 ? least : most
        return max(1, Int((size / whole * Double(cells * partsPerCell)).rounded()))
    }
}
