/// A path as it is sent, with its percent-encoding.
enum PercentEncodedPath {
    /// The bytes that a path means; an escape that is none stays as it is.
    static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "%")) else { return bytes }
        var decoded: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let (byte, length) = byte(at: position, of: bytes)
            decoded.append(byte)
            position += length
        }
        return decoded
    }

    /// The byte that stands at a place, and how many bytes it takes there.
    static func byte(at position: Int, of bytes: [UInt8]) -> (byte: UInt8, length: Int) {
        guard bytes[position] == UInt8(ascii: "%"), position + 2 < bytes.count,
            let high = hexadecimal(bytes[position + 1]), let low = hexadecimal(bytes[position + 2])
        else { return (bytes[position], 1) }
        return (high << 4 | low, 3)
    }

    /// A path as Django writes it into a link or a redirect.
    static func encoded(_ path: [UInt8]) -> String { encoded(path, keeping: "/:@&+$,-_.!~*'()") }

    /// A query as Django writes it into a redirect: as it was sent, but for bytes that no URL has.
    static func encodedQuery(_ query: String) -> String {
        encoded(Array(query.utf8), keeping: "/#%[]=:;$&()+,!?*@'~-_.")
    }

    /// Bytes with all escaped but letters, digits and some others.
    static func encoded(_ bytes: [UInt8], keeping kept: String) -> String {
        var encoded: [UInt8] = []
        for byte in bytes {
            if isLetterOrDigit(byte) || kept.utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
