/// Finds broken UTF-8 before a `String` would repair it without a word.
enum UTF8Check {
    /// The offset of the first byte that does not begin a sound sequence; nil when all are sound.
    static func firstInvalidByte(of bytes: UnsafeRawBufferPointer) -> Int? {
        var position = 0
        while position < bytes.count {
            if position + 8 <= bytes.count,
                bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                position += 8
                continue
            }
            let length = sequenceLength(of: bytes, at: position)
            guard length > 0 else { return position }
            position += length
        }
        return nil
    }

    /// How many bytes the sequence at a position has, 0 for a broken one; after the table of the Unicode standard.
    private static func sequenceLength(of bytes: UnsafeRawBufferPointer, at position: Int) -> Int {
        let first = bytes[position]
        if first < 0x80 { return 1 }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard first >= 0xC2, first <= 0xF4, position + length <= bytes.count else { return 0 }
        let second = bytes[position + 1]
        let isSecondSound =
            switch first {
            case 0xE0: second >= 0xA0 && second <= 0xBF
            case 0xED: second >= 0x80 && second <= 0x9F
            case 0xF0: second >= 0x90 && second <= 0xBF
            case 0xF4: second >= 0x80 && second <= 0x8F
            default: second & 0xC0 == 0x80
            }
        guard isSecondSound else { return 0 }
        if length > 2, bytes[position + 2] & 0xC0 != 0x80 { return 0 }
        if length > 3, bytes[position + 3] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
