// Writes groups into the tables. A writer is used by one task at a time; its transaction ends in `finish`, and
// without that nothing of it is ever seen.

import CSQLite
import OrderEngine
import OrderModel

/// Writes into an open snapshot.
final class SnapshotWriter {
    private let connection: SQLiteConnection
    private let insertGroup: SQLiteStatement
    private let insertChunk: SQLiteStatement
    private let insertDocuments: SQLiteStatement
    private var groups: [GroupRecord]
    private var contents: SnapshotContents

    /// Begins to write: into tables that are empty, or with what they hold already.
    init(_ connection: SQLiteConnection, existing: SnapshotContents?, groups: [GroupRecord]) throws(SnapshotError) {
        self.connection = connection
        self.groups = groups
        contents = existing ?? SnapshotContents()
        insertGroup = try connection.prepare(
            "INSERT OR REPLACE INTO chunk_group (id, orders, items, payments, segments, dead, dead_rows, checksum)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        insertChunk = try connection.prepare(
            "INSERT INTO chunk (id, rows, nulls, odd, scale, minimum, maximum, data_checksum, checksum, data)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        insertDocuments = try connection.prepare(
            "INSERT INTO documents (id, first_row, rows, blocks, directory_checksum, checksum, data)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        if existing == nil { try writeFields() }
    }

    /// A row as it is written: its columns, and the checksum over them.
    private static func sealed(_ columns: [SQLiteValue]) -> [SQLiteValue] {
        columns + [Checksum.stored(columns)]
    }

    private func writeFields() throws(SnapshotError) {
        let insert = try connection.prepare(
            "INSERT INTO field (id, collection, name, type, checksum) VALUES (?, ?, ?, ?, ?)"
        )
        for (index, field) in StoredFields.all.enumerated() {
            try insert.run(Self.sealed(FieldTable.columns(of: field, number: StoredFields.firstNumber + index)))
        }
    }

    /// Writes a group.
    func add(_ group: EncodedGroup) throws(SnapshotError) {
        let number = contents.nextGroup
        contents.nextGroup += 1
        for chunk in group.chunks { try add(chunk, group: number) }
        for (index, segment) in group.segments.enumerated() { try add(segment, group: number, index) }
        let record = GroupRecord(
            number: number,
            orderCount: group.orderCount,
            itemCount: group.itemCount,
            paymentCount: group.paymentCount,
            segmentCount: group.segments.count,
            dead: nil
        )
        groups.append(record)
        try write(record)
    }

    private func write(_ group: GroupRecord) throws(SnapshotError) {
        try insertGroup.run(Self.sealed(group.columns))
    }

    private func add(_ chunk: EncodedChunk, group: Int) throws(SnapshotError) {
        let record = ChunkRecord(
            id: Int64(group) * SnapshotFormat.groupParts + Int64(chunk.number),
            rowCount: chunk.rowCount,
            nullCount: chunk.nullCount,
            oddCount: chunk.oddCount,
            scale: chunk.scale,
            minimum: chunk.minimum,
            maximum: chunk.maximum,
            dataChecksum: chunk.dataChecksum
        )
        try insertChunk.run(Self.sealed(record.columns), data: chunk.data)
    }

    private func add(_ segment: EncodedSegment, group: Int, _ index: Int) throws(SnapshotError) {
        let record = SegmentRecord(
            id: Int64(group) * SnapshotFormat.groupParts + Int64(index),
            firstRow: segment.firstRow,
            rowCount: segment.rowCount,
            blockCount: segment.blockCount,
            directoryChecksum: segment.directoryChecksum
        )
        try insertDocuments.run(Self.sealed(record.columns), data: segment.data)
    }

    // MARK: What is there already

    /// Marks rows as dead: their orders have newer documents.
    func markDead(_ rows: [Int: [Int]]) throws(SnapshotError) {
        for index in groups.indices {
            guard let dead = rows[groups[index].number], !dead.isEmpty else { continue }
            var bitmap = groups[index].dead ?? Bitmap(count: groups[index].orderCount)
            for row in dead { bitmap[row] = true }
            groups[index].dead = bitmap
            try write(groups[index])
        }
    }

    /// The groups as they stand, with what has been added.
    var currentGroups: [GroupRecord] { groups }

    func remove(_ group: GroupRecord) throws(SnapshotError) {
        let first = Int64(group.number) * SnapshotFormat.groupParts
        for table in ["chunk", "documents"] {
            try connection.prepare("DELETE FROM \(table) WHERE id >= ? AND id < ?").run(
                [.integer(first), .integer(first + SnapshotFormat.groupParts)]
            )
        }
        try connection.prepare("DELETE FROM chunk_group WHERE id = ?").run([.integer(Int64(group.number))])
        groups.removeAll { $0.number == group.number }
    }

    // MARK: The end

    /// Writes the provenance and the row that ties everything together.
    ///
    /// A sync that changed nothing is no import of its own: it only brings its record up to date.
    func finish(_ provenance: SnapshotProvenance, sync: SnapshotSync? = nil) throws(SnapshotError) {
        if let sync { try write(sync) }
        let number = try nextImportNumber()
        if sync == nil || number == 1 || !provenance.changes.isEmpty {
            try connection.prepare(
                "INSERT INTO import (id, time, program, sources, added, changed, unchanged, skipped, checksum)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            )
            .run(Self.sealed(provenance.columns(number: number)))
        }
        contents.generation += 1
        contents.groupCount = groups.count
        contents.orderCount = groups.reduce(0) { $0 + $1.liveCount }
        contents.itemCount = groups.reduce(0) { $0 + $1.itemCount }
        contents.paymentCount = groups.reduce(0) { $0 + $1.paymentCount }
        contents.created = try createdRange()
        contents.partsChecksum = try SnapshotContents.partsChecksum(connection)
        try connection.prepare(
            "INSERT OR REPLACE INTO snapshot (id, generation, groups, orders, items, payments, next_group,"
                + " created_first, created_last, contents, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        .run(Self.sealed(contents.columns))
    }

    private func write(_ sync: SnapshotSync) throws(SnapshotError) {
        try connection.run(SnapshotFormat.syncTable)
        try connection.prepare("INSERT OR REPLACE INTO sync (id, record, checksum) VALUES (?, ?, ?)")
            .run(Self.sealed([.integer(1), .text(sync.text.withoutZeros)]))
    }

    /// The range of `created_at` over all groups.
    private func createdRange() throws(SnapshotError) -> ClosedRange<Int64>? {
        guard let field = Schema.field(named: "created_at", in: .orders), let number = StoredFields.numbers[field]
        else {
            return nil
        }
        let statement = try connection.prepare(
            "SELECT min(minimum), max(maximum) FROM chunk WHERE id % \(SnapshotFormat.groupParts) = \(number)"
        )
        defer { statement.reset() }
        guard try statement.step(), case .integer(let first) = statement.value(0),
            case .integer(let last) = statement.value(1), first <= last
        else { return nil }
        return first...last
    }

    /// Ends the transaction; afterwards nothing can be written any more.
    func commit(isNew: Bool) throws(SnapshotError) {
        finalizeStatements()
        try connection.run("COMMIT")
        // While others read, the log stays beside the file; it is a part of it then.
        if !isNew { try? connection.run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE") }
        connection.close()
    }

    /// Undoes what was written.
    func abandon() {
        finalizeStatements()
        if connection.hasOpenTransaction { try? connection.run("ROLLBACK") }
        try? connection.run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
        connection.close()
    }

    private func finalizeStatements() {
        for statement in [insertGroup, insertChunk, insertDocuments] { statement.finalize() }
    }

    private func nextImportNumber() throws(SnapshotError) -> Int {
        let statement = try connection.prepare("SELECT max(id) FROM import")
        defer { statement.reset() }
        return try statement.step() ? Int(truncatingIfNeeded: statement.integer(0)) + 1 : 1
    }
}
