// One worker's share of a query: batches go in, what is known of the answer comes out. Several shares merge into
// the answer, which does not depend on how orders were cut into batches or which worker got which.

import OrderModel
import OrderReference

/// A query being evaluated over batches of columns; used by one task.
package final class QueryExecution {
    private let query: PreparedQuery
    private let evaluator: Evaluator
    private let searchMatcher: SearchMatcher?
    private var counts: QueryCounts
    private let collector: Collector

    private enum Collector {
        case rows(RowGathering)
        case groups(GroupGathering)
    }

    /// From so many whole orders on, reading their values once into columns is worth it.
    private static let tabulatedOrderCount = 32

    /// Begins a worker's share.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - bound: What rows must beat, shared by all workers; nil where every row matters.
    package init(_ query: PreparedQuery, bound: SortBound? = nil) {
        self.query = query
        evaluator = Evaluator(time: query.time)
        searchMatcher = query.searchText.map { SearchMatcher($0) }
        counts = QueryCounts(conditionCount: query.conditions.count)
        if let grouping = query.grouping {
            collector = .groups(GroupGathering(grouping, evaluator))
        } else {
            collector = .rows(RowGathering(query, evaluator, bound: bound))
        }
    }

    /// Whether the answer is complete, whatever orders are still to come.
    package var isSatisfied: Bool {
        if query.shape.limit == 0 { return true }
        guard query.arrivesInOrder, case .rows(let rows) = collector else { return false }
        return rows.isFull
    }

    /// Takes the orders of a batch.
    ///
    /// Those of the columns come first, then the plain ones; where orders come in the answer's order, all of them are
    /// compared anyway.
    package func consume(_ batch: OrderBatch) throws {
        if isSatisfied { return }
        let batch = tabulated(batch)
        if batch.columns.count > 0 { try consume(batch.columns, ordinal: batch.ordinal) }
        for order in batch.plainOrders {
            if isSatisfied { return }
            try consume(order, ordinal: batch.ordinal)
        }
    }

    /// The worker's share of the answer.
    package func finish() -> QueryShare {
        switch collector {
        case .rows(let rows): QueryShare(counts: counts, result: .rows(rows.ranked))
        case .groups(let groups): QueryShare(counts: counts, result: .groups(groups.groups))
        }
    }

    /// A batch of many whole orders as columns.
    private func tabulated(_ batch: OrderBatch) -> OrderBatch {
        guard batch.columns.count == 0, batch.plainOrders.count >= Self.tabulatedOrderCount, !query.arrivesInOrder
        else { return batch }
        var builder = ColumnTableBuilder(query.neededFields)
        var rows: [Order] = []
        var plain: [Order] = []
        rows.reserveCapacity(batch.plainOrders.count)
        for order in batch.plainOrders {
            if builder.append(order.document) { rows.append(order) } else { plain.append(order) }
        }
        let table = builder.finish(documents: DocumentsInMemory(rows))
        return OrderBatch(ordinal: batch.ordinal, columns: table, plainOrders: plain)
    }

    private func consume(_ table: ColumnTable, ordinal: Int) throws {
        guard let rows = TableRows.rows(of: table, in: query.shape.collection) else {
            preconditionFailure("a batch must have the rows that were asked for")
        }
        counts.scannedCount += table.count
        let selected = try passing(rows)
        let count = selected.setCount
        guard count > 0 else { return }
        counts.matchedCount += count
        switch collector {
        case .rows(let gathering): try gathering.add(rows, selected, ordinal: ordinal)
        case .groups(let gathering): try gathering.add(SelectedRows(rows, selected, count: count))
        }
    }

    /// The rows that pass search and conditions; what each condition turns away is counted.
    private func passing(_ rows: TableRows) throws(EvaluationError) -> Bitmap {
        var selected = Bitmap(count: rows.count, filledWith: true)
        if let search = query.search { selected = try Self.found(search, rows) }
        guard !query.conditions.isEmpty else { return selected }
        var count = selected.setCount
        for (index, condition) in query.conditions.enumerated() where count > 0 {
            selected = try condition.select(in: rows, among: selected)
            let rest = selected.setCount
            counts.dropCounts[index] += count - rest
            count = rest
        }
        return selected
    }

    /// The rows whose orders a search finds.
    private static func found(_ search: CompiledSearch, _ rows: TableRows) throws(EvaluationError) -> Bitmap {
        let everyOrder = Bitmap(count: rows.table.count, filledWith: true)
        guard rows.collection != .orders else { return try search.select(in: rows, among: everyOrder) }
        let orders = try search.select(in: TableRows(orders: rows.table), among: everyOrder)
        var selected = Bitmap(count: rows.count)
        orders.forEach { order in
            for row in rows.rows(ofOrder: order) { selected[row] = true }
        }
        return selected
    }

    /// The same for an order that is no row of columns, exactly as the plain execution has it.
    private func consume(_ order: Order, ordinal: Int) throws(EvaluationError) {
        counts.scannedCount += 1
        do throws(ValueProblem) {
            if let searchMatcher, try !searchMatcher.matches(order) { return }
        } catch {
            throw EvaluationError(error, in: order)
        }
        for row in try Row.rows(of: order, in: query.shape.collection) where try passes(row) {
            counts.matchedCount += 1
            switch collector {
            case .rows(let gathering): try gathering.add(row, ordinal: ordinal)
            case .groups(let gathering): try gathering.add(row)
            }
        }
    }

    private func passes(_ row: Row) throws(EvaluationError) -> Bool {
        for (index, condition) in query.conditions.enumerated()
        where try !evaluator.holds(condition.condition, for: row) {
            counts.dropCounts[index] += 1
            return false
        }
        return true
    }
}
