// Gathers values row by row into a column. Whatever writes rows (the scanner, the reading of documents) goes
// through here, so that there is one place that decides what fits a column and what doesn't.

package import OrderModel

/// Gathers the values of one field.
///
/// A row that turns out odd half-way is taken back with `truncate`.
package struct ColumnBuilder: Sendable {
    package let field: Field
    package private(set) var count = 0
    private var integers: [Int64] = []
    private var scale = 0
    private var flags: [UInt8] = []
    private var offsets: [UInt32] = [0]
    private var bytes: [UInt8] = []
    /// A bit per row, from the first null on; empty while there is none.
    private var presence: [UInt64] = []
    private var nullCount = 0

    /// The most bytes of text in one column, so that offsets fit in 32 bits.
    package static let limitBytes = 1 << 30
    /// The most digits behind the point that a column keeps.
    package static let maximumScale = 18

    package init(_ field: Field) {
        self.field = field
    }

    /// Appends a null, if the field's documents may hold one there (see `Field.acceptsNull`).
    @inline(__always)
    package mutating func appendNull() {
        switch field.type {
        case .integer, .money, .instant: integers.append(0)
        case .boolean: flags.append(0)
        default: offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        }
        note(isPresent: false)
    }

    /// Appends the number `coefficient / 10^scale`; false, and nothing is changed, when it does not fit.
    @inline(__always)
    package mutating func append(coefficient: Int64, scale valueScale: Int) -> Bool {
        guard valueScale == scale else { return appendRescaled(coefficient, valueScale) }
        integers.append(coefficient)
        note(isPresent: true)
        return true
    }

    /// Appends an instant, in microseconds since 1970.
    @inline(__always)
    package mutating func append(microseconds: Int64) {
        integers.append(microseconds)
        note(isPresent: true)
    }

    @inline(__always)
    package mutating func append(boolean: Bool) {
        flags.append(boolean ? 1 : 0)
        note(isPresent: true)
    }

    /// Appends a text, or the JSON text of a document; false when the column is full.
    ///
    /// The text must be valid UTF-8, unescaped.
    @inline(__always)
    package mutating func append(text: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count + text.count <= Self.limitBytes else { return false }
        bytes.append(contentsOf: text)
        offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        note(isPresent: true)
        return true
    }

    /// Takes rows back until `rowCount` are left.
    package mutating func truncate(to rowCount: Int) {
        guard rowCount < count else { return }
        switch field.type {
        case .integer, .money, .instant: integers.removeLast(count - rowCount)
        case .boolean: flags.removeLast(count - rowCount)
        default:
            offsets.removeLast(count - rowCount)
            bytes.removeLast(bytes.count - Int(offsets[rowCount]))
        }
        truncatePresence(to: rowCount)
        count = rowCount
    }

    private mutating func truncatePresence(to rowCount: Int) {
        guard !presence.isEmpty else { return }
        for row in rowCount..<count where presence[row >> 6] >> UInt64(row & 63) & 1 == 0 { nullCount -= 1 }
        presence.removeLast(presence.count - (rowCount + 63) / 64)
        if rowCount & 63 != 0 { presence[presence.count - 1] &= (1 << UInt64(rowCount & 63)) - 1 }
    }

    /// The column so far; the builder is empty afterwards.
    package mutating func finish() -> Column {
        let isNumber = field.type.isNumeric
        let storage: Column.Storage =
            switch field.type {
            case .integer, .money: .numbers(integers, scale: scale)
            case .instant: .instants(integers)
            case .boolean: .booleans(flags)
            case .text, .status: .texts(TextValues(offsets: offsets, bytes: bytes))
            case .object, .document, .date, .duration: .documents(TextValues(offsets: offsets, bytes: bytes))
            }
        let bitmap = nullCount == 0 ? nil : Bitmap(words: presence, count: count)
        let (integerCapacity, byteCapacity) = (integers.count, bytes.count)
        self = ColumnBuilder(field)
        if isNumber || field.type == .instant { integers.reserveCapacity(integerCapacity) }
        bytes.reserveCapacity(byteCapacity)
        return Column(field: field, storage: storage, presence: bitmap)
    }

    @inline(__always)
    private mutating func note(isPresent: Bool) {
        if isPresent, presence.isEmpty { count += 1 } else { noteBit(isPresent) }
    }

    private mutating func noteBit(_ isPresent: Bool) {
        if presence.isEmpty, count > 0 {
            presence = Array(repeating: .max, count: (count + 63) / 64)
            if count & 63 != 0 { presence[presence.count - 1] = (1 << UInt64(count & 63)) - 1 }
        }
        let bit = UInt64(count & 63)
        if bit == 0 { presence.append(0) }
        if isPresent { presence[count >> 6] |= 1 << bit } else { nullCount += 1 }
        count += 1
    }

    /// The rare case: a number with another count of digits behind the point than those before it.
    private mutating func appendRescaled(_ coefficient: Int64, _ valueScale: Int) -> Bool {
        guard valueScale <= Self.maximumScale else { return false }
        if valueScale < scale {
            guard let value = Self.scaled(coefficient, by: scale - valueScale) else { return false }
            return append(coefficient: value, scale: scale)
        }
        var rescaled: [Int64] = []
        rescaled.reserveCapacity(integers.count + 1)
        for value in integers {
            guard let value = Self.scaled(value, by: valueScale - scale) else { return false }
            rescaled.append(value)
        }
        integers = rescaled
        scale = valueScale
        return append(coefficient: coefficient, scale: valueScale)
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
}

extension ColumnBuilder {
    /// Appends a value that was read from a document; false, and nothing is changed, when it does not fit.
    package mutating func append(_ value: Value) -> Bool {
        switch value {
        case .null:
            appendNull()
            return true
        case .number(let number):
            guard let coefficient = Int64(exactly: number.coefficient), number.scale <= Self.maximumScale else {
                return false
            }
            return append(coefficient: coefficient, scale: number.scale)
        case .boolean(let boolean): append(boolean: boolean)
        case .instant(let instant): append(microseconds: instant.microseconds)
        case .text(let text): return append(utf8: text)
        case .document(.null): appendNull()
        case .document(let document): return append(utf8: document.serialized())
        case .period, .duration: return false
        }
        return true
    }

    private mutating func append(utf8 text: String) -> Bool {
        var text = text
        return text.withUTF8 { append(text: UnsafeRawBufferPointer($0)) }
    }
}
