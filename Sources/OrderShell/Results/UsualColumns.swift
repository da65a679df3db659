import OrderEngine
import OrderEngine
import OrderModel

extension ResultTable {
    /// The answer with the usual columns of a collection beside the documents that it consists of.
    ///
    /// Without `select`, JSON answers documents and a table a few columns; whatever was shown, `_` has these columns.
    /// What doesn't answer documents stays as it is.
    ///
    /// - Throws: What a query for the columns would have failed with.
    func withUsualColumns(of collection: Collection, supplies: (Field) -> Bool) throws(FieldProblem) -> ResultTable {
        guard columns.isEmpty, rows.contains(where: { $0.document != nil }) || rows.isEmpty else { return self }
        let fields = Schema.defaultColumns(of: collection).filter(supplies)
        var completed: [ResultRow] = []
        completed.reserveCapacity(rows.count)
        for row in rows {
            guard case .object(let document)? = row.document else { return self }
            var values: [Value] = []
            for field in fields { values.append(try Self.value(of: field, in: document)) }
            completed.append(ResultRow(values: values, document: row.document))
        }
        return ResultTable(columns: fields.map { ResultColumn(name: $0.name, type: $0.type) }, rows: completed)
    }

    /// A field's value in a document of an answer, where an item or payment names the order that it is of.
    private static func value(of field: Field, in document: JSONObject) throws(FieldProblem) -> Value {
        guard let parent = field.parentField else { return try field.value(in: document) }
        let member = document[field.name].map { [JSONMember(key: parent.name, value: $0)] } ?? []
        return try parent.value(in: JSONObject(member))
    }
}
