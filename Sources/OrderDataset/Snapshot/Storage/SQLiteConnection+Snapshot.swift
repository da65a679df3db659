/// How a snapshot's file is opened for reading.
extension SQLiteConnection {
    /// A connection to a snapshot, which is found to be one; it sees every change.
    static func readingSnapshot(
        _ path: String,
        waitingMilliseconds: Int32 = 10_000
    ) throws(SnapshotError) -> SQLiteConnection {
        do {
            return try readingSnapshot(path, .reading, waitingMilliseconds)
        } catch {
            switch error.problem {
            case .unwritable:
                // A writer was killed: what it left half-done is taken back first, which only a writer can.
                try SQLiteConnection(path: path, mode: .writing).run("SELECT id FROM snapshot")
                return try readingSnapshot(path, .reading, waitingMilliseconds)
            case .unreadable where !SnapshotFile.hasLog(path):
                // In a folder that cannot be written to, SQLite cannot put its shared memory beside the file.
                return try readingSnapshot(path, .readingUnchangeable, waitingMilliseconds)
            default: throw error
            }
        }
    }

    private static func readingSnapshot(
        _ path: String,
        _ mode: Mode,
        _ waitingMilliseconds: Int32
    ) throws(SnapshotError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, mode: mode)
        connection.waitWhenBusy(milliseconds: waitingMilliseconds)
        try connection.checkFormat()
        try connection.run("SELECT id FROM snapshot LIMIT 1")
        return connection
    }

    /// Asks the connection what the file is.
    ///
    /// Opening the file beside the connection to look would be wrong: closing it again would drop the locks that
    /// the process holds on it, those of other connections too.
    private func checkFormat() throws(SnapshotError) {
        let identifier = try integer(of: "PRAGMA application_id")
        guard identifier == Int64(SnapshotFormat.applicationIdentifier) else {
            throw SnapshotError(.noSnapshot, at: path)
        }
        let version = Int(try integer(of: "PRAGMA user_version"))
        guard version <= SnapshotFormat.version else {
            throw SnapshotError(.newerVersion(found: version, known: SnapshotFormat.version), at: path)
        }
        // A view in a table's place could go on for ever.
        let others = try integer(
            of: "SELECT count(*) FROM sqlite_schema WHERE type IN ('view', 'trigger') OR sql LIKE '%VIRTUAL%'"
        )
        guard others == 0 else { throw SnapshotError(.noSnapshot, at: path) }
    }
}
