/// A text as the language writes it, so that nothing in it can be obeyed by a terminal while it is edited.
enum TextLiteral {
    /// The literal in quotes; it parses back to the very same text.
    static func of(_ text: String, quote: Character = "\"") -> String {
        var result = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\\": result += "\\\\"
            case quote.unicodeScalars.first: result += "\\" + String(quote)
            case let scalar where VisibleText.isObeyed(scalar):
                result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + String(quote)
    }
}
