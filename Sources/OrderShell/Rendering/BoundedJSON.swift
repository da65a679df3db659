import OrderModel

/// Writes the beginning of a document: all of it, or as many bytes as somebody could look at.
///
/// A document of megabytes is not written out for a cell of thirty columns.
struct BoundedJSON {
    private(set) var bytes: [UInt8] = []
    /// Whether nothing was left out.
    private(set) var isWhole = true
    private let limit: Int

    init(_ value: JSONValue, limit: Int) {
        self.limit = limit
        isWhole = write(value)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether all of the value was written.
    private mutating func write(_ value: JSONValue) -> Bool {
        switch value {
        case .null: return write("null")
        case .boolean(let boolean): return write(boolean ? "true" : "false")
        case .number(let digits): return write(digits)
        case .text(let text): return write(text: text)
        case .array(let elements):
            guard write("[") else { return false }
            for (index, element) in elements.enumerated() {
                guard index == 0 || write(","), write(element) else { return false }
            }
            return write("]")
        case .object(let object):
            guard write("{") else { return false }
            for (index, member) in object.members.enumerated() {
                guard index == 0 || write(","), write(text: member.key), write(":"), write(member.value) else {
                    return false
                }
            }
            return write("}")
        }
    }

    private mutating func write(_ text: String) -> Bool {
        guard bytes.count + text.utf8.count <= limit else { return false }
        bytes.append(contentsOf: text.utf8)
        return true
    }

    private mutating func write(text: String) -> Bool {
        let room = limit - bytes.count
        guard text.utf8.count <= room else {
            let beginning = String(text.unicodeScalars.prefix(max(0, room)))
            JSONWriter.write(text: beginning, to: &bytes)
            bytes.removeLast()
            return false
        }
        JSONWriter.write(text: text, to: &bytes)
        return bytes.count <= limit
    }
}
