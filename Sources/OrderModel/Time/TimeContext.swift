/// What relative dates and days are resolved against: the moment `now` and the session's zone.
///
/// Made once per statement, so that every part of a query sees the same `today`.
package struct TimeContext: Sendable {
    package let now: Instant
    package let zone: TimeZoneRules

    package init(now: Instant, zone: TimeZoneRules) {
        self.now = now
        self.zone = zone
    }

    /// The day that `now` falls on.
    package var today: CivilDate { zone.day(of: now) }

    /// The instants of a period, in this zone.
    package func range(of period: Period) -> InstantRange {
        let lower = zone.startOfDay(period.start)
        let upper = period.end.map(zone.startOfDay) ?? Instant(microseconds: .max)
        return InstantRange(lower: lower, upper: upper)
    }

    /// The period of a unit whose range holds an instant; nil outside of the years 1 to 9999.
    package func period(_ unit: PeriodUnit, containing instant: Instant) -> Period? {
        Period(unit, containing: zone.day(of: instant))
    }
}
