// One order's document, written member by member as a layout says. Every value is checked for its type on the way, so
// that nothing of a broken document gets where a client expects something else.

import OrderModel

/// Writes documents in the server's form.
struct DocumentWriter {
    private(set) var output: [UInt8] = []
    private let amounts: ServerSettings.AmountForm
    private let zone: TimeZoneRules
    private let isUTC: Bool
    /// Whether a single value of the wrong type is sent as it is, and not as null.
    private let showsWrongValues: Bool

    init(_ settings: ServerSettings, showsWrongValues: Bool) {
        amounts = settings.amounts
        zone = settings.writesUTC ? .utc : settings.zone
        isUTC = zone == .utc
        self.showsWrongValues = showsWrongValues
        output.reserveCapacity(8192)
    }

    mutating func write(_ document: JSONObject, by layout: ObjectLayout) {
        for member in layout.members {
            output.append(contentsOf: member.opening)
            if let found = document.firstValue(of: member.spellings) {
                write(found, as: member)
            } else if let derived = member.derivation?.value(in: document) {
                write(derived, as: member)
            } else {
                append("null")
            }
        }
        append("}")
    }

    private mutating func write(_ value: JSONValue, as member: ObjectLayout.Member) {
        switch (member.field.type, value) {
        case (_, .null): append("null")
        case (.text, .text(let text)), (.status, .text(let text)): JSONWriter.write(text: text, to: &output)
        // A number stands for its spelling, as some shops' keys do.
        case (.text, .number(let digits)), (.status, .number(let digits)): JSONWriter.write(text: digits, to: &output)
        case (.boolean, .boolean): JSONWriter.write(value, to: &output)
        case (.integer, .number(let digits)), (.integer, .text(let digits)), (.money, .number(let digits)),
            (.money, .text(let digits)):
            if !writeNumber(digits, as: member) { writeWrong(value) }
        case (.instant, .text(let text)):
            if !writeInstant(text) { writeWrong(value) }
        case (.object, _): writeObject(value, as: member)
        case (.document, _): writeDocument(value, as: member)
        default: writeWrong(value)
        }
    }

    private mutating func writeObject(_ value: JSONValue, as member: ObjectLayout.Member) {
        guard let parts = member.parts, case .object(let object) = value else { return append("null") }
        write(object, by: parts)
    }

    /// A list of objects where the layout says what is in them, and else any value.
    private mutating func writeDocument(_ value: JSONValue, as member: ObjectLayout.Member) {
        guard let parts = member.parts else { return JSONWriter.write(value, to: &output) }
        guard case .array(let elements) = value else { return append("null") }
        append("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            if case .object(let object) = element {
                write(object, by: parts)
            } else {
                append("null")
            }
        }
        append("]")
    }

    /// A text where an amount belongs and the like; a list or an object there could hold anything.
    private mutating func writeWrong(_ value: JSONValue) {
        switch value {
        case .boolean where showsWrongValues, .number where showsWrongValues, .text where showsWrongValues:
            JSONWriter.write(value, to: &output)
        default: append("null")
        }
    }

    private mutating func append(_ text: StaticString) {
        output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

// Numbers and times.
extension DocumentWriter {
    /// Writes a number exactly, whatever its spelling: `75000`, `"75000.00"`, `7.5e4`; false for anything else.
    private mutating func writeNumber(_ digits: String, as member: ObjectLayout.Member) -> Bool {
        let form = member.amountForm(amounts)
        var (text, scale) = (digits, 0)
        if !isPlain(digits) {
            guard let number = Decimal(digits), number.isWhole || member.field.type == .money else { return false }
            (text, scale) = (number.description, number.scale)
        }
        if form == .text { append("\"") }
        output.append(contentsOf: text.utf8)
        switch (form, scale) {
        case (.text, 0): append(".00\"")
        case (.text, 1): append("0\"")
        case (.text, _): append("\"")
        case (.float, 0): append(".0")
        case (.number, _), (.float, _): break
        }
        return true
    }

    /// Whether a number is spelled as it is sent: nothing but some digits, without zeros in front.
    private func isPlain(_ digits: String) -> Bool {
        let digits = digits.utf8
        guard let first = digits.first, digits.count <= 38, first != UInt8(ascii: "0") || digits.count == 1 else {
            return false
        }
        return digits.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }

    /// Writes a time by the clocks of the server's zone; false for what is no moment.
    private mutating func writeInstant(_ text: String) -> Bool {
        guard let instant = Instant(dataISO8601: text) else { return false }
        append("\"")
        output.append(contentsOf: (isUTC && isCanonical(text) ? text : instant.iso8601(in: zone)).utf8)
        append("\"")
        return true
    }

    /// Whether an instant is spelled as it is sent in UTC: `2025-12-27T18:17:09.771123Z`, or without the fraction.
    private func isCanonical(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count == 20 || bytes.count == 27, bytes[10] == UInt8(ascii: "T"),
                bytes[16] == UInt8(ascii: ":"), bytes.last == UInt8(ascii: "Z")
            else { return false }
            return bytes.count == 20 || !bytes[20..<26].allSatisfy { $0 == UInt8(ascii: "0") }
        }
    }
}

extension ObjectLayout.Member {
    /// How a number is written: the API's server knows those of items and payments as whole ones, of one form only.
    fileprivate func amountForm(_ form: ServerSettings.AmountForm) -> ServerSettings.AmountForm {
        field.type == .money && field.collection == .orders ? form : .number
    }
}

extension JSONObject {
    /// The value of the first of several spellings that is there.
    func firstValue(of spellings: [String]) -> JSONValue? {
        for spelling in spellings {
            if let value = self[spelling] { return value }
        }
        return nil
    }
}
