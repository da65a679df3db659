import OrderModel

/// How the ends of a range of moments are written for one server.
///
/// What is written never leaves out a moment of the range, whatever is not known of the server.
struct DateSpelling {
    private let habits: ServerHabits
    /// The zone of the query, whose rules are known; a server's own is, if it is the same one.
    private let local: TimeZoneRules

    /// The end of a range as it is sent.
    struct Written: Hashable {
        let bound: DateBound
        /// Whether the server then draws the line exactly where it was wanted.
        let isExact: Bool
    }

    init(habits: ServerHabits, local: TimeZoneRules) {
        self.habits = habits
        self.local = local
    }

    /// Whether only days are sent.
    var writesDays: Bool { habits.dateForm == .days }

    /// The first moment of a range, or its last one, as it is sent; nil where the calendar ends before it.
    func written(_ instant: Instant, isStart: Bool) -> Written? {
        guard Instant.calendarRange.contains(instant) else { return nil }
        if writesDays { return isStart ? startDay(instant) : endDay(instant) }
        if habits.comparesInstantsExactly == true { return Written(bound: .instant(instant), isExact: true) }
        let second = (isStart ? -1 : 1) * TimeAmount.microsecondsPerSecond
        let moved = Instant(microseconds: instant.microseconds + second)
        guard Instant.calendarRange.contains(moved) else { return nil }
        return Written(bound: .instant(moved), isExact: false)
    }

    /// The day that begins at the moment or before it; a day earlier where it begins up to 14 hours off.
    private func startDay(_ instant: Instant) -> Written? {
        guard let zone = zone(at: instant) else {
            return TimeZoneRules.utc.day(of: instant).adding(days: -1).map { Written(bound: .day($0), isExact: false) }
        }
        let day = zone.day(of: instant)
        return Written(bound: .day(day), isExact: zone.startOfDay(day) == instant)
    }

    /// The day whose end is the moment or after it; a day later where the zone, or where the end is not known.
    ///
    /// A server that leaves the day out may count its first moment or not, so that it is never exact.
    private func endDay(_ instant: Instant) -> Written? {
        let zone = zone(at: instant)
        let margin = (zone == nil ? 1 : 0) + (habits.dateEnd == .inclusive ? 0 : 1)
        let day = (zone ?? .utc).day(of: instant)
        guard let last = day.adding(days: margin) else { return nil }
        guard margin == 0, let zone, let next = day.adding(days: 1) else {
            return Written(bound: .day(last), isExact: false)
        }
        let isExact = zone.startOfDay(next).microseconds - 1 == instant.microseconds
        return Written(bound: .day(last), isExact: isExact)
    }

    /// The zone of the server's days at a moment; nil where it isn't known, or its rules are not at hand.
    private func zone(at instant: Instant) -> TimeZoneRules? {
        // Within these days the moment's own day begins and ends, in whichever zone that is.
        let day = TimeZoneRules.utc.day(of: instant)
        return habits.zone(besides: local, on: [-2, 2].compactMap { day.adding(days: $0) })
    }

    /// Why a range is asked wider than it was meant.
    var widening: String {
        writesDays
            ? "the server takes only days; asked for so many that none can be missed"
            : PushdownTable.row(.moment).reason
    }
}
