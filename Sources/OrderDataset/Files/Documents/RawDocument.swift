package import OrderModel

/// Where one order's bytes stand: among the bytes of a block, and in the file.
package struct RawDocument: Sendable, Hashable {
    /// Its bytes in the block, without white space around them.
    package let range: Range<Int>
    /// The line and column of the file where it begins, counted from 1.
    package let start: TextPosition

    /// The order, read strictly.
    func order(in bytes: [UInt8], source: String) throws(DatasetError) -> Order {
        let document = bytes[range]
        let value: JSONValue
        do {
            value = try JSONParser.parse(document)
        } catch {
            let place = DatasetPlace(source: source, position: start.advanced(by: error.position(in: document)))
            throw DatasetError(.malformed(error.problem), at: place)
        }
        guard case .object(let object) = value, object["id"] != nil else {
            let place = DatasetPlace(source: source, position: TextPosition(line: start.line, column: 1))
            throw DatasetError(.misshapen(found: Self.excerpt(of: value)), at: place)
        }
        return Order(document: object, origin: Origin(source: source, line: start.line))
    }

    /// What a value is that is no order.
    private static func excerpt(of value: JSONValue) -> String {
        guard case .object(let object) = value else { return value.excerpt }
        let keys = object.members.prefix(5).map { JSONValue.text($0.key).excerpt }.joined(separator: ", ")
        return object.members.isEmpty ? "an empty object" : "an object without 'id' (its keys: \(keys))"
    }
}

extension TextPosition {
    /// The position in a file of a place in a text that begins here.
    func advanced(by inner: TextPosition) -> TextPosition {
        TextPosition(
            line: line + inner.line - 1,
            column: inner.line == 1 ? column + inner.column - 1 : inner.column
        )
    }
}

/// An order that a scan has cut out.
struct FoundDocument {
    let bytes: [UInt8]
    let line: Int
    let column: Int

    /// Puts the bytes behind the others, with a line feed, and says where they are.
    func appended(to all: inout [UInt8]) -> RawDocument {
        let start = all.count
        all.append(contentsOf: bytes)
        all.append(UInt8(ascii: "\n"))
        return RawDocument(range: start..<all.count - 1, start: TextPosition(line: line, column: column))
    }
}
