/// Amounts in the words of a message to a person.
package enum Quantity {
    /// `1 order`, `1,000,000 orders`.
    package static func orders(_ count: Int) -> String { "\(grouped(count)) \(noun("orders", for: count))" }

    /// `1 request`, `200 requests`.
    package static func requests(_ count: Int) -> String { "\(grouped(count)) \(noun("requests", for: count))" }

    /// A noun as it stands behind a number: `item` for `items` if that is 1.
    package static func noun(_ plural: String, for count: Int) -> String {
        count == 1 && plural.hasSuffix("s") ? String(plural.dropLast()) : plural
    }

    /// A whole number with a comma between thousands.
    package static func grouped(_ number: Int) -> String {
        var text = ""
        for (position, digit) in String(number.magnitude).reversed().enumerated() {
            if position > 0, position % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    /// A size in units of thousands, to three digits: `812 bytes`, `41.3 kB`, `2.54 GB`.
    package static func bytes(_ count: Int) -> String {
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        guard count >= 1000 else { return count == 1 ? "1 byte" : "\(count) bytes" }
        var unit = 0
        var size = 1000
        // The number is rounded to three digits, so that 999.6 of a unit is 1.00 of the next.
        while unit + 1 < units.count, count / size >= 999, Double(count) / Double(size) >= 999.5 {
            unit += 1
            size *= 1000
        }
        return "\(threeDigits(Double(count) / Double(size))) \(units[unit])"
    }

    /// A time: `40 ms`, `7.93 s`, `3 min 20 s`, `2 h 5 min`.
    package static func time(_ duration: Duration) -> String {
        let seconds = max(0, duration / .seconds(1))
        if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
        if seconds < 59.95 { return "\(threeDigits(seconds)) s" }
        let whole = Int(seconds.rounded())
        return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// An estimate of the time that a work has left, to the second: `6 s`, `3 min 20 s`.
    package static func timeLeft(_ remainingCount: Int, perSecond rate: Double) -> String {
        let seconds = min(Double(remainingCount) / rate, Double(Int32.max)).rounded()
        return seconds < 60 ? "\(max(1, Int(seconds))) s" : time(.seconds(seconds))
    }

    private static func threeDigits(_ number: Double) -> String {
        let places = number < 9.995 ? 2 : number < 99.95 ? 1 : 0
        let scale = [1, 10, 100][places]
        let scaled = Int((number * Double(scale)).rounded())
        guard places > 0 else { return String(scaled) }
        let fraction = String(scaled % scale)
        return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
    }
}
