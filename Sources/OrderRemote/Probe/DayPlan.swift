import OrderModel

/// Chooses the days to ask for: those that tell the most about where days begin and end.
struct DayPlan {
    let window: ProbeWindow
    /// What the server's offset is likely to be.
    let offsets: [Int]

    /// The best range of days on a field, or the best single day; nil when the orders are all of one day.
    func constraint(_ field: DayField, isSingleDay: Bool) -> DayConstraint? {
        let days = Set(window.rows.compactMap { row in row.instant(field).map { DayPosition($0, 0).day } }).sorted()
        guard days.count > 1 else { return nil }
        let lengths = isSingleDay ? [0] : [1, 4]
        let starts = thinned(days, to: 8)
        let options = starts.flatMap { start in
            lengths.map { DayConstraint(field: field, first: start, last: start + $0, isSingleDay: isSingleDay) }
        }
        let times = window.known.compactMap { $0.instant(field)?.microseconds }.sorted()
        let rated = options.map { (option: $0, rating: rating($0, times)) }
        return rated.min { $0.rating < $1.rating }?.option
    }

    /// How many readings a range would leave possible, whatever the truth is; fewer are better.
    private func rating(_ constraint: DayConstraint, _ times: [Int64]) -> Int {
        let spans = DayReading.all.map { DaySpan(constraint, $0, times) }
        var total = 0
        for offset in offsets {
            for end in ServerHabits.DateEnd.allCases {
                let truth = DayReading(offsetSeconds: offset, end: end)
                let span = DaySpan(constraint, truth, times)
                if span.passing.count < TrialJudge.witnessCount { total += DayReading.all.count }
                total += spans.count { !$0.contradicts(span) }
                if outside(constraint, truth) { total -= 1 }
            }
        }
        return total
    }

    /// Whether some orders are before the range and some behind it, so that both its ends can be judged.
    private func outside(_ constraint: DayConstraint, _ truth: DayReading) -> Bool {
        let days = window.rows.compactMap { row in
            row.instant(constraint.field).map { DayPosition($0, truth.offsetSeconds).day }
        }
        return days.count { $0 < constraint.first } >= TrialJudge.witnessCount
            && days.count { $0 > constraint.last } >= TrialJudge.witnessCount
    }

    private func thinned(_ days: [Int], to count: Int) -> [Int] {
        guard days.count > count else { return days }
        return (0..<count).map { days[$0 * days.count / count] }
    }
}

/// What a constraint says of orders by their ascending times, under one reading: those that pass stand side by side,
/// behind them those of which it says nothing, and all others fail.
private struct DaySpan {
    let passing: Range<Int>
    let openEnd: Int

    init(_ constraint: DayConstraint, _ reading: DayReading, _ times: [Int64]) {
        let isWhole = constraint.isSingleDay || reading.end == .inclusive
        let start = Self.moment(constraint.first, reading)
        let end = Self.moment(isWhole ? constraint.last + 1 : constraint.last, reading)
        let lower = Self.index(of: start, times)
        let upper = max(lower, Self.index(of: end, times))
        passing = lower..<upper
        openEnd = isWhole ? upper : max(upper, Self.index(of: end + 1, times))
    }

    /// Whether one says that an order passes, and the other that it fails.
    func contradicts(_ other: DaySpan) -> Bool {
        passesBeyond(other) || other.passesBeyond(self)
    }

    private func passesBeyond(_ other: DaySpan) -> Bool {
        !passing.isEmpty && (passing.lowerBound < other.passing.lowerBound || passing.upperBound > other.openEnd)
    }

    /// When a day begins, in microseconds.
    private static func moment(_ day: Int, _ reading: DayReading) -> Int64 {
        Int64(day) * TimeAmount.microsecondsPerDay - Int64(reading.offsetSeconds) * TimeAmount.microsecondsPerSecond
    }

    /// The place of the first time that is not before a moment.
    private static func index(of moment: Int64, _ times: [Int64]) -> Int {
        var (lower, upper) = (0, times.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if times[middle] < moment { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }
}
