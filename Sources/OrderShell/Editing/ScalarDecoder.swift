/// Decodes UTF-8 as it arrives, byte by byte.
///
/// libedit's own decoding drops what it does not understand, and everything beyond ASCII in the C locale. Here a
/// broken sequence becomes U+FFFD, which the lexer then complains about, where the user can see it.
struct ScalarDecoder {
    private var value: UInt32 = 0
    private var remaining = 0
    private var minimum: UInt32 = 0

    static let replacement: UInt32 = 0xFFFD

    /// Takes a byte and appends the scalars that it completes.
    mutating func decode(_ byte: UInt8, into scalars: inout [UInt32]) {
        if remaining > 0 {
            if byte & 0xC0 == 0x80 {
                value = value << 6 | UInt32(byte & 0x3F)
                remaining -= 1
                if remaining == 0 {
                    scalars.append(isScalar ? value : Self.replacement)
                }
                return
            }
            remaining = 0
            scalars.append(Self.replacement)
        }
        switch byte {
        case 0x00...0x7F:
            scalars.append(UInt32(byte))
        case 0xC2...0xDF:
            begin(UInt32(byte & 0x1F), remaining: 1, minimum: 0x80)
        case 0xE0...0xEF:
            begin(UInt32(byte & 0x0F), remaining: 2, minimum: 0x800)
        case 0xF0...0xF4:
            begin(UInt32(byte & 0x07), remaining: 3, minimum: 0x10000)
        default:
            scalars.append(Self.replacement)
        }
    }

    /// Ends the input: a sequence that was not finished becomes U+FFFD.
    mutating func finish(into scalars: inout [UInt32]) {
        if remaining > 0 {
            remaining = 0
            scalars.append(Self.replacement)
        }
    }

    private var isScalar: Bool {
        value >= minimum && Unicode.Scalar(value) != nil
    }

    private mutating func begin(_ bits: UInt32, remaining: Int, minimum: UInt32) {
        value = bits
        self.remaining = remaining
        self.minimum = minimum
    }
}

extension String {
    /// The text of scalars from the edit buffer.
    init(scalars: some Collection<UInt32>) {
        self.init(unsafeUninitializedCapacity: scalars.count * 4) { bytes in
            var count = 0
            for value in scalars {
                if value < 0x80 {
                    bytes[count] = UInt8(value)
                    count += 1
                    continue
                }
                for byte in UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
                    bytes[count] = byte
                    count += 1
                }
            }
            return count
        }
    }
}
