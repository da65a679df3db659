/// The answer to a query: named, typed columns and their rows, in order.
package struct ResultTable: Sendable {
    package let columns: [ResultColumn]
    package let rows: [ResultRow]

    package init(columns: [ResultColumn], rows: [ResultRow]) {
        self.columns = columns
        self.rows = rows
    }
}

/// A column of an answer.
package struct ResultColumn: Sendable, Hashable {
    /// The alias, or the expression in canonical form.
    package let name: String
    package let type: ValueType

    package init(name: String, type: ValueType) {
        self.name = name
        self.type = type
    }
}

/// A row of an answer: one value per column.
package struct ResultRow: Sendable {
    package let values: [Value]
    /// The whole document, where the query selects no columns: what `json` and `ndjson` write.
    package let document: JSONValue?

    package init(values: [Value], document: JSONValue? = nil) {
        self.values = values
        self.document = document
    }
}
