/// The percent-encoding of URLs; in queries `+` stands for a space.
package enum PercentCoding {
    /// Encodes all but unreserved characters, commas and colons.
    ///
    /// Those two may stand in a query and keep lists and times readable. A `+` is encoded, since servers read a
    /// bare one as a space.
    package static func encode(_ text: String) -> String {
        encode(text.utf8, keeping: ",:")
    }

    /// Encodes a segment of a path: all but unreserved characters, so that no `/` or `?` gets through.
    package static func encodePathSegment(_ text: String) -> String {
        // A segment of dots alone would be taken for a step up the path.
        if text == "." || text == ".." { return text.utf8.map { _ in "%2E" }.joined() }
        return encode(text.utf8, keeping: "")
    }

    /// Encodes all but unreserved characters and those that are kept.
    package static func encode(_ bytes: some Sequence<UInt8>, keeping kept: String) -> String {
        var encoded: [UInt8] = []
        for byte in bytes {
            if isUnreserved(byte) || kept.utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += escape(byte)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// A byte as three: `%`, and its two digits.
    package static func escape(_ byte: UInt8) -> [UInt8] {
        [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
    }

    /// Decodes a name or value of a query; nil when an escape is malformed or the bytes are no UTF-8.
    package static func decode(_ bytes: some Swift.Collection<UInt8>) -> String? {
        var decoded: [UInt8] = []
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                    return nil
                }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// The bytes that are meant, whatever they are; an escape that is none stays as it is, and so does `+`.
    package static func decodeLeniently(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "%")) else { return bytes }
        var decoded: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            let escaped = escapedByte(rest.prefix(3))
            decoded.append(escaped ?? byte)
            rest = rest.dropFirst(escaped == nil ? 1 : 3)
        }
        return decoded
    }

    /// The byte that three bytes stand for; nil when they are no escape.
    package static func escapedByte(_ bytes: some Sequence<UInt8>) -> UInt8? {
        var digits = bytes.makeIterator()
        guard digits.next() == UInt8(ascii: "%"), let high = digits.next().flatMap(hexValue),
            let low = digits.next().flatMap(hexValue)
        else { return nil }
        return high << 4 | low
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    /// Whether a byte stands in every part of a URL as it is.
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
