import OrderModel

/// The columns that make one object of an order: its parts, and perhaps one for the object as a whole.
///
/// `customer` beside `customer.username` holds the customer's id, or the whole customer as JSON. Both kinds of
/// column describe the same object, so they become one: a second spelling beside it would never be read.
struct CSVObject {
    /// The object's key in the document.
    let key: String
    /// The column named like the object itself.
    var whole: Column?
    var parts: [Column] = []

    /// A column, its part of the object, and how messages name it.
    struct Column {
        let key: String
        let index: Int
        let name: String
        let field: Field
    }

    /// Whether the object itself has something in a record, which must agree with the parts.
    func hasWhole(_ cells: [CSVRecordReader.Cell]) -> Bool { whole.map { cells[$0.index] != .empty } ?? false }

    /// The object as one line of JSON, when it has something of its own; `place` is the record's.
    func text(_ cells: [CSVRecordReader.Cell], at place: DatasetPlace) throws(DatasetError) -> [UInt8] {
        var members = try whole.map { (column) throws(DatasetError) in try Self.members(column, cells, place) } ?? []
        guard !members.isEmpty || parts.contains(where: { cells[$0.index] != .empty }) else {
            return Array("null".utf8)
        }
        for part in parts {
            let value = CSVHeader.value(of: cells[part.index], part.field)
            guard let known = members.lastIndex(where: { $0.key.utf8.elementsEqual(part.key.utf8) }) else {
                members.append((part.key, value))
                continue
            }
            if members[known].value == Self.null { members[known].value = value }
            guard value == Self.null || Self.isSame(members[known].value, value) else {
                let (whole, found) = (whole?.name ?? key, members[known].value)
                throw DatasetError(.contradictoryColumns(whole, found.excerpt, part.name, value.excerpt), at: place)
            }
        }
        return Self.serialized(members)
    }

    private typealias Member = (key: String, value: [UInt8])

    private static let null = Array("null".utf8)

    /// What the cell for the whole object says of its parts: an id, or all that its JSON has; none where it is empty.
    private static func members(
        _ column: Column,
        _ cells: [CSVRecordReader.Cell],
        _ place: DatasetPlace
    ) throws(DatasetError) -> [Member] {
        guard case .text(let text) = cells[column.index] else { return [] }
        switch try? JSONParser.parse(text) {
        case .null?: return []
        case .number(let digits)?: return [("id", Array(digits.utf8))]
        case .object(let object)?:
            return object.members.map { ($0.key, Array($0.value.serialized().utf8)) }
        default:
            let found = JSONValue.text(String(decoding: text, as: UTF8.self)).excerpt
            throw DatasetError(.notAnIdentifier(column: column.name, found: found), at: place)
        }
    }

    /// Whether two values say the same, a number in whatever spelling.
    private static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left != right else { return true }
        guard let left = try? JSONParser.parse(left), let right = try? JSONParser.parse(right) else { return false }
        switch (left, right) {
        case (.number(let left), .number(let right)):
            guard let left = Decimal(left), let right = Decimal(right) else { return false }
            return left == right
        default: return left == right
        }
    }

    private static func serialized(_ members: [Member]) -> [UInt8] {
        var bytes = [UInt8(ascii: "{")]
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += JSONValue.text(member.key).serialized().utf8
            bytes.append(UInt8(ascii: ":"))
            bytes += member.value
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

extension [UInt8] {
    /// A cell's JSON as a message shows it.
    fileprivate var excerpt: String {
        ((try? JSONParser.parse(self)) ?? .text(String(decoding: self, as: UTF8.self))).excerpt
    }
}
