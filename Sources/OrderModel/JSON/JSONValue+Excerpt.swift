extension JSONValue {
    /// The value for a message: short, on one line, and with nothing in it that a terminal would obey.
    package var excerpt: String {
        switch self {
        case .null: "null"
        case .boolean(let boolean): boolean ? "true" : "false"
        case .number(let digits): Self.harmless(digits)
        case .text(let text): "\"\(Self.harmless(text))\""
        case .array(let elements): elements.isEmpty ? "an empty list" : "a list"
        case .object(let object): object.members.isEmpty ? "an empty object" : "an object"
        }
    }

    /// Whether a text is spelled as a number of JSON is.
    package static func isNumber(_ text: String) -> Bool {
        guard let value = try? JSONParser.parse(Array(text.utf8)), case .number(let digits) = value else {
            return false
        }
        return digits.utf8.elementsEqual(text.utf8)
    }

    private static let excerptLength = 40

    private static func harmless(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for (count, scalar) in text.unicodeScalars.enumerated() {
            guard count < excerptLength else {
                result.append("…")
                break
            }
            switch scalar.properties.generalCategory {
            // Persian and emoji are spelled with the joiners.
            case _ where scalar == "\u{200C}" || scalar == "\u{200D}": result.append(scalar)
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
