/// Makes text that came from a server fit for one line of a message.
package enum ServerText {
    /// The text on one line, bounded, with everything that could play tricks on a terminal made visible or dropped.
    package static func line(_ text: String, maximumLength: Int = 300) -> String {
        var line = ""
        var length = 0
        var hasPendingSpace = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                hasPendingSpace = !line.isEmpty
                continue
            }
            if length >= maximumLength { return line + "…" }
            if hasPendingSpace {
                line += " "
                length += 1
                hasPendingSpace = false
            }
            line.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
            length += 1
        }
        return line
    }

    /// Controls start escape sequences, and direction overrides make a line read other than it is.
    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        case .format: !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
        default: true
        }
    }
}
