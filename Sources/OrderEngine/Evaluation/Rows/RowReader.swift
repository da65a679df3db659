import OrderModel
import OrderReference

/// Reads the values of expressions for the rows of one batch: a plain field's straight from its column.
struct RowReader {
    let rows: TableRows
    let evaluator: Evaluator

    /// Where an expression's values come from.
    enum Source {
        case own(Column)
        case parent(Column)
        case expression(Expression)
    }

    func source(of expression: Expression) -> Source {
        guard case .field(let field) = expression else { return .expression(expression) }
        return switch rows.column(of: field) {
        case .own(let column): .own(column)
        case .parent(let column): .parent(column)
        // The evaluator will say that it is not there.
        case nil: .expression(expression)
        }
    }

    @inline(__always)
    func value(_ source: Source, at row: Int) throws(EvaluationError) -> Value {
        switch source {
        case .own(let column): column.value(at: row)
        case .parent(let column): column.value(at: rows.orderRow(of: row))
        case .expression(let expression): try evaluator.value(of: expression, for: ColumnRow(rows, row))
        }
    }
}
