import OrderLanguage
import OrderModel

extension Session {
    /// `\chart`: draws the last answer.
    func showChart(_ kind: ChartKind) throws {
        let result = try results.requiredResult(0)
        guard format.drawsCharts else {
            throw ShellError(.usage, "\(format.rawValue) has no charts", mend: "table, vertical and html have them")
        }
        guard ChartColumns(kind, of: result.table.columns) != nil else { throw ChartProblem.noAmounts(kind) }
        let remarks = rowRemarks(of: kind, result.table)
        try write { format, render, sink throws(OutputError) in
            var render = render
            render.chart = kind
            try format.write(result.table, remarks: remarks, settings: render, to: sink)
        }
    }

    /// What a person is told whose line goes from one named row to the next, as if that were a way.
    private func rowRemarks(of kind: ChartKind, _ table: ResultTable) -> [String] {
        guard kind == .line || kind == .sparkline, let columns = ChartColumns(kind, of: table.columns),
            columns.position == nil, columns.labels.contains(where: { !table.columns[$0].isIdentifier })
        else { return [] }
        return ["there is no time to go along: 'chart bar' names the rows"]
    }

    /// What a person is told whose bars have numbers for names though their groups have better ones, or whose line has
    /// nothing to go along.
    func nameRemarks(of query: Query, _ table: ResultTable) -> [String] {
        if let kind = query.chart, kind != .bar { return rowRemarks(of: kind, table) }
        guard query.chart == .bar, query.isGrouped, query.columns != nil, !query.groups.isEmpty,
            ChartColumns(.bar, of: table.columns)?.labels.isEmpty == true
        else { return [] }
        let keys = query.groups.map { VisibleText.of(CanonicalPrinter.print($0.expression)) }
        return ["'select \(keys.joined(separator: ", ")), …' names the bars"]
    }
}

extension OutputFormat {
    /// Whether a chart takes the place of the rows, or stands above them.
    fileprivate var drawsCharts: Bool { isForPeople || self == .html }
}
