// Finds the orders in a file, one by one, in whatever of the known shapes the file has: one order a line, an
// array of orders, a page of the API, single objects printed over many lines, or several of these after each
// other. Only the order at hand is in memory. Borders are found by looking at quotes and braces; each order
// then goes through the strict parser, so nothing broken gets by.

import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Hands out the orders of one file.
final class OrderScanner {
    private let buffer: InputBuffer
    private var parser = JSONParser()
    private var shape = Shape.betweenValues
    /// Whether a line has been an order by itself, so that a broken line is an error of that line.
    private var hasSeenWholeLine = false
    private var hasSeenValue = false
    /// Orders of a page that was read whole, in reverse.
    private var pending: [FoundDocument] = []
    /// Whether an element was cut whose end isn't there; its parsing will say so, and nothing can follow it.
    private var isBroken = false
    /// What the reader of the results must know.
    private(set) var warnings: [String] = []

    /// Where in the file the scan stands.
    private enum Shape {
        case betweenValues
        case insideArray(isFirst: Bool)
        /// In the results of a page; with what its keys before the results have said.
        case insidePage(isFirst: Bool, header: JSONObject)
    }

    /// How many bytes a page's keys may need before its results; what has more is read whole.
    private static let probeBytes = 1 << 16

    init(_ buffer: InputBuffer) {
        self.buffer = buffer
    }

    /// A scan that goes on in the middle of a file, behind lines that were whole orders.
    convenience init(_ buffer: InputBuffer, behindWholeLines: Bool) {
        self.init(buffer)
        hasSeenWholeLine = behindWholeLines
        hasSeenValue = behindWholeLines
    }

    /// How many bytes have been read.
    var byteCount: Int { buffer.consumedCount }

    /// Whether the scan stands inside a list whose end has not been read.
    var isInsideList: Bool {
        if case .betweenValues = shape { false } else { true }
    }

    /// The next order, nil at the end of the file.
    func next() throws(DatasetError) -> Order? {
        var bytes: [UInt8] = []
        guard let document = try cut(into: &bytes) else { return nil }
        return try document.order(in: bytes, source: buffer.source)
    }

    /// Finds the next order, puts its bytes behind the others and says where it stands; nil at the end of the file.
    ///
    /// An element of a list is not parsed here, so that this can go on elsewhere.
    func cut(into bytes: inout [UInt8]) throws(DatasetError) -> RawDocument? {
        if buffer.consumedCount == 0, !hasSeenWholeLine { try skipByteOrderMark() }
        while true {
            if let found = pending.popLast() { return found.appended(to: &bytes) }
            guard !isBroken else { return nil }
            switch shape {
            case .betweenValues:
                guard try buffer.skipWhiteSpace() else {
                    guard hasSeenValue else {
                        throw DatasetError(.empty, at: DatasetPlace(source: buffer.source))
                    }
                    return nil
                }
                hasSeenValue = true
                try readTopLevelValue()
            case .insideArray(let isFirst), .insidePage(let isFirst, _):
                guard try moveToElement(isFirst: isFirst) else {
                    try endList()
                    continue
                }
                markElement()
                return try cutElement().appended(to: &bytes)
            }
        }
    }

    private func skipByteOrderMark() throws(DatasetError) {
        while buffer.count < 3, try buffer.refill() {}
        if buffer.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.consume(3) }
    }
}

// Values that stand for themselves in the file.
extension OrderScanner {
    private func readTopLevelValue() throws(DatasetError) {
        switch buffer.bytes[0] {
        case UInt8(ascii: "["):
            buffer.consume(1)
            shape = .insideArray(isFirst: true)
        case UInt8(ascii: "{"):
            if case .page(let key, let list) = try probe() {
                try beginPage(key: key, list: list)
            } else {
                try readTopLevelObject()
            }
        default: throw misshapenValue()
        }
    }

    private func probe() throws(DatasetError) -> ObjectProbe.Finding {
        while true {
            let finding = ObjectProbe.probe(buffer.bytes)
            guard finding == .needsMore, buffer.count < Self.probeBytes, try buffer.refill() else { return finding }
        }
    }

    /// Reads an object: the line if it holds all of it, else as many lines as it takes.
    private func readTopLevelObject() throws(DatasetError) {
        let lineCount = try countLine()
        let value: JSONValue
        var count = lineCount
        do {
            value = try parser.parse(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<lineCount]))
            hasSeenWholeLine = true
        } catch {
            guard error.problem == .unexpectedEnd, !hasSeenWholeLine, lineCount < buffer.count else {
                throw buffer.error(.malformed(error.problem), at: error.offset)
            }
            (value, count) = try parseObject()
        }
        accept(value, count: count)
    }

    /// How many bytes the line has, without its line break.
    private func countLine() throws(DatasetError) -> Int {
        var searched = 0
        while true {
            let rest = UnsafeRawBufferPointer(rebasing: buffer.bytes[searched...])
            if let start = rest.baseAddress, let found = memchr(start, Int32(UInt8(ascii: "\n")), rest.count) {
                return searched + (UnsafeRawPointer(found) - start)
            }
            searched = buffer.count
            guard try buffer.refill() else { return buffer.count }
        }
    }

    /// Takes a value that has been read whole: an order, or a page of them.
    private func accept(_ value: JSONValue, count: Int) {
        guard case .object(let object) = value, object["id"] == nil, case .array(let results)? = object["results"]
        else {
            pending.append(take(count))
            return
        }
        noteNextPage(object)
        for element in results.reversed() {
            let bytes = Array(element.serialized().utf8)
            pending.append(FoundDocument(bytes: bytes, line: buffer.line, column: buffer.column))
        }
        buffer.consume(count)
    }
}

// Elements of an array or of a page's results.
extension OrderScanner {
    /// Moves to the next element; false at the end of the list.
    private func moveToElement(isFirst: Bool) throws(DatasetError) -> Bool {
        try skipWhiteSpaceBeforeMore()
        let byte = buffer.bytes[0]
        if byte == UInt8(ascii: "]") {
            buffer.consume(1)
            return false
        }
        guard !isFirst else { return true }
        guard byte == UInt8(ascii: ",") else {
            throw buffer.error(.malformed(.expectedCommaOrEnd(closing: UInt8(ascii: "]"), found: byte)))
        }
        buffer.consume(1)
        try skipWhiteSpaceBeforeMore()
        guard buffer.bytes[0] != UInt8(ascii: "]") else {
            throw buffer.error(.malformed(.expectedValue(found: UInt8(ascii: "]"))))
        }
        return true
    }

    private func skipWhiteSpaceBeforeMore() throws(DatasetError) {
        guard try buffer.skipWhiteSpace() else { throw buffer.error(.malformed(.unexpectedEnd)) }
    }

    private func markElement() {
        switch shape {
        case .insideArray: shape = .insideArray(isFirst: false)
        case .insidePage(_, let header): shape = .insidePage(isFirst: false, header: header)
        case .betweenValues: break
        }
    }

    private func cutElement() throws(DatasetError) -> FoundDocument {
        guard buffer.bytes[0] == UInt8(ascii: "{") else { throw misshapenValue() }
        let count = try countObject(ObjectBorder())
        isBroken = buffer.bytes[count - 1] != UInt8(ascii: "}")
        return take(count)
    }

    /// Takes the bytes at the buffer's beginning and moves behind them.
    private func take(_ count: Int) -> FoundDocument {
        let found = FoundDocument(
            bytes: Array(buffer.bytes[..<count]),
            line: buffer.line,
            column: buffer.column
        )
        buffer.consume(count)
        return found
    }

    /// Finds the end of the object that begins here and parses it.
    private func parseObject() throws(DatasetError) -> (value: JSONValue, count: Int) {
        let count = try countObject(ObjectBorder())
        return (try parse(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count])), count)
    }

    /// How many bytes an object has; all that there are when it doesn't end, so that the parser says where.
    private func countObject(_ start: ObjectBorder) throws(DatasetError) -> Int {
        var border = start
        while true {
            switch border.scan(buffer.bytes) {
            case .end(let count), .broken(let count): return count
            case .needsMore:
                guard try buffer.refill() else { return buffer.count }
            }
        }
    }

    /// Parses bytes at the buffer's beginning; an error's offset is shifted to where it stands there.
    private func parse(_ bytes: UnsafeRawBufferPointer, shiftedBy shift: Int = 0) throws(DatasetError) -> JSONValue {
        do {
            return try parser.parse(bytes)
        } catch {
            throw buffer.error(.malformed(error.problem), at: max(0, error.offset + shift))
        }
    }
}

// The keys of a page before and behind its results.
extension OrderScanner {
    private func beginPage(key: Int, list: Int) throws(DatasetError) {
        var header = Array(buffer.bytes[..<key])
        // Behind the opening brace stands nothing, or members that each end with a comma.
        if let comma = header.lastIndex(of: UInt8(ascii: ",")), header[(comma + 1)...].allSatisfy({ $0 <= 0x20 }) {
            header.removeSubrange(comma...)
        }
        header.append(UInt8(ascii: "}"))
        let members = try object(header, shiftedBy: 0)
        buffer.consume(list + 1)
        shape = .insidePage(isFirst: true, header: members)
    }

    /// Reads what stands behind the last element.
    private func endList() throws(DatasetError) {
        guard case .insidePage(_, let header) = shape else {
            shape = .betweenValues
            return
        }
        try skipWhiteSpaceBeforeMore()
        let count = try countObject(ObjectBorder(openBraces: 1))
        var tail = Array(buffer.bytes[..<count])
        let first = tail[0]
        guard first == UInt8(ascii: ",") || first == UInt8(ascii: "}") else {
            throw buffer.error(.malformed(.expectedCommaOrEnd(closing: UInt8(ascii: "}"), found: first)))
        }
        if first == UInt8(ascii: ",") {
            guard tail.dropFirst().first(where: { $0 > 0x20 }) != UInt8(ascii: "}") else {
                throw buffer.error(.malformed(.expectedKey(found: UInt8(ascii: "}"))), at: count - 1)
            }
            tail[0] = UInt8(ascii: "{")
        } else {
            tail.insert(UInt8(ascii: "{"), at: 0)
        }
        let members = try object(tail, shiftedBy: first == UInt8(ascii: ",") ? 0 : -1)
        buffer.consume(count)
        shape = .betweenValues
        noteNextPage(JSONObject(header.members + members.members))
    }

    private func object(_ text: [UInt8], shiftedBy shift: Int) throws(DatasetError) -> JSONObject {
        let result = text.withUnsafeBytes { bytes in
            Result { () throws(DatasetError) in try parse(bytes, shiftedBy: shift) }
        }
        guard case .object(let object) = try result.get() else { return JSONObject() }
        return object
    }

    /// A page that has a next one is only a part of the answer; whoever reads it must know.
    private func noteNextPage(_ page: JSONObject) {
        guard let next = page["next"], next != .null else { return }
        var warning = "\(buffer.source) is one page of several: its 'next' names another"
        if case .number(let count)? = page["count"] {
            warning += ", of \(JSONValue.number(count).excerpt) orders in all"
        }
        if !warnings.contains(warning) { warnings.append(warning) }
    }
}

// What isn't an order.
extension OrderScanner {
    /// The error for a value that is no object: what it is, if it is JSON at all.
    private func misshapenValue() -> DatasetError {
        let byte = buffer.bytes[0]
        switch byte {
        case UInt8(ascii: "["): return buffer.error(.misshapen(found: "a list"))
        case UInt8(ascii: "\""): return buffer.error(.misshapen(found: "a text"))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return buffer.error(.misshapen(found: "a number"))
        case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "{"):
            let word = buffer.bytes.prefix(5).prefix {
                $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")
            }
            let text = String(decoding: word, as: UTF8.self)
            if ["null", "true", "false"].contains(text) { return buffer.error(.misshapen(found: text)) }
            return buffer.error(.malformed(.expectedValue(found: byte)))
        default: return buffer.error(.malformed(.expectedValue(found: byte)))
        }
    }
}
