/// A JSON value that loses nothing: numbers keep the digits they came with, objects the order of their keys.
package enum JSONValue: Sendable {
    case null
    case boolean(Bool)
    /// The number as it was written, so that no amount passes through binary floating point.
    case number(String)
    case text(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// The members of a JSON object, in their order.
package struct JSONObject: Sendable, Hashable {
    package var members: [JSONMember]

    package init(_ members: [JSONMember] = []) {
        self.members = members
    }

    /// The value of a key, the last one if the key is repeated; nil when it isn't there.
    package subscript(key: String) -> JSONValue? {
        let length = key.utf8.count
        // By index, so that no member is copied on the way; most keys differ in length already.
        var index = members.count
        while index > 0 {
            index -= 1
            if members[index].key.utf8.count == length, hasSameBytes(members[index].key, key) {
                return members[index].value
            }
        }
        return nil
    }
}

/// One key of a JSON object and its value.
package struct JSONMember: Sendable {
    package let key: String
    package let value: JSONValue

    package init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
    }
}

extension JSONValue: Hashable {
    /// Equality of what was written: texts byte by byte, since a Swift `String` would normalise them, and
    /// numbers by their spelling, so `1` and `1.0` differ.
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let left), .boolean(let right)): left == right
        case (.number(let left), .number(let right)): hasSameBytes(left, right)
        case (.text(let left), .text(let right)): hasSameBytes(left, right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .boolean(let boolean): hasher.combine(boolean)
        case .number(let digits): hashBytes(of: digits, into: &hasher)
        case .text(let text): hashBytes(of: text, into: &hasher)
        case .array(let elements): hasher.combine(elements)
        case .object(let object): hasher.combine(object)
        }
    }
}

extension JSONMember: Hashable {
    package static func == (left: JSONMember, right: JSONMember) -> Bool {
        hasSameBytes(left.key, right.key) && left.value == right.value
    }

    package func hash(into hasher: inout Hasher) {
        hashBytes(of: key, into: &hasher)
        hasher.combine(value)
    }
}

/// Whether two texts are the same bytes; `==` of `String` alone would take `é` and `e` with an accent for equal.
private func hasSameBytes(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left == right && left.utf8.elementsEqual(right.utf8)
}

private func hashBytes(of text: String, into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(UInt8(0xFF))
}
