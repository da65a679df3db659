import OrderModel

/// How one value is shown to a person: safe to look at, in the session's zone, with thousands separators.
///
/// What could be mistaken is written as the query language has it: null is the bare word `null`, the empty text is
/// `""`, and a text that reads like one of these is in quotes.
struct DisplayText {
    let zone: TimeZoneRules

    /// The text of a value, whole.
    ///
    /// Identifiers have no separators, so that they can be typed back as they stand.
    func of(_ value: Value, isIdentifier: Bool = false) -> String {
        switch value {
        case .null: Self.null
        case .text(let text): Self.of(text)
        case .number(let number): isIdentifier ? number.description : Self.grouped(number)
        case .boolean(let boolean): boolean ? "true" : "false"
        case .instant(let instant): of(instant)
        case .period(let period): period.description
        case .duration(let amount): Self.of(amount)
        case .document(let document): VisibleText.of(document.serialized())
        }
    }

    static let null = "null"
    static let emptyText = "\"\""

    /// A text as it stands, or in quotes where it would read as the value that isn't there.
    static func of(_ text: String) -> String {
        if text.isEmpty { return emptyText }
        guard text.utf8.count <= 4, isMistakable(text) else { return VisibleText.of(text) }
        return JSONValue.text(text).serialized()
    }

    private static func isMistakable(_ text: String) -> Bool {
        text.utf8.elementsEqual(null.utf8) || text.utf8.elementsEqual(emptyText.utf8)
    }

    /// The exact number with a comma between thousands: `1,025,000.5`.
    static func grouped(_ number: Decimal) -> String {
        var bytes: [UInt8] = []
        append(grouped: number, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes the same behind other bytes; gives the width of the fraction with its point.
    @discardableResult
    static func append(grouped number: Decimal, to bytes: inout [UInt8]) -> Int {
        let digits = number.description.utf8
        let fraction = number.scale == 0 ? 0 : number.scale + 1
        var digitsLeft = digits.count - fraction - (number.coefficient < 0 ? 1 : 0)
        for digit in digits {
            bytes.append(digit)
            guard digit != UInt8(ascii: "-"), digitsLeft > 0 else { continue }
            digitsLeft -= 1
            if digitsLeft > 0, digitsLeft % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
        }
        return fraction
    }

    private func of(_ instant: Instant) -> String {
        var bytes: [UInt8] = []
        append(instant, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes `2025-12-27 18:17:09`; whole seconds, since nobody reads a table by the millisecond.
    func append(_ instant: Instant, to bytes: inout [UInt8]) {
        let time = zone.civilTime(at: instant)
        func append(_ number: Int) {
            bytes.append(UInt8(ascii: "0") + UInt8(number / 10 % 10))
            bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
        }
        append(time.date.year / 100)
        append(time.date.year % 100)
        bytes.append(UInt8(ascii: "-"))
        append(time.date.month)
        bytes.append(UInt8(ascii: "-"))
        append(time.date.day)
        bytes.append(UInt8(ascii: " "))
        append(time.hour)
        bytes.append(UInt8(ascii: ":"))
        append(time.minute)
        bytes.append(UInt8(ascii: ":"))
        append(time.second)
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
