// What the scanner has to find, as the tables that its kernel reads: which keys an order, its parts, its items and
// its payments have, what is wanted of each, and where it goes.

import CKernels
import OrderModel

/// The needed fields as tables of the scanning kernel.
struct ScanPlan: Sendable {
    private(set) var keyBytes: [UInt8] = []
    private(set) var keys: [scan_key] = []
    private(set) var slots: [scan_slot] = []
    /// The order first.
    private(set) var levels: [scan_level] = []

    init(_ fields: NeededFields) {
        var order = WantedObject(fields.orders)
        if !fields.orders.contains(where: { $0.path == [["id"]] }) { order.presentKeys.append("id") }
        for (index, collection) in [Collection.items, .payments].enumerated() {
            if let own = fields.fields(of: collection) {
                order.rows.append(WantedRows(name: collection.rawValue, table: index, row: WantedObject(own)))
            }
        }
        _ = addLevel(order)
    }

    /// Adds an object and what is in it, and gives its number.
    private mutating func addLevel(_ object: WantedObject) -> UInt16 {
        let index = levels.count
        levels.append(scan_level())
        let parts = object.parts.map { addLevel($0.object) }
        let rows = object.rows.map { addLevel($0.row) }
        var level = scan_level()
        level.first_slot = UInt16(slots.count)
        level.first_key = UInt16(keys.count)
        for key in object.presentKeys { addSlot([key], SCAN_PRESENCE, column: 0) }
        if let key = object.absentKey { addSlot([key], SCAN_ABSENCE, column: 0) }
        for value in object.values { addSlot(of: value) }
        for (part, level) in zip(object.parts, parts) { addSlot(part.spellings, SCAN_INNER, column: 0, level: level) }
        for (list, level) in zip(object.rows, rows) {
            addSlot([list.name], SCAN_ROWS, column: list.table, level: level)
        }
        level.slot_count = UInt16(slots.count) - level.first_slot
        level.key_count = UInt16(keys.count) - level.first_key
        levels[index] = level
        return UInt16(index)
    }

    private mutating func addSlot(of value: WantedValue) {
        let field = value.field
        addSlot(value.spellings, field.scanType, column: value.column)
        slots[slots.count - 1].accepts_null = field.acceptsNull ? 1 : 0
        slots[slots.count - 1].accepts_missing = field.isNullable ? 1 : 0
        slots[slots.count - 1].is_left_out_by_shop = field.mayBeLeftOutByShop ? 1 : 0
    }

    private mutating func addSlot(_ spellings: [String], _ type: scan_type, column: Int, level: UInt16 = 0) {
        var slot = scan_slot()
        slot.first_key = UInt16(keys.count)
        slot.key_count = UInt16(spellings.count)
        slot.type = UInt8(type.rawValue)
        slot.column = UInt16(column)
        slot.level = level
        slots.append(slot)
        for spelling in spellings {
            let isShop: UInt8 = spelling == "customer" ? 1 : 0
            keys.append(
                scan_key(offset: UInt32(keyBytes.count), length: UInt8(spelling.utf8.count), is_shop: isShop)
            )
            keyBytes.append(contentsOf: spelling.utf8)
        }
    }
}

/// What is wanted of one kind of object.
private struct WantedObject {
    /// Values of its own.
    var values: [WantedValue] = []
    /// Objects in it of which parts are wanted.
    var parts: [(spellings: [String], object: WantedObject)] = []
    var rows: [WantedRows] = []
    /// Keys that must be there, though nobody needs their values: an order is known by its id.
    var presentKeys: [String] = []
    /// A key that must not be there: a field that is missing is null only in a document of our own platform.
    var absentKey: String?

    init() {}

    /// The fields of a row, each with its column.
    init(_ fields: [Field]) {
        for (column, field) in fields.enumerated() { add(field, field.path[...], column: column) }
        // Where one of these is needed, a document without it is odd anyway.
        guard !fields.contains(where: \.isAbsentFromOtherPlatform) else { return }
        absentKey = fields.lazy.compactMap(\.keyOfOtherPlatform).first
    }

    private mutating func add(_ field: Field, _ path: ArraySlice<[String]>, column: Int) {
        guard let step = path.first else { return }
        if path.count == 1 {
            values.append(WantedValue(field: field, spellings: step, column: column))
            return
        }
        let index = parts.firstIndex { $0.spellings == step } ?? parts.count
        if index == parts.count { parts.append((step, WantedObject())) }
        parts[index].object.add(field, path.dropFirst(), column: column)
    }
}

private struct WantedValue {
    let field: Field
    let spellings: [String]
    let column: Int
}

private struct WantedRows {
    let name: String
    /// The number of the child table.
    let table: Int
    let row: WantedObject
}

extension Field {
    fileprivate var scanType: scan_type {
        switch type {
        case .text, .status: SCAN_TEXT
        case .integer: SCAN_INTEGER
        case .money: SCAN_MONEY
        case .boolean: SCAN_BOOLEAN
        case .instant: SCAN_INSTANT
        case .object: SCAN_OBJECT
        case .document, .date, .duration: isList ? SCAN_LIST : SCAN_ANYTHING
        }
    }
}
