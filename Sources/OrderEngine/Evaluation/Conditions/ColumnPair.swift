// Compares two fields of the same row.

import CKernels
import OrderModel

/// A comparison of two columns.
struct ColumnPair {
    let left: Column
    let right: Column
    private let both: Bitmap?

    init(_ left: Column, _ right: Column) {
        self.left = left
        self.right = right
        both = left.presence.map { left in right.presence.map { left.intersection($0) } ?? left } ?? right.presence
    }

    /// The rows for which the comparison holds; nil when there is no kernel for such columns.
    func rows(_ operation: ComparisonOperator) -> Bitmap? {
        switch operation {
        case .equal: return equalRows()
        case .notEqual: return equalRows().map(\.inverted)
        case .less: return lessRows(left, right)
        case .greater: return lessRows(right, left)
        case .lessOrEqual: return lessRows(right, left).map(invertedAmongPresent)
        case .greaterOrEqual: return lessRows(left, right).map(invertedAmongPresent)
        }
    }

    /// Where both are there and not as given; where values have no common order, none of this is asked.
    private func invertedAmongPresent(_ rows: Bitmap) -> Bitmap {
        var inverted = rows.inverted
        if let both { inverted.formIntersection(both) }
        return inverted
    }

    /// Equal values, and nulls on both sides.
    private func equalRows() -> Bitmap? {
        guard var rows = compared(left, right, filter_int64_equal, { $0 == 0 }) else { return nil }
        if let both { rows.formIntersection(both) }
        if let left = left.presence, let right = right.presence {
            rows.formUnion(left.inverted.intersection(right.inverted))
        }
        return rows
    }

    private func lessRows(_ left: Column, _ right: Column) -> Bitmap? {
        guard var rows = compared(left, right, filter_int64_less, { $0 < 0 }) else { return nil }
        if let both { rows.formIntersection(both) }
        return rows
    }

    private typealias Kernel = (
        UnsafePointer<Int64>?, UnsafePointer<Int64>?, Int, UnsafeMutablePointer<UInt64>?
    ) -> Void

    private func compared(
        _ left: Column,
        _ right: Column,
        _ kernel: Kernel,
        _ accepts: (Int) -> Bool
    ) -> Bitmap? {
        switch (left.storage, right.storage) {
        case (.instants(let left), .instants(let right)):
            var rows = Bitmap(count: left.count)
            rows.withWords { kernel(left, right, left.count, $0) }
            return rows
        case (.numbers(let left, let leftScale), .numbers(let right, let rightScale)):
            var rows = Bitmap(count: left.count)
            if leftScale == rightScale {
                rows.withWords { kernel(left, right, left.count, $0) }
                return rows
            }
            let leftFactor = Decimal.power(max(rightScale - leftScale, 0))
            let rightFactor = Decimal.power(max(leftScale - rightScale, 0))
            for row in left.indices {
                // A 64-bit integer with 18 more digits fits in 128 bits.
                let (left, right) = (Int128(left[row]) * leftFactor, Int128(right[row]) * rightFactor)
                if accepts(left < right ? -1 : left == right ? 0 : 1) { rows[row] = true }
            }
            return rows
        case (.booleans(let left), .booleans(let right)):
            var rows = Bitmap(count: left.count)
            for row in left.indices where accepts(Int(left[row].signum()) - Int(right[row].signum())) {
                rows[row] = true
            }
            return rows
        default: return comparedTexts(left, right, accepts)
        }
    }

    private func comparedTexts(_ left: Column, _ right: Column, _ accepts: (Int) -> Bool) -> Bitmap? {
        guard let left = TextReader(left), let right = TextReader(right) else { return nil }
        var rows = Bitmap(count: left.count)
        for row in 0..<left.count where both.map({ $0[row] }) ?? true {
            let order = left.withText(row) { left in right.withText(row) { compare(left, $0) } }
            if accepts(order) { rows[row] = true }
        }
        return rows
    }
}

/// The bytes of the texts of a column, whether they are all there or in a dictionary.
private struct TextReader {
    private let texts: TextValues
    private let codes: [UInt16]?

    init?(_ column: Column) {
        switch column.storage {
        case .texts(let texts):
            self.texts = texts
            codes = nil
        case .codes(let codes, let entries):
            texts = entries
            self.codes = codes
        default: return nil
        }
    }

    var count: Int { codes?.count ?? texts.count }

    func withText<Result>(_ row: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let range = texts.range(of: codes.map { Int($0[row]) } ?? row)
        return texts.bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
}
