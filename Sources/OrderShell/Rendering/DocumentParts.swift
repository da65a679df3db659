import OrderModel

/// One order as people look at it: its own fields, and its items and payments as tables.
///
/// A list that holds anything but objects stays the value that it is.
struct DocumentParts {
    let fields: [(column: ResultColumn, value: Value)]
    let tables: [(collection: Collection, table: ResultTable)]

    init(_ document: JSONObject) {
        let tables = [Collection.items, .payments].compactMap { collection in
            Self.objects(of: document[collection.rawValue]).map { (collection, Self.table(of: $0, in: collection)) }
        }
        let taken = Set(tables.map(\.0.rawValue))
        self.tables = tables
        fields = DocumentFields(document, of: .orders).fields.filter { !taken.contains($0.column.name) }.map {
            ($0.column, DocumentFields.value($0.value, type: $0.column.type))
        }
    }

    private static func objects(of value: JSONValue?) -> [JSONObject]? {
        guard case .array(let elements) = value else { return nil }
        let objects = elements.compactMap { element -> JSONObject? in
            if case .object(let object) = element { return object }
            return nil
        }
        return objects.count == elements.count ? objects : nil
    }

    /// A column for each name that any of the objects has.
    private static func table(of objects: [JSONObject], in collection: Collection) -> ResultTable {
        let rows = objects.map { DocumentFields($0, of: collection).fields }
        var columns: [ResultColumn] = []
        // By bytes: names that Unicode takes for equal are two all the same.
        var positions: [[UInt8]: Int] = [:]
        for field in rows.joined() where positions[Array(field.column.name.utf8)] == nil {
            positions[Array(field.column.name.utf8)] = columns.count
            columns.append(field.column)
        }
        return ResultTable(
            columns: columns,
            rows: rows.map { fields in
                var values = [Value](repeating: .null, count: columns.count)
                for field in fields {
                    guard let position = positions[Array(field.column.name.utf8)] else { continue }
                    values[position] = DocumentFields.value(field.value, type: columns[position].type)
                }
                return ResultRow(values: values)
            }
        )
    }
}
