import OrderModel
import OrderReference

/// The rows of one batch as candidates for the answer: what decides their places, and what is kept of them.
struct BatchCandidates {
    /// Where the values come from that decide a row's place.
    let keySources: [RowReader.Source]
    private let reader: RowReader
    private let columnSources: [RowReader.Source]
    private let computation: PreparedQuery.ColumnComputation
    private let documents: BatchDocuments

    init(_ rows: TableRows, _ query: PreparedQuery, _ evaluator: Evaluator, _ keys: [Expression]) {
        let reader = RowReader(rows: rows, evaluator: evaluator)
        self.reader = reader
        computation = query.computation
        keySources = keys.map(reader.source)
        if case .last = computation {
            columnSources = []
        } else {
            columnSources = query.shape.columns.map(reader.source)
        }
        documents = BatchDocuments(rows.table.documents)
    }

    func key(_ index: Int, at row: Int) throws(EvaluationError) -> Value {
        try reader.value(keySources[index], at: row)
    }

    /// All that decides a row's place.
    func keys(at row: Int) throws(EvaluationError) -> [Value] {
        var keys: [Value] = []
        keys.reserveCapacity(keySources.count + 1)
        for source in keySources { keys.append(try reader.value(source, at: row)) }
        keys.append(.number(Decimal(reader.rows.position(of: row))))
        return keys
    }

    /// What is kept of a row.
    func content(at row: Int) throws(EvaluationError) -> RowContent {
        switch computation {
        case .immediately: return .answered(try answer(at: row))
        case .tentatively:
            do throws(EvaluationError) {
                return .answered(try answer(at: row))
            } catch {
                return .failed(error)
            }
        case .last: return try reference(to: row)
        }
    }

    /// The rows as parts of their whole orders.
    func wholeRows(at rows: [Int]) throws -> [Row] {
        var orderRows: [Int] = []
        for row in rows {
            let orderRow = reader.rows.orderRow(of: row)
            if orderRows.last != orderRow { orderRows.append(orderRow) }
        }
        let orders = try documents.documents.orders(at: orderRows)
        var wholeRows: [Row] = []
        var place = 0
        for row in rows {
            if orderRows[place] != reader.rows.orderRow(of: row) { place += 1 }
            wholeRows.append(try orders[place].row(reader.rows.position(of: row), in: reader.rows.collection))
        }
        return wholeRows
    }

    private func answer(at row: Int) throws(EvaluationError) -> ResultRow {
        var values: [Value] = []
        values.reserveCapacity(columnSources.count)
        for source in columnSources { values.append(try reader.value(source, at: row)) }
        return ResultRow(values: values)
    }

    /// The way back to a row; a document that is in memory is kept by itself, without its batch.
    private func reference(to row: Int) throws(EvaluationError) -> RowContent {
        let (orderRow, position) = (reader.rows.orderRow(of: row), reader.rows.position(of: row))
        if let memory = documents.documents as? DocumentsInMemory, let order = memory.orders(at: [orderRow]).first {
            return .plain(try order.row(position, in: reader.rows.collection))
        }
        if let detached = documents.documents.detached(row: orderRow) {
            return .reference(BatchDocuments(detached), orderRow: 0, position: position)
        }
        return .reference(documents, orderRow: orderRow, position: position)
    }
}

extension Order {
    /// The order itself, or the item or payment that stands at a place of it.
    func row(_ position: Int, in collection: Collection) throws(EvaluationError) -> Row {
        guard let row = Row.row(of: self, at: position, in: collection) else {
            throw EvaluationError(ValueProblem("\(collection.rawValue) have changed while they were read"), in: self)
        }
        return row
    }
}
