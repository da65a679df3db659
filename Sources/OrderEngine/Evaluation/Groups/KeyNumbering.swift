// Gives the values of a group's key numbers, so that grouping is counting by numbers. Plain fields are numbered
// from what their columns store, without making values of them.

import OrderModel
import OrderReference

/// The different values of one key, numbered from 0 as they come.
struct KeyNumbering {
    private let expression: Expression
    private(set) var values: [Value] = []
    private var numbers: [Value: Int32] = [:]
    private var integers: [Int64: Int32] = [:]
    private var cache = KeyCache()
    /// The scale of the stored numbers that `integers` and `cache` are about.
    private var scale = 0
    private var buckets = BucketRanges()

    init(_ expression: Expression) {
        self.expression = expression
    }

    /// The number of a value, a new one if it hasn't been met.
    mutating func number(of value: Value) -> Int32 {
        if let number = numbers[value] { return number }
        let number = Int32(values.count)
        values.append(value)
        numbers[value] = number
        return number
    }

    /// The number of the key of a row that is no row of columns.
    mutating func number(for row: Row, _ evaluator: Evaluator) throws(EvaluationError) -> Int32 {
        number(of: try evaluator.value(of: expression, for: row))
    }

    /// The numbers of the keys of a batch's rows.
    mutating func numbers(for selected: SelectedRows, _ evaluator: Evaluator) throws(EvaluationError) -> [Int32] {
        if let (column, places) = selected.column(of: expression) { return numbers(of: column, places) }
        if case .function(let function, let arguments) = expression, PeriodUnit(rawValue: function.rawValue) != nil,
            let argument = arguments.first, let (column, places) = selected.column(of: argument),
            case .instants(let instants) = column.storage
        {
            return try numbers(ofBuckets: instants, column, places, selected, evaluator)
        }
        var result: [Int32] = []
        result.reserveCapacity(selected.count)
        for place in selected.places {
            result.append(try number(at: Int(place), in: selected.rows, evaluator))
        }
        return result
    }

    private mutating func number(
        at row: Int,
        in rows: TableRows,
        _ evaluator: Evaluator
    ) throws(EvaluationError) -> Int32 {
        number(of: try evaluator.value(of: expression, for: ColumnRow(rows, row)))
    }

    private mutating func numbers(of column: Column, _ places: [Int32]) -> [Int32] {
        switch column.storage {
        case .codes(let codes, let entries): numbers(ofCodes: codes, entries.count, column, places)
        case .booleans(let flags): numbers(ofCodes: flags.map(UInt16.init), 2, column, places)
        case .numbers(let values, let scale): numbers(ofIntegers: values, scale: scale, column, places)
        case .instants(let values): numbers(ofIntegers: values, scale: 0, column, places)
        case .texts(let texts): numbers(ofTexts: texts, column, places)
        case .documents: places.map { number(of: column.value(at: Int($0))) }
        }
    }

    /// Numbers keys by small integers, each of which is worth the same throughout the column.
    private mutating func numbers(
        ofCodes codes: [UInt16],
        _ codeCount: Int,
        _ column: Column,
        _ places: [Int32]
    ) -> [Int32] {
        var known = [Int32](repeating: -1, count: codeCount)
        var result = [Int32](repeating: 0, count: places.count)
        for index in places.indices {
            let place = Int(places[index])
            let code = Int(codes[place])
            if let presence = column.presence, !presence[place] {
                result[index] = number(of: .null)
                continue
            }
            if known[code] < 0 { known[code] = number(of: column.value(at: place)) }
            result[index] = known[code]
        }
        return result
    }

    private mutating func numbers(
        ofIntegers stored: [Int64],
        scale: Int,
        _ column: Column,
        _ places: [Int32]
    ) -> [Int32] {
        if scale != self.scale {
            integers.removeAll()
            cache.clear()
            self.scale = scale
        }
        cache.prepare()
        var result = [Int32](repeating: 0, count: places.count)
        for index in places.indices {
            let place = Int(places[index])
            let integer = stored[place]
            if let presence = column.presence, !presence[place] {
                result[index] = number(of: .null)
            } else if let number = cache.number(UInt64(bitPattern: integer), 0, tag: 1) {
                result[index] = number
            } else {
                let number = integers[integer] ?? number(of: column.value(at: place))
                integers[integer] = number
                cache.remember(number, UInt64(bitPattern: integer), 0, tag: 1)
                result[index] = number
            }
        }
        return result
    }

    /// Numbers texts; those of up to 16 bytes are compared as two integers.
    private mutating func numbers(ofTexts texts: TextValues, _ column: Column, _ places: [Int32]) -> [Int32] {
        cache.prepare()
        var result = [Int32](repeating: 0, count: places.count)
        texts.bytes.withUnsafeBytes { bytes in
            for index in places.indices {
                let place = Int(places[index])
                if let presence = column.presence, !presence[place] {
                    result[index] = number(of: .null)
                    continue
                }
                let range = texts.range(of: place)
                guard let (first, second) = Self.words(of: UnsafeRawBufferPointer(rebasing: bytes[range])) else {
                    result[index] = number(of: column.value(at: place))
                    continue
                }
                let tag = UInt32(range.count + 1)
                if let number = cache.number(first, second, tag: tag) {
                    result[index] = number
                } else {
                    let number = number(of: column.value(at: place))
                    cache.remember(number, first, second, tag: tag)
                    result[index] = number
                }
            }
        }
        return result
    }

    /// The bytes of a text as two integers that differ for different texts of its length; nil beyond 16 bytes.
    @inline(__always)
    private static func words(of text: UnsafeRawBufferPointer) -> (UInt64, UInt64)? {
        guard text.count <= 16 else { return nil }
        if text.count >= 8 {
            return (
                text.loadUnaligned(as: UInt64.self),
                text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self)
            )
        }
        var first: UInt64 = 0
        for byte in text { first = first << 8 | UInt64(byte) }
        return (first, 0)
    }

    private mutating func numbers(
        ofBuckets instants: [Int64],
        _ column: Column,
        _ places: [Int32],
        _ selected: SelectedRows,
        _ evaluator: Evaluator
    ) throws(EvaluationError) -> [Int32] {
        var result = [Int32](repeating: 0, count: places.count)
        buckets.prepare()
        for index in places.indices {
            let place = Int(places[index])
            if let presence = column.presence, !presence[place] {
                result[index] = number(of: .null)
            } else if let number = buckets.number(at: instants[place]) {
                result[index] = number
            } else {
                let value = try evaluator.value(
                    of: expression,
                    for: ColumnRow(selected.rows, Int(selected.places[index]))
                )
                let number = number(of: value)
                result[index] = number
                if case .period(let period) = value {
                    let instant = Instant(microseconds: instants[place])
                    buckets.insert(evaluator.time.range(of: period), number: number, foundAt: instant)
                }
            }
        }
        return result
    }
}

/// The different pairs of numbers, numbered from 0 as they come: how several keys become one.
struct PairNumbering {
    private(set) var pairs: [(Int32, Int32)] = []
    private var numbers: [UInt64: Int32] = [:]
    private var cache = KeyCache()

    mutating func number(of first: Int32, _ second: Int32) -> Int32 {
        let pair = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
        cache.prepare()
        if let number = cache.number(pair, 0, tag: 1) { return number }
        let number = numbers[pair] ?? Int32(pairs.count)
        if Int(number) == pairs.count {
            pairs.append((first, second))
            numbers[pair] = number
        }
        cache.remember(number, pair, 0, tag: 1)
        return number
    }
}
