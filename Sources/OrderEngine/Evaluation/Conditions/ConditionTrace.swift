package import OrderModel
package import OrderReference

/// What a condition came to for one row, part by part, with the values that decided: why an order matches, or doesn't.
package struct ConditionTrace: Sendable, Hashable {
    package let condition: Condition
    package let outcome: Outcome
    /// What was looked at, in the row's own order of fields; empty where parts were tried.
    package let values: [FieldValue]
    /// What it is made of; for `any(items where …)`, the condition inside for each item.
    package let parts: [ConditionTrace]

    /// What came out.
    package enum Outcome: Sendable, Hashable {
        case holds
        case fails
        /// A value can't be read or computed; in words.
        case undecided(String)
    }

    /// A field and the row's value of it; the value is nil where it can't be read.
    package struct FieldValue: Sendable, Hashable {
        package let field: Field
        package let value: Value?
    }

    /// Tries a condition on an order, all its parts, also those that an answer would not need.
    package init(_ condition: Condition, for order: Order, _ evaluator: Evaluator) {
        self.init(condition, for: Row(order), of: .orders, evaluator)
    }

    private init(_ condition: Condition, for row: Row, of collection: Collection, _ evaluator: Evaluator) {
        self.condition = condition
        do throws(EvaluationError) {
            outcome = try evaluator.holds(condition, for: row) ? .holds : .fails
        } catch {
            outcome = .undecided(error.problem)
        }
        parts = Self.parts(of: condition, row, collection).map { part, row, collection in
            ConditionTrace(part, for: row, of: collection, evaluator)
        }
        values = Self.isLeaf(condition) ? Self.values(for: condition, row, collection) : []
    }

    private static func isLeaf(_ condition: Condition) -> Bool {
        switch condition {
        case .and, .or, .not, .quantified: false
        default: true
        }
    }

    private static func parts(
        of condition: Condition,
        _ row: Row,
        _ collection: Collection
    ) -> [(Condition, Row, Collection)] {
        switch condition {
        case .and(let parts), .or(let parts): return parts.map { ($0, row, collection) }
        case .not(let inner): return [(inner, row, collection)]
        case .quantified(_, let collection, let inner):
            let rows = try? Row.rows(of: row.order, in: collection)
            return (rows ?? []).map { (inner, $0, collection) }
        default: return []
        }
    }

    private static func values(for condition: Condition, _ row: Row, _ collection: Collection) -> [FieldValue] {
        let needed = NeededFields(of: condition)
        let fields = (needed.fields(of: collection) ?? []) + (collection == .orders ? [] : needed.orders)
        let order = Row(row.order)
        return fields.map { field in
            FieldValue(field: field, value: try? (field.collection == .orders ? order : row).value(of: field))
        }
    }
}
