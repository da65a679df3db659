import OrderModel

/// How a file holds its orders, told by its beginning.
enum FileFormat: Equatable {
    /// One order a line.
    case lines
    /// Arrays, pages, orders over several lines, or several of these.
    case documents
    /// Comma-separated values with a header.
    case commaSeparated

    /// Looks at the first bytes, a byte order mark and blank lines passed over.
    static func recognise(_ buffer: InputBuffer) throws(DatasetError) -> FileFormat {
        guard try buffer.skipWhiteSpace() else { return .documents }
        let isNamedSo = isNamedCommaSeparated(buffer.source)
        switch buffer.bytes[0] {
        case UInt8(ascii: "{"):
            return try beginsWithWholeOrder(buffer) ? .lines : .documents
        case UInt8(ascii: "["): return .documents
        default:
            return isNamedSo ? .commaSeparated : try looksLikeHeader(buffer) ? .commaSeparated : .documents
        }
    }

    private static func isNamedCommaSeparated(_ source: String) -> Bool {
        let name = source.lowercased()
        return name.hasSuffix(".csv") || name.hasSuffix(".csv.gz")
    }

    /// Whether the first line is an order by itself; only then must every line be.
    private static func beginsWithWholeOrder(_ buffer: InputBuffer) throws(DatasetError) -> Bool {
        var searched = 0
        while true {
            let bytes = buffer.bytes
            if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) { return isOrder(bytes[..<end]) }
            searched = buffer.count
            guard searched < longestProbeBytes else { return false }
            guard try buffer.refill() else { return isOrder(buffer.bytes[...]) }
        }
    }

    private static func isOrder(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        var parser = JSONParser()
        guard case .object(let object)? = try? parser.parse(UnsafeRawBufferPointer(rebasing: line)) else {
            return false
        }
        return object["id"] != nil
    }

    /// More than any line of orders has; a file with a longer one is read as documents.
    private static let longestProbeBytes = 4 << 20

    /// Whether the first line names at least two fields of orders and begins with a name.
    private static func looksLikeHeader(_ buffer: InputBuffer) throws(DatasetError) -> Bool {
        while !buffer.bytes.contains(UInt8(ascii: "\n")), buffer.count < 1 << 16, try buffer.refill() {}
        let line = buffer.bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let names = String(decoding: line, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
        return names.count > 1 && names.allSatisfy { CSVHeader.looksLikeName($0) } && names.contains("id")
    }
}
