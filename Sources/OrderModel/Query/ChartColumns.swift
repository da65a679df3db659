/// Which columns of an answer a chart draws, by their positions; the checker and the drawing ask the same.
///
/// Numbers that identify something (`id`, `customer.id`) or tell a bucket of time (`hour(…)`, `weekday(…)`) are names
/// and never drawn.
package struct ChartColumns: Sendable, Hashable {
    /// What the rows are named by.
    package private(set) var labels: [Int] = []
    /// What a line goes along; nil where it goes from row to row.
    package private(set) var position: Int?
    /// What is drawn; never empty.
    package private(set) var values: [Int] = []

    /// The columns for a kind of chart; nil when none of them can be drawn.
    package init?(_ kind: ChartKind, of columns: [ResultColumn]) {
        switch kind {
        case .histogram:
            guard let value = columns.firstIndex(where: { $0.isAmount || $0.type == .instant }) else { return nil }
            values = [value]
        case .bar:
            values = columns.indices.filter { columns[$0].isAmount }
            let names = columns.indices.filter { !columns[$0].isAmount && columns[$0].canName }
            // A moment tells something of a row, as its numbers do, wherever something else names it.
            let others = names.filter { columns[$0].type != .instant }
            labels = others.isEmpty ? names : others
            // Where nothing else names the rows the first of several numbers does.
            if labels.isEmpty, values.count > 1 { labels = [values.removeFirst()] }
        case .line, .sparkline:
            values = columns.indices.filter { columns[$0].isAmount }
            position = columns.firstIndex { $0.type.isTemporal } ?? columns.firstIndex(where: \.isTimeBucket)
            if position == nil, values.count > 1 { position = values.removeFirst() }
            labels = columns.indices.filter { $0 != position && !columns[$0].isAmount && columns[$0].canName }
            // One scale for all: amounts of one sort.
            let isDuration = values.first.map { columns[$0].type == .duration }
            values.removeAll { (columns[$0].type == .duration) != isDuration }
        }
        if values.isEmpty { return nil }
    }

    /// What a query has to select to be drawn, for messages.
    package static func wish(for kind: ChartKind) -> String {
        kind == .histogram
            ? "select a number or an instant, as in 'select total'"
            : "select a number, as in 'group by status select status, count()'"
    }
}

extension ResultColumn {
    /// Whether its numbers are names: they have no separators, and no sum means anything.
    package var isIdentifier: Bool { name == "id" || name.hasSuffix(".id") }

    /// Whether its numbers count the hours of a day or the days of a week.
    package var isTimeBucket: Bool {
        type == .integer && (name.hasPrefix("hour(") || name.hasPrefix("weekday("))
    }

    /// Whether its values have a size that can be drawn.
    fileprivate var isAmount: Bool {
        type == .duration || (type.isNumeric && !isIdentifier && !isTimeBucket)
    }

    fileprivate var canName: Bool { type != .document && type != .object }
}
