/// Reads lengths of time as options and settings give them: `30s`, `10min`, `2h`.
package enum DurationText {
    /// Nil when the text is none, or not above zero.
    package static func read(_ text: String) -> Duration? {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let count = Int(digits), count > 0, let seconds = secondsOfUnit[String(unit)] else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: seconds)
        // What a sleeping task can wait for; longer is no limit at all.
        return overflow || product > 10_000 * 86_400 ? nil : .seconds(product)
    }

    /// The text that `read` takes, in the largest unit that loses nothing.
    static func write(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        let unit = secondsOfUnit.filter { seconds % $0.value == 0 }.max { $0.value < $1.value }
        return "\(seconds / (unit?.value ?? 1))\(unit?.key ?? "s")"
    }

    /// The units of the query language that a run can take.
    private static let secondsOfUnit = ["s": 1, "min": 60, "h": 3600, "d": 86_400]
}
