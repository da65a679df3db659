// Puts runs of rows of several columns one behind the other, each run in one go where its values can be taken as
// they are. What that gives is what a `ColumnBuilder` would make of the values one by one.

import OrderEngine
import OrderModel

/// Gathers runs of rows of columns of one field.
struct ColumnGathering {
    let field: Field
    private(set) var count = 0
    private var integers: [Int64] = []
    private var scale = 0
    private var flags: [UInt8] = []
    private var offsets: [UInt32] = [0]
    private var bytes: [UInt8] = []
    private var presence = BitGathering()

    /// Begins an empty column.
    ///
    /// - Parameters:
    ///   - field: The field of all the columns.
    ///   - rowCount: How many rows there will be.
    init(_ field: Field, rowCount: Int) {
        self.field = field
        switch field.type {
        case .integer, .money, .instant: integers.reserveCapacity(rowCount)
        case .boolean: flags.reserveCapacity(rowCount)
        default: offsets.reserveCapacity(rowCount + 1)
        }
    }

    mutating func appendNulls(_ nullCount: Int) {
        appendZeros(nullCount)
        presence.append(false, count: nullCount)
        count += nullCount
    }

    private mutating func appendZeros(_ zeroCount: Int) {
        switch field.type {
        case .integer, .money, .instant: integers.append(contentsOf: repeatElement(0, count: zeroCount))
        case .boolean: flags.append(contentsOf: repeatElement(0, count: zeroCount))
        default: offsets.append(contentsOf: repeatElement(UInt32(bytes.count), count: zeroCount))
        }
    }

    /// Appends rows of a column; where they do not fit, nulls.
    ///
    /// - Returns: The rows whose values did not fit.
    mutating func append(_ column: OrderEngine.Column, _ rows: Range<Int>) -> [Int] {
        // Where no value is present, the column's scale means nothing.
        guard rows.contains(where: { column.presence?[$0] ?? true }) else {
            appendNulls(rows.count)
            return []
        }
        switch (column.storage, field.type) {
        case (.numbers(let values, let valueScale), .integer), (.numbers(let values, let valueScale), .money):
            guard valueScale == scale || (integers.isEmpty && valueScale <= ColumnBuilder.maximumScale) else {
                return appendRescaled(values, valueScale, column.presence, rows)
            }
            scale = valueScale
            integers.append(contentsOf: values[rows])
        case (.instants(let values), .instant): integers.append(contentsOf: values[rows])
        case (.booleans(let values), .boolean): flags.append(contentsOf: values[rows])
        case (.texts(let texts), .text), (.texts(let texts), .status):
            guard append(texts, rows) else { return oddNulls(column.presence, rows) }
        default: return oddNulls(column.presence, rows)
        }
        presence.append(column.presence, rows)
        count += rows.count
        return []
    }

    private mutating func append(_ texts: TextValues, _ rows: Range<Int>) -> Bool {
        let taken = Int(texts.offsets[rows.lowerBound])..<Int(texts.offsets[rows.upperBound])
        guard bytes.count + taken.count <= ColumnBuilder.limitBytes else { return false }
        let shift = UInt32(bytes.count) &- UInt32(taken.lowerBound)
        bytes.append(contentsOf: texts.bytes[taken])
        for offset in texts.offsets[rows.lowerBound + 1...rows.upperBound] { offsets.append(offset &+ shift) }
        return true
    }

    /// Nulls in place of values that cannot be taken.
    private mutating func oddNulls(_ valuePresence: Bitmap?, _ rows: Range<Int>) -> [Int] {
        appendNulls(rows.count)
        return rows.filter { valuePresence?[$0] ?? true }
    }

    /// The rare case: numbers with another count of digits behind the point than those before them.
    private mutating func appendRescaled(
        _ values: [Int64],
        _ valueScale: Int,
        _ valuePresence: Bitmap?,
        _ rows: Range<Int>
    ) -> [Int] {
        guard valueScale <= ColumnBuilder.maximumScale else { return oddNulls(valuePresence, rows) }
        if valueScale > scale {
            let rescaled = integers.compactMap { Self.scaled($0, by: valueScale - scale) }
            guard rescaled.count == integers.count else { return oddNulls(valuePresence, rows) }
            integers = rescaled
            scale = valueScale
        }
        var odd: [Int] = []
        for row in rows {
            let isPresent = valuePresence?[row] ?? true
            let value = Self.scaled(values[row], by: scale - valueScale)
            if isPresent, value == nil { odd.append(row) }
            integers.append(value ?? 0)
            presence.append(isPresent && value != nil, count: 1)
        }
        count += rows.count
        return odd
    }

    private static func scaled(_ value: Int64, by digits: Int) -> Int64? {
        var value = value
        for _ in 0..<digits {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
        }
        return value
    }

    /// The column so far.
    consuming func finish() -> OrderEngine.Column {
        let storage: OrderEngine.Column.Storage =
            switch field.type {
            case .integer, .money: .numbers(integers, scale: scale)
            case .instant: .instants(integers)
            case .boolean: .booleans(flags)
            default: .texts(TextValues(offsets: offsets, bytes: bytes))
            }
        return OrderEngine.Column(field: field, storage: storage, presence: presence.bitmap)
    }
}

/// Bits put one behind the other; words are only kept from the first 0 on.
private struct BitGathering {
    private var words: [UInt64] = []
    private var count = 0
    private var hasZero = false

    /// Appends a bit many times.
    mutating func append(_ bit: Bool, count bitCount: Int) {
        guard bitCount > 0 else { return }
        if !bit { beginWords() }
        guard hasZero else {
            count += bitCount
            return
        }
        var rest = bitCount
        while rest > 0 {
            let taken = min(64, rest)
            append(bit ? .max : 0, taken)
            rest -= taken
        }
    }

    /// Appends the bits of some rows; all 1 where there is no bitmap.
    mutating func append(_ bitmap: Bitmap?, _ rows: Range<Int>) {
        guard let bitmap else { return append(true, count: rows.count) }
        beginWords()
        let source = bitmap.words
        var row = rows.lowerBound
        while row < rows.upperBound {
            let shift = UInt64(row & 63)
            let taken = min(64 - (row & 63), rows.upperBound - row)
            append(source[row >> 6] >> shift, taken)
            row += taken
        }
    }

    private mutating func beginWords() {
        guard !hasZero else { return }
        hasZero = true
        words = [UInt64](repeating: .max, count: count >> 6)
        if count & 63 != 0 { words.append((1 << UInt64(count & 63)) - 1) }
    }

    /// Appends the lowest bits of a word, 1 to 64 of them.
    private mutating func append(_ bits: UInt64, _ bitCount: Int) {
        let bits = bitCount == 64 ? bits : bits & ((1 << UInt64(bitCount)) - 1)
        let shift = UInt64(count & 63)
        if shift == 0 {
            words.append(bits)
        } else {
            words[words.count - 1] |= bits << shift
            if Int(shift) + bitCount > 64 { words.append(bits >> (64 - shift)) }
        }
        count += bitCount
    }

    /// All of them; nil when all are 1.
    var bitmap: Bitmap? {
        guard hasZero else { return nil }
        let bitmap = Bitmap(words: words, count: count)
        return bitmap.setCount == count ? nil : bitmap
    }
}
