/// What is wrong with a JSON text, and at which byte.
package struct JSONError: Error, Sendable, Hashable {
    package let problem: Problem
    /// The offset of the offending byte from the beginning of the text.
    package let offset: Int

    package init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    /// The ways in which a text fails to be JSON.
    package enum Problem: Sendable, Hashable {
        /// The text ends where more is needed, as a truncated one does.
        case unexpectedEnd
        case expectedValue(found: UInt8)
        case expectedKey(found: UInt8)
        case expectedColon(found: UInt8)
        case expectedCommaOrEnd(closing: UInt8, found: UInt8)
        /// Something other than white space after the value.
        case trailingBytes
        case malformedNumber
        case malformedEscape
        /// A raw control character, such as a line break, inside a text.
        case controlCharacter(UInt8)
        case invalidUTF8
        case tooDeep(limit: Int)
    }
}

extension JSONError: CustomStringConvertible {
    /// What is wrong, in words that can follow a place: `the text ends in the middle of a value`.
    package var description: String {
        switch problem {
        case .unexpectedEnd: "the text ends in the middle of a value"
        case .expectedValue(let found): "expected a JSON value, found \(Self.name(of: found))"
        case .expectedKey(let found): "expected a key in double quotes, found \(Self.name(of: found))"
        case .expectedColon(let found): "expected ':' after a key, found \(Self.name(of: found))"
        case .expectedCommaOrEnd(let closing, let found):
            "expected ',' or \(Self.name(of: closing)), found \(Self.name(of: found))"
        case .trailingBytes: "there is more after the end of the value"
        case .malformedNumber: "malformed number"
        case .malformedEscape: "malformed escape in a text"
        case .controlCharacter(let byte): "a text is not closed, or holds \(Self.name(of: byte)) that is not escaped"
        case .invalidUTF8: "broken UTF-8"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        }
    }

    /// A byte as a message may show it: printable ASCII as itself, anything else by its number.
    private static func name(of byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "'"): return "a single quote"
        case UInt8(ascii: "\n"): return "a line break"
        case 0x20: return "a space"
        case 0x21...0x7E: return "'\(Character(Unicode.Scalar(byte)))'"
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            return "the byte 0x" + (digits.utf8.count < 2 ? "0" : "") + digits
        }
    }
}

extension JSONError {
    /// The line and column of the error, both from 1; columns count Unicode scalars.
    package func position(in bytes: some Sequence<UInt8>) -> TextPosition {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return TextPosition(line: line, column: column)
    }
}
