package import OrderModel
package import OrderReference

/// One row of a table of columns, for the plain evaluator.
package struct ColumnRow {
    package let rows: TableRows
    package let index: Int

    package init(_ rows: TableRows, _ index: Int) {
        self.rows = rows
        self.index = index
    }
}

extension ColumnRow: Scope {
    package func value(of expression: Expression) throws(ValueProblem) -> Value? {
        guard case .field(let field) = expression else { return nil }
        guard let value = rows.value(of: field, at: index) else {
            throw ValueProblem("\(field.name) was not read from the source")
        }
        return value
    }

    package func rows(in collection: Collection) throws(ValueProblem) -> [ColumnRow] {
        let order = rows.orderRow(of: index)
        guard let listed = rows.collection == collection ? rows : TableRows.rows(of: rows, in: collection) else {
            throw ValueProblem("\(collection.rawValue) were not read from the source")
        }
        return listed.rows(ofOrder: order).map { ColumnRow(listed, $0) }
    }
}

extension TableRows {
    /// The rows of another collection of the same table.
    fileprivate static func rows(of rows: TableRows, in collection: Collection) -> TableRows? {
        rows.collection == .orders ? rows.children(in: collection) : .rows(of: rows.table, in: collection)
    }
}

extension Evaluator {
    /// Whether a condition holds for a row of columns.
    package func holds(_ condition: Condition, for row: ColumnRow) throws(EvaluationError) -> Bool {
        do throws(ValueProblem) {
            return try holds(condition, in: row)
        } catch {
            throw EvaluationError(error, at: row)
        }
    }

    /// What an expression is worth for a row of columns.
    package func value(of expression: Expression, for row: ColumnRow) throws(EvaluationError) -> Value {
        do throws(ValueProblem) {
            return try value(of: expression, in: row)
        } catch {
            throw EvaluationError(error, at: row)
        }
    }
}

extension EvaluationError {
    /// The error of a row, at the place of its order: the order is read again to learn where it stands.
    package init(_ problem: ValueProblem, at row: ColumnRow) {
        let order = row.rows.orderRow(of: row.index)
        if let order = try? row.rows.table.documents.orders(at: [order]).first {
            self.init(problem, in: order)
        } else {
            self.init(place: "an order that could not be read again", problem: problem.message)
        }
    }
}
