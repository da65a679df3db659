package import OrderModel

/// Takes the rows that pass a query's condition and answers with its table.
protocol RowCollector: AnyObject {
    func add(_ row: Row) throws(EvaluationError)
    func finish() throws(EvaluationError) -> [ResultRow]
    /// Whether no further row can change the answer, provided that rows arrive in the answer's order.
    var isFull: Bool { get }
}

/// Answers with a row per order, item or payment.
///
/// With a limit, the columns are computed at the end, for the rows of the answer alone.
final class PlainCollector: RowCollector {
    private let shape: AnswerShape
    private let evaluator: Evaluator
    private let sort: [Sort]
    private let tieBreakers: [Field]
    private let rows: SortedRows<Content>

    /// What is kept of a row: its columns, or the row itself until it is known to be in the answer.
    private enum Content {
        case computed(ResultRow)
        case pending(Row)
    }

    init(_ shape: AnswerShape, _ evaluator: Evaluator) {
        self.shape = shape
        self.evaluator = evaluator
        sort = shape.rowOrder
        tieBreakers = shape.tieBreakers
        rows = SortedRows(descending: sort.map(\.isDescending), capacity: shape.capacity)
    }

    var isFull: Bool { rows.isFull }

    func add(_ row: Row) throws(EvaluationError) {
        var keys: [Value] = []
        for key in sort { keys.append(try evaluator.value(of: key.expression, for: row)) }
        var ties: [Value] = []
        for field in tieBreakers { ties.append(try evaluator.value(of: .field(field), for: row)) }
        ties.append(.number(Decimal(row.position)))
        let content = shape.computesColumnsLast ? Content.pending(row) : .computed(try shape.answer(row, evaluator))
        rows.add(SortedRows.Entry(keys: keys, ties: ties, content: content))
    }

    func finish() throws(EvaluationError) -> [ResultRow] {
        var answer: [ResultRow] = []
        for content in rows.finished(offset: shape.offset) {
            switch content {
            case .computed(let row): answer.append(row)
            case .pending(let row): answer.append(try shape.answer(row, evaluator))
            }
        }
        return answer
    }
}

extension AnswerShape {
    /// A row of the answer: its columns, and its document where that is answered too.
    package func answer(_ row: Row, _ evaluator: Evaluator) throws(EvaluationError) -> ResultRow {
        var values: [Value] = []
        values.reserveCapacity(columns.count)
        for column in columns { values.append(try evaluator.value(of: column, for: row)) }
        return ResultRow(values: values, document: keepsDocuments ? .object(row.answerDocument) : nil)
    }
}

/// Answers with a row per group, or one for all rows where there are aggregates but no keys.
final class GroupCollector: RowCollector {
    private let answer: GroupAnswer
    private let evaluator: Evaluator
    private var groups: [[Value]: [AggregateAccumulator]] = [:]

    init(_ shape: AnswerShape, _ evaluator: Evaluator) {
        answer = GroupAnswer(shape)
        self.evaluator = evaluator
        if shape.groups.isEmpty { groups[[]] = answer.makeAccumulators() }
    }

    var isFull: Bool { false }

    func add(_ row: Row) throws(EvaluationError) {
        var key: [Value] = []
        for group in answer.shape.groups { key.append(try evaluator.value(of: group, for: row)) }
        var accumulators = groups.removeValue(forKey: key) ?? answer.makeAccumulators()
        for (index, aggregate) in answer.aggregates.enumerated() {
            var value: Value?
            if case .aggregate(_, .some(let argument)) = aggregate {
                value = try evaluator.value(of: argument, for: row)
            }
            do throws(ValueProblem) {
                try accumulators[index].add(value)
            } catch {
                throw EvaluationError(error, in: row.order)
            }
        }
        groups[key] = accumulators
    }

    func finish() throws(EvaluationError) -> [ResultRow] {
        try answer.rows(of: groups.map { GroupAnswer.Group(key: $0.key, accumulators: $0.value) }, evaluator)
    }
}
