import OrderModel

/// The fields of a URL's query, decoded as Python's `parse_qsl` does it for Django.
///
/// `+` is a space, only `&` separates, a blank value is kept, a malformed escape stays as it is written, and bytes
/// that are no UTF-8 become U+FFFD.
struct QueryFields {
    /// One `name=value`, both as UTF-8.
    struct Field {
        let name: [UInt8]
        let value: [UInt8]
    }

    /// The fields in their order; what stands between two separators and is empty is none.
    let all: [Field]

    init(_ query: [UInt8]) {
        all = query.split(separator: UInt8(ascii: "&")).map { field in
            let separator = field.firstIndex(of: UInt8(ascii: "=")) ?? field.endIndex
            return Field(name: Self.decode(field[..<separator]), value: Self.decode(field[separator...].dropFirst()))
        }
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return Array(String(decoding: PercentCoding.decodeLeniently(spaced), as: UTF8.self).utf8)
    }
}
