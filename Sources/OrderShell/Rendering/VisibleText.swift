/// Text of the data made safe to look at: what a terminal would obey is shown instead.
///
/// An escape sequence in an order's note must not colour, move or type anything, and a direction override must
/// not make a line read as what it isn't. A newline is shown as `⏎`, other control characters as their
/// pictures (`␛`), the rest by number (`\u{202E}`). Joiners such as ZWNJ are part of Persian spelling and stay.
package enum VisibleText {
    package static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isObeyed) else { return text }
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            // The newline of a pair that is shown already.
            case "\n" where previous == "\r": break
            case "\n", "\r": result.append("⏎")
            case let scalar where isObeyed(scalar): result.write(picture(of: scalar))
            default: result.append(scalar)
            }
            previous = scalar
        }
        return String(result)
    }

    /// The text between marks that keep its direction from moving its neighbours; as it is where it has none.
    package static func isolated(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { TextWidth.isIn(TextWidth.rightToLeft, $0) }) else { return text }
        return "\u{2068}" + text + "\u{2069}"
    }

    /// Whether a terminal does something on a scalar instead of drawing it, or draws others elsewhere for it.
    static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F: false
        case 0..<0xA0: true
        // Line and paragraph separators, embeddings and overrides, isolates, annotations.
        case 0x2028...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB: true
        default: false
        }
    }

    /// A sign or number in place of a scalar that isn't to be there itself.
    static func picture(of scalar: Unicode.Scalar) -> String {
        let picture: UInt32? =
            switch scalar.value {
            case 0..<0x20: 0x2400 + scalar.value
            case 0x7F: 0x2421
            default: nil
            }
        if let drawn = picture.flatMap(Unicode.Scalar.init) { return String(drawn) }
        return "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
}

extension String.UnicodeScalarView {
    /// Adds a text at the end, scalar by scalar.
    ///
    /// `append(contentsOf:)` takes as long as what is there already: of a text of megabytes, minutes.
    mutating func write(_ text: String) {
        for scalar in text.unicodeScalars { append(scalar) }
    }
}
