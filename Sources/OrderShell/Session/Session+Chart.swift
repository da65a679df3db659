import OrderModel

extension Session {
    /// `\chart`: draws the last answer.
    func showChart(_ kind: ChartKind) throws {
        guard let result = results.result(0) else {
            throw ShellError(.usage, "there is no answer to draw yet", mend: "ask a query first")
        }
        guard format.drawsCharts else {
            throw ShellError(.usage, "\(format.rawValue) has no charts", mend: "\\format table draws them")
        }
        guard ChartColumns(kind, of: result.table.columns) != nil else { throw ChartProblem.noAmounts(kind) }
        try write { format, render, sink throws(OutputError) in
            var render = render
            render.chart = kind
            try format.write(result.table, settings: render, to: sink)
        }
    }
}

extension OutputFormat {
    /// Whether a chart takes the place of the rows, or stands above them.
    fileprivate var drawsCharts: Bool { isForPeople || self == .html }
}
