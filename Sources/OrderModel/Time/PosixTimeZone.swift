// The rule at the end of a zoneinfo file, in the form of the POSIX variable TZ: `EST5EDT,M3.2.0,M11.1.0`,
// `<+0330>-3:30`, `IST-1GMT0,M10.5.0,M3.5.0/1`. Offsets there count westwards; here they count eastwards.

/// A standard offset and, where clocks still change, the rule by which they do every year.
struct PosixTimeZone: Sendable, Hashable {
    let standardOffset: Int
    let daylight: DaylightRule?

    /// Reads a rule; nil when it is malformed.
    init?(_ text: [UInt8]) {
        var reader = PosixTimeZoneReader(bytes: text)
        guard reader.skipName(), let west = reader.time() else { return nil }
        standardOffset = -west
        if reader.isAtEnd {
            daylight = nil
        } else {
            guard let daylight = reader.daylightRule(standardOffset: -west), reader.isAtEnd else { return nil }
            self.daylight = daylight
        }
        let offsets = [standardOffset, daylight?.offset ?? 0]
        guard offsets.allSatisfy({ abs($0) < TimeZoneRules.offsetLimitSeconds }) else { return nil }
    }
}

/// When daylight time begins and ends in every year, and its offset.
struct DaylightRule: Sendable, Hashable {
    let offset: Int
    let start: YearlyMoment
    let end: YearlyMoment

    /// A moment at which the offset changes, and what it changes to.
    struct Transition: Hashable {
        let seconds: Int64
        let offset: Int
    }

    /// The two transitions of a year, in their order; the end is told by daylight time's own clock.
    func transitions(inYear year: Int, _ standardOffset: Int) -> [Transition] {
        guard let newYear = CivilDate(year: year, month: 1, day: 1) else { return [] }
        let begins = Transition(seconds: start.seconds(inYear: newYear) - Int64(standardOffset), offset: offset)
        let ends = Transition(seconds: end.seconds(inYear: newYear) - Int64(offset), offset: standardOffset)
        return begins.seconds <= ends.seconds ? [begins, ends] : [ends, begins]
    }
}

/// A day of every year and a time on it; the time may lie days before or after.
struct YearlyMoment: Sendable, Hashable {
    /// The three ways to name the day.
    enum Day: Sendable, Hashable {
        /// `J60`: 1 to 365, never counting February 29.
        case ofCommonYear(Int)
        /// `59`: 0 to 365, counting February 29.
        case ofYear(Int)
        /// `M3.2.0`: the second Sunday (0) of March; the fifth is the last.
        case weekday(month: Int, week: Int, weekday: Int)
    }

    let day: Day
    let seconds: Int

    /// The moment in a year, in seconds since 1970 by the local clock.
    func seconds(inYear newYear: CivilDate) -> Int64 {
        Int64(daysSinceEpoch(inYear: newYear)) * 86_400 + Int64(seconds)
    }

    private func daysSinceEpoch(inYear newYear: CivilDate) -> Int {
        let first = newYear.daysSinceEpoch
        switch day {
        case .ofYear(let day): return first + day
        case .ofCommonYear(let day):
            let isAfterLeapDay = day >= 60 && CivilDate.dayCount(ofMonth: 2, year: newYear.year) == 29
            return first + day - 1 + (isAfterLeapDay ? 1 : 0)
        case .weekday(let month, let week, let weekday):
            guard let firstOfMonth = CivilDate(year: newYear.year, month: month, day: 1) else { return first }
            let ahead = (weekday - firstOfMonth.weekday % 7 + 7) % 7
            let day = ahead + (week - 1) * 7
            let dayCount = CivilDate.dayCount(ofMonth: month, year: newYear.year)
            return firstOfMonth.daysSinceEpoch + (day < dayCount ? day : day - 7)
        }
    }
}

/// Walks over the bytes of a rule.
private struct PosixTimeZoneReader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Passes over an abbreviation: letters, or anything between angle brackets.
    mutating func skipName() -> Bool {
        let start = position
        if take(UInt8(ascii: "<")) {
            while position < bytes.count, bytes[position] != UInt8(ascii: ">") { position += 1 }
            return take(UInt8(ascii: ">"))
        }
        while position < bytes.count, (bytes[position] | 0x20) &- UInt8(ascii: "a") < 26 { position += 1 }
        return position > start
    }

    private mutating func number(upTo limit: Int) -> Int? {
        let start = position
        var result = 0
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10, position - start < 4 {
            result = result * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            position += 1
        }
        return position > start && result <= limit ? result : nil
    }

    /// `3`, `-3:30`, `+167:59:59`: in seconds.
    mutating func time() -> Int? {
        let isNegative = take(UInt8(ascii: "-"))
        if !isNegative { _ = take(UInt8(ascii: "+")) }
        guard let hours = number(upTo: 167) else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where take(UInt8(ascii: ":")) {
            guard let part = number(upTo: 59) else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// The name, offset and two moments of daylight time; a rule without moments is none.
    mutating func daylightRule(standardOffset: Int) -> DaylightRule? {
        guard skipName() else { return nil }
        var offset = standardOffset + 3600
        if position < bytes.count, bytes[position] != UInt8(ascii: ",") {
            guard let west = time() else { return nil }
            offset = -west
        }
        guard let start = moment(), let end = moment() else { return nil }
        return DaylightRule(offset: offset, start: start, end: end)
    }

    private mutating func moment() -> YearlyMoment? {
        guard take(UInt8(ascii: ",")), let day = day() else { return nil }
        guard take(UInt8(ascii: "/")) else { return YearlyMoment(day: day, seconds: 7200) }
        return time().map { YearlyMoment(day: day, seconds: $0) }
    }

    private mutating func day() -> YearlyMoment.Day? {
        if take(UInt8(ascii: "J")) {
            return number(upTo: 365).flatMap { $0 >= 1 ? .ofCommonYear($0) : nil }
        }
        guard take(UInt8(ascii: "M")) else { return number(upTo: 365).map { .ofYear($0) } }
        guard let month = number(upTo: 12), month >= 1, take(UInt8(ascii: ".")),
            let week = number(upTo: 5), week >= 1, take(UInt8(ascii: ".")), let weekday = number(upTo: 6)
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
    }
}
