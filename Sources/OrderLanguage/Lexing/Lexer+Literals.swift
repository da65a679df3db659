// Numbers, dates, instants and durations, which all begin with a digit, and quoted text.

internal import OrderModel

extension Lexer {
    typealias Lexeme = (kind: TokenKind, diagnostic: Diagnostic?)

    /// Takes what begins with a digit: a period, an instant, a duration or a number.
    mutating func lexNumeral() -> Lexeme {
        let start = offset
        if looksLikePeriod { return lexPeriod() }
        if let date = takeDateWithPoints() {
            let hint = date.map { "write \($0)" } ?? "a day is 2025-12-31"
            return invalid(start, "a date has no points", hint: hint)
        }
        let digits = takeNumber()
        let unitStart = offset
        let unit = takeWord()
        let isPlain = unit.isEmpty
        guard let number = Decimal(digits.filter { $0 != "_" }) else {
            return invalid(start, "a number may have at most 38 digits")
        }
        if isPlain { return (.number(number), nil) }
        if let factor = Self.factors[unit.lowercased()] {
            guard let product = try? number.multiplied(by: Decimal(factor)) else {
                return invalid(start, "a number may have at most 38 digits")
            }
            return (.number(product), nil)
        }
        offset = unitStart
        return lexDuration(start: start, first: number)
    }

    private static let factors = ["k": 1000, "m": 1_000_000]

    private static let unitSeconds: [String: Int] = ["s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800]

    private func invalid(_ start: Int, _ message: String, hint: String? = nil) -> Lexeme {
        (.invalid, Diagnostic(at: start..<offset, message, hint: hint))
    }

    private func isDigit(_ distance: Int) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek(distance))
    }

    /// Four digits, a hyphen, and two digits, a quarter or a week: always a period, never a subtraction.
    private var looksLikePeriod: Bool {
        guard (0..<4).allSatisfy(isDigit), peek(4) == UInt8(ascii: "-") else { return false }
        switch peek(5) | 0x20 {
        case UInt8(ascii: "q"), UInt8(ascii: "w"): return isDigit(6)
        default: return isDigit(5) && isDigit(6)
        }
    }

    /// Takes `27.12.2025` or `2025.12.27`, which is no number; nil where there is none, and an inner nil where there
    /// is no such day.
    private mutating func takeDateWithPoints() -> CivilDate?? {
        var end = offset
        while end < source.bytes.count, end - offset <= 10, isDigit(end - offset) || peek(end - offset) == 0x2E {
            end += 1
        }
        let parts = source.text(in: offset..<end).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }), parts[1].count <= 2,
            Set([parts[0].count, parts[2].count]).contains(4), min(parts[0].count, parts[2].count) <= 2
        else { return nil }
        offset = end
        let numbers = parts.compactMap { Int($0) }
        let (year, day) = numbers[0] > 31 ? (numbers[0], numbers[2]) : (numbers[2], numbers[0])
        return .some(CivilDate(year: year, month: numbers[1], day: day))
    }

    /// Digits with underscores between them, and a fraction.
    private mutating func takeNumber() -> String {
        let start = offset
        while isDigit(0) || (peek() == UInt8(ascii: "_") && isDigit(1)) { offset += 1 }
        if peek() == UInt8(ascii: "."), isDigit(1) {
            offset += 1
            while isDigit(0) { offset += 1 }
        }
        return source.text(in: start..<offset)
    }

    /// One or more amounts with units, such as `1h30min`; the first amount is already taken.
    private mutating func lexDuration(start: Int, first: Decimal) -> Lexeme {
        var amount = first
        var total = Decimal.zero
        while true {
            let unit = takeUnit()
            guard let seconds = Self.unitSeconds[unit.lowercased()],
                let part = try? amount.multiplied(by: Decimal(seconds * 1_000_000)), let sum = try? total.adding(part)
            else {
                _ = takeWord()
                let hint = "units are k, m (million), s, min, h, d and w"
                return invalid(start, "'\(source.text(in: start..<min(offset, start + 40)))' is no number", hint: hint)
            }
            total = sum
            guard isDigit(0) else { break }
            guard let next = Decimal(takeNumber()) else { return invalid(start, "this duration is too long") }
            amount = next
        }
        guard let microseconds = total.wholeNumber else {
            return invalid(start, "this duration is too long or too fine")
        }
        return (.duration(TimeAmount(microseconds: Int64(microseconds))), nil)
    }

    /// The letters of a unit, without digits, so that `1h30min` is two amounts.
    private mutating func takeUnit() -> String {
        let start = offset
        while Self.isWordByte(peek(), isFirst: true), peek() != UInt8(ascii: "_") { offset += 1 }
        return source.text(in: start..<offset)
    }

    private mutating func lexPeriod() -> Lexeme {
        let start = offset
        while isPeriodByte(peek()) { offset += 1 }
        let text = source.text(in: start..<offset).lowercased()
        if text.utf8.count > 10, text.utf8.dropFirst(10).first == UInt8(ascii: "t") { return instant(text, start) }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let period = Self.period(parts.map(String.init)) else {
            let hint = "a day is 2025-12-31, a month 2025-12, a quarter 2025-q4, a week 2025-w51; "
            return invalid(start, "there is no date '\(text)'", hint: hint + "put spaces around '-' to subtract")
        }
        return (.period(period), nil)
    }

    private func isPeriodByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"): Self.isWordByte(peek(1), isFirst: false)
        case UInt8(ascii: ":"): isDigit(1)
        case UInt8(ascii: "+"), UInt8(ascii: "."): isDigit(1)
        default: Self.isWordByte(byte, isFirst: false)
        }
    }

    private func instant(_ text: String, _ start: Int) -> Lexeme {
        if let instant = Instant(iso8601: text.uppercased()) { return (.instant(instant), nil) }
        let time = text.dropFirst(11)
        if !time.hasSuffix("z"), !time.contains("+"), !time.contains("-") {
            return invalid(
                start,
                "this instant has no zone",
                hint: "end it with Z for UTC, or with an offset such as +03:30"
            )
        }
        return invalid(
            start,
            "there is no instant '\(text.uppercased())'",
            hint: "write 2025-12-27T18:17:09Z, at most six digits of a second"
        )
    }

    /// The period that the parts between hyphens name; nil when there is none such.
    private static func period(_ parts: [String]) -> Period? {
        guard let year = Int(parts[0]), parts[0].utf8.count == 4 else { return nil }
        let second = parts[1]
        if parts.count == 2, second.hasPrefix("q"), let quarter = Int(second.dropFirst()), (1...4).contains(quarter) {
            return CivilDate(year: year, month: quarter * 3, day: 1).flatMap { Period(.quarter, containing: $0) }
        }
        if parts.count == 2, second.hasPrefix("w"), let week = Int(second.dropFirst()) {
            return Period(isoWeek: week, ofYear: year)
        }
        guard let month = Int(second), second.utf8.count == 2, parts.count <= 3 else { return nil }
        guard parts.count == 3 else {
            return CivilDate(year: year, month: month, day: 1).flatMap { Period(.month, containing: $0) }
        }
        guard let day = Int(parts[2]), parts[2].utf8.count == 2 else { return nil }
        return CivilDate(year: year, month: month, day: day).flatMap { Period(.day, containing: $0) }
    }
}

extension Lexer {
    /// Takes quoted text with its escapes: `\n \t \r \\ \" \'` and `\u{…}`.
    mutating func lexText(quote: UInt8) -> Lexeme {
        let start = offset
        offset += 1
        var content: [UInt8] = []
        var problem: Diagnostic?
        while offset < source.bytes.count {
            let byte = peek()
            if byte == quote {
                offset += 1
                let text = String(validating: content, as: UTF8.self)
                if problem == nil, text == nil {
                    problem = Diagnostic(at: start..<offset, "this text is not valid UTF-8")
                }
                return (.text(text ?? ""), problem)
            }
            if byte == UInt8(ascii: "\\") {
                let escapeStart = offset
                if let scalar = takeEscape() {
                    content.append(contentsOf: String(scalar).utf8)
                } else if problem == nil {
                    let hint = "write \\n, \\t, \\r, \\\\, \\\", \\' or \\u{200C}"
                    problem = Diagnostic(at: escapeStart..<offset, "there is no such escape", hint: hint)
                }
            } else {
                content.append(byte)
                offset += 1
            }
        }
        let hint = "close it with \(quote == UInt8(ascii: "'") ? "'" : "\"")"
        return (.invalid, Diagnostic(at: start..<start + 1, "this text is not closed", hint: hint, isAtEnd: true))
    }

    /// The scalar that an escape stands for; nil when there is no such escape.
    private mutating func takeEscape() -> Unicode.Scalar? {
        offset += 1
        guard offset < source.bytes.count else { return nil }
        let letter = peek()
        offset += decodeScalar().length
        switch letter {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): return Unicode.Scalar(letter)
        case UInt8(ascii: "u") where peek() == UInt8(ascii: "{"):
            offset += 1
            let start = offset
            while Self.isWordByte(peek(), isFirst: false), offset - start < 8 { offset += 1 }
            let code = UInt32(source.text(in: start..<offset), radix: 16)
            guard peek() == UInt8(ascii: "}") else { return nil }
            offset += 1
            return code.flatMap(Unicode.Scalar.init)
        default: return nil
        }
    }
}
