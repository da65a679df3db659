/// One `name=value` of a URL's query, decoded.
package struct QueryItem: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// The item as a URL writes it, percent-encoded.
    package var encoded: String { PercentCoding.encode(name) + "=" + PercentCoding.encode(value) }
}

/// The percent-encoding of URL queries, where `+` stands for a space.
package enum PercentCoding {
    /// Encodes all but unreserved characters, commas and colons.
    ///
    /// Those two may stand in a query and keep lists and times readable. A `+` is encoded, since servers read a
    /// bare one as a space.
    package static func encode(_ text: String) -> String {
        encode(text, keeping: [UInt8(ascii: ","), UInt8(ascii: ":")])
    }

    /// Encodes a segment of a path: all but unreserved characters, so that no `/` or `?` gets through.
    package static func encodePathSegment(_ text: String) -> String {
        // A segment of dots alone would be taken for a step up the path.
        if text == "." || text == ".." { return text.utf8.map { _ in "%2E" }.joined() }
        return encode(text, keeping: [])
    }

    private static func encode(_ text: String, keeping kept: [UInt8]) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) || kept.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
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

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
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
