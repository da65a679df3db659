import OrderModel
import OrderReference

/// Computes the columns of the answer's rows that were left for the end.
struct RowComputation {
    private let shape: AnswerShape
    private let evaluator: Evaluator
    /// The fields of orders that the columns look at; nil where whole documents are needed.
    private let fields: [Field]?

    init(_ shape: AnswerShape, _ evaluator: Evaluator) {
        self.shape = shape
        self.evaluator = evaluator
        var needed = NeededFields()
        for column in shape.columns { needed.insert(column) }
        fields = shape.collection == .orders && !shape.keepsDocuments ? needed.orders : nil
    }

    /// The rows of the answer; of several failures, that of the first row is told.
    func rows(for ranked: some RandomAccessCollection<RankedRow>) throws -> [ResultRow] {
        let referenced = try referencedRows(ranked)
        var answer: [ResultRow] = []
        answer.reserveCapacity(ranked.count)
        for (place, row) in ranked.enumerated() {
            try Task.checkCancellation()
            switch row.content {
            case .answered(let row): answer.append(row)
            case .failed(let error): throw error
            case .plain(let row): answer.append(try shape.answer(row, evaluator))
            case .reference: if let row = try referenced[place]?.get() { answer.append(row) }
            }
        }
        return answer
    }

    /// The rows that are only referred to, by their places in the answer; each batch is asked once.
    private func referencedRows(_ ranked: some RandomAccessCollection<RankedRow>) throws -> [Int: Result<
        ResultRow, EvaluationError
    >] {
        var batches: [ObjectIdentifier: (batch: BatchDocuments, places: [Place])] = [:]
        for (place, row) in ranked.enumerated() {
            guard case .reference(let batch, let orderRow, let position) = row.content else { continue }
            let entry = Place(answer: place, orderRow: orderRow, position: position)
            batches[ObjectIdentifier(batch), default: (batch, [])].places.append(entry)
        }
        var rows: [Int: Result<ResultRow, EvaluationError>] = [:]
        for (batch, places) in batches.values {
            let orderRows = Set(places.map(\.orderRow)).sorted()
            let results = try results(batch.documents, orderRows, places)
            for (place, result) in zip(places, results) { rows[place.answer] = result }
        }
        return rows
    }

    /// Where a row stands in the answer and in its batch.
    private struct Place {
        let answer: Int
        let orderRow: Int
        let position: Int
    }

    private func results(
        _ documents: any RowDocuments,
        _ orderRows: [Int],
        _ places: [Place]
    ) throws -> [Result<ResultRow, EvaluationError>] {
        if let rows = rowsFromFields(documents, orderRows) {
            return places.map { place in .success(rows[place.orderRow] ?? ResultRow(values: [])) }
        }
        let orders = Dictionary(
            uniqueKeysWithValues: zip(orderRows, try documents.orders(at: orderRows))
        )
        return places.map { place in
            guard let order = orders[place.orderRow] else {
                preconditionFailure("a batch answers with an order for each row that it is asked for")
            }
            return Result { () throws(EvaluationError) in
                try shape.answer(try order.row(place.position, in: shape.collection), evaluator)
            }
        }
    }

    /// The rows computed from their fields alone, by order row.
    ///
    /// Nil where whole orders are as quick, and wherever something fails: the whole order tells best what it is.
    private func rowsFromFields(_ documents: any RowDocuments, _ orderRows: [Int]) -> [Int: ResultRow]? {
        guard let fields, let lists = try? documents.values(of: fields, at: orderRows) else { return nil }
        var rows: [Int: ResultRow] = [:]
        for (orderRow, list) in zip(orderRows, lists) {
            let scope = KnownFields(Dictionary(zip(fields, list), uniquingKeysWith: { first, _ in first }))
            var values: [Value] = []
            for column in shape.columns {
                guard let value = try? evaluator.value(of: column, in: scope) else { return nil }
                values.append(value)
            }
            rows[orderRow] = ResultRow(values: values)
        }
        return rows
    }
}

/// The values of a few fields of one order.
private struct KnownFields: Scope {
    private let values: [Field: Value]

    init(_ values: [Field: Value]) {
        self.values = values
    }

    func value(of expression: Expression) throws(ValueProblem) -> Value? {
        guard case .field(let field) = expression else { return nil }
        return values[field]
    }

    func rows(in collection: Collection) throws(ValueProblem) -> [Row] {
        throw ValueProblem("\(collection.rawValue) were not read from the source")
    }
}
