// In which zone a server's days begin shows only at orders near a midnight. A zone is believed where every other one
// that there is, by the system's list of zones, contradicts several of those orders, or begins its days at the same
// moments. For how long that holds is a part of the answer: in winter London's days are UTC's.

import OrderModel

/// What trials say of all zones.
struct ZoneEvidence {
    private let trials: [DayTrial]
    private let end: ServerHabits.DateEnd
    /// The zones that at most one order contradicts; it may have been changed or deleted meanwhile.
    let possible: [TimeZoneRules]

    /// How far back days are compared, and how far ahead; rules that agree for so long agree for good.
    private static let pastDayCount = 20 * 365
    private static let futureDayCount = 12 * 365

    init(_ trials: [DayTrial], end: ServerHabits.DateEnd, world: [TimeZoneRules]) {
        self.trials = trials
        self.end = end
        possible = world.filter { zone in
            let orders = DaySolver.contradictions(of: trials, to: DayReading(zone: zone, end: end))
            return orders.count < TrialJudge.witnessCount
        }
    }

    /// The days around the newest that were asked for, which begin as in a zone whichever of the possible ones is the
    /// server's; the last one is nil when that goes on for good.
    ///
    /// Nil when an order contradicts the zone, or where others begin even those days at another moment.
    func days(of zone: TimeZoneRules) -> (first: CivilDate, last: CivilDate?)? {
        let reading = DayReading(zone: zone, end: end)
        guard DaySolver.contradictions(of: trials, to: reading).isEmpty,
            let start = trials.flatMap(\.constraints).map(\.first).max(), agree(on: start, zone)
        else { return nil }
        var days = start - Self.pastDayCount...start + Self.futureDayCount
        for other in possible {
            let first = stride(from: start, through: days.lowerBound, by: -1).first { !agree(other, zone, on: $0) }
            let last = stride(from: start, through: days.upperBound, by: 1).first { !agree(other, zone, on: $0) }
            days = (first.map { $0 + 1 } ?? days.lowerBound)...(last.map { $0 - 1 } ?? days.upperBound)
        }
        guard let first = CivilDate(daysSinceEpoch: days.lowerBound) else { return nil }
        let isForGood = days.upperBound == start + Self.futureDayCount
        return (first, isForGood ? nil : CivilDate(daysSinceEpoch: days.upperBound))
    }

    private func agree(on day: Int, _ zone: TimeZoneRules) -> Bool {
        possible.allSatisfy { agree($0, zone, on: day) }
    }

    private func agree(_ one: TimeZoneRules, _ other: TimeZoneRules, on day: Int) -> Bool {
        guard let date = CivilDate(daysSinceEpoch: day) else { return false }
        return one.startOfDay(date) == other.startOfDay(date)
    }
}
