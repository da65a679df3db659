package import OrderModel
package import OrderReference

/// A search ready to be tried on batches of columns, which must have those of its fields.
///
/// An order that does not supply one of the fields at all, which is not the same as a null, is never among the
/// columns; so here every field can be looked at.
package struct CompiledSearch: Sendable {
    package let fields: [Field]
    private let terms: [TextNeedle]

    package init(_ text: String, in fields: [Field] = Schema.searchFields, folding: TextFolding = .lowerCase) {
        self.fields = fields
        terms = SearchTerms(text).decisive(folding).map { TextNeedle($0, .contains, folding: folding) }
    }

    private init(_ term: TextNeedle, in fields: [Field]) {
        self.fields = fields
        terms = [term]
    }

    /// The search for each term alone, for whoever wants to stop between two of them.
    package var parts: [CompiledSearch] { terms.map { CompiledSearch($0, in: fields) } }

    /// The orders among the given ones in which every term of the search is found.
    ///
    /// Fails only where a search field's column is not there.
    package func select(in rows: TableRows, among candidates: Bitmap) throws(EvaluationError) -> Bitmap {
        var columns: [Column] = []
        for field in fields {
            guard case .own(let column) = rows.column(of: field) else {
                throw EvaluationError(place: "the search", problem: "\(field.name) was not read from the source")
            }
            columns.append(column)
        }
        var selected = candidates
        for term in terms where !selected.isEmpty {
            var missing = selected
            for column in columns where !missing.isEmpty {
                missing.subtract(Self.rows(of: column, with: term, among: missing))
            }
            selected.subtract(missing)
        }
        return selected
    }

    private static func rows(of column: Column, with term: TextNeedle, among candidates: Bitmap) -> Bitmap {
        var rows = Bitmap(count: column.count)
        switch column.storage {
        case .texts(let texts): rows = texts.rows(with: term, among: candidates)
        case .codes(let codes, let entries): rows = .filtering(codes, entries.rows(with: term, among: nil))
        case .numbers(let values, let scale): rows = term.rows(of: values, scale: scale, among: candidates)
        case .instants, .booleans, .documents: break
        }
        rows.complete(column.presence, acceptsNull: false)
        return rows
    }
}

extension TextNeedle {
    /// The numbers in whose spelling this is found.
    fileprivate func rows(of values: [Int64], scale: Int, among candidates: Bitmap) -> Bitmap {
        var rows = Bitmap(count: values.count)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let isNumeric = bytes.allSatisfy { digits.contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
        guard isNumeric else { return rows }
        candidates.forEach { row in
            var spelling = Decimal(coefficient: Int128(values[row]), scale: scale).description
            if spelling.withUTF8({ matches(UnsafeRawBufferPointer($0)) }) { rows[row] = true }
        }
        return rows
    }
}
