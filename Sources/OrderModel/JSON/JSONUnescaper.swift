/// Replaces the escapes of one JSON text.
struct JSONUnescaper {
    private let bytes: UnsafeRawBufferPointer
    private let end: Int
    private var position: Int
    private var output: [UInt8] = []

    init(bytes: UnsafeRawBufferPointer, range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
        output.reserveCapacity(range.count)
    }

    mutating func unescape() throws(JSONError) -> [UInt8] {
        while position < end {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\\") {
                try unescapeOne()
            } else {
                output.append(byte)
            }
        }
        return output
    }

    private mutating func unescapeOne() throws(JSONError) {
        let start = position - 1
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "u"): try unescapeScalar(at: start)
        default: throw JSONError(.malformedEscape, at: start)
        }
    }

    private mutating func unescapeScalar(at start: Int) throws(JSONError) {
        guard let first = hexadecimalUnit() else { throw JSONError(.malformedEscape, at: start) }
        var code = first
        if (0xD800...0xDBFF).contains(first), let second = followingLowSurrogate() {
            code = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        }
        output.append(contentsOf: String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
    }

    /// The low half of a pair, if its escape is next; anything else is left where it is.
    private mutating func followingLowSurrogate() -> UInt32? {
        let start = position
        guard position + 1 < end, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u") else {
            return nil
        }
        position += 2
        if let unit = hexadecimalUnit(), (0xDC00...0xDFFF).contains(unit) { return unit }
        position = start
        return nil
    }

    /// Four hexadecimal digits.
    private mutating func hexadecimalUnit() -> UInt32? {
        guard position + 4 <= end else { return nil }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch bytes[position] {
            case let byte where byte &- UInt8(ascii: "0") < 10: digit = byte - UInt8(ascii: "0")
            case let byte where (byte | 0x20) &- UInt8(ascii: "a") < 6: digit = (byte | 0x20) - UInt8(ascii: "a") + 10
            default: return nil
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }
}
