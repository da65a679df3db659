package import OrderModel

/// What is left to check for the orders that a source hands out.
package struct Screening: Sendable {
    /// What each row must fulfil, in this order; the number that each of them turns away is counted.
    package var conditions: [Condition]
    /// Whether the query's search is tried here; a server's own search is not repeated.
    package var checksSearch: Bool
    /// Whether orders come in the answer's own order, so that the first rows are the best ones.
    package var arrivesInOrder: Bool

    package init(conditions: [Condition], checksSearch: Bool, arrivesInOrder: Bool) {
        self.conditions = conditions
        self.checksSearch = checksSearch
        self.arrivesInOrder = arrivesInOrder
    }

    /// Everything that the query says, for a source that filters nothing.
    package static func everything(of query: Query) -> Screening {
        Screening(conditions: query.condition?.conjuncts ?? [], checksSearch: true, arrivesInOrder: false)
    }
}

/// A query being evaluated plainly, one order at a time, over batches as they come.
///
/// Orders are checked, then grouped or sorted; with a limit only as many rows as it needs stay in memory.
/// Used by one task.
package final class ReferenceExecution {
    private let collection: Collection
    private let screening: Screening
    private let search: SearchMatcher?
    private let evaluator: Evaluator
    private let shape: AnswerShape
    private let collector: any RowCollector

    /// How many orders were looked at.
    package private(set) var scannedCount = 0
    /// How many rows passed: orders, items or payments.
    package private(set) var matchedCount = 0
    /// How many rows each condition of the screening turned away; a row counts for the first one it fails.
    package private(set) var dropCounts: [Int]

    /// Begins an evaluation.
    ///
    /// - Parameters:
    ///   - query: The query, with parameters bound and relative dates resolved.
    ///   - time: The moment and zone that days are cut by.
    ///   - screening: What to check; nil for everything that the query says.
    ///   - written: The query as it names its columns, where constants of it have been replaced; nil for `query`.
    ///   - columnName: The canonical text of an expression, which names columns without an alias.
    package init(
        _ query: Query,
        time: TimeContext,
        screening: Screening? = nil,
        named written: Query? = nil,
        columnName: (Expression) -> String
    ) {
        collection = query.collection
        self.screening = screening ?? .everything(of: query)
        search = self.screening.checksSearch ? query.search.map { SearchMatcher($0) } : nil
        evaluator = Evaluator(time: time)
        shape = AnswerShape(query, named: written ?? query, columnName: columnName)
        collector = shape.isGrouped ? GroupCollector(shape, evaluator) : PlainCollector(shape, evaluator)
        dropCounts = Array(repeating: 0, count: self.screening.conditions.count)
    }

    /// Whether the answer is complete, whatever orders are still to come.
    package var isSatisfied: Bool {
        shape.limit == 0 || (screening.arrivesInOrder && collector.isFull)
    }

    package func consume(_ orders: [Order]) throws(EvaluationError) {
        for order in orders {
            if isSatisfied { return }
            scannedCount += 1
            try consume(order)
        }
    }

    package func finish() throws(EvaluationError) -> ResultTable {
        ResultTable(columns: shape.resultColumns, rows: try collector.finish())
    }

    private func consume(_ order: Order) throws(EvaluationError) {
        do throws(ValueProblem) {
            if let search, try !search.matches(order) { return }
        } catch {
            throw EvaluationError(error, in: order)
        }
        for row in try Row.rows(of: order, in: collection) where try passes(row) {
            matchedCount += 1
            try collector.add(row)
        }
    }

    private func passes(_ row: Row) throws(EvaluationError) -> Bool {
        for (index, condition) in screening.conditions.enumerated() where try !evaluator.holds(condition, for: row) {
            dropCounts[index] += 1
            return false
        }
        return true
    }
}
