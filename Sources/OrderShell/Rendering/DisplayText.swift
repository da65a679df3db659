import OrderModel

/// How one value is shown to a person: safe to look at, in the session's zone, with thousands separators.
struct DisplayText {
    let zone: TimeZoneRules

    /// The text of a value.
    ///
    /// Identifiers have no separators, so that they can be typed back as they stand.
    func of(_ value: Value, isIdentifier: Bool = false) -> String {
        switch value {
        case .null: Self.null
        // In quotes, since the bare word stands for the value that isn't there.
        case .text(Self.null): "\"\(Self.null)\""
        case .text(let text): VisibleText.of(text)
        case .number(let number): isIdentifier ? number.description : Self.grouped(number)
        case .boolean(let boolean): boolean ? "true" : "false"
        case .instant(let instant): of(instant)
        case .period(let period): period.description
        case .duration(let amount): Self.of(amount)
        case .document(let document): VisibleText.of(document.serialized())
        }
    }

    static let null = "null"

    /// Whether a column of this name holds identifiers.
    static func isIdentifier(_ name: String) -> Bool {
        name == "id" || name.hasSuffix(".id")
    }

    /// The exact number with a comma between thousands: `1,025,000.5`.
    static func grouped(_ number: Decimal) -> String {
        let text = number.description
        let whole = text.prefix { $0 != "." }
        let digits = whole.drop { $0 == "-" }
        var result = String(whole.prefix(whole.count - digits.count))
        for (offset, digit) in digits.enumerated() {
            if offset > 0, (digits.count - offset) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result + text.dropFirst(whole.count)
    }

    /// `2025-12-27 18:17:09`; whole seconds, since nobody reads a table by the millisecond.
    private func of(_ instant: Instant) -> String {
        let time = zone.civilTime(at: instant)
        let clock = [time.hour, time.minute, time.second].map { $0 < 10 ? "0\($0)" : String($0) }
        return "\(time.date) \(clock.joined(separator: ":"))"
    }

    /// `14d 3h 22min 10s`, in the units of the language; fractions of a second only where there are no minutes.
    static func of(_ amount: TimeAmount) -> String {
        let microseconds = amount.microseconds.magnitude
        let sign = amount.microseconds < 0 ? "-" : ""
        let perSecond = TimeAmount.microsecondsPerSecond.magnitude
        guard microseconds >= 60 * perSecond else {
            return sign + Decimal(coefficient: Int128(microseconds), scale: 6).description + "s"
        }
        let seconds = microseconds / perSecond
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        return sign + parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }
}
