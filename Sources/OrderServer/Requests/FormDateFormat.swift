// The forms of days and times that Django takes besides ISO 8601: the `strptime` formats of its English locale, and
// the regular expression of `parse_datetime`. In both, a digit may be one of any script where Python's `\d` stands.

import OrderModel

/// A format of Python's `strptime`, such as `%m/%d/%Y %H:%M`.
struct FormDateFormat {
    private let format: String

    init(_ format: String) {
        self.format = format
    }

    /// `DATE_INPUT_FORMATS`.
    static let days = [
        "%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%b %d %Y", "%b %d, %Y", "%d %b %Y", "%d %b, %Y", "%B %d %Y", "%B %d, %Y",
        "%d %B %Y", "%d %B, %Y",
    ].map(FormDateFormat.init)

    /// `DATETIME_INPUT_FORMATS`.
    static let moments = ["%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"].flatMap { day in
        [" %H:%M:%S", " %H:%M:%S.%f", " %H:%M"].map { FormDateFormat(day + $0) }
    }

    /// What a text says in this format; nil when it is not in it.
    ///
    /// No part ever gives back what it took, as it never helps in these formats.
    func read(_ text: ArraySlice<Unicode.Scalar>) -> WrittenMoment? {
        var reader = FormDateReader(rest: text)
        var isDirective = false
        for scalar in format.unicodeScalars {
            if scalar == "%" {
                isDirective = true
                continue
            }
            guard isDirective ? reader.take(directive: scalar) : reader.take(literal: scalar) else { return nil }
            isDirective = false
        }
        guard reader.rest.isEmpty,
            let date = CivilDate(year: reader.year, month: reader.month, day: reader.day)
        else { return nil }
        return WrittenMoment(date: date, clock: reader.clock)
    }
}

/// Reads a text part by part.
private struct FormDateReader {
    var rest: ArraySlice<Unicode.Scalar>
    var year = 0
    var month = 1
    var day = 1
    var clock = ISOMomentReader.Clock()

    mutating func take(literal: Unicode.Scalar) -> Bool {
        guard let first = rest.first else { return false }
        guard literal == " " else {
            rest = rest.dropFirst()
            return first == literal
        }
        guard first.isFormSpace else { return false }
        rest = rest.drop(while: \.isFormSpace)
        return true
    }

    mutating func take(directive: Unicode.Scalar) -> Bool {
        switch directive {
        case "Y": take(\.year, [.any, .any, .any, .any])
        case "y": takeShortYear()
        case "m": takeFirst(\.month, [["1", "012"], ["0", "123456789"], ["123456789"]])
        case "d":
            takeFirst(\.day, [["3", "01"], ["12", .any], ["0", "123456789"], ["123456789"], [" ", "123456789"]])
        case "H": takeFirst(\.clock.hour, [["2", "0123"], ["01", .any], [.any]])
        case "M": takeFirst(\.clock.minute, [["012345", .any], [.any]])
        case "S": takeFirst(\.clock.second, [["6", "01"], ["012345", .any], [.any]])
        case "f": takeFraction()
        case "b": takeMonth { String($0.prefix(3)) }
        case "B": takeMonth { $0 }
        default: preconditionFailure("the formats have no other directive")
        }
    }

    /// Which characters may stand in a place of a number.
    private enum Place: ExpressibleByStringLiteral {
        case one(of: String)
        /// A digit of any script.
        case any

        init(stringLiteral characters: String) { self = .one(of: characters) }

        /// What a character counts for there, 0 for a space; nil where it may not stand.
        func digit(_ scalar: Unicode.Scalar) -> Int? {
            switch self {
            case .any: scalar.decimalDigit
            case .one(let characters):
                characters.unicodeScalars.contains(scalar) ? scalar.decimalDigit ?? 0 : nil
            }
        }
    }

    private mutating func takeFirst(_ path: WritableKeyPath<Self, Int>, _ patterns: [[Place]]) -> Bool {
        for pattern in patterns where take(path, pattern) { return true }
        return false
    }

    private mutating func take(_ path: WritableKeyPath<Self, Int>, _ pattern: [Place]) -> Bool {
        guard rest.count >= pattern.count else { return false }
        var number = 0
        for (place, scalar) in zip(pattern, rest) {
            guard let digit = place.digit(scalar) else { return false }
            number = number * 10 + digit
        }
        self[keyPath: path] = number
        rest = rest.dropFirst(pattern.count)
        return true
    }

    private mutating func takeShortYear() -> Bool {
        guard take(\.year, [.any, .any]) else { return false }
        year += year <= 68 ? 2000 : 1900
        return true
    }

    private mutating func takeFraction() -> Bool {
        let digits = rest.prefix(6).prefix { $0.isASCII && $0.decimalDigit != nil }
        guard !digits.isEmpty else { return false }
        clock.microsecond = microsecond(digits.compactMap(\.decimalDigit))
        rest = rest.dropFirst(digits.count)
        return true
    }

    private mutating func takeMonth(_ form: (String) -> String) -> Bool {
        for (index, name) in Self.monthNames.enumerated() {
            let wanted = form(name).unicodeScalars
            guard rest.count >= wanted.count else { continue }
            let isSame = zip(wanted, rest).allSatisfy { $0 == $1 || ($1.isASCII && $0.value == $1.value | 0x20) }
            guard isSame else { continue }
            month = index + 1
            rest = rest.dropFirst(wanted.count)
            return true
        }
        return false
    }

    private static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
}

/// The fraction of a second that up to six digits are.
private func microsecond(_ digits: [Int]) -> Int {
    (0..<6).reduce(0) { $0 * 10 + ($1 < digits.count ? digits[$1] : 0) }
}

/// The form of `parse_datetime` for what is no ISO 8601 to Python: `2025-1-31T5:07 +0330`.
struct FormMomentReader {
    private var rest: ArraySlice<Unicode.Scalar>

    /// What a text is by this form.
    enum Reading {
        case moment(WrittenMoment)
        /// It has the form and yet names no moment.
        case none
        case otherForm
    }

    static func read(_ text: ArraySlice<Unicode.Scalar>) -> Reading {
        var reader = FormMomentReader(rest: text)
        do throws(OtherForm) {
            return try reader.read().map { .moment($0) } ?? .none
        } catch {
            return .otherForm
        }
    }

    private mutating func read() throws(OtherForm) -> WrittenMoment? {
        let year = try number(of: 4...4)
        try take("-")
        let month = try number(of: 1...2)
        try take("-")
        let day = try number(of: 1...2)
        guard take(anyOf: "T ") else { throw OtherForm() }
        var clock = ISOMomentReader.Clock()
        clock.hour = try number(of: 1...2)
        try take(":")
        clock.minute = try number(of: 1...2)
        if take(anyOf: ":") {
            clock.second = try number(of: 1...2)
            if take(anyOf: ".,") { clock.microsecond = microsecond(Array(try digits(of: 1...12).prefix(6))) }
        }
        rest = rest.drop(while: \.isFormSpace)
        let offset = try offset()
        guard rest.isEmpty else { throw OtherForm() }
        return CivilDate(year: year, month: month, day: day).flatMap {
            WrittenMoment(date: $0, clock: clock, offset: offset)
        }
    }

    /// That a text is of another form.
    private struct OtherForm: Error {}

    private mutating func take(_ scalar: Unicode.Scalar) throws(OtherForm) {
        guard take(anyOf: String(scalar)) else { throw OtherForm() }
    }

    private mutating func take(anyOf scalars: String) -> Bool {
        guard let first = rest.first, scalars.unicodeScalars.contains(first) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func digits(of counts: ClosedRange<Int>) throws(OtherForm) -> [Int] {
        let digits = rest.prefix(counts.upperBound).prefix { $0.decimalDigit != nil }.compactMap(\.decimalDigit)
        guard digits.count >= counts.lowerBound else { throw OtherForm() }
        rest = rest.dropFirst(digits.count)
        return digits
    }

    private mutating func number(of counts: ClosedRange<Int>) throws(OtherForm) -> Int {
        try digits(of: counts).reduce(0) { $0 * 10 + $1 }
    }

    /// `Z`, `+03`, `+0330` or `+03:30` in microseconds; nil where there is none.
    private mutating func offset() throws(OtherForm) -> Int64? {
        if take(anyOf: "Z") { return 0 }
        let isNegative = rest.first == "-"
        guard take(anyOf: "+-") else { return nil }
        let hours = try number(of: 2...2)
        let hasColon = take(anyOf: ":")
        let minutes = hasColon || !rest.isEmpty ? try number(of: 2...2) : 0
        let size = Int64(hours * 60 + minutes) * 60 * TimeAmount.microsecondsPerSecond
        return isNegative ? -size : size
    }
}
