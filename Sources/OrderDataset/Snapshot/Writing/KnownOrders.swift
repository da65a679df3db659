import OrderEngine
import OrderModel

/// The orders that a snapshot holds already, as an import looks at them; used by one task.
final class KnownOrders {
    private let store: SnapshotStore
    private var ranges: [ClosedRange<Int>?]
    private var identifiers: [Int: GroupIdentifiers] = [:]
    private var blockPlaces: [Int: [BlockPlace]] = [:]
    private var lines: [BlockPlace: DocumentLines] = [:]
    private var recentBlocks: [BlockPlace] = []
    private var scanner: LineScanner
    private var builder: ColumnTableBuilder

    /// Documents of so many blocks stay expanded.
    private static let keptBlocks = 16

    /// A group's ids with their rows, by id.
    private struct GroupIdentifiers {
        let identifiers: [Int]
        let rows: [Int]

        func row(of identifier: Int) -> Int? {
            var (low, high) = (0, identifiers.count)
            while low < high {
                let middle = (low + high) / 2
                if identifiers[middle] < identifier { low = middle + 1 } else { high = middle }
            }
            return low < identifiers.count && identifiers[low] == identifier ? rows[low] : nil
        }
    }

    /// What is left of some documents when those that have not changed are taken out.
    struct Screened {
        var ranges: [Range<Int>] = []
        var unchangedIdentifiers: [Int] = []
        var changes = SnapshotChanges()
        /// Where the older documents of changed orders are.
        var replaced: [RowPlace] = []
    }

    init(_ store: SnapshotStore) throws(SnapshotError) {
        self.store = store
        var fields = NeededFields()
        fields.insert(StoredFields.all[0])
        scanner = LineScanner(fields)
        builder = ColumnTableBuilder(fields)
        ranges = []
        for group in store.groups {
            guard case .integer(let least)? = try store.record(of: StoredFields.all[0], in: group)?.minimum,
                case .integer(let most)? = try store.record(of: StoredFields.all[0], in: group)?.maximum, least <= most
            else { throw SnapshotStore.damage(store.path, "the ids of group \(group.number)") }
            ranges.append(Int(least)...Int(most))
        }
    }

    /// Looks each document up.
    func screen(
        _ documents: ImportBlockBuilder.Documents,
        parse: (Range<Int>) throws -> JSONObject?
    ) throws -> Screened {
        var plainly: [Range<Int>] = []
        var odd: [Range<Int>] = []
        scanner.scan(documents.bytes, elements: documents.ranges, into: &builder, rows: &plainly, odd: &odd)
        let table = builder.finish(documents: DocumentsInMemory([]))
        var found: [(range: Range<Int>, identifier: Int)] = []
        for (row, range) in plainly.enumerated() {
            guard case .number(let number)? = table.columns.first?.value(at: row), let whole = number.wholeNumber else {
                continue
            }
            found.append((range, whole))
        }
        for range in odd {
            if let identifier = try parse(range)?.wholeIdentifier { found.append((range, identifier)) }
        }
        found.sort { $0.range.lowerBound < $1.range.lowerBound }
        var screened = Screened()
        for (range, identifier) in found {
            let text = UnsafeRawBufferPointer(rebasing: documents.bytes[range])
            guard let place = try place(of: identifier) else {
                screened.ranges.append(range)
                continue
            }
            if try isStored(text, at: place) {
                screened.unchangedIdentifiers.append(identifier)
                screened.changes.unchangedCount += 1
            } else {
                screened.ranges.append(range)
                screened.replaced.append(RowPlace(group: store.groups[place.group].number, row: place.row))
                screened.changes.changedCount += 1
            }
        }
        return screened
    }

    /// Where an order is that is not dead: the group's place among all groups, and its row.
    private func place(of identifier: Int) throws(SnapshotError) -> RowPlace? {
        for index in ranges.indices where ranges[index]?.contains(identifier) == true {
            let known = try groupIdentifiers(index)
            if let row = known.row(of: identifier) { return RowPlace(group: index, row: row) }
        }
        return nil
    }

    private func groupIdentifiers(_ index: Int) throws(SnapshotError) -> GroupIdentifiers {
        if let known = identifiers[index] { return known }
        let group = store.groups[index]
        guard let column = try store.column(of: StoredFields.all[0], in: group)?.column,
            case .numbers(let values, 0) = column.storage
        else { throw SnapshotStore.damage(store.path, "the ids of group \(group.number)") }
        let rows = values.indices.filter { group.dead?[$0] != true }.sorted { values[$0] < values[$1] }
        let known = GroupIdentifiers(identifiers: rows.map { Int(values[$0]) }, rows: rows)
        identifiers[index] = known
        return known
    }

    private func isStored(_ text: UnsafeRawBufferPointer, at place: RowPlace) throws(SnapshotError) -> Bool {
        let group = store.groups[place.group]
        let places: [BlockPlace]
        if let known = blockPlaces[place.group] {
            places = known
        } else {
            places = try store.blocks(of: group)
            blockPlaces[place.group] = places
        }
        guard let block = places.first(where: { $0.rows.contains(place.row) }) else { return false }
        let stored = try documentLines(block, group).document(at: place.row)
        guard stored.count == text.count else { return false }
        return zip(stored, text).allSatisfy { stored, byte in
            // A line feed between the parts of a document is stored as a space.
            stored == byte || (stored == UInt8(ascii: " ") && byte == UInt8(ascii: "\n"))
        }
    }

    private func documentLines(_ block: BlockPlace, _ group: GroupRecord) throws(SnapshotError) -> DocumentLines {
        if let known = lines[block] { return known }
        if recentBlocks.count >= Self.keptBlocks { lines[recentBlocks.removeFirst()] = nil }
        let read = try DocumentLines(store, block, group)
        lines[block] = read
        recentBlocks.append(block)
        return read
    }
}
