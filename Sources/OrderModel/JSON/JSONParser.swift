// A strict RFC 8259 parser over bytes.
//
// It keeps an explicit stack instead of calling itself, so that nesting costs no call stack, and closes every
// array and object with one allocation of the right size. Numbers stay as they were written. A parser can be
// kept and used again: it remembers the keys it has seen, and orders all have the same ones.

/// Parses JSON texts, one after the other.
package struct JSONParser {
    /// How deeply arrays and objects may nest.
    package static let maximumDepth = 512

    private let members = JSONStack()
    /// The key of the value that is read next, empty for an element of an array.
    private var key = ""
    private var containers: [OpenContainer] = []
    private var knownKeys = JSONKeyCache()

    package init() {}

    /// Parses one JSON text: a value with nothing but white space around it.
    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try parse(contentsOf: bytes)
    }

    /// Parses the bytes of a slice without copying them; offsets count from its beginning.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> JSONValue {
        try parse(contentsOf: bytes)
    }

    private static func parse(contentsOf bytes: some Swift.Collection<UInt8>) throws(JSONError) -> JSONValue {
        var parser = JSONParser()
        let result = bytes.withContiguousStorageIfAvailable { storage in
            Result { () throws(JSONError) in try parser.parse(UnsafeRawBufferPointer(storage)) }
        }
        guard let result else { return try parse(Array(bytes)) }
        return try result.get()
    }

    /// Parses one JSON text where it lies in memory.
    package mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
        members.removeAll()
        key = ""
        containers.removeAll(keepingCapacity: true)
        var cursor = JSONCursor(bytes: bytes)
        cursor.skipWhiteSpace()
        try parseValue(&cursor)
        while let container = containers.last {
            try parseNext(in: container, &cursor)
        }
        cursor.skipWhiteSpace()
        guard cursor.isAtEnd else { throw JSONError(.trailingBytes, at: cursor.position) }
        return members.popValues(from: 0)[0]
    }

    /// Goes on in an open container: closes it, or reads up to and including its next value's beginning.
    private mutating func parseNext(in container: OpenContainer, _ cursor: inout JSONCursor) throws(JSONError) {
        cursor.skipWhiteSpace()
        let byte = try cursor.peek()
        let isFirst = members.count == container.firstMember
        if byte == container.closingByte {
            cursor.position += 1
            close(container)
            return
        }
        if !isFirst {
            guard byte == UInt8(ascii: ",") else {
                throw JSONError(
                    .expectedCommaOrEnd(closing: container.closingByte, found: byte),
                    at: cursor.position
                )
            }
            cursor.position += 1
            cursor.skipWhiteSpace()
        }
        if container.isObject {
            try parseKey(&cursor)
        } else {
            key = ""
        }
        try parseValue(&cursor)
    }

    private mutating func parseKey(_ cursor: inout JSONCursor) throws(JSONError) {
        let byte = try cursor.peek()
        guard byte == UInt8(ascii: "\"") else { throw JSONError(.expectedKey(found: byte), at: cursor.position) }
        let text = try cursor.scanText()
        key = text.hasEscapes ? try cursor.unescaped(text) : try knownKeys.key(for: text, in: cursor)
        cursor.skipWhiteSpace()
        let separator = try cursor.peek()
        guard separator == UInt8(ascii: ":") else {
            throw JSONError(.expectedColon(found: separator), at: cursor.position)
        }
        cursor.position += 1
        cursor.skipWhiteSpace()
    }

    /// Reads a scalar whole, or opens a container.
    private mutating func parseValue(_ cursor: inout JSONCursor) throws(JSONError) {
        let byte = try cursor.peek()
        switch byte {
        case UInt8(ascii: "\""):
            let text = try cursor.scanText()
            append(.text(text.hasEscapes ? try cursor.unescaped(text) : try cursor.string(of: text)))
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try open(isObject: byte == UInt8(ascii: "{"), &cursor)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            append(.number(try cursor.number()))
        case UInt8(ascii: "n"):
            try cursor.expect("null")
            append(.null)
        case UInt8(ascii: "t"):
            try cursor.expect("true")
            append(.boolean(true))
        case UInt8(ascii: "f"):
            try cursor.expect("false")
            append(.boolean(false))
        default:
            throw JSONError(.expectedValue(found: byte), at: cursor.position)
        }
    }

    private mutating func open(isObject: Bool, _ cursor: inout JSONCursor) throws(JSONError) {
        guard containers.count < Self.maximumDepth else {
            throw JSONError(.tooDeep(limit: Self.maximumDepth), at: cursor.position)
        }
        cursor.position += 1
        containers.append(OpenContainer(isObject: isObject, key: key, firstMember: members.count))
    }

    private mutating func close(_ container: OpenContainer) {
        containers.removeLast()
        key = container.key
        if container.isObject {
            append(.object(JSONObject(members.popMembers(from: container.firstMember))))
        } else {
            append(.array(members.popValues(from: container.firstMember)))
        }
    }

    private func append(_ value: JSONValue) {
        members.push(JSONMember(key: key, value: value))
    }
}

/// An array or object whose end has not been read yet: its own key, and where its contents begin on the stack.
private struct OpenContainer {
    let isObject: Bool
    let key: String
    let firstMember: Int

    var closingByte: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }
}
