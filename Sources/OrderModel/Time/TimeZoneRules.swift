// A time zone as its zoneinfo file tells it: the offsets from UTC, when they changed, and the rule for the time
// after the last change. Nothing here reads files; a zone is made from a file's bytes.

/// The offsets of a time zone, for every moment.
package struct TimeZoneRules: Sendable, Hashable {
    /// The name that it was asked for by: `Asia/Tehran`, `UTC`, `+03:30`.
    package let name: String
    /// The moments at which the offset changes, ascending, in seconds since 1970-01-01T00:00:00Z.
    private let transitions: [Int64]
    /// The offset before the first transition, then the one after each; one more than the transitions.
    private let offsets: [Int]
    /// What holds after the last transition, if it goes on changing.
    private let rule: PosixTimeZone?

    package static let utc = TimeZoneRules(name: "UTC", fixedOffsetSeconds: 0)

    /// No zone is further from UTC; offsets of damaged data that are would break the arithmetic of days.
    static let offsetLimitSeconds = 26 * 3600

    /// The last year whose transitions are kept in the table, so that finding an offset is one binary search.
    private static let lastTabulatedYear = 2100

    /// A zone that is always as far from UTC.
    package init(name: String, fixedOffsetSeconds: Int) {
        self.name = name
        transitions = []
        offsets = [fixedOffsetSeconds]
        rule = nil
    }

    /// Reads the contents of a zoneinfo file (TZif, versions 1 to 4).
    package init(name: String, tzif bytes: [UInt8]) throws(TimeZoneDataError) {
        var data = try TimeZoneData(tzif: bytes)
        if let rule = data.rule {
            data.tabulate(rule, untilYear: Self.lastTabulatedYear)
        }
        self.name = name
        transitions = data.transitions
        offsets = data.offsets
        rule = data.rule
    }

    /// A fixed offset as ISO 8601 writes it: `+03:30`, `-0500`, `+03`; nil for anything else.
    package init?(fixedOffset text: String) {
        var reader = ISO8601Reader(text)
        guard text.utf8.count > 1, let seconds = reader.offsetSeconds(), reader.isAtEnd else { return nil }
        self.init(name: seconds == 0 ? "UTC" : offsetText(seconds), fixedOffsetSeconds: seconds)
    }

    /// How far ahead of UTC the zone's clocks are at a moment; negative in the west.
    package func offsetSeconds(at instant: Instant) -> Int {
        segment(at: instant.wholeSeconds).offset
    }

    /// What a clock and calendar in the zone show; clamped to the years 1 to 9999.
    package func civilTime(at instant: Instant) -> CivilTime {
        let seconds = instant.wholeSeconds
        let local = seconds + Int64(segment(at: seconds).offset)
        let day = local.flooredQuotient(by: 86_400)
        guard let date = CivilDate(daysSinceEpoch: Int(day)) else {
            return day < 0 ? .earliest : .latest
        }
        return CivilTime(
            date: date,
            secondOfDay: Int(local - day * 86_400),
            microsecond: Int(instant.microseconds - seconds * TimeAmount.microsecondsPerSecond)
        )
    }

    /// The first instant of a day: midnight, the earlier one where midnight comes twice, the moment after the
    /// gap where there is none, and the next day's beginning where the zone skipped the whole day.
    package func startOfDay(_ date: CivilDate) -> Instant {
        let midnight = Int64(date.daysSinceEpoch) * 86_400
        // Before this moment no clock, however far ahead, can show the day.
        var start = midnight - Int64(Self.offsetLimitSeconds)
        var segment = segment(at: start)
        while let end = segment.end, end + Int64(segment.offset) <= midnight || end <= start {
            start = end
            segment = self.segment(at: start)
        }
        let seconds = max(start, midnight - Int64(segment.offset))
        return Instant(microseconds: seconds * TimeAmount.microsecondsPerSecond)
    }

    /// The day that an instant belongs to: the one whose `startOfDay` is the last before it.
    ///
    /// That is the date which the calendar shows, except in the odd hour after clocks were set back across
    /// midnight (St. John's at 00:01, until 2011): what has begun once stays begun, so that days never overlap.
    package func day(of instant: Instant) -> CivilDate {
        let seconds = instant.wholeSeconds
        let shown = civilTime(at: instant).date
        guard isAfterSettingBack(seconds), let next = shown.adding(days: 1), startOfDay(next) <= instant else {
            return shown
        }
        return next
    }

    /// Whether clocks have been set back within the last day or so.
    private func isAfterSettingBack(_ seconds: Int64) -> Bool {
        let current = segment(at: seconds)
        guard let start = current.start, seconds - start < Int64(Self.offsetLimitSeconds) else { return false }
        return segment(at: start - 1).offset > current.offset
    }
}

extension TimeZoneRules {
    /// A stretch of time with one offset; nil where it has no beginning or no end.
    private struct Segment {
        let start: Int64?
        let end: Int64?
        let offset: Int
    }

    private func segment(at seconds: Int64) -> Segment {
        let index = transitionCount(until: seconds)
        if index == transitions.count, let rule {
            return ruleSegment(rule, at: seconds)
        }
        return Segment(
            start: index > 0 ? transitions[index - 1] : nil,
            end: index < transitions.count ? transitions[index] : nil,
            offset: offsets[index]
        )
    }

    /// How many transitions are at or before a moment.
    private func transitionCount(until seconds: Int64) -> Int {
        var lower = 0
        var upper = transitions.count
        while lower < upper {
            let middle = (lower + upper) / 2
            if transitions[middle] <= seconds {
                lower = middle + 1
            } else {
                upper = middle
            }
        }
        return lower
    }

    /// After the table: the transitions of the year before, the year itself and the year after decide.
    private func ruleSegment(_ rule: PosixTimeZone, at seconds: Int64) -> Segment {
        guard let changes = rule.daylight else {
            return Segment(start: transitions.last, end: nil, offset: rule.standardOffset)
        }
        let year = CivilDate(daysSinceEpoch: Int(seconds.flooredQuotient(by: 86_400)))?.year
        guard let year, year > 1, year < 9999 else {
            return Segment(start: transitions.last, end: nil, offset: rule.standardOffset)
        }
        var start = transitions.last
        var offset = offsets[transitions.count]
        for candidate in (year - 1...year + 1).flatMap({ changes.transitions(inYear: $0, rule.standardOffset) }) {
            if let last = transitions.last, candidate.seconds <= last { continue }
            if candidate.seconds > seconds { return Segment(start: start, end: candidate.seconds, offset: offset) }
            start = candidate.seconds
            offset = candidate.offset
        }
        return Segment(start: start, end: nil, offset: offset)
    }
}

extension Instant {
    /// The whole seconds since 1970, rounded down.
    var wholeSeconds: Int64 { microseconds.flooredQuotient(by: TimeAmount.microsecondsPerSecond) }
}

extension Int64 {
    /// The quotient rounded down, also for negative numbers.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
