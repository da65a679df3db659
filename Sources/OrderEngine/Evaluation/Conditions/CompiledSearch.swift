import OrderModel
package import OrderReference

/// A search ready to be tried on batches of columns, which must have those of `Schema.searchFields`.
package struct CompiledSearch: Sendable {
    private let terms: [String]

    package init(_ text: String) {
        terms = SearchTerms(text).terms
    }

    /// The orders among the given ones in which every term of the search is found.
    package func select(in rows: TableRows, among candidates: Bitmap) throws(EvaluationError) -> Bitmap {
        let terms = terms.map(FoldedText.init)
        var selected = Bitmap(count: rows.count)
        try candidates.forEach { (row) throws(EvaluationError) in
            var texts: [FoldedText] = []
            for field in Schema.searchFields {
                switch rows.value(of: field, at: row) {
                case nil:
                    throw EvaluationError(
                        ValueProblem("\(field.name) was not read from the source"),
                        at: ColumnRow(rows, row)
                    )
                case .text(let text): texts.append(FoldedText(text))
                case .number(let number): texts.append(FoldedText(number.description))
                default: break
                }
            }
            if terms.allSatisfy({ term in texts.contains { $0.contains(term) } }) { selected[row] = true }
        }
        return selected
    }
}
