import OrderModel

extension FieldList {
    /// The columns of an answer: the names by which they can be asked for, and their headings where these differ.
    static func text(of result: StoredResult) -> String {
        let schema = ResultSchema(columns: result.table.columns)
        let rows = zip(schema.fields, schema.columns).map { field, column in
            let isHeaded = !field.name.utf8.elementsEqual(column.name.utf8)
            return (VisibleText.of(field.name), field.type.rawValue, isHeaded ? VisibleText.of(column.name) : "")
        }
        let width = rows.map { TextWidth.of($0.0) }.max() ?? 0
        let typeWidth = rows.map { TextWidth.of($0.1) }.max() ?? 0
        let lines = rows.map { "\($0.padded(to: width))  \($1.padded(to: typeWidth + 2))\($2)".trimmedAtEnd }
        return (lines + ["the answer to " + VisibleText.of(result.statement)]).joined(separator: "\n")
    }
}
