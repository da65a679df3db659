extension Instant {
    /// The first and the last moment that dates of four digits can tell, in UTC.
    package static let calendarRange =
        Instant(
            microseconds: -62_135_596_800_000_000
        )...Instant(microseconds: 253_402_300_799_999_999)

    /// Reads an instant exactly: `2025-12-27T18:17:09.771123Z`, `2025-12-27 21:47+03:30`.
    ///
    /// Nil without an offset, for a moment that no calendar has, and for a fraction finer than a microsecond.
    package init?(iso8601 text: String) {
        self.init(text, dropsFinerFraction: false)
    }

    /// Reads an instant of the data as the API's server does: digits past the microsecond are dropped.
    package init?(dataISO8601 text: String) {
        self.init(text, dropsFinerFraction: true)
    }

    private init?(_ text: String, dropsFinerFraction: Bool) {
        var reader = ISO8601Reader(text)
        guard let date = reader.date(), let seconds = reader.timeOfDay(),
            let microsecond = reader.microsecond(dropsFinerFraction: dropsFinerFraction),
            let offset = reader.offsetSeconds(), reader.isAtEnd
        else { return nil }
        let total = Int64(date.daysSinceEpoch) * 86_400 + Int64(seconds - offset)
        self.init(microseconds: total * TimeAmount.microsecondsPerSecond + Int64(microsecond))
        guard Self.calendarRange.contains(self) else { return nil }
    }

    /// The instant in UTC: `2025-12-27T18:17:09.771123Z`, without the fraction when it is zero.
    package var iso8601: String {
        TimeZoneRules.utc.civilTime(at: self).description + "Z"
    }

    /// The instant by the clocks of a zone, with their offset: `2025-12-27T21:47:09.771123+03:30`.
    ///
    /// Always the moment itself: seconds of an old offset are printed, since dropping them would shift it.
    package func iso8601(in zone: TimeZoneRules) -> String {
        let offset = zone.offsetSeconds(at: self)
        return zone.civilTime(at: self).description + (offset == 0 ? "Z" : offsetText(offset))
    }
}

/// An offset from UTC as ISO 8601 writes it: `+03:30`; with seconds, which old offsets have, `+03:25:44`.
package func offsetText(_ seconds: Int) -> String {
    let size = abs(seconds)
    let text = "\(seconds < 0 ? "-" : "+")\(padded(size / 3600, to: 2)):\(padded(size / 60 % 60, to: 2))"
    return size % 60 == 0 ? text : text + ":\(padded(size % 60, to: 2))"
}

/// Reads the parts of an ISO 8601 text one after the other.
struct ISO8601Reader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// A number of exactly so many digits.
    private mutating func number(digits count: Int, upTo limit: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var result = 0
        for byte in bytes[position..<position + count] {
            guard byte &- UInt8(ascii: "0") < 10 else { return nil }
            result = result * 10 + Int(byte - UInt8(ascii: "0"))
        }
        guard result <= limit else { return nil }
        position += count
        return result
    }

    mutating func date() -> CivilDate? {
        guard let year = number(digits: 4, upTo: 9999), take(UInt8(ascii: "-")),
            let month = number(digits: 2, upTo: 12), take(UInt8(ascii: "-")), let day = number(digits: 2, upTo: 31)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// The second of the day behind `T` or a space; the seconds may be left out.
    mutating func timeOfDay() -> Int? {
        guard take(UInt8(ascii: "T")) || take(UInt8(ascii: "t")) || take(UInt8(ascii: " ")),
            let hour = number(digits: 2, upTo: 23), take(UInt8(ascii: ":")),
            let minute = number(digits: 2, upTo: 59)
        else { return nil }
        guard take(UInt8(ascii: ":")) else { return hour * 3600 + minute * 60 }
        return number(digits: 2, upTo: 59).map { hour * 3600 + minute * 60 + $0 }
    }

    /// The fraction of the second, one to twelve digits; 0 when there is none.
    mutating func microsecond(dropsFinerFraction: Bool) -> Int? {
        guard take(UInt8(ascii: ".")) else { return 0 }
        let digits = bytes[position...].prefix { $0 &- UInt8(ascii: "0") < 10 }
        position += digits.count
        guard (1...(dropsFinerFraction ? 12 : 9)).contains(digits.count) else { return nil }
        guard dropsFinerFraction || digits.dropFirst(6).allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
        var result = 0
        for place in 0..<6 {
            let digit = place < digits.count ? digits[digits.startIndex + place] - UInt8(ascii: "0") : 0
            result = result * 10 + Int(digit)
        }
        return result
    }

    /// `Z`, `+03:30`, `+0330` or `+03`, in seconds ahead of UTC.
    mutating func offsetSeconds() -> Int? {
        if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
        let isNegative = take(UInt8(ascii: "-"))
        guard isNegative || take(UInt8(ascii: "+")), let hours = number(digits: 2, upTo: 23) else { return nil }
        var minutes = 0
        if take(UInt8(ascii: ":")) || !isAtEnd {
            guard let part = number(digits: 2, upTo: 59) else { return nil }
            minutes = part
        }
        return (hours * 3600 + minutes * 60) * (isNegative ? -1 : 1)
    }
}
