// What the columns of comma-separated values mean. A column named after a field holds that field, whatever its
// spelling; any other column goes along in the document under its own name, since exports often have some.

import OrderModel

/// The columns of a file, and how a record becomes an order's document.
struct CSVHeader {
    let columnCount: Int
    private let members: [Member]

    /// A member of the document: one cell, or an object of several.
    private enum Member {
        case cell(key: String, column: Int, Field?)
        case object(key: String, parts: [(key: String, column: Int, Field)])
    }

    /// Takes the names of the first line.
    init(_ names: [String], at place: DatasetPlace) throws(DatasetError) {
        columnCount = names.count
        let fields = names.map { Schema.field(named: $0, in: .orders) }
        guard fields.contains(where: { $0?.name == "id" }) else {
            let near = NameSuggestion.candidates(for: "id", among: names).first
            throw DatasetError(.noIdentifierColumn(nearest: near), at: place)
        }
        var seen: Set<String> = []
        for (name, field) in zip(names, fields) where !seen.insert(field?.name ?? name).inserted {
            throw DatasetError(.columnTwice(name: name), at: place)
        }
        members = Self.members(names, fields)
    }

    private static func members(_ names: [String], _ fields: [Field?]) -> [Member] {
        var members: [Member] = []
        var places: [String: Int] = [:]
        for (column, (name, field)) in zip(names, fields).enumerated() {
            guard let field, let spellings = field.path.first else {
                members.append(.cell(key: name, column: column, nil))
                continue
            }
            guard field.path.count > 1, let part = field.path.last?.first else {
                // Where parts of the object have columns too, they stand under its other spelling.
                let hasParts = fields.contains { $0?.path.count == 2 && $0?.path.first == spellings }
                let key = (hasParts ? spellings.last : spellings.first) ?? name
                members.append(.cell(key: key, column: column, field))
                continue
            }
            let key = spellings[0]
            if let place = places[key], case .object(_, let parts) = members[place] {
                members[place] = .object(key: key, parts: parts + [(part, column, field)])
            } else {
                places[key] = members.count
                members.append(.object(key: key, parts: [(part, column, field)]))
            }
        }
        return members
    }

    /// Whether the file has the rows of a collection.
    func holds(_ collection: Collection) -> Bool {
        members.contains { if case .cell(let key, _, _) = $0 { key == collection.rawValue } else { false } }
    }

    /// Writes a record as an order's document on one line.
    func write(_ cells: [CSVRecordReader.Cell], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch member {
            case .cell(let key, let column, let field): Self.write(key, cells[column], field, to: &bytes)
            case .object(let key, let parts):
                Self.writeText(Array(key.utf8), to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                guard parts.contains(where: { cells[$0.column] != .empty }) else {
                    bytes.append(contentsOf: "null".utf8)
                    continue
                }
                bytes.append(UInt8(ascii: "{"))
                for (index, part) in parts.enumerated() {
                    if index > 0 { bytes.append(UInt8(ascii: ",")) }
                    Self.write(part.key, cells[part.column], part.2, to: &bytes)
                }
                bytes.append(UInt8(ascii: "}"))
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func write(_ key: String, _ cell: CSVRecordReader.Cell, _ field: Field?, to bytes: inout [UInt8]) {
        writeText(Array(key.utf8), to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        guard case .text(let text) = cell else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        switch field?.type {
        case .integer? where JSONValue.isNumber(String(decoding: text, as: UTF8.self)):
            bytes.append(contentsOf: text)
        case .boolean?:
            let word = String(decoding: text, as: UTF8.self).lowercased()
            if word == "true" || word == "false" {
                bytes.append(contentsOf: word.utf8)
            } else {
                writeText(text, to: &bytes)
            }
        case .object?, .document?:
            // Compact JSON, as our own output has it; what is none stays a text.
            if let value = try? JSONParser.parse(text) {
                bytes.append(contentsOf: value.serialized().utf8)
            } else {
                writeText(text, to: &bytes)
            }
        default: writeText(text, to: &bytes)
        }
    }

    private static func writeText(_ text: [UInt8], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                for digit in [byte >> 4, byte & 15] {
                    bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
                }
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether a text may be a column's name, for telling a header from anything else.
    static func looksLikeName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
                    || "_.\" ()".utf8.contains(byte)
            }
    }
}
