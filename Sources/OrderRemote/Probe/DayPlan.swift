import OrderModel

/// Chooses the days to ask for: those that tell the most about where days begin and end.
///
/// An order soon after a midnight shows that days begin no later than they do in a zone, one shortly before it that
/// they begin no earlier. So a range is the better, the closer orders are to where it begins and ends.
struct DayPlan {
    private let field: DayField
    /// The times of the orders, ascending, in microseconds.
    private let times: [Int64]
    /// The days on which they are, by what is likely.
    private let days: ClosedRange<Int>
    private let likely: [DayReading]
    private let pageSize: Int
    /// The beginnings of all these days and two more, for each of the readings.
    private let edges: [[DayEdge]]

    /// More days than that may have a change of clocks among them, which only some zones explain.
    private static let longestDayCount = 14

    /// Nil when the orders are all of one day.
    init?(_ field: DayField, _ rows: [ProbeRow], likely: [DayReading], pageSize: Int) {
        let instants = rows.compactMap { $0.instant(field) }.sorted()
        guard let first = instants.first, let last = instants.last else { return nil }
        let days = DayPosition(first, 0).day...DayPosition(last, 0).day
        guard days.count > 1 else { return nil }
        let times = instants.map(\.microseconds)
        self.field = field
        self.times = times
        self.days = days
        self.likely = likely
        self.pageSize = pageSize
        edges = likely.map { reading in
            (days.lowerBound...days.upperBound + 1).map { DayEdge($0, reading.zone, times) }
        }
    }

    /// The best range of days, or the best single day, and its rating: less is better.
    func best(isSingleDay: Bool = false) -> (constraint: DayConstraint, rating: Int64)? {
        var best: (constraint: DayConstraint, rating: Int64)?
        for first in days {
            let longest = isSingleDay ? first : min(first + Self.longestDayCount, days.upperBound)
            for last in first...longest {
                let rating = rating(first, last, isSingleDay)
                guard rating < best?.rating ?? .max else { continue }
                best = (DayConstraint(field: field, first: first, last: last, isSingleDay: isSingleDay), rating)
            }
        }
        return best
    }

    /// How far around the true zone others would explain the same, in microseconds, whichever is true.
    private func rating(_ first: Int, _ last: Int, _ isSingleDay: Bool) -> Int64 {
        zip(likely, edges).reduce(0) { total, pair in
            let (reading, edges) = pair
            let lastDay = edges[last - days.lowerBound]
            let next = edges[last + 1 - days.lowerBound]
            let start = edges[first - days.lowerBound]
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
        let moment = CivilDate(daysSinceEpoch: day).map { zone.startOfDay($0).microseconds } ?? .max
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
