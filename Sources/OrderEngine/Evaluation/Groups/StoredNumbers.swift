// Sums and extremes of what a column stores, a group at a time. A sum is taken in 64 bits where the magnitudes
// leave no doubt that it fits, else in 128, so nothing is ever lost.

import OrderModel

/// The stored numbers of a column for the rows of one batch, and the groups of these rows.
struct StoredNumbers {
    let scale: Int
    private let values: [Int64]
    private let isInstant: Bool
    private let presence: Bitmap?
    private let places: [Int32]
    private let groups: [Int32]?
    private let groupCount: Int
    private let rowCounts: [Int]
    /// Whether the places are all of the column's, each once.
    private let isWhole: Bool

    /// Nil for a column of anything but numbers and instants.
    init?(_ column: Column, _ places: [Int32], _ rows: GroupedRows, rowCounts: [Int], isWhole: Bool) {
        switch column.storage {
        case .numbers(let numbers, let scale):
            (values, self.scale, isInstant) = (numbers, scale, false)
        case .instants(let instants):
            (values, scale, isInstant) = (instants, 0, true)
        default: return nil
        }
        presence = column.presence
        self.places = places
        groups = rows.groups
        groupCount = rows.groupCount
        self.rowCounts = rowCounts
        self.isWhole = isWhole
    }

    /// A stored number as a value.
    func value(of number: Int64) -> Value {
        isInstant
            ? .instant(Instant(microseconds: number)) : .number(Decimal(coefficient: Int128(number), scale: scale))
    }

    /// How many rows of each group have a value.
    func presentCounts() -> [Int] {
        guard let presence else { return rowCounts }
        var counts = [Int](repeating: 0, count: groupCount)
        for index in places.indices where presence[Int(places[index])] { counts[group(index)] &+= 1 }
        return counts
    }

    /// Calls with each group and the sum of its stored numbers; a null stores 0 and changes no sum.
    func forEachSum(_ body: (Int, Int128) -> Void) {
        if isSmall {
            let sums = sums(as: Int64.self)
            for group in sums.indices { body(group, Int128(sums[group])) }
        } else {
            let sums = sums(as: Int128.self)
            for group in sums.indices { body(group, sums[group]) }
        }
    }

    /// The least or the greatest stored number of each group; meaningless for a group without values.
    func extremes(isMaximum: Bool) -> [Int64] {
        var extremes = [Int64](repeating: isMaximum ? .min : .max, count: groupCount)
        for index in places.indices {
            let place = Int(places[index])
            if let presence, !presence[place] { continue }
            let (group, value) = (group(index), values[place])
            if isMaximum ? value > extremes[group] : value < extremes[group] { extremes[group] = value }
        }
        return extremes
    }

    private func group(_ index: Int) -> Int { groups.map { Int($0[index]) } ?? 0 }

    /// Whether the sum of any rows fits in 64 bits, by the magnitude of the column's largest number.
    private var isSmall: Bool {
        let bits = values.withUnsafeBufferPointer { values in
            var bits: Int64 = 0
            for value in values { bits |= value ^ (value >> 63) }
            return bits
        }
        return bits.leadingZeroBitCount > 64 - places.count.leadingZeroBitCount + 1
    }

    @inline(__always)
    private func sums<Sum: FixedWidthInteger>(as type: Sum.Type) -> [Sum] {
        var sums = [Sum](repeating: 0, count: groupCount)
        values.withUnsafeBufferPointer { values in
            places.withUnsafeBufferPointer { places in
                guard let groups else {
                    sums[0] = isWhole ? Self.sum(values) : Self.sum(values, places)
                    return
                }
                groups.withUnsafeBufferPointer { groups in
                    sums.withUnsafeMutableBufferPointer { sums in
                        for index in places.indices {
                            sums[Int(groups[index])] &+= Sum(truncatingIfNeeded: values[Int(places[index])])
                        }
                    }
                }
            }
        }
        return sums
    }

    /// The sum of a whole column, which is walked through without looking at places.
    @inline(__always)
    private static func sum<Sum: FixedWidthInteger>(_ values: UnsafeBufferPointer<Int64>) -> Sum {
        var sum: Sum = 0
        for value in values { sum &+= Sum(truncatingIfNeeded: value) }
        return sum
    }

    @inline(__always)
    private static func sum<Sum: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Int64>,
        _ places: UnsafeBufferPointer<Int32>
    ) -> Sum {
        var sum: Sum = 0
        for place in places { sum &+= Sum(truncatingIfNeeded: values[Int(place)]) }
        return sum
    }
}
