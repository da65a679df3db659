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
        try write { format, render, sink throws(OutputError) in
            var render = render
            render.chart = kind
            try format.write(result.table, settings: render, to: sink)
        }
    }

    /// What a person is told whose bars have numbers for names, though their groups have better ones.
    func nameRemarks(of query: Query, _ table: ResultTable) -> [String] {
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
