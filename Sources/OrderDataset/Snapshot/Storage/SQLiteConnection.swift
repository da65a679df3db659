// The few calls of SQLite that a snapshot needs. A connection is used by one task, or behind a lock; its errors
// come out in the words of the snapshot's own error.

import CSQLite

/// One connection to a snapshot's file.
final class SQLiteConnection {
    let path: String
    private var handle: OpaquePointer?
    private var blobs: [String: OpaquePointer] = [:]

    /// How a file is opened.
    enum Mode {
        case reading
        /// For a file that nobody can change, in a folder that nobody can write to.
        case readingUnchangeable
        case writing
    }

    init(path: String, mode: Mode) throws(SnapshotError) {
        self.path = path
        let flags: Int32
        switch mode {
        case .reading: flags = SQLITE_OPEN_READONLY
        case .readingUnchangeable: flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
        case .writing: flags = SQLITE_OPEN_READWRITE
        }
        let name = mode == .readingUnchangeable ? "file:\(Self.percentEncoded(path))?immutable=1" : path
        let code = sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, nil)
        guard code == SQLITE_OK else {
            let error = self.error(code)
            close()
            throw error
        }
        sqlite3_extended_result_codes(handle, 1)
    }

    deinit {
        close()
    }

    func close() {
        for blob in blobs.values { sqlite3_blob_close(blob) }
        blobs = [:]
        // With statements still open, the connection goes when the last of them does.
        sqlite3_close_v2(handle)
        handle = nil
    }

    func waitWhenBusy(milliseconds: Int32) {
        sqlite3_busy_timeout(handle, milliseconds)
    }

    func run(_ statements: String) throws(SnapshotError) {
        guard handle != nil else { return }
        let code = sqlite3_exec(handle, statements, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code) }
    }

    /// The one whole number that a statement answers with; 0 when it answers with nothing.
    func integer(of text: String) throws(SnapshotError) -> Int64 {
        let statement = try prepare(text)
        defer { statement.finalize() }
        return try statement.step() ? statement.integer(0) : 0
    }

    func prepare(_ text: String) throws(SnapshotError) -> SQLiteStatement {
        precondition(handle != nil, "a closed connection is used")
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw error(code) }
        return SQLiteStatement(statement, of: self)
    }

    /// Reads a part of the `data` of a table's row; false when the row or the part is not there.
    func readData(
        of table: String,
        row: Int64,
        at offset: Int,
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(SnapshotError) -> Bool {
        guard buffer.count > 0 else { return true }
        guard let blob = try blob(of: table, row: row) else { return false }
        guard offset >= 0, offset + buffer.count <= Int(sqlite3_blob_bytes(blob)) else { return false }
        let code = sqlite3_blob_read(blob, buffer.baseAddress, Int32(buffer.count), Int32(offset))
        guard code == SQLITE_OK else { throw error(code) }
        return true
    }

    private func blob(of table: String, row: Int64) throws(SnapshotError) -> OpaquePointer? {
        guard handle != nil else { return nil }
        var blob = blobs[table]
        let code: Int32
        if let blob {
            code = sqlite3_blob_reopen(blob, row)
        } else {
            code = sqlite3_blob_open(handle, "main", table, "data", row, 0, &blob)
        }
        guard code != SQLITE_OK else {
            blobs[table] = blob
            return blob
        }
        // A handle whose row was not found cannot be used again.
        sqlite3_blob_close(blob)
        blobs[table] = nil
        guard code & 0xFF == SQLITE_ERROR else { throw error(code) }
        return nil
    }

    var hasOpenTransaction: Bool { handle != nil && sqlite3_get_autocommit(handle) == 0 }

    func error(_ code: Int32) -> SnapshotError {
        let words = handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
        let problem: SnapshotError.Problem
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: problem = .locked
        case SQLITE_FULL: problem = .diskFull
        case SQLITE_CORRUPT: problem = .damaged(part: words)
        case SQLITE_NOTADB: problem = .noSnapshot
        case SQLITE_READONLY, SQLITE_PERM: problem = .unwritable(reason: words)
        case SQLITE_IOERR where (code >> 8 == 3) || (code >> 8 == 6):
            // The two that writing and cutting give: macros that are not imported.
            problem = .unwritable(reason: words)
        case SQLITE_NOMEM, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_ERROR:
            problem = .damaged(part: words)
        default: problem = .unreadable(reason: words)
        }
        return SnapshotError(problem, at: path)
    }

    private static func percentEncoded(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return path.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}

/// A statement that is prepared once and run many times.
final class SQLiteStatement {
    private var handle: OpaquePointer?
    private let connection: SQLiteConnection

    init(_ handle: OpaquePointer, of connection: SQLiteConnection) {
        self.handle = handle
        self.connection = connection
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Lets go of the statement, without which its connection cannot be closed.
    func finalize() {
        sqlite3_finalize(handle)
        handle = nil
    }

    /// Moves to the next row; false behind the last one, after which the statement can be run again.
    func step() throws(SnapshotError) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw connection.error(code) }
        return false
    }

    func reset() {
        sqlite3_reset(handle)
    }

    /// Runs a statement that gives no rows.
    func run(_ values: [SQLiteValue]) throws(SnapshotError) {
        bind(values)
        while try step() {}
    }

    /// Runs a statement whose last value is a run of bytes, which need not be copied.
    func run(_ values: [SQLiteValue], data: [UInt8]) throws(SnapshotError) {
        bind(values)
        let result = data.withUnsafeBytes { bytes in
            Result { () throws(SnapshotError) in
                let start = UnsafeRawPointer(bytes.baseAddress) ?? UnsafeRawPointer(bitPattern: 8)
                sqlite3_bind_blob64(handle, Int32(values.count + 1), start, UInt64(bytes.count), nil)
                while try step() {}
            }
        }
        sqlite3_clear_bindings(handle)
        try result.get()
    }

    func bind(_ values: [SQLiteValue]) {
        sqlite3_reset(handle)
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            switch value {
            case .null: sqlite3_bind_null(handle, place)
            case .integer(let integer): sqlite3_bind_int64(handle, place, integer)
            case .text(let text): sqlite3_bind_text(handle, place, text, -1, Self.copies)
            case .bytes(let bytes): sqlite3_bind_blob64(handle, place, bytes, UInt64(bytes.count), Self.copies)
            }
        }
    }

    /// What makes SQLite keep a copy of a value: the library's own constant, which is a cast in its header.
    private static let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// A column's value as it is stored; an empty run of bytes for what no snapshot stores.
    func value(_ column: Int32) -> SQLiteValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_TEXT: return .text(String(decoding: bytes(column), as: UTF8.self))
        default: return .bytes(bytes(column))
        }
    }

    func bytes(_ column: Int32) -> [UInt8] {
        let start = sqlite3_column_blob(handle, column)
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }
}

/// A value in a row of SQLite.
enum SQLiteValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}
