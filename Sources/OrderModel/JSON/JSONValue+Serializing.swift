extension JSONValue {
    /// The value as compact JSON: keys in their order, numbers as they were written, only what must be escaped.
    package func serialized() -> String {
        var writer = JSONWriter()
        writer.write(self)
        return String(decoding: writer.output, as: UTF8.self)
    }

    /// The value as JSON for a reader: one member a line, indented by two spaces a level.
    package func serializedPretty() -> String {
        var writer = JSONWriter()
        writer.writePretty(self, level: 0)
        return String(decoding: writer.output, as: UTF8.self)
    }
}

/// Writes JSON; recursion is bounded by the depth that the parser allows.
package struct JSONWriter {
    package private(set) var output: [UInt8] = []

    package init() {}

    package mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .boolean(let boolean): append(boolean ? "true" : "false")
        case .number(let digits): output.append(contentsOf: digits.utf8)
        case .text(let text): write(text: text)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                write(element)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                write(text: member.key)
                output.append(UInt8(ascii: ":"))
                write(member.value)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    fileprivate mutating func writePretty(_ value: JSONValue, level: Int) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                beginLine(isFirst: index == 0, level: level + 1)
                writePretty(element, level: level + 1)
            }
            beginLine(isFirst: true, level: level)
            output.append(UInt8(ascii: "]"))
        case .object(let object) where !object.members.isEmpty:
            output.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                beginLine(isFirst: index == 0, level: level + 1)
                write(text: member.key)
                append(": ")
                writePretty(member.value, level: level + 1)
            }
            beginLine(isFirst: true, level: level)
            output.append(UInt8(ascii: "}"))
        default: write(value)
        }
    }

    private mutating func beginLine(isFirst: Bool, level: Int) {
        append(isFirst ? "\n" : ",\n")
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }

    /// Writes a value at the end of other bytes.
    package static func write(_ value: JSONValue, to output: inout [UInt8]) {
        var writer = JSONWriter()
        swap(&writer.output, &output)
        writer.write(value)
        swap(&writer.output, &output)
    }

    /// Writes a text in quotes.
    package mutating func write(text: String) {
        Self.write(text: text, to: &output)
    }

    /// Writes a text in quotes at the end of other bytes.
    package static func write(text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            output.append(UInt8(ascii: "\""))
            var (start, position) = (0, 0)
            while position < bytes.count {
                let byte = bytes[position]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    output.append(contentsOf: bytes[start..<position])
                    output.append(contentsOf: escaped(byte).utf8)
                    start = position + 1
                }
                position += 1
            }
            output.append(contentsOf: bytes[start...])
            output.append(UInt8(ascii: "\""))
        }
    }

    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0C: "\\f"
        case 0x0D: "\\r"
        default: "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
        }
    }

    private mutating func append(_ text: String) {
        output.append(contentsOf: text.utf8)
    }
}
