import OrderModel

/// The calendar buckets met so far, as ranges of instants: a bucket is computed once and then found by comparisons.
struct BucketRanges {
    /// Ascending, none touching another.
    private var ranges: [Range] = []
    /// For a stretch of about two hours, the range that was found there last.
    private var recent: [Range] = []

    /// A bucket's instants and the number that it has been given.
    private struct Range {
        var lower = Int64.max
        var upper = Int64.min
        var number: Int32 = 0

        @inline(__always)
        func contains(_ microseconds: Int64) -> Bool { lower <= microseconds && microseconds < upper }
    }

    private static let stretchBits: Int64 = 33
    private static let recentCount = 4096

    /// Room for what was found last; nothing is held before the first batch that needs it.
    mutating func prepare() {
        if recent.isEmpty { recent = Array(repeating: Range(), count: Self.recentCount) }
    }

    /// The number of the bucket that an instant lies in; nil when it hasn't been met.
    @inline(__always)
    mutating func number(at microseconds: Int64) -> Int32? {
        let stretch = Int(truncatingIfNeeded: microseconds >> Self.stretchBits) & (Self.recentCount - 1)
        let known = recent[stretch]
        if known.contains(microseconds) { return known.number }
        guard let found = find(microseconds) else { return nil }
        recent[stretch] = found
        return found.number
    }

    /// Remembers a bucket, if its range holds the instant that it was computed from, as it does everywhere but at
    /// the ends of the calendar.
    mutating func insert(_ range: InstantRange, number: Int32, foundAt instant: Instant) {
        guard range.contains(instant) else { return }
        let range = Range(lower: range.lower.microseconds, upper: range.upper.microseconds, number: number)
        ranges.insert(range, at: ranges.firstIndex { $0.lower > range.lower } ?? ranges.count)
    }

    private func find(_ microseconds: Int64) -> Range? {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].lower <= microseconds { low = middle + 1 } else { high = middle }
        }
        return low > 0 && ranges[low - 1].contains(microseconds) ? ranges[low - 1] : nil
    }
}
