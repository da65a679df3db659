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
    ///
    /// Where broken lines are to be left out, a broken first line does not hide what the lines behind it are.
    static func recognise(_ buffer: InputBuffer, skipsBadLines: Bool = false) throws(DatasetError) -> FileFormat {
        guard try buffer.skipWhiteSpace() else { return .documents }
        let isNamedSo = isNamedCommaSeparated(buffer.source)
        switch buffer.bytes[0] {
        case UInt8(ascii: "{"):
            if try beginsWithWholeOrder(buffer) { return .lines }
        case UInt8(ascii: "["): return .documents
        default:
            if isNamedSo { return .commaSeparated }
            if try looksLikeHeader(buffer) { return .commaSeparated }
        }
        guard skipsBadLines, try hasLinesBehindBrokenOne(buffer) else { return .documents }
        return .lines
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

    /// Whether the first value is broken, and orders on a line each come behind it.
    ///
    /// Two lines after each other that are whole orders cannot stand inside of one sound text, where a comma would
    /// have to part them. A single one tells as much where it is all that the file has.
    private static func hasLinesBehindBrokenOne(_ buffer: InputBuffer) throws(DatasetError) -> Bool {
        var isWhole = false
        while buffer.count < longestProbeBytes, !isWhole { isWhole = try !buffer.refill() }
        guard !beginsWithOrderOrPage(buffer.bytes) else { return false }
        var previousIsOrder = false
        var orderCount = 0
        for line in buffer.bytes.split(separator: UInt8(ascii: "\n")) where !line.allSatisfy({ $0 <= 0x20 }) {
            let isOrder = isOrder(line)
            if isOrder, previousIsOrder { return true }
            previousIsOrder = isOrder
            if isOrder { orderCount += 1 }
        }
        return isWhole && orderCount > 0
    }

    /// Whether the bytes begin with a sound order or page, over however many lines.
    private static func beginsWithOrderOrPage(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var border = ObjectBorder()
        guard bytes.first == UInt8(ascii: "{"), case .end(let count) = border.scan(bytes) else { return false }
        var parser = JSONParser()
        guard case .object(let object)? = try? parser.parse(UnsafeRawBufferPointer(rebasing: bytes[..<count])) else {
            return false
        }
        return object["id"] != nil || object["results"] != nil
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
