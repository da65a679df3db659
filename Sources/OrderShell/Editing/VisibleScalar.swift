/// How a single scalar of the edit buffer looks that a terminal would not draw as a character.
enum VisibleScalar {
    static let newline: UInt32 = 0x0A
    static let tab: UInt32 = 0x09

    /// Whether the scalar is drawn as it is; others are shown by a form that names them.
    ///
    /// Not drawn are controls, what turns the direction of text around (so that a pasted line cannot look like
    /// another one), and what Unicode has not assigned, which every terminal measures differently.
    static func isDrawn(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20..<0x7F, 0xA0..<0x300, 0x620..<0x650: true
        default: Unicode.Scalar(scalar).map { !VisibleText.isObeyed($0) && !isUnassigned($0) } ?? false
        }
    }

    /// What stands for a scalar that is not drawn: `^X` or `\U+202E`.
    static func form(_ scalar: UInt32) -> [UInt8] {
        switch scalar {
        case 0..<0x20:
            return [0x5E, UInt8(scalar) | 0x40]
        case 0x7F:
            return [0x5E, 0x3F]
        default:
            let digits = String(scalar, radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: max(0, (scalar > 0xFFFF ? 5 : 4) - digits.count))
            return Array("\\U+\(padding)\(digits)".utf8)
        }
    }

    private static func isUnassigned(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .unassigned
    }
}
