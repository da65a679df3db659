// A condition over columns. `and` and `or` try their parts one after the other on the rows still undecided, as the
// plain evaluator does for each row. What has no kernel is decided by the plain evaluator, row by row; a kernel
// cannot fail. Should a value turn out to be impossible to compute, everything is tried again row by row, so that
// the error is the one of the first row that has one, or none where the order of trying makes the difference.

package import OrderModel
package import OrderReference

/// A condition ready to be tried on batches of columns.
///
/// Made once for a query; used by any number of tasks.
package struct CompiledCondition: Sendable {
    package let condition: Condition
    private let root: Node
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
        root = Node(condition, over: collection, Evaluator(time: time))
    }

    /// The rows among the given ones for which the condition holds.
    ///
    /// The error of the first row that cannot be decided is thrown, as if rows were tried one after the other.
    package func select(in rows: TableRows, among candidates: Bitmap) throws(EvaluationError) -> Bitmap {
        let evaluation = ConditionEvaluation(time: time)
        do throws(Undecided) {
            return try evaluation.rows(fulfilling: root, in: rows, among: candidates)
        } catch {
            return try selectPlainly(in: rows, among: candidates)
        }
    }

    private func selectPlainly(in rows: TableRows, among candidates: Bitmap) throws(EvaluationError) -> Bitmap {
        let evaluator = Evaluator(time: time)
        var selected = Bitmap(count: rows.count)
        try candidates.forEach { (row) throws(EvaluationError) in
            if try evaluator.holds(condition, for: ColumnRow(rows, row)) { selected[row] = true }
        }
        return selected
    }
}

/// A part of a condition, with what could be prepared for it.
private indirect enum Node: Sendable {
    case and([Node])
    case or([Node])
    case not(Node)
    /// A field against constants; the condition is for columns that have no kernel for it.
    case field(FieldCondition, Condition)
    case pair(Field, ComparisonOperator, Field, Condition)
    case sums(SumComparison, Condition)
    case quantified(Quantifier, Collection, Node, Condition)
    case plain(Condition)

    init(_ condition: Condition, over collection: Collection, _ evaluator: Evaluator) {
        switch condition {
        case .and(let parts): self = .and(parts.map { Node($0, over: collection, evaluator) })
        case .or(let parts): self = .or(parts.map { Node($0, over: collection, evaluator) })
        case .not(let inner): self = .not(Node(inner, over: collection, evaluator))
        case .comparison(.field(let left), let operation, .field(let right)):
            self = .pair(left, operation, right, condition)
        case .quantified(let quantifier, let listed, let inner) where collection == .orders && listed != .orders:
            self = .quantified(quantifier, listed, Node(inner, over: listed, evaluator), condition)
        default:
            if let test = FieldCondition(condition, evaluator) {
                self = .field(test, condition)
            } else if let sums = SumComparison(condition, evaluator) {
                self = .sums(sums, condition)
            } else {
                self = .plain(condition)
            }
        }
    }
}

/// Thrown where a row cannot be decided; which row it is, and why, is found out by trying them in turn.
private struct Undecided: Error {}

/// One condition being tried on one batch; used by one task.
private final class ConditionEvaluation {
    private let time: TimeContext
    private lazy var evaluator = Evaluator(time: time)

    init(time: TimeContext) {
        self.time = time
    }

    /// The candidates for which a part of the condition holds.
    func rows(fulfilling node: Node, in rows: TableRows, among candidates: Bitmap) throws(Undecided) -> Bitmap {
        switch node {
        case .and(let parts):
            var left = candidates
            for part in parts where !left.isEmpty { left = try self.rows(fulfilling: part, in: rows, among: left) }
            return left
        case .or(let parts):
            var undecided = candidates
            for part in parts where !undecided.isEmpty {
                undecided.subtract(try self.rows(fulfilling: part, in: rows, among: undecided))
            }
            return candidates.subtracting(undecided)
        case .not(let inner):
            return candidates.subtracting(try self.rows(fulfilling: inner, in: rows, among: candidates))
        case .field(let field, let condition):
            if let found = self.rows(fulfilling: field, in: rows, among: candidates) {
                return found.intersection(candidates)
            }
            return try plainRows(condition, in: rows, among: candidates)
        case .pair(let left, let operation, let right, let condition):
            if let found = self.rows(comparing: left, operation, right, in: rows) {
                return found.intersection(candidates)
            }
            return try plainRows(condition, in: rows, among: candidates)
        case .sums(let sums, let condition):
            if let found = self.rows(fulfilling: sums, in: rows) { return found.intersection(candidates) }
            return try plainRows(condition, in: rows, among: candidates)
        case .quantified(let quantifier, let collection, let inner, let condition):
            guard let children = rows.children(in: collection) else {
                return try plainRows(condition, in: rows, among: candidates)
            }
            return try self.rows(with: quantifier, inner, over: children, among: candidates)
        case .plain(let condition): return try plainRows(condition, in: rows, among: candidates)
        }
    }

    private func rows(
        fulfilling condition: FieldCondition,
        in rows: TableRows,
        among candidates: Bitmap
    ) -> Bitmap? {
        let filter = ColumnFilter(test: condition.test, time: time)
        switch rows.column(of: condition.field) {
        case .own(let column): return filter.rows(of: column, among: candidates)
        case .parent(let column): return filter.rows(of: column, among: nil).map(rows.spread)
        case nil: return listRows(condition, in: rows)
        }
    }

    /// Whether orders have items or payments, where only their number is known.
    private func listRows(_ condition: FieldCondition, in rows: TableRows) -> Bitmap? {
        guard let collection = Expression.field(condition.field).listedCollection,
            let children = rows.children(in: collection)
        else { return nil }
        switch condition.test {
        case .has: return children.fold(Bitmap(count: children.count, filledWith: true))
        case .isNull: return Bitmap(count: rows.count)
        default: return nil
        }
    }

    private func rows(
        comparing left: Field,
        _ operation: ComparisonOperator,
        _ right: Field,
        in rows: TableRows
    ) -> Bitmap? {
        switch (rows.column(of: left), rows.column(of: right)) {
        case (.own(let left), .own(let right)): ColumnPair(left, right).rows(operation)
        case (.parent(let left), .parent(let right)): ColumnPair(left, right).rows(operation).map(rows.spread)
        default: nil
        }
    }

    private func rows(fulfilling sums: SumComparison, in rows: TableRows) -> Bitmap? {
        var (own, parents): ([Column], [Column]) = ([], [])
        for field in sums.fields {
            switch rows.column(of: field) {
            case .own(let column): own.append(column)
            case .parent(let column): parents.append(column)
            case nil: return nil
            }
        }
        if parents.isEmpty { return sums.rows(of: own) }
        return own.isEmpty ? sums.rows(of: parents).map(rows.spread) : nil
    }

    private func rows(
        with quantifier: Quantifier,
        _ inner: Node,
        over children: TableRows,
        among candidates: Bitmap
    ) throws(Undecided) -> Bitmap {
        let listed = children.spread(candidates)
        let fitting = try rows(fulfilling: inner, in: children, among: listed)
        return switch quantifier {
        case .any: children.fold(fitting).intersection(candidates)
        case .none: candidates.subtracting(children.fold(fitting))
        case .all: candidates.subtracting(children.fold(listed.subtracting(fitting)))
        }
    }

    private func plainRows(
        _ condition: Condition,
        in rows: TableRows,
        among candidates: Bitmap
    ) throws(Undecided) -> Bitmap {
        var selected = Bitmap(count: rows.count)
        try candidates.forEach { (row) throws(Undecided) in
            do throws(ValueProblem) {
                if try evaluator.holds(condition, in: ColumnRow(rows, row)) { selected[row] = true }
            } catch {
                throw Undecided()
            }
        }
        return selected
    }
}
