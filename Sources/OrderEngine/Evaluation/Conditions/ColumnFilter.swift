// Applies a test to a whole column. The value's type decides the way: integers go through ranges, texts through
// bytes, dictionaries through their entries, each of which is tested once.

import CKernels
import OrderModel

/// One field's test on the values of a column.
struct ColumnFilter {
    let test: FieldTest
    let time: TimeContext

    /// The rows that pass; nil when this type of column has no kernel for the test.
    ///
    /// Rows that are no candidates may be left out, where looking at a row is slow.
    func rows(of column: Column, among candidates: Bitmap?) -> Bitmap? {
        switch column.storage {
        case .numbers(let values, let scale):
            return filter(values, .numbers(scale: scale), column.presence)
        case .instants(let values):
            return filter(values, .instants, column.presence)
        case .booleans(let values):
            return filter(values, column.presence)
        case .texts(let texts):
            return rows(of: texts, column.presence, candidates)
        case .codes(let codes, let entries):
            return filter(codes, entries, column.presence)
        case .documents(let texts):
            return filterDocuments(texts, column.presence)
        }
    }

    private func filter(_ values: [Int64], _ meaning: IntegerMeaning, _ presence: Bitmap?) -> Bitmap {
        let accepted = IntegerTest(test, meaning, time)
        var rows = Bitmap.filtering(values, accepted)
        rows.complete(presence, acceptsNull: accepted.acceptsNull)
        return rows
    }

    private func filter(_ values: [UInt8], _ presence: Bitmap?) -> Bitmap {
        let accepted = IntegerTest(test, .booleans, time)
        var rows = Bitmap(count: values.count)
        let (acceptsTrue, acceptsFalse) = (accepted.contains(1), accepted.contains(0))
        if acceptsTrue || acceptsFalse { rows.withWords { filter_uint8_nonzero(values, values.count, $0) } }
        if acceptsFalse { rows = acceptsTrue ? Bitmap(count: rows.count, filledWith: true) : rows.inverted }
        rows.complete(presence, acceptsNull: accepted.acceptsNull)
        return rows
    }

    private func rows(of texts: TextValues, _ presence: Bitmap?, _ candidates: Bitmap?) -> Bitmap {
        let filter = TextFilter(test)
        var rows = filter.rows(of: texts, among: candidates)
        rows.complete(presence, acceptsNull: filter.acceptsNull)
        return rows
    }

    private func filter(_ codes: [UInt16], _ entries: TextValues, _ presence: Bitmap?) -> Bitmap {
        let filter = TextFilter(test)
        let accepted = filter.rows(of: entries, among: nil)
        var rows = Bitmap.filtering(codes, accepted)
        rows.complete(presence, acceptsNull: filter.acceptsNull)
        return rows
    }

    /// Documents can only be there or not; null may also be spelled out.
    private func filterDocuments(_ texts: TextValues, _ presence: Bitmap?) -> Bitmap? {
        let asksForNull: Bool
        switch test {
        case .isNull: asksForNull = true
        case .has: asksForNull = false
        default: return nil
        }
        var rows = Bitmap(count: texts.count)
        for row in 0..<texts.count where presence.map({ $0[row] }) ?? true {
            let content = texts.bytes[texts.range(of: row)].lazy.filter { $0 > 0x20 }.prefix(4)
            let isNull = content.elementsEqual("null".utf8)
            if asksForNull ? isNull : !isNull && !content.elementsEqual("[]".utf8) { rows[row] = true }
        }
        rows.complete(presence, acceptsNull: asksForNull)
        return rows
    }
}

extension Bitmap {
    /// The integers that a test accepts, nulls aside.
    static func filtering(_ values: [Int64], _ test: IntegerTest) -> Bitmap {
        var rows = Bitmap(count: values.count)
        let ranges = test.ranges
        if ranges.count == 1 {
            rows.withWords { filter_int64_range(values, values.count, ranges[0].lowerBound, ranges[0].upperBound, $0) }
        } else if let gap = test.inverted.ranges.first, test.inverted.ranges.count == 1 {
            rows.withWords { filter_int64_range(values, values.count, gap.lowerBound, gap.upperBound, $0) }
            return rows.inverted
        } else if (2...largestRangeCount).contains(ranges.count) {
            let (lowers, uppers) = (ranges.map(\.lowerBound), ranges.map(\.upperBound))
            rows.withWords { filter_int64_ranges(values, values.count, lowers, uppers, ranges.count, $0) }
        } else if !ranges.isEmpty {
            for (row, value) in values.enumerated() where test.contains(value) { rows[row] = true }
        }
        return rows
    }

    /// From how many ranges on it is quicker to search among them than to compare with each.
    private static let largestRangeCount = 24

    /// The rows whose code belongs to one of the accepted entries.
    static func filtering(_ codes: [UInt16], _ accepted: Bitmap) -> Bitmap {
        var rows = Bitmap(count: codes.count)
        let count = accepted.setCount
        if count == 0 { return rows }
        if count <= 8 {
            var wanted: [UInt16] = []
            accepted.forEach { wanted.append(UInt16(truncatingIfNeeded: $0)) }
            rows.withWords { filter_uint16_any(codes, codes.count, wanted, wanted.count, $0) }
        } else {
            // A table for every code there can be, so that no code reads past it.
            var table = Array(accepted.words.prefix(1024))
            table += Array(repeating: 0, count: 1024 - table.count)
            rows.withWords { filter_uint16_table(codes, codes.count, table, $0) }
        }
        return rows
    }

    /// Takes nulls out, or in.
    mutating func complete(_ presence: Bitmap?, acceptsNull: Bool) {
        guard let presence else { return }
        formIntersection(presence)
        if acceptsNull { formUnion(presence.inverted) }
    }
}
