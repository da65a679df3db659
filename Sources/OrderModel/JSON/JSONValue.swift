/// A JSON value that loses nothing: numbers keep the digits they came with, objects the order of their keys.
package indirect enum JSONValue: Sendable, Hashable {
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
        members.last { $0.key == key }?.value
    }
}

/// One key of a JSON object and its value.
package struct JSONMember: Sendable, Hashable {
    package let key: String
    package let value: JSONValue

    package init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
    }
}
