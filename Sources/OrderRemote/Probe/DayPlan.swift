import OrderModel

/// Chooses the days to ask for: those that tell the most about where days begin and end.
///
/// An order soon after a midnight shows that days begin no later than they do in a zone, one shortly before it that
/// they begin no earlier. So a range is the better, the closer orders are to where it begins and ends.
struct DayPlan {
    private let field: DayField
    /// The times of the orders, ascending, in microseconds.
    private let times: [Int64]
    /// The last of the days on which they are.
    private let lastDay: Int
    private let pageSize: Int
    /// The days that ranges may begin with: those near orders, ascending.
    ///
    /// One order with a wrong year must not add the days of all the years between.
    let starts: [Int]
    /// The ways of reading days that a rating looks at.
    let readings: [DayReading]

    /// More days than that may have a change of clocks among them, which only some zones explain.
    private static let longestDayCount = 14
    /// So many days to begin with are enough; the newest are taken.
    static let largestStartCount = 200
    /// About so many readings are enough; fewer than twice as many are taken.
    static let usualReadingCount = 50

    /// Nil when the orders are all of one day.
    init?(_ field: DayField, _ rows: [ProbeRow], likely: [DayReading], pageSize: Int) {
        let instants = rows.compactMap { $0.instant(field) }.sorted()
        let days = instants.map { DayPosition($0, 0).day }
        guard let firstDay = days.first, let lastDay = days.last, firstDay < lastDay else { return nil }
        self.field = field
        self.times = instants.map(\.microseconds)
        self.lastDay = lastDay
        self.pageSize = pageSize
        let near = Set(days.flatMap { [$0 - 1, $0, $0 + 1] }).filter { (firstDay...lastDay).contains($0) }
        starts = near.sorted().suffix(Self.largestStartCount)
        // The two ends that a range may have take turns, so only an odd step takes both.
        let step = likely.count / Self.usualReadingCount | 1
        readings = stride(from: 0, to: likely.count, by: step).map { likely[$0] }
    }

    /// The best range of days, or the best single day, and its rating: less is better.
    func best(isSingleDay: Bool = false) -> (constraint: DayConstraint, rating: Int64)? {
        var best: (constraint: DayConstraint, rating: Int64)?
        for first in starts {
            let longest = isSingleDay ? first : min(first + Self.longestDayCount, lastDay)
            let edges = readings.map { reading in (first...longest + 1).map { DayEdge($0, reading.zone, times) } }
            for last in first...longest {
                let rating = rating(edges, last - first, isSingleDay)
                guard rating < best?.rating ?? .max else { continue }
                best = (DayConstraint(field: field, first: first, last: last, isSingleDay: isSingleDay), rating)
            }
        }
        return best
    }

    /// How far around the true zone others would explain the same, in microseconds, whichever is true.
    ///
    /// The edges are those of each reading, from the range's first day on; the last day is so many later.
    private func rating(_ edges: [[DayEdge]], _ last: Int, _ isSingleDay: Bool) -> Int64 {
        zip(readings, edges).reduce(0) { total, pair in
            let (reading, edges) = pair
            let (start, lastDay, next) = (edges[0], edges[last], edges[last + 1])
            let end = isSingleDay || reading.end == .inclusive ? next : lastDay
            let witnesses = TrialJudge.witnessCount
            let faults = [
                end.index - start.index < witnesses, end.index - start.index > pageSize, start.index < witnesses,
                times.count - end.index < witnesses, !isSingleDay && next.index - lastDay.index < witnesses,
            ]
            let width = min(start.before, end.before) + min(start.after, end.after)
            return total + width + Int64(faults.count(where: \.self)) * 4 * TimeAmount.microsecondsPerDay
        }
    }
}

/// The beginning of a day among orders.
private struct DayEdge {
    /// The place of the first order that is not before it.
    let index: Int
    /// How long before it and after it the nearest orders are, in microseconds; a day at most.
    let before: Int64
    let after: Int64

    /// No zone's days begin closer to another's, so that closer orders show no more.
    private static let leastDifference = 15 * 60 * TimeAmount.microsecondsPerSecond

    init(_ day: Int, _ zone: TimeZoneRules, _ times: [Int64]) {
        let start = CivilDate(daysSinceEpoch: day).map { zone.startOfDay($0).microseconds }
        // Outside of the years 1 to 9999, any zone's will do.
        let moment = start ?? Int64(day) * TimeAmount.microsecondsPerDay
        var (lower, upper) = (0, times.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if times[middle] < moment { lower = middle + 1 } else { upper = middle }
        }
        index = lower
        before = lower > 0 ? Self.bounded(moment - times[lower - 1]) : TimeAmount.microsecondsPerDay
        after = lower < times.count ? Self.bounded(times[lower] - moment) : TimeAmount.microsecondsPerDay
    }

    private static func bounded(_ distance: Int64) -> Int64 {
        min(max(distance, leastDifference), TimeAmount.microsecondsPerDay)
    }
}
