package import OrderModel

/// The `Retry-After` header: a number of seconds, or a date.
package enum RetryAfter {
    /// The pause that a header such as `120` or `Fri, 31 Dec 1999 23:59:59 GMT` asks for; nil when unreadable.
    package static func delay(_ text: String, now: Instant) -> Duration? {
        let trimmed = ServerText.line(text, maximumLength: 40)
        if !trimmed.isEmpty, trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .seconds(Int(trimmed) ?? 1_000_000_000)
        }
        guard let date = moment(trimmed) else { return nil }
        return .microseconds(max(0, date.microseconds - now.microseconds))
    }

    /// A date as HTTP writes it since 1999; the two older forms are no longer sent.
    static func moment(_ text: String) -> Instant? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
            let month = months.firstIndex(of: String(parts[2])),
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        let time = parts[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]), (0...60).contains(time[2]) else {
            return nil
        }
        let seconds = date.daysSinceEpoch * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
        return Instant(microseconds: Int64(seconds) * TimeAmount.microsecondsPerSecond)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
