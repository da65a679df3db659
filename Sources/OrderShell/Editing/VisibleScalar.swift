import CEdit

/// How one scalar of the edit buffer looks on the screen.
///
/// The same rules as libedit's, with one addition: the controls that turn the direction of text around are shown, not
/// obeyed, so that a pasted line cannot look like another one.
enum VisibleScalar {
    static let newline: UInt32 = 0x0A
    static let tab: UInt32 = 0x09

    /// The columns that `scalar` takes when it begins at `column` (0 for what joins the character before it).
    static func width(_ scalar: UInt32, at column: Int, columns: Int) -> Int {
        switch scalar {
        case 0x20...0x7E:
            return 1
        case tab:
            let begin = column >= columns ? 0 : column
            return min(8 - begin % 8, columns - begin)
        case 0..<0x20, 0x7F:
            return min(2, columns)
        default:
            let width = isDirectionControl(scalar) ? -1 : Int(cedit_width(scalar))
            return min(width >= 0 ? width : (scalar > 0xFFFF ? 8 : 7), columns)
        }
    }

    /// Appends what is printed for `scalar`, `width` columns wide.
    static func append(_ scalar: UInt32, width: Int, to bytes: inout [UInt8]) {
        switch scalar {
        case 0x20...0x7E:
            bytes.append(UInt8(scalar))
        case tab:
            bytes.append(contentsOf: repeatElement(0x20, count: width))
        case 0..<0x20:
            bytes += [0x5E, UInt8(scalar) | 0x40].prefix(width)
        case 0x7F:
            bytes += [0x5E, 0x3F].prefix(width)
        default:
            if !isDirectionControl(scalar), cedit_width(scalar) >= 0, let valid = Unicode.Scalar(scalar) {
                bytes.append(contentsOf: UTF8.encode(valid) ?? UTF8.encodedReplacementCharacter)
            } else {
                let digits = String(scalar, radix: 16, uppercase: true)
                let padding = String(repeating: "0", count: max(0, (scalar > 0xFFFF ? 5 : 4) - digits.count))
                bytes += Array("\\U+\(padding)\(digits)".utf8).prefix(width)
            }
        }
    }

    private static func isDirectionControl(_ scalar: UInt32) -> Bool {
        (0x202A...0x202E).contains(scalar) || (0x2066...0x2069).contains(scalar)
    }
}
