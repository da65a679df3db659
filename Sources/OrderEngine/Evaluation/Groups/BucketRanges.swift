import OrderModel

/// The calendar buckets met so far, as ranges of instants: a bucket is computed once and then found by comparisons.
struct BucketRanges {
    private var lowers: [Int64] = []
    private var uppers: [Int64] = []
    private var numbers: [Int32] = []
    /// For a stretch of about two hours, the range that was found there last.
    private var recent: [Int32] = []

    private static let stretchBits: Int64 = 33
    private static let recentCount = 8192

    /// The number of the bucket that an instant lies in; nil when it hasn't been met.
    @inline(__always)
    mutating func number(at microseconds: Int64) -> Int32? {
        if recent.isEmpty { recent = Array(repeating: -1, count: Self.recentCount) }
        let stretch = Int(truncatingIfNeeded: microseconds >> Self.stretchBits) & (Self.recentCount - 1)
        let known = Int(recent[stretch])
        if known >= 0, lowers[known] <= microseconds, microseconds < uppers[known] { return numbers[known] }
        guard let found = find(microseconds) else { return nil }
        recent[stretch] = Int32(truncatingIfNeeded: found)
        return numbers[found]
    }

    /// Remembers a bucket, if its range holds the instant that it was computed from, as it does everywhere but at
    /// the ends of the calendar.
    mutating func insert(_ range: InstantRange, number: Int32, foundAt instant: Instant) {
        guard range.contains(instant) else { return }
        let place = lowers.firstIndex { $0 > range.lower.microseconds } ?? lowers.count
        lowers.insert(range.lower.microseconds, at: place)
        uppers.insert(range.upper.microseconds, at: place)
        numbers.insert(number, at: place)
        // What was known of later ranges stands one place further on.
        recent.removeAll()
    }

    private func find(_ microseconds: Int64) -> Int? {
        var (low, high) = (0, lowers.count)
        while low < high {
            let middle = (low + high) / 2
            if lowers[middle] <= microseconds { low = middle + 1 } else { high = middle }
        }
        return low > 0 && microseconds < uppers[low - 1] ? low - 1 : nil
    }
}
