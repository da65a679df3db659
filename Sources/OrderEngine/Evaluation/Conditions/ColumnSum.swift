// Sums and differences of number fields, for conditions such as `total - amount_paid > 1000`. Columns have 64-bit
// integers with at most 18 digits behind the point, so the few terms allowed here fit in 128 bits whatever they are,
// and neither this nor the plain evaluator can fail.

import OrderModel
import OrderReference

/// A sum of number fields and constants, some of them taken away.
struct ColumnSum: Sendable {
    private(set) var terms: [Term] = []
    private(set) var constants: [Decimal] = []

    struct Term: Sendable {
        let field: Field
        let isNegative: Bool
    }

    private static let maximumTermCount = 8
    private static let maximumConstant: Int128 = 1_000_000_000_000_000_000

    /// The expression as such a sum; nil when it is none, or its numbers might not fit.
    init?(_ expression: Expression, _ evaluator: Evaluator) {
        guard add(expression, isNegative: false, evaluator),
            terms.count + constants.count <= Self.maximumTermCount
        else { return nil }
    }

    private mutating func add(_ expression: Expression, isNegative: Bool, _ evaluator: Evaluator) -> Bool {
        switch expression {
        case .field(let field):
            guard field.type.isNumeric else { return false }
            terms.append(Term(field: field, isNegative: isNegative))
            return true
        case .negation(let inner): return add(inner, isNegative: !isNegative, evaluator)
        case .arithmetic(.add, let left, let right):
            return add(left, isNegative: isNegative, evaluator) && add(right, isNegative: isNegative, evaluator)
        case .arithmetic(.subtract, let left, let right):
            return add(left, isNegative: isNegative, evaluator) && add(right, isNegative: !isNegative, evaluator)
        default:
            guard case .number(let number) = evaluator.constant(expression),
                number.scale <= ColumnBuilder.maximumScale, number.coefficient.magnitude <= Self.maximumConstant
            else { return false }
            constants.append(isNegative ? Decimal(coefficient: -number.coefficient, scale: number.scale) : number)
            return true
        }
    }

    /// The most digits behind the point that a part has.
    func scale(of columns: [Column]) -> Int? {
        var scale = constants.map(\.scale).max() ?? 0
        for column in columns {
            guard case .numbers(_, let columnScale) = column.storage else { return nil }
            scale = max(scale, columnScale)
        }
        return scale
    }

    /// The sum for every row, as whole numbers at a scale; a column for each term.
    func values(of columns: [Column], count: Int, scale: Int) -> [Int128] {
        let start = constants.reduce(Int128(0)) { $0 + $1.coefficient * Decimal.power(scale - $1.scale) }
        var sums = [Int128](repeating: start, count: count)
        for (term, column) in zip(terms, columns) {
            guard case .numbers(let values, let columnScale) = column.storage else { continue }
            let factor = Decimal.power(scale - columnScale) * (term.isNegative ? -1 : 1)
            for row in 0..<count { sums[row] &+= Int128(values[row]) &* factor }
        }
        return sums
    }
}

/// A comparison of two sums; one of them has a field.
struct SumComparison: Sendable {
    let left: ColumnSum
    let operation: ComparisonOperator
    let right: ColumnSum

    init?(_ condition: Condition, _ evaluator: Evaluator) {
        guard case .comparison(let left, let operation, let right) = condition,
            let left = ColumnSum(left, evaluator), let right = ColumnSum(right, evaluator),
            !(left.terms.isEmpty && right.terms.isEmpty)
        else { return nil }
        self.left = left
        self.operation = operation
        self.right = right
    }

    var fields: [Field] { (left.terms + right.terms).map(\.field) }

    /// The rows for which it holds, given a column for each of `fields`; nil when one has no numbers.
    func rows(of columns: [Column]) -> Bitmap? {
        let (leftColumns, rightColumns) = (
            Array(columns.prefix(left.terms.count)), Array(columns.dropFirst(left.terms.count))
        )
        guard let count = columns.first?.count, let leftScale = left.scale(of: leftColumns),
            let rightScale = right.scale(of: rightColumns)
        else { return nil }
        let scale = max(leftScale, rightScale)
        let lefts = left.values(of: leftColumns, count: count, scale: scale)
        let rights = right.values(of: rightColumns, count: count, scale: scale)
        var rows = Bitmap(count: count)
        for row in 0..<count {
            let (left, right) = (lefts[row], rights[row])
            if operation.holds(left < right ? -1 : left == right ? 0 : 1) { rows[row] = true }
        }
        complete(&rows, Self.presence(of: leftColumns), Self.presence(of: rightColumns))
        return rows
    }

    /// A sum with a null in it is null, which is equal to null alone.
    private func complete(_ rows: inout Bitmap, _ left: Bitmap?, _ right: Bitmap?) {
        let both = left.map { left in right.map(left.intersection) ?? left } ?? right
        guard let both else { return }
        rows.formIntersection(both)
        var neither = Bitmap(count: rows.count)
        if let left, let right { neither = left.inverted.intersection(right.inverted) }
        switch operation {
        case .equal: rows.formUnion(neither)
        case .notEqual: rows.formUnion(both.inverted.subtracting(neither))
        default: break
        }
    }

    private static func presence(of columns: [Column]) -> Bitmap? {
        columns.compactMap(\.presence).reduce(nil) { all, presence in all?.intersection(presence) ?? presence }
    }
}
