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
        case object(CSVObject)
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
        // The objects of which parts have columns; the column of such an object itself goes into it.
        let divided = Set(fields.compactMap { $0?.path.count == 2 ? $0?.path.first?.first : nil })
        var members: [Member] = []
        var places: [String: Int] = [:]
        for (index, (name, field)) in zip(names, fields).enumerated() {
            guard let field, let key = field.path.first?.first, divided.contains(key) else {
                members.append(.cell(key: field?.path.first?.first ?? name, column: index, field))
                continue
            }
            var object = CSVObject(key: key)
            if let place = places[key], case .object(let known) = members[place] { object = known }
            let part = field.path.count > 1 ? field.path.last?.first : nil
            let column = CSVObject.Column(key: part ?? key, index: index, name: name, field: field)
            if part == nil { object.whole = column } else { object.parts.append(column) }
            if let place = places[key] {
                members[place] = .object(object)
            } else {
                places[key] = members.count
                members.append(.object(object))
            }
        }
        return members
    }

    /// Whether the file has the rows of a collection.
    func holds(_ collection: Collection) -> Bool {
        members.contains { if case .cell(let key, _, _) = $0 { key == collection.rawValue } else { false } }
    }

    /// Writes a record as an order's document on one line; `place` is where the record begins.
    ///
    /// After an error the bytes have a part of it.
    func write(
        _ cells: [CSVRecordReader.Cell],
        to bytes: inout [UInt8],
        at place: DatasetPlace
    ) throws(DatasetError) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch member {
            case .cell(let key, let column, let field):
                Self.writeText(Array(key.utf8), to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                Self.write(cells[column], field, to: &bytes)
            case .object(let object):
                Self.writeText(Array(object.key.utf8), to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if object.hasWhole(cells) {
                    bytes.append(contentsOf: try object.text(cells, at: place))
                } else {
                    Self.write(object.parts, cells, to: &bytes)
                }
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// An object of which only parts have columns; null where all of them are.
    private static func write(
        _ parts: [CSVObject.Column],
        _ cells: [CSVRecordReader.Cell],
        to bytes: inout [UInt8]
    ) {
        guard parts.contains(where: { cells[$0.index] != .empty }) else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        bytes.append(UInt8(ascii: "{"))
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            writeText(Array(part.key.utf8), to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            write(cells[part.index], part.field, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// A cell as the JSON of a field.
    static func value(of cell: CSVRecordReader.Cell, _ field: Field?) -> [UInt8] {
        var bytes: [UInt8] = []
        write(cell, field, to: &bytes)
        return bytes
    }

    private static func write(_ cell: CSVRecordReader.Cell, _ field: Field?, to bytes: inout [UInt8]) {
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
