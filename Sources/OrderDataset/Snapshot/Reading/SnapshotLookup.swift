import OrderEngine
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds one order of a snapshot.
struct SnapshotLookup {
    private let store: SnapshotStore

    init(_ store: SnapshotStore) {
        self.store = store
    }

    func order(_ lookup: Lookup) throws -> Order? {
        switch lookup {
        case .identifier(let identifier): return try order(identifier)
        case .key(let key): return try order(withKey: key)
        case .number(let number): return try order(withNumber: number)
        }
    }

    /// By the ranges of ids, then one chunk of ids, then one block of documents.
    private func order(_ identifier: Int) throws -> Order? {
        for group in store.groups {
            guard let row = try store.row(of: identifier, in: group) else { continue }
            return try store.orders(at: [row], in: group).first
        }
        return nil
    }

    private func order(withKey key: String) throws -> Order? {
        guard let field = Schema.field(named: "key", in: .orders) else { return nil }
        let wanted = Array(key.utf8)
        for group in store.groups {
            guard let decoded = try store.column(of: field, in: group) else { return try firstOrder(.key(key)) }
            var rows = Self.rows(decoded.column, equalTo: wanted)
            // What fits no column may have the key all the same.
            decoded.odd?.forEach { rows.append($0) }
            rows = rows.filter { group.dead?[$0] != true }.sorted()
            for row in rows {
                guard let order = try store.orders(at: [row], in: group).first else { continue }
                if order.matches(.key(key)) { return order }
            }
        }
        return nil
    }

    private static func rows(_ column: OrderEngine.Column, equalTo wanted: [UInt8]) -> [Int] {
        switch column.storage {
        case .texts(let texts):
            return texts.bytes.withUnsafeBytes { bytes in
                (0..<texts.count).filter { row in
                    let range = texts.range(of: row)
                    return range.count == wanted.count && bytes[range].elementsEqual(wanted)
                }
            }
        case .codes(let codes, let entries):
            let code = (0..<entries.count).first { entries.bytes[entries.range(of: $0)].elementsEqual(wanted) }
            guard let code else { return [] }
            return codes.indices.filter { codes[$0] == UInt16(code) }
        case .numbers, .instants, .booleans, .documents: return []
        }
    }

    private static func mentions(_ bytes: [UInt8], _ word: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, let first = word.first else { return false }
            var position = 0
            while position + word.count <= bytes.count,
                let found = memchr(start + position, Int32(first), bytes.count - word.count + 1 - position)
            {
                if memcmp(found, word, word.count) == 0 { return true }
                position = UnsafeRawPointer(found) - start + 1
            }
            return false
        }
    }

    /// The number stands in no column: documents that may have it are read, in the file's order.
    private func order(withNumber number: String) throws -> Order? {
        if let order = try order(withKey: number) { return order }
        return try firstOrder(.number(number), mentioning: "\"number\"")
    }

    /// The first order that a lookup means, from its document.
    private func firstOrder(_ lookup: Lookup, mentioning word: String = "\"key\"") throws -> Order? {
        let word = Array(word.utf8)
        for group in store.groups {
            for block in try store.blocks(of: group) {
                let lines = try DocumentLines(store, block, group)
                // A key may be written with escapes.
                guard Self.mentions(lines.bytes, word) || lines.bytes.contains(UInt8(ascii: "\\")) else { continue }
                for row in block.rows where group.dead?[row] != true {
                    let order = try lines.order(at: row)
                    if order.matches(lookup) { return order }
                }
            }
        }
        return nil
    }
}

extension SnapshotStore {
    /// The rows of a group that are not dead, with their ids.
    func identifiers(in group: GroupRecord) throws(SnapshotError) -> [(row: Int, identifier: Int)] {
        guard let decoded = try column(of: StoredFields.all[0], in: group),
            case .numbers(let values, 0) = decoded.column.storage
        else { throw Self.damage(path, "the ids of group \(group.number)") }
        return values.indices.filter { group.dead?[$0] != true }.map { ($0, Int(values[$0])) }
    }

    /// The row of an order that is not dead; nil when the group has none of that id.
    func row(of identifier: Int, in group: GroupRecord) throws(SnapshotError) -> Int? {
        let field = StoredFields.all[0]
        guard let record = try record(of: field, in: group),
            case .integer(let least) = record.minimum, case .integer(let most) = record.maximum
        else { throw Self.damage(path, "the ids of group \(group.number)") }
        guard record.scale == 0, least <= Int64(identifier), Int64(identifier) <= most else { return nil }
        guard let decoded = try column(of: field, in: group), case .numbers(let values, 0) = decoded.column.storage
        else {
            throw Self.damage(path, "the ids of group \(group.number)")
        }
        for row in values.indices where values[row] == Int64(identifier) && group.dead?[row] != true { return row }
        return nil
    }
}
