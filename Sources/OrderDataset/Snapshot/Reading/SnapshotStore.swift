// A snapshot that is open for reading, at one state: the connection stays in one transaction as long as the store
// lives. Every part that is read is checked against its checksum first.

import OrderEngine
import OrderModel
import Synchronization

/// An open snapshot; its readings are one at a time.
final class SnapshotStore: Sendable {
    let path: String
    let contents: SnapshotContents
    let groups: [GroupRecord]
    let fields: FieldTable
    private let fieldsByNumber: [Int: Field]
    private let state: Mutex<State>
    private let access: Access

    /// How the bytes of the file are had.
    enum Access: Sendable {
        /// By mapping the file, which is quickest.
        case mapped
        /// By reading them, so that they never count as memory of a program that runs for long.
        case read
    }

    /// What one reading at a time uses.
    private struct State {
        var connection: SQLiteConnection
        var chunk: SQLiteStatement
        var segments: SQLiteStatement
        let decompressor: Decompressor
        var byteCount = 0
        /// The bytes of the file, which no part of it can be longer than.
        let fileBytes: Int
    }

    init(path: String, access: Access = .mapped) throws(SnapshotError) {
        self.path = path
        self.access = access
        try SnapshotFile.checkKind(path)
        let connection = try Self.connect(path, access)
        guard let contents = try SnapshotContents(connection) else { throw Self.damage(path, "its contents") }
        guard let fields = try FieldTable(connection) else { throw Self.damage(path, "its list of fields") }
        groups = try Self.groups(connection)
        self.contents = contents
        self.fields = fields
        let parts = try SnapshotContents.partsChecksum(connection)
        guard parts == contents.partsChecksum, groups.count == contents.groupCount,
            groups.reduce(0, { $0 + $1.liveCount }) == contents.orderCount
        else { throw Self.damage(path, "its parts are not those that its contents name") }
        fieldsByNumber = Dictionary(fields.numbers.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let (chunk, segments) = try Self.statements(connection)
        guard let decompressor = Decompressor() else {
            throw SnapshotError(.unreadable(reason: "no memory is left"), at: path)
        }
        let fileBytes = SnapshotFile.byteCount(path) + SnapshotFile.byteCount(path + "-wal")
        state = Mutex(
            State(
                connection: connection,
                chunk: chunk,
                segments: segments,
                decompressor: decompressor,
                fileBytes: fileBytes
            )
        )
    }

    private static func statements(
        _ connection: SQLiteConnection
    ) throws(SnapshotError) -> (chunk: SQLiteStatement, segments: SQLiteStatement) {
        let chunk = try connection.prepare(
            "SELECT id, rows, nulls, odd, scale, minimum, maximum, data_checksum, checksum, length(data)"
                + " FROM chunk WHERE id = ?"
        )
        let segments = try connection.prepare(
            "SELECT id, first_row, rows, blocks, directory_checksum, checksum, length(data)"
                + " FROM documents WHERE id >= ? AND id < ? ORDER BY id"
        )
        return (chunk, segments)
    }

    /// Begins a new transaction in place of the one that is open, if the file still holds the same.
    ///
    /// A transaction that began while changes stood in the log keeps the log from being begun anew, even when all of
    /// them are in the file by now; one that begins then doesn't.
    func renew() throws(SnapshotError) {
        try state.withLock { (state) throws(SnapshotError) in
            let connection = try Self.connect(path, access)
            guard try SnapshotContents(connection) == contents else { return connection.close() }
            let (chunk, segments) = try Self.statements(connection)
            state.chunk.finalize()
            state.segments.finalize()
            state.connection.close()
            state.connection = connection
            state.chunk = chunk
            state.segments = segments
        }
    }

    /// Opens the file and begins the transaction that fixes what is seen.
    private static func connect(_ path: String, _ access: Access) throws(SnapshotError) -> SQLiteConnection {
        // A server must not wait long; whoever reads a file once may.
        let patienceMilliseconds: Int32 = access == .read ? 1000 : 10_000
        let connection = try SQLiteConnection.readingSnapshot(path, waitingMilliseconds: patienceMilliseconds)
        let mappedBytes: Int64 = access == .mapped ? 1 << 40 : 0
        try connection.run(
            "PRAGMA mmap_size = \(mappedBytes); PRAGMA trusted_schema = OFF; BEGIN; SELECT id FROM snapshot LIMIT 1"
        )
        return connection
    }

    private static func groups(_ connection: SQLiteConnection) throws(SnapshotError) -> [GroupRecord] {
        let statement = try connection.prepare(GroupRecord.selection)
        var groups: [GroupRecord] = []
        while try statement.step() {
            guard let group = GroupRecord(statement) else {
                throw damage(connection.path, "the record of group \(groups.count + 1)")
            }
            groups.append(group)
        }
        return groups
    }

    static func damage(_ path: String, _ part: String) -> SnapshotError {
        SnapshotError(.damaged(part: part), at: path)
    }

    private func damage(_ what: String, _ group: GroupRecord) -> SnapshotError {
        Self.damage(path, "\(what) of group \(group.number)")
    }

    /// Ends the transaction; nothing can be read afterwards.
    func close() {
        state.withLock { state in
            state.chunk.finalize()
            state.segments.finalize()
            state.connection.close()
        }
    }

    /// The bytes that were read of columns and documents.
    var byteCount: Int { state.withLock { $0.byteCount } }

    /// Runs a reading with the connection to itself.
    private func reading<Result: Sendable>(
        _ body: (inout sending State) throws(SnapshotError) -> Result
    ) throws(SnapshotError) -> Result {
        try state.withLock { (state) throws(SnapshotError) in try body(&state) }
    }

    // MARK: Columns

    /// How many values a chunk of the collection has.
    private func rowCount(_ collection: Collection, _ group: GroupRecord) -> Int {
        switch collection {
        case .orders: group.orderCount
        case .items: group.itemCount
        case .payments: group.paymentCount
        case .result: 0
        }
    }

    /// What stands beside a chunk; nil when the file has no column for the field.
    func record(of field: Field, in group: GroupRecord) throws(SnapshotError) -> ChunkRecord? {
        guard let number = fields.numbers[field] else { return nil }
        return try reading { (state) throws(SnapshotError) in
            try record(number, field.name, rowCount(field.collection, group), group, &state).record
        }
    }

    private func record(
        _ number: Int,
        _ name: String,
        _ rowCount: Int,
        _ group: GroupRecord,
        _ state: inout State
    ) throws(SnapshotError) -> (record: ChunkRecord, byteCount: Int) {
        let identifier = Int64(group.number) * SnapshotFormat.groupParts + Int64(number)
        state.chunk.bind([.integer(identifier)])
        defer { state.chunk.reset() }
        guard try state.chunk.step(), let row = state.chunk.soundRow(columnCount: 8),
            case .integer(identifier) = row[0], case .integer(let checksum) = row[7], row.count(1) == rowCount,
            row.count(2) <= rowCount, row.count(3) <= group.orderCount, row.count(4) <= ColumnBuilder.maximumScale
        else { throw damage("the record of \(name)", group) }
        let record = ChunkRecord(
            id: identifier,
            rowCount: rowCount,
            nullCount: row.count(2),
            oddCount: row.count(3),
            scale: row.count(4),
            minimum: row[5],
            maximum: row[6],
            dataChecksum: UInt64(bitPattern: checksum)
        )
        return (record, Int(state.chunk.integer(9)))
    }

    /// A field's values in a group; nil when the file has no column for the field.
    func column(of field: Field, in group: GroupRecord) throws(SnapshotError) -> DecodedChunk? {
        guard let number = fields.numbers[field] else { return nil }
        return try reading { (state) throws(SnapshotError) in
            let decoder = try decoder(number, field, rowCount(field.collection, group), group, &state)
            guard decoder.parts.header.kind == .copy else { return try decoded(decoder, group, &state) }
            let original = try original(of: decoder, group, &state)
            guard field.collection != .orders else { return original }
            let counts = try decoded(listDecoder(field.collection, group, &state), group, &state)
            guard let repeated = original.column.repeated(for: field, counts: counts.column),
                repeated.count == decoder.record.rowCount, original.odd == nil
            else { throw damage(field.name, group) }
            return DecodedChunk(column: repeated, odd: nil)
        }
    }

    /// The column that a chunk is a copy of, under the copy's own field.
    private func original(
        of copy: ChunkDecoder,
        _ group: GroupRecord,
        _ state: inout State
    ) throws(SnapshotError) -> DecodedChunk {
        let number = copy.parts.header.entryCount
        guard let field = fieldsByNumber[number], field.collection == .orders else {
            throw damage(copy.field.name, group)
        }
        let decoder = try decoder(number, field, group.orderCount, group, &state)
        let renamed = ChunkDecoder(
            record: decoder.record,
            parts: decoder.parts,
            field: copy.field,
            orderCount: group.orderCount
        )
        guard decoder.parts.header.kind != .copy else { throw damage(copy.field.name, group) }
        return try decoded(renamed, group, &state)
    }

    private func decoded(
        _ decoder: ChunkDecoder,
        _ group: GroupRecord,
        _ state: inout State
    ) throws(SnapshotError) -> DecodedChunk {
        guard let decoded = decoder.decoded(state.decompressor) else { throw damage(decoder.field.name, group) }
        return decoded
    }

    /// Where each order's items or payments begin, and the orders whose list is none.
    func list(
        of collection: Collection,
        in group: GroupRecord
    ) throws(SnapshotError) -> (offsets: [Int32], odd: Bitmap?) {
        try reading { (state) throws(SnapshotError) in
            let decoded = try decoded(listDecoder(collection, group, &state), group, &state)
            guard case .numbers(let counts, 0) = decoded.column.storage else {
                throw damage("the list of \(collection.rawValue)", group)
            }
            var offsets: [Int32] = [0]
            offsets.reserveCapacity(counts.count + 1)
            var total: Int64 = 0
            for count in counts {
                guard count >= 0, count <= Int64(SnapshotFormat.groupRows) else {
                    throw damage("the list of \(collection.rawValue)", group)
                }
                total += count
                offsets.append(Int32(truncatingIfNeeded: total))
            }
            guard total == Int64(rowCount(collection, group)) else {
                throw damage("the list of \(collection.rawValue)", group)
            }
            return (offsets, decoded.odd)
        }
    }

    private func listDecoder(
        _ collection: Collection,
        _ group: GroupRecord,
        _ state: inout State
    ) throws(SnapshotError) -> ChunkDecoder {
        let number = StoredFields.listNumber(of: collection)
        return try decoder(number, StoredFields.all[0], group.orderCount, group, &state)
    }

    /// The values of some rows, a list per field; nil where an order is odd, or documents are quicker.
    func values(of wanted: [Field], at rows: [Int], in group: GroupRecord) throws(SnapshotError) -> [[Value]]? {
        var columns: [[Value]] = []
        for field in wanted {
            guard field.collection == .orders, let number = fields.numbers[field] else { return nil }
            let values = try reading { (state) throws(SnapshotError) -> [Value]? in
                var decoder = try decoder(number, field, group.orderCount, group, &state)
                if decoder.parts.header.kind == .copy {
                    let source = decoder.parts.header.entryCount
                    guard fieldsByNumber[source]?.collection == .orders else { throw damage(field.name, group) }
                    decoder = try self.decoder(source, field, group.orderCount, group, &state)
                }
                if decoder.record.oddCount > 0 || decoder.isBulky { return nil }
                guard let values = decoder.values(at: rows, state.decompressor) else {
                    throw damage(field.name, group)
                }
                return values
            }
            guard let values else { return nil }
            columns.append(values)
        }
        return rows.indices.map { row in columns.map { $0[row] } }
    }

    /// Reads a chunk's parts, and finds them whole.
    private func decoder(
        _ number: Int,
        _ field: Field,
        _ rowCount: Int,
        _ group: GroupRecord,
        _ state: inout State
    ) throws(SnapshotError) -> ChunkDecoder {
        let (record, byteCount) = try record(number, field.name, rowCount, group, &state)
        guard byteCount >= ChunkHeader.byteCount, byteCount <= state.fileBytes,
            let head = try bytes("chunk", record.id, 0..<ChunkHeader.byteCount, &state),
            let header = head.withUnsafeBytes({ ChunkHeader($0) }),
            header.tailOffset >= ChunkHeader.byteCount, header.tailOffset <= byteCount,
            let prefix = try bytes("chunk", record.id, ChunkHeader.byteCount..<header.tailOffset, &state),
            let tail = try bytes("chunk", record.id, header.tailOffset..<byteCount, &state),
            Checksum.of(tail, seed: Checksum.of(head + prefix)) == record.dataChecksum
        else { throw damage(field.name, group) }
        let parts = ChunkParts(header: header, prefix: prefix, tail: tail)
        return ChunkDecoder(record: record, parts: parts, field: field, orderCount: group.orderCount)
    }

    private func bytes(
        _ table: String,
        _ row: Int64,
        _ range: Range<Int>,
        _ state: inout State
    ) throws(SnapshotError) -> [UInt8]? {
        var isThere = Result<Bool, SnapshotError>.success(false)
        let connection = state.connection
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: range.count)
            isThere = Result { () throws(SnapshotError) in
                try connection.readData(of: table, row: row, at: range.lowerBound, into: target)
            }
            count = (try? isThere.get()) == true ? range.count : 0
        }
        state.byteCount += range.count
        return try isThere.get() ? bytes : nil
    }

    // MARK: Documents

    /// The document blocks of a group, in order.
    func blocks(of group: GroupRecord) throws(SnapshotError) -> [BlockPlace] {
        try reading { (state) throws(SnapshotError) in
            let segments = try segments(of: group, &state)
            var blocks: [BlockPlace] = []
            for segment in segments {
                let directoryBytes = segment.record.blockCount * DocumentBlock.directoryBytes
                guard segment.byteCount <= state.fileBytes, directoryBytes <= segment.byteCount,
                    let directory = try bytes("documents", segment.record.id, 0..<directoryBytes, &state),
                    Checksum.of(directory) == segment.record.directoryChecksum,
                    let places = BlockPlace.places(directory, in: segment.record, byteCount: segment.byteCount)
                else { throw damage("the documents", group) }
                blocks += places
            }
            return blocks
        }
    }

    private func segments(
        of group: GroupRecord,
        _ state: inout State
    ) throws(SnapshotError) -> [(record: SegmentRecord, byteCount: Int)] {
        let first = Int64(group.number) * SnapshotFormat.groupParts
        state.segments.bind([.integer(first), .integer(first + SnapshotFormat.groupParts)])
        defer { state.segments.reset() }
        var found: [(record: SegmentRecord, byteCount: Int)] = []
        var row = 0
        while try state.segments.step() {
            guard let record = SegmentRecord(state.segments), record.firstRow == row,
                record.id == first + Int64(found.count)
            else { throw damage("the documents", group) }
            row += record.rowCount
            found.append((record, Int(state.segments.integer(6))))
        }
        guard found.count == group.segmentCount, row == group.orderCount else { throw damage("the documents", group) }
        return found
    }

    /// The bytes of a block's documents, a line feed behind each.
    func bytes(of block: BlockPlace, in group: GroupRecord) throws(SnapshotError) -> [UInt8] {
        try reading { (state) throws(SnapshotError) in
            guard let stored = try bytes("documents", block.segment, block.range, &state),
                Checksum.of(stored) == block.checksum
            else { throw damage("the documents", group) }
            guard block.isCompressed else { return stored }
            var isSound = false
            let bytes = stored.withUnsafeBytes { frame in
                [UInt8](unsafeUninitializedCapacity: block.byteCount) { buffer, count in
                    let target = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: block.byteCount)
                    isSound = state.decompressor.expand(frame, into: target)
                    count = isSound ? block.byteCount : 0
                }
            }
            guard isSound else { throw damage("the documents", group) }
            return bytes
        }
    }

    /// What a sync keeps the file in step with; nil when none does.
    func sync() throws(SnapshotError) -> SnapshotSync? {
        try reading { (state) throws(SnapshotError) in
            let tables = try state.connection.integer(
                of: "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'sync'"
            )
            guard tables > 0 else { return nil }
            let statement = try state.connection.prepare("SELECT id, record, checksum FROM sync")
            defer { statement.finalize() }
            guard try statement.step() else { return nil }
            guard let row = statement.soundRow(columnCount: 2), case .text(let record) = row[1],
                let sync = SnapshotSync(text: record)
            else { throw Self.damage(path, "its record of the last sync") }
            return sync
        }
    }

    /// Every import that made the file, oldest first.
    func imports() throws(SnapshotError) -> [SnapshotProvenance] {
        try reading { (state) throws(SnapshotError) in
            let statement = try state.connection.prepare(
                "SELECT id, time, program, sources, added, changed, unchanged, skipped, checksum FROM import ORDER BY id"
            )
            var imports: [SnapshotProvenance] = []
            while try statement.step() {
                guard let provenance = SnapshotProvenance(statement) else { throw Self.damage(path, "its imports") }
                imports.append(provenance)
            }
            return imports
        }
    }
}

extension ChunkDecoder {
    /// Whether so much would have to be unpacked for a few rows that their documents are read sooner.
    var isBulky: Bool { parts.header.packing == .zstd && parts.header.tailBytes > 1 << 20 }
}

extension OrderEngine.Column {
    /// A child's column in which every order's value stands once for each of its rows; nil when counts are wrong.
    func repeated(for field: Field, counts: OrderEngine.Column) -> OrderEngine.Column? {
        guard presence == nil, case .instants(let values) = storage, case .numbers(let counts, 0) = counts.storage,
            counts.count == values.count
        else { return nil }
        var repeated: [Int64] = []
        for (value, count) in zip(values, counts) {
            guard count >= 0, count <= Int64(SnapshotFormat.groupRows - repeated.count) else { return nil }
            repeated.append(contentsOf: repeatElement(value, count: Int(count)))
        }
        return OrderEngine.Column(field: field, storage: .instants(repeated))
    }
}
