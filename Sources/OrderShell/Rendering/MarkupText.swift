import OrderModel

/// Text of the data inside of a page: it can bring neither markup nor links with it.
///
/// What a terminal would obey is shown as `VisibleText` shows it, for a page is copied from too; line ends stay line
/// ends.
enum MarkupText {
    /// Text in a page of HTML, also between the quotes of an attribute.
    static func html(_ text: String) -> String {
        lines(of: text).map { escaped($0, by: htmlEntity) }.joined(separator: "<br>")
    }

    /// Text in a line of Markdown or in a cell of its tables.
    static func markdown(_ text: String) -> String {
        lines(of: text).map(markdownLine).joined(separator: "<br>")
    }

    /// The value as people read it, a text with its line ends; not yet fit for a page.
    static func of(_ value: Value, in column: ResultColumn, display: DisplayText) -> String {
        if case .text(let text) = value, text.utf8.contains(where: isLineEnd) { return text }
        return display.of(value, isIdentifier: column.isIdentifier)
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private static func lines(of text: String) -> [String] {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return [text] }
        var lines = [String.UnicodeScalarView()]
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r": lines.append(String.UnicodeScalarView())
            // A page of HTML must not hold one.
            case let scalar where scalar.properties.isNoncharacterCodePoint:
                lines[lines.count - 1].write(VisibleText.picture(of: scalar))
            default: lines[lines.count - 1].append(scalar)
            }
            previous = scalar
        }
        return lines.map { VisibleText.of(String($0)) }
    }

    private static func escaped(_ text: String, by escape: (UInt8) -> String?) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if let written = escape(byte) {
                result.append(contentsOf: written.utf8)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func htmlEntity(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }

    // MARK: Markdown

    /// Escapes what GitHub takes for markup in a line.
    ///
    /// An address that begins with a protocol or with `www.` would be a link; an entity inside of it is not.
    private static func markdownLine(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let previous = index > 0 ? bytes[index - 1] : 0x20
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0x20
            if let written = markdownForm(of: byte, between: previous, and: next) {
                result.append(contentsOf: written.utf8)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func markdownForm(of byte: UInt8, between previous: UInt8, and next: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"): htmlEntity(byte)
        case UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "~"), UInt8(ascii: "$"), UInt8(ascii: "#"):
            "\\" + String(UnicodeScalar(byte))
        // Inside of a word, as in created_at, it is only itself.
        case UInt8(ascii: "_"): isWordByte(previous) && isWordByte(next) ? nil : "\\_"
        case UInt8(ascii: ":") where next == UInt8(ascii: "/"): "&#58;"
        case UInt8(ascii: ".") where previous | 0x20 == UInt8(ascii: "w"): "&#46;"
        case UInt8(ascii: "@"): "&#64;"
        default: nil
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
