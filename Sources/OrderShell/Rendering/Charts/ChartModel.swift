// From an answer to what is drawn of it, the same for a terminal and for a page. Pure: nothing here knows how wide a
// screen is, and nothing is left out without a remark that counts it.

import OrderModel

/// What a chart shows of an answer.
struct ChartModel {
    enum Content {
        /// Rows with a bar for each amount: `bar`, and the bins of `histogram`.
        case bars(BarChart)
        case lines(LineChart)
        /// A line of signs for each of the lines: `sparkline`.
        case sparks(LineChart)
    }

    let content: Content

    /// The chart of an answer; throws where there is nothing to draw.
    init(_ kind: ChartKind, of table: ResultTable, zone: TimeZoneRules) throws(ChartProblem) {
        guard let columns = ChartColumns(kind, of: table.columns) else { throw .noAmounts(kind) }
        guard !table.rows.isEmpty else { throw .noRows }
        let source = ChartSource(table: table, columns: columns, zone: zone)
        guard columns.values.contains(where: source.hasAmount) else {
            throw .nothingThere(columns.values.map { VisibleText.of(table.columns[$0].name) })
        }
        switch kind {
        case .bar: content = .bars(BarChart(source))
        case .histogram: content = .bars(BarChart(Histogram(source)))
        case .line: content = .lines(LineChart(source, hasAllPlaces: false))
        case .sparkline: content = .sparks(LineChart(source, hasAllPlaces: true))
        }
    }
}

/// Why an answer cannot be drawn.
enum ChartProblem: Failure, Hashable {
    /// No column is of a type that this kind of chart draws.
    case noAmounts(ChartKind)
    case noRows
    /// The columns that would be drawn are null in all rows.
    case nothingThere([String])

    var category: FailureCategory {
        if case .noAmounts = self { .usage } else { .failed }
    }

    var message: String {
        switch self {
        case .noAmounts: "no column of the answer can be drawn"
        case .noRows: "no rows to draw"
        case .nothingThere(let names): "nothing to draw: \(names.joined(separator: ", ")) is null in every row"
        }
    }

    var mend: String? {
        if case .noAmounts(let kind) = self { ChartColumns.wish(for: kind) } else { nil }
    }
}

/// An answer, and which of its columns are drawn.
struct ChartSource {
    let table: ResultTable
    let columns: ChartColumns
    let zone: TimeZoneRules

    /// The name of a column, safe to show.
    func name(_ column: Int) -> String { Self.shortened(VisibleText.of(table.columns[column].name)) }

    func measure(_ column: Int) -> ChartMeasure { ChartMeasure(table.columns[column].type) }

    /// The number that is drawn for a value; nil for null.
    func amount(_ row: ResultRow, _ column: Int) -> Decimal? {
        row.values.indices.contains(column) ? measure(column).amount(row.values[column], zone: zone) : nil
    }

    func hasAmount(_ column: Int) -> Bool {
        table.rows.contains { amount($0, column) != nil }
    }

    /// What a row is named by, safe to show.
    func label(_ row: ResultRow) -> String {
        let display = DisplayText(zone: zone)
        let parts = columns.labels.map { column in
            Self.shortened(display.of(Self.bounded(row.values[column]), isIdentifier: isName(column)))
        }
        return parts.joined(separator: Self.separator)
    }

    /// What stands between the parts of a label.
    static let separator = " · "

    private func isName(_ column: Int) -> Bool {
        table.columns[column].isIdentifier
    }

    /// A text of megabytes costs no more than one that a label has room for.
    private static func bounded(_ value: Value) -> Value {
        guard case .text(let text) = value, text.utf8.count > labelLimit else { return value }
        return .text(String(text.unicodeScalars.prefix(labelLimit)) + "…")
    }

    private static func shortened(_ text: String) -> String {
        text.utf8.count > labelLimit ? TextWidth.cut(text, to: labelLimit) : text
    }

    private static let labelLimit = 200
}
