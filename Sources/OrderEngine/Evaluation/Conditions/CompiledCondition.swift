package import OrderModel
package import OrderReference

/// A condition ready to be tried on batches of columns.
///
/// Made once for a query; used by any number of tasks.
package struct CompiledCondition: Sendable {
    package let condition: Condition
    private let time: TimeContext

    /// Compiles a condition.
    ///
    /// - Parameters:
    ///   - condition: With parameters bound and relative dates resolved.
    ///   - collection: What the rows are.
    ///   - time: The moment and zone that days are cut by.
    package init(_ condition: Condition, over collection: Collection, time: TimeContext) {
        self.condition = condition
        self.time = time
    }

    /// The rows among the given ones for which the condition holds.
    ///
    /// The error of the first row that cannot be decided is thrown, as if rows were tried one after the other.
    package func select(in rows: TableRows, among candidates: Bitmap) throws(EvaluationError) -> Bitmap {
        let evaluator = Evaluator(time: time)
        var selected = Bitmap(count: rows.count)
        try candidates.forEach { (row) throws(EvaluationError) in
            if try evaluator.holds(condition, for: ColumnRow(rows, row)) { selected[row] = true }
        }
        return selected
    }
}
