// The rows of a snapshot's tables, beside chunks. Each row has a checksum of its columns, and the one row of
// `snapshot` has a checksum of the checksums of all rows that a reader counts on, so none can go missing.

import OrderEngine
import OrderModel

/// The row of `snapshot`: what holds everything together.
struct SnapshotContents: Sendable, Hashable {
    /// Grows by one with every import.
    var generation = 0
    var groupCount = 0
    /// Orders that are not dead.
    var orderCount = 0
    var itemCount = 0
    var paymentCount = 0
    /// The number of the next group; none is ever used twice.
    var nextGroup = 1
    /// The range of `created_at`.
    var created: ClosedRange<Int64>?
    /// The checksum of the checksums of the rows of `field`, `import` and `chunk_group`.
    var partsChecksum: UInt64 = 0

    init() {}

    /// The columns that the row's checksum is taken of.
    var columns: [SQLiteValue] {
        [
            .integer(1), .integer(Int64(generation)), .integer(Int64(groupCount)), .integer(Int64(orderCount)),
            .integer(Int64(itemCount)), .integer(Int64(paymentCount)), .integer(Int64(nextGroup)),
            created.map { .integer($0.lowerBound) } ?? .null, created.map { .integer($0.upperBound) } ?? .null,
            .integer(Int64(bitPattern: partsChecksum)),
        ]
    }

    /// Reads the row; nil where it is missing or not sound.
    init?(_ connection: SQLiteConnection) throws(SnapshotError) {
        let statement = try connection.prepare(
            "SELECT id, generation, groups, orders, items, payments, next_group, created_first, created_last,"
                + " contents, checksum FROM snapshot"
        )
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        guard let numbers = statement.soundRow(columnCount: 10) else { return nil }
        generation = numbers.count(1)
        groupCount = numbers.count(2)
        orderCount = numbers.count(3)
        itemCount = numbers.count(4)
        paymentCount = numbers.count(5)
        nextGroup = numbers.count(6)
        if case .integer(let first) = numbers[7], case .integer(let last) = numbers[8], first <= last {
            created = first...last
        }
        // Far beyond any shop; numbers that are made from these cannot overflow.
        guard [generation, groupCount, orderCount, itemCount, paymentCount, nextGroup].allSatisfy({ $0 < 1 << 40 }),
            case .integer(let parts) = numbers[9]
        else { return nil }
        partsChecksum = UInt64(bitPattern: parts)
    }

    /// The checksum of the rows that the tables have now.
    static func partsChecksum(_ connection: SQLiteConnection) throws(SnapshotError) -> UInt64 {
        var bytes: [UInt8] = []
        for table in ["field", "import", "chunk_group"] {
            let statement = try connection.prepare("SELECT checksum FROM \(table) ORDER BY id")
            while try statement.step() { bytes.append(littleEndian: statement.integer(0)) }
        }
        return Checksum.of(bytes)
    }
}

/// A row of `chunk_group`.
struct GroupRecord: Sendable, Hashable {
    var number: Int
    /// Orders, dead ones too.
    var orderCount: Int
    var itemCount: Int
    var paymentCount: Int
    var segmentCount: Int
    /// The orders that have newer documents in another group; nil for none.
    var dead: Bitmap?

    var liveCount: Int { orderCount - (dead?.setCount ?? 0) }

    var columns: [SQLiteValue] {
        [
            .integer(Int64(number)), .integer(Int64(orderCount)), .integer(Int64(itemCount)),
            .integer(Int64(paymentCount)), .integer(Int64(segmentCount)), .integer(Int64(dead?.setCount ?? 0)),
            dead.map { .bytes(ChunkEncoder.bytes(of: $0)) } ?? .null,
        ]
    }

    static let selection =
        "SELECT id, orders, items, payments, segments, dead, dead_rows, checksum FROM chunk_group ORDER BY id"

    init(number: Int, orderCount: Int, itemCount: Int, paymentCount: Int, segmentCount: Int, dead: Bitmap?) {
        self.number = number
        self.orderCount = orderCount
        self.itemCount = itemCount
        self.paymentCount = paymentCount
        self.segmentCount = segmentCount
        self.dead = dead
    }

    /// Reads the statement's row; nil when it is not sound.
    init?(_ statement: SQLiteStatement) {
        guard let row = statement.soundRow(columnCount: 7) else { return nil }
        number = row.count(0)
        orderCount = row.count(1)
        itemCount = row.count(2)
        paymentCount = row.count(3)
        segmentCount = row.count(4)
        guard (1...SnapshotFormat.groupOrders).contains(orderCount), number < 1 << 40,
            itemCount <= SnapshotFormat.groupRows, paymentCount <= SnapshotFormat.groupRows,
            segmentCount < Int(SnapshotFormat.groupParts)
        else { return nil }
        if case .bytes(let bytes) = row[6] {
            guard bytes.count == (orderCount + 63) / 64 * 8 else { return nil }
            let words = bytes.withUnsafeBytes { all in
                (0..<bytes.count / 8).map { all.integer(at: $0 * 8, as: UInt64.self) }
            }
            let bitmap = Bitmap(words: words, count: orderCount)
            guard bitmap.setCount == row.count(5) else { return nil }
            dead = bitmap
        } else if row.count(5) != 0 {
            return nil
        }
    }
}

/// A row of `documents`.
struct SegmentRecord: Sendable, Hashable {
    var id: Int64
    var firstRow: Int
    var rowCount: Int
    var blockCount: Int
    var directoryChecksum: UInt64

    var columns: [SQLiteValue] {
        [
            .integer(id), .integer(Int64(firstRow)), .integer(Int64(rowCount)), .integer(Int64(blockCount)),
            .integer(Int64(bitPattern: directoryChecksum)),
        ]
    }

    init(id: Int64, firstRow: Int, rowCount: Int, blockCount: Int, directoryChecksum: UInt64) {
        self.id = id
        self.firstRow = firstRow
        self.rowCount = rowCount
        self.blockCount = blockCount
        self.directoryChecksum = directoryChecksum
    }

    init?(_ statement: SQLiteStatement) {
        guard let row = statement.soundRow(columnCount: 5), case .integer(let id) = row[0],
            case .integer(let checksum) = row[4]
        else { return nil }
        self.id = id
        firstRow = row.count(1)
        rowCount = row.count(2)
        blockCount = row.count(3)
        directoryChecksum = UInt64(bitPattern: checksum)
        guard firstRow < SnapshotFormat.groupOrders, rowCount <= SnapshotFormat.groupOrders,
            blockCount <= SnapshotFormat.groupOrders
        else { return nil }
    }
}

extension SnapshotProvenance {
    /// The columns of the import's row.
    func columns(number: Int) -> [SQLiteValue] {
        [
            .integer(Int64(number)), .integer(time.microseconds), .text(programVersion.withoutZeros),
            .text(JSONValue.array(sources.map { .text($0) }).serialized().withoutZeros),
            .integer(Int64(changes.addedCount)), .integer(Int64(changes.changedCount)),
            .integer(Int64(changes.unchangedCount)), .integer(Int64(changes.skippedCount)),
        ]
    }

    init?(_ statement: SQLiteStatement) {
        guard let row = statement.soundRow(columnCount: 8), case .integer(let time) = row[1],
            case .text(let program) = row[2], case .text(let list) = row[3],
            case .array(let sources)? = try? JSONParser.parse(Array(list.utf8))
        else { return nil }
        self.init(
            sources: sources.compactMap { source in
                if case .text(let name) = source { return name }
                return nil
            },
            time: Instant(microseconds: time),
            programVersion: program,
            changes: SnapshotChanges(
                addedCount: row.count(4),
                changedCount: row.count(5),
                unchangedCount: row.count(6),
                skippedCount: row.count(7)
            )
        )
    }
}

extension String {
    /// The text without NUL characters, at which SQLite would end it.
    var withoutZeros: String {
        utf8.contains(0) ? String(unicodeScalars.filter { $0 != "\0" }.map(Character.init)) : self
    }
}

/// The fields that a file has columns for, and their numbers.
struct FieldTable: Sendable, Hashable {
    private(set) var numbers: [Field: Int] = [:]

    static func columns(of field: Field, number: Int) -> [SQLiteValue] {
        [.integer(Int64(number)), .text(field.collection.rawValue), .text(field.name), .text(field.type.rawValue)]
    }

    /// Reads the table; nil when a row is not sound.
    ///
    /// A field that this program does not know, or knows with another type, is passed over.
    init?(_ connection: SQLiteConnection) throws(SnapshotError) {
        let statement = try connection.prepare("SELECT id, collection, name, type, checksum FROM field ORDER BY id")
        defer { statement.reset() }
        while try statement.step() {
            guard let row = statement.soundRow(columnCount: 4), case .text(let collection) = row[1],
                case .text(let name) = row[2], case .text(let type) = row[3]
            else { return nil }
            let number = row.count(0)
            guard (StoredFields.firstNumber..<Int(SnapshotFormat.groupParts)).contains(number) else { return nil }
            guard let collection = Collection(rawValue: collection),
                let field = Schema.field(named: name, in: collection), field.name == name,
                field.type.rawValue == type, StoredFields.hasColumn(field)
            else { continue }
            numbers[field] = number
        }
    }
}

extension SQLiteStatement {
    /// The values of the row, if the checksum behind them is theirs.
    func soundRow(columnCount: Int32) -> [SQLiteValue]? {
        let values = (0..<columnCount).map { value($0) }
        guard case .integer(let checksum) = value(columnCount), checksum == Int64(bitPattern: Checksum.of(values))
        else {
            return nil
        }
        return values
    }
}

extension [SQLiteValue] {
    /// A column that counts something; 0 where it isn't such a number.
    func count(_ column: Int) -> Int {
        if case .integer(let number) = self[column], number >= 0 { return Int(number) }
        return 0
    }
}
