// The values that a list is sorted by. Each key of `ordering` becomes a whole number per order that sorts as its
// values do: instants and ids as they are, amounts on one scale, texts by their places among all texts, by bytes.

import OrderEngine
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Some orders' values of one field, gathered batch by batch.
struct SortValues: Sendable {
    private let isText: Bool
    private var runs: [Run] = []

    /// Values of some rows of one batch.
    fileprivate enum Run: Sendable {
        /// Amounts, numbers, instants; the bitmap says which are there.
        case numbers([Int64], scale: Int, presence: Bitmap?)
        /// The text of each row, by its place among the texts; `.max` for null.
        case texts([UInt32], TextValues)
        /// What fits no column.
        case values([Value])
    }

    init(of field: Field) {
        isText = field.type.isTextual
    }

    /// Adds the values of some rows of a column.
    mutating func append(_ column: OrderEngine.Column, at rows: Bitmap) {
        switch column.storage {
        case .numbers(let values, let scale): appendNumbers(values, scale, column.presence, rows)
        case .instants(let values): appendNumbers(values, 0, column.presence, rows)
        case .codes(let codes, let entries):
            var places: [UInt32] = []
            rows.forEach { places.append(column.isPresent($0) ? UInt32(codes[$0]) : .max) }
            runs.append(.texts(places, entries))
        case .texts(let texts): appendTexts(texts, column, rows)
        case .booleans, .documents:
            var values: [Value] = []
            rows.forEach { values.append(column.value(at: $0)) }
            append(values)
        }
    }

    /// Adds values that were read from whole orders.
    mutating func append(_ values: [Value]) {
        guard !values.isEmpty else { return }
        // Instants stand as numbers among those of columns.
        let values = values.map { value in
            if case .instant(let instant) = value { Value.number(Decimal(Int(instant.microseconds))) } else { value }
        }
        runs.append((isText ? Run(texts: values) : Run(numbers: values)) ?? .values(values))
    }

    mutating func append(_ other: SortValues) {
        runs += other.runs
    }

    private mutating func appendNumbers(_ values: [Int64], _ scale: Int, _ presence: Bitmap?, _ rows: Bitmap) {
        var numbers: [Int64] = []
        numbers.reserveCapacity(rows.setCount)
        rows.forEach { numbers.append(values[$0]) }
        var kept: Bitmap?
        if let presence {
            var bitmap = Bitmap(count: numbers.count)
            var index = 0
            rows.forEach { row in
                if presence[row] { bitmap[index] = true }
                index += 1
            }
            kept = bitmap
        }
        runs.append(.numbers(numbers, scale: scale, presence: kept))
    }

    private mutating func appendTexts(_ texts: TextValues, _ column: OrderEngine.Column, _ rows: Bitmap) {
        var places: [UInt32] = []
        var offsets: [UInt32] = [0]
        var bytes: [UInt8] = []
        rows.forEach { row in
            guard column.isPresent(row) else { return places.append(.max) }
            places.append(UInt32(offsets.count - 1))
            bytes += texts.bytes[texts.range(of: row)]
            offsets.append(UInt32(bytes.count))
        }
        runs.append(.texts(places, TextValues(offsets: offsets, bytes: bytes)))
    }

    // MARK: Keys

    /// A number for each row that sorts as the values do; null before all others, or behind them.
    consuming func keys(nullsFirst: Bool) -> [Int64] {
        let null = nullsFirst ? Int64.min : .max
        return wholeKeys(null: null) ?? textKeys(null: null) ?? rankedKeys(null: null)
    }

    /// The numbers themselves on one scale; nil where there are other values, or a number does not fit.
    private func wholeKeys(null: Int64) -> [Int64]? {
        var largestScale = 0
        for case .numbers(_, let scale, _) in runs { largestScale = max(largestScale, scale) }
        var keys: [Int64] = []
        for run in runs {
            guard case .numbers(let values, let scale, let presence) = run,
                let power = Int64(exactly: Decimal.power(largestScale - scale))
            else { return nil }
            for (index, value) in values.enumerated() {
                guard presence?[index] ?? true else {
                    keys.append(null)
                    continue
                }
                let (key, overflow) = value.multipliedReportingOverflow(by: power)
                guard !overflow, key != null else { return nil }
                keys.append(key)
            }
        }
        return keys
    }

    /// The place of each text among all; nil where there are other values.
    private func textKeys(null: Int64) -> [Int64]? {
        var texts: [TextValues] = []
        for run in runs {
            guard case .texts(_, let values) = run else { return nil }
            texts.append(values)
        }
        let ranks = TextRanks(texts)
        var keys: [Int64] = []
        var number = 0
        for case .texts(let places, _) in runs {
            keys += places.map { $0 == .max ? null : ranks.rank(of: Int($0), in: number) }
            number += 1
        }
        return keys
    }

    /// The place of each value among all, where they are of several kinds.
    private func rankedKeys(null: Int64) -> [Int64] {
        let values = runs.flatMap(\.list)
        let ascending = values.indices.sorted { Value.sortsBefore(values[$0], values[$1]) }
        var keys = [Int64](repeating: null, count: values.count)
        var rank: Int64 = 0
        var previous: Int?
        for index in ascending where !values[index].isNull {
            if let previous, Value.sortsBefore(values[previous], values[index]) { rank += 1 }
            keys[index] = rank
            previous = index
        }
        return keys
    }
}

extension SortValues.Run {
    /// Texts and nulls; nil where there is anything else.
    fileprivate init?(texts values: [Value]) {
        var texts: [String] = []
        var places: [UInt32] = []
        for value in values {
            switch value {
            case .null: places.append(.max)
            case .text(let text):
                places.append(UInt32(texts.count))
                texts.append(text)
            default: return nil
            }
        }
        self = .texts(places, TextValues(texts))
    }

    /// Numbers of 64 bits and nulls; nil where there is anything else.
    fileprivate init?(numbers values: [Value]) {
        var scale = 0
        for case .number(let number) in values { scale = max(scale, number.scale) }
        guard scale <= ColumnBuilder.maximumScale else { return nil }
        var numbers: [Int64] = []
        var presence = Bitmap(count: values.count)
        for (index, value) in values.enumerated() {
            switch value {
            case .null: numbers.append(0)
            case .number(let number):
                let (whole, overflow) = number.coefficient.multipliedReportingOverflow(
                    by: Decimal.power(scale - number.scale)
                )
                guard !overflow, let whole = Int64(exactly: whole) else { return nil }
                numbers.append(whole)
                presence[index] = true
            default: return nil
            }
        }
        self = .numbers(numbers, scale: scale, presence: presence)
    }

    /// The values one by one.
    fileprivate var list: [Value] {
        switch self {
        case .values(let values): values
        case .numbers(let numbers, let scale, let presence):
            numbers.indices.map { index in
                guard presence?[index] ?? true else { return .null }
                return .number(Decimal(coefficient: Int128(numbers[index]), scale: scale))
            }
        case .texts(let places, let texts): places.map { $0 == .max ? .null : .text(texts[Int($0)]) }
        }
    }
}

/// The places of texts among all texts, by their bytes; equal ones have the same.
private struct TextRanks {
    private var ranks: [UInt32]
    /// Which text is the first of each group.
    private var starts: [Int] = []

    private struct Entry {
        /// The first eight bytes, which decide between many texts.
        let beginning: UInt64
        let start: Int
        let byteCount: UInt32
        let number: UInt32
    }

    init(_ groups: [TextValues]) {
        var bytes: [UInt8] = []
        var entries: [Entry] = []
        for texts in groups {
            starts.append(entries.count)
            for index in 0..<texts.count {
                let range = texts.range(of: index)
                var beginning: UInt64 = 0
                for place in range.lowerBound..<range.lowerBound + 8 {
                    beginning = beginning << 8 | (place < range.upperBound ? UInt64(texts.bytes[place]) : 0)
                }
                entries.append(
                    Entry(
                        beginning: beginning,
                        start: bytes.count + range.lowerBound,
                        byteCount: UInt32(range.count),
                        number: UInt32(entries.count)
                    )
                )
            }
            bytes += texts.bytes
        }
        ranks = [UInt32](repeating: 0, count: entries.count)
        bytes.withUnsafeBytes { bytes in
            func text(_ entry: Entry) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: bytes[entry.start..<entry.start + Int(entry.byteCount)])
            }
            entries.sort { left, right in
                if left.beginning != right.beginning { return left.beginning < right.beginning }
                return Self.compare(text(left), text(right)) < 0
            }
            var rank: UInt32 = 0
            for (index, entry) in entries.enumerated() {
                if index > 0, Self.compare(text(entries[index - 1]), text(entry)) != 0 { rank += 1 }
                ranks[Int(entry.number)] = rank
            }
        }
    }

    /// Negative, 0 or positive as the first text sorts before, with or after the second.
    private static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let common = min(left.count, right.count)
        if common > 0, let left = left.baseAddress, let right = right.baseAddress {
            let order = memcmp(left, right, common)
            if order != 0 { return Int(order) }
        }
        return left.count - right.count
    }

    func rank(of index: Int, in group: Int) -> Int64 { Int64(ranks[starts[group] + index]) }
}
