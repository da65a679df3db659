// ISO 8601 as `datetime.fromisoformat` of Python 3.11 reads it, its leniences included: any character between day and
// time, weeks, no separators, a comma before the fraction, a fraction behind any part of the time.

import OrderModel

/// A day and a time as they were written, with the offset from UTC where one was given.
struct WrittenMoment: Hashable {
    let date: CivilDate
    /// Microseconds since the day's midnight, by the clock.
    let time: Int64
    /// Microseconds ahead of UTC; nil for a time by the server's own clocks.
    let offset: Int64?

    static let microsecondsPerDay = TimeAmount.microsecondsPerDay

    /// Nil where an hour, minute or second is none, or an offset is a day or more.
    init?(date: CivilDate, clock: ISOMomentReader.Clock, offset: Int64? = nil) {
        guard (0...23).contains(clock.hour), (0...59).contains(clock.minute), (0...59).contains(clock.second),
            abs(offset ?? 0) < Self.microsecondsPerDay
        else { return nil }
        self.date = date
        time = clock.microseconds
        self.offset = offset
    }

    /// What a clock that is not set to any offset would call microseconds since 1970.
    var local: Int64 { Int64(date.daysSinceEpoch) * Self.microsecondsPerDay + time }
}

extension WrittenMoment: CustomStringConvertible {
    /// As Python prints it: `2025-03-30 02:30:00`, with six digits of fraction where there is one.
    var description: String {
        // The same but for the `T` in the middle.
        let parts = TimeZoneRules.utc.civilTime(at: Instant(microseconds: local)).description.split(separator: "T")
        return parts.joined(separator: " ")
    }
}

/// Reads the bytes of one text.
struct ISOMomentReader {
    /// The parts of a time, not yet checked.
    struct Clock {
        var hour = 0
        var minute = 0
        var second = 0
        var microsecond = 0

        var microseconds: Int64 {
            Int64(hour * 3600 + minute * 60 + second) * TimeAmount.microsecondsPerSecond + Int64(microsecond)
        }
    }

    /// The parts of a time, and whether something that is no part of it follows.
    private struct ReadClock {
        var clock = Clock()
        var hasRest = false
    }

    private let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// What is behind the end counts as NUL, as it does in Python.
    private func byte(_ position: Int) -> UInt8 { position < bytes.count ? bytes[position] : 0 }

    private func isDigit(_ position: Int) -> Bool { byte(position) &- UInt8(ascii: "0") < 10 }

    private func number(_ position: Int, digits count: Int) -> Int? {
        var result = 0
        for index in position..<position + count {
            guard isDigit(index) else { return nil }
            result = result * 10 + Int(byte(index) - UInt8(ascii: "0"))
        }
        return result
    }

    /// The day, when the text as a whole is one; what follows a day of eight characters in a text of ten is passed
    /// over, as Python does.
    var dayOnly: CivilDate? {
        [7, 8, 10].contains(bytes.count) ? date(length: bytes.count) : nil
    }

    var moment: WrittenMoment? {
        guard bytes.count >= 7, let separator = separatorPosition, let date = date(length: separator) else {
            return nil
        }
        guard bytes.count > separator else { return WrittenMoment(date: date, clock: Clock()) }
        return moment(on: date, timeAt: separator + separatorLength(byte(separator)))
    }

    private func separatorLength(_ lead: UInt8) -> Int {
        if lead & 0x80 == 0 { return 1 }
        return lead & 0xF0 == 0xE0 ? 3 : lead & 0xF0 == 0xF0 ? 4 : 2
    }

    /// Where the day ends, by what its fifth character and those behind it are; nil where that is open.
    private var separatorPosition: Int? {
        let count = bytes.count
        guard count > 7 else { return 7 }
        let dash = UInt8(ascii: "-")
        if byte(4) == dash {
            guard byte(5) == UInt8(ascii: "W") else { return 10 }
            guard count > 8, byte(8) == dash else { return 8 }
            if count == 9 { return nil }
            return count > 10 && isDigit(10) ? 8 : 10
        }
        guard byte(4) == UInt8(ascii: "W") else { return 8 }
        // The parts of a time come in pairs of digits, so an odd count has the weekday in it.
        var end = 7
        while end < count, isDigit(end) { end += 1 }
        return end < 9 ? end : end % 2 == 0 ? 7 : 8
    }

    private func date(length: Int) -> CivilDate? {
        guard let year = number(0, digits: 4) else { return nil }
        let dash = UInt8(ascii: "-")
        let isDashed = byte(4) == dash
        var position = isDashed ? 5 : 4
        if byte(position) == UInt8(ascii: "W") {
            return weekDate(year: year, position: position + 1, length: length, isDashed: isDashed)
        }
        guard let month = number(position, digits: 2) else { return nil }
        position += 2
        if isDashed {
            guard byte(position) == dash else { return nil }
            position += 1
        }
        return number(position, digits: 2).flatMap { CivilDate(year: year, month: month, day: $0) }
    }

    private func weekDate(year: Int, position: Int, length: Int, isDashed: Bool) -> CivilDate? {
        guard let week = number(position, digits: 2) else { return nil }
        var weekday = 1
        if position + 2 < length {
            if isDashed, byte(position + 2) != UInt8(ascii: "-") { return nil }
            guard let day = number(position + (isDashed ? 3 : 2), digits: 1) else { return nil }
            weekday = day
        }
        return CivilDate(weekYear: year, week: week, weekday: weekday)
    }

    private func moment(on date: CivilDate, timeAt start: Int) -> WrittenMoment? {
        let marks = [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "Z")]
        let end = bytes.count
        // The first character is looked at even where there is none.
        let zone = marks.contains(byte(start)) ? start : bytes[min(start + 1, end)...].firstIndex(where: marks.contains)
        guard let time = clock(start, end: zone ?? max(end, start + 1)) else { return nil }
        guard let zone else { return time.hasRest ? nil : WrittenMoment(date: date, clock: time.clock) }
        if byte(zone) == UInt8(ascii: "Z") {
            return byte(zone + 1) == 0 ? WrittenMoment(date: date, clock: time.clock, offset: 0) : nil
        }
        guard let offset = clock(zone + 1, end: end), !offset.hasRest else { return nil }
        let parts = offset.clock
        // Without a whole second it is UTC to Python, whatever the fraction.
        let isWhole = parts.hour == 0 && parts.minute == 0 && parts.second == 0
        let size = isWhole ? 0 : parts.microseconds
        return WrittenMoment(date: date, clock: time.clock, offset: byte(zone) == UInt8(ascii: "-") ? -size : size)
    }

    /// Reads `18`, `18:17`, `181709.5`; nil where a part is none.
    private func clock(_ start: Int, end: Int) -> ReadClock? {
        var read = ReadClock()
        let parts: [WritableKeyPath<Clock, Int>] = [\.hour, \.minute, \.second]
        var position = start
        var isSeparated = true
        for (index, part) in parts.enumerated() {
            guard let number = number(position, digits: 2) else { return nil }
            read.clock[keyPath: part] = number
            let next = byte(position + 2)
            position += 3
            if index == 0 { isSeparated = next == UInt8(ascii: ":") }
            if position >= end {
                read.hasRest = next != 0
                return read
            }
            if isSeparated, next == UInt8(ascii: ":") { continue }
            if next == UInt8(ascii: ".") || next == UInt8(ascii: ",") { break }
            if isSeparated { return nil }
            position -= 1
        }
        let digitCount = min(6, end - position)
        guard var fraction = number(position, digits: digitCount) else { return nil }
        for _ in digitCount..<6 { fraction *= 10 }
        read.clock.microsecond = fraction
        position += digitCount
        while isDigit(position) { position += 1 }
        read.hasRest = byte(position) != 0
        return read
    }
}

extension CivilDate {
    /// A day by its ISO week, whose first day is Monday; nil when there is none, or outside of the years 1 to 9999.
    init?(weekYear year: Int, week: Int, weekday: Int) {
        guard let newYear = CivilDate(year: year, month: 1, day: 1), (1...53).contains(week), (1...7).contains(weekday)
        else { return nil }
        let isLeap = CivilDate.dayCount(ofMonth: 2, year: year) == 29
        if week == 53 { guard newYear.weekday == 4 || (newYear.weekday == 3 && isLeap) else { return nil } }
        let firstMonday = newYear.daysSinceEpoch + (newYear.weekday <= 4 ? 1 : 8) - newYear.weekday
        self.init(daysSinceEpoch: firstMonday + (week - 1) * 7 + weekday - 1)
    }
}
