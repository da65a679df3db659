import OrderModel

/// A round length of time on the calendar and the clock of a zone: the distance of ticks, the width of bins.
enum TimeStep: Hashable {
    case seconds(Int)
    case period(PeriodUnit)
    case months(Int)
    case years(Int)

    /// All of them, ascending.
    static let all: [TimeStep] =
        [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200].map(seconds)
        + [.period(.day), .period(.week), .period(.month), .period(.quarter), .months(6)]
        + [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map(years)

    var isOfClock: Bool {
        if case .seconds = self { true } else { false }
    }

    /// The step's beginnings in a range of instants, ascending, at least the one before it and so many at most; nil
    /// where there would be more.
    func starts(_ range: ClosedRange<Instant>, zone: TimeZoneRules, limit: Int) -> [Instant]? {
        let extent = range.upperBound.microseconds.subtractingReportingOverflow(range.lowerBound.microseconds)
        guard !extent.overflow, extent.partialValue / 1_000_000 / shortestSeconds <= Int64(limit) else { return nil }
        var starts = [start(before: range.lowerBound, zone)]
        while let last = starts.last, let next = next(after: last, zone), next <= range.upperBound {
            starts.append(next)
            if starts.count > limit { return nil }
        }
        return starts
    }

    /// How a beginning is written: no finer than the step.
    func label(_ instant: Instant, zone: TimeZoneRules) -> String {
        let time = zone.civilTime(at: instant)
        let date = zone.day(of: instant)
        func text(_ unit: PeriodUnit) -> String { Period(unit, containing: date)?.description ?? date.description }
        switch self {
        case .seconds(let count):
            return String(DisplayText(zone: zone).of(.instant(instant)).dropLast(count < 60 ? 0 : 3))
        case .period(.month), .period(.quarter), .months: return text(.month)
        case .years: return text(.year)
        case .period: return time.hour == 0 || date == time.date ? date.description : text(.day)
        }
    }

    /// No two beginnings are nearer, save where clocks are changed.
    private var shortestSeconds: Int64 {
        let day: Int64 = 86_400
        return switch self {
        case .seconds(let count): Int64(count)
        case .period(.day): day
        case .period(.week): 7 * day
        case .period(.month): 28 * day
        case .period(.quarter): 90 * day
        case .period(.year): 365 * day
        case .months(let count): Int64(count) * 30 * day
        case .years(let count): Int64(count) * 365 * day
        }
    }

    private func start(before instant: Instant, _ zone: TimeZoneRules) -> Instant {
        let day = zone.day(of: instant)
        switch self {
        case .seconds(let count):
            let midnight = zone.startOfDay(day)
            let elapsed = instant.microseconds - midnight.microseconds
            let step = Int64(count) * TimeAmount.microsecondsPerSecond
            return Instant(microseconds: midnight.microseconds + elapsed / step * step)
        case .period(let unit): return zone.startOfDay(Period(unit, containing: day)?.start ?? day)
        case .months(let count):
            let month = (day.month - 1) / count * count + 1
            return zone.startOfDay(CivilDate(year: day.year, month: month, day: 1) ?? day)
        case .years(let count):
            return zone.startOfDay(CivilDate(year: max(1, day.year / count * count), month: 1, day: 1) ?? day)
        }
    }

    /// The beginning that follows one; nil at the end of the calendar.
    private func next(after start: Instant, _ zone: TimeZoneRules) -> Instant? {
        let day = zone.day(of: start)
        let following: CivilDate?
        switch self {
        case .seconds(let count):
            // A day that clocks make longer or shorter ends with the step that it cuts off.
            let length = Int64(count) * TimeAmount.microsecondsPerSecond
            guard let moved = try? start.advanced(by: TimeAmount(microseconds: length)) else { return nil }
            let midnight = day.adding(days: 1).map(zone.startOfDay) ?? moved
            return start < midnight ? min(moved, midnight) : moved
        case .period(let unit): following = Period(unit, containing: day)?.end
        case .months(let count): following = day.firstOfMonth(addingMonths: count)
        case .years(let count): following = CivilDate(year: day.year / count * count + count, month: 1, day: 1)
        }
        guard let next = following.map(zone.startOfDay), next > start else { return nil }
        return next
    }
}

extension ChartAxis {
    /// An axis of moments, with ticks where days, months and so on begin in a zone, as many as there is room for; those
    /// of dates are days at least.
    static func instants(
        _ range: ClosedRange<Instant>,
        zone: TimeZoneRules,
        room: Int,
        areDates: Bool
    ) -> ChartAxis {
        var ticks: [Tick] = []
        for step in TimeStep.all where !areDates || !step.isOfClock {
            let width = step.label(range.lowerBound, zone: zone).utf8.count + 2
            guard let starts = step.starts(range, zone: zone, limit: max(2, room / width)) else { continue }
            let axis = ChartAxis(
                lower: range.lowerBound.amount,
                upper: range.upperBound.amount,
                ticks: starts.filter(range.contains).map {
                    Tick(amount: $0.amount, label: step.label($0, zone: zone))
                }
            )
            guard axis.hasRoom(room) else { continue }
            ticks = axis.ticks
            break
        }
        if ticks.isEmpty { ticks = Self.ends(range, areDates ? .period(.day) : .seconds(1), zone, room) }
        return ChartAxis(lower: range.lowerBound.amount, upper: range.upperBound.amount, ticks: ticks)
    }

    /// Whether each label ends before the next one begins, all in so many columns; the last may end where it can.
    private func hasRoom(_ columns: Int) -> Bool {
        let places = ticks.map { Int((fraction(of: $0.amount) * Double(columns - 1)).rounded()) }
        return zip(zip(places, places.dropFirst()), ticks).allSatisfy { $0.1 - $0.0 >= $1.label.utf8.count + 2 }
    }

    /// The ends of a range that nothing round lies in.
    private static func ends(
        _ range: ClosedRange<Instant>,
        _ step: TimeStep,
        _ zone: TimeZoneRules,
        _ room: Int
    ) -> [Tick] {
        let ends = [range.lowerBound, range.upperBound].map {
            Tick(amount: $0.amount, label: step.label($0, zone: zone))
        }
        let width = ends.reduce(2) { $0 + $1.label.utf8.count }
        return range.lowerBound == range.upperBound || width > room ? [ends[0]] : ends
    }
}

extension Instant {
    /// The moment as a number on an axis.
    var amount: Decimal { Decimal(coefficient: Int128(microseconds), scale: 0) }
}
