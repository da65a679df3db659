internal import OrderModel

extension Checker {
    /// Reports a chart that none of the columns can be drawn in: before anything is sent.
    mutating func checkChart(_ builder: QueryBuilder) {
        guard let kind = builder.query.chart, ChartColumns(kind, of: builder.answer.columns) == nil,
            let clause = builder.syntax.clauses.first(where: { if case .chart = $0.kind { true } else { false } })
        else { return }
        report("no column of the answer can be drawn", at: clause.range, hint: ChartColumns.wish(for: kind))
    }
}
