// A snapshot while others import into it. Whoever reads it in one state for long holds a transaction, which must be
// in nobody's way: so the file is kept in the log mode in which writers go on beside readers, and when a state has
// been let go of, what stands in the log is put into the file, so that the log is begun anew and does not grow. At
// the end the file is left as it was found.

package import OrderEngine
import OrderModel
import Synchronization

/// A snapshot that is read for long while imports and syncs change it.
package final class SnapshotDataset: ChangingDataset {
    package let name: String
    private let path: String
    private let watch = Mutex(Watch())
    /// The state that was opened last.
    private let newest = Mutex(WeakState())

    private struct WeakState {
        weak var state: SnapshotState?
    }

    /// Takes a snapshot; an error says what is wrong with the file.
    package init(path: String) throws(SnapshotError) {
        name = path
        self.path = path
        try SnapshotFile.check(path)
        try watch.withLock { (watch) throws(SnapshotError) in _ = try watch.version(path) }
    }

    deinit {
        end()
    }

    /// Leaves the file as it was found, which needs that nobody reads it any more; a program that exits runs no `deinit`.
    package func end() {
        watch.withLock { $0.endLog(path) }
    }

    package func currentVersion() throws -> DatasetVersion {
        try watch.withLock { try $0.version(path) }
    }

    package func openState() throws -> any DatasetState {
        let state = try open()
        newest.withLock { $0.state = state }
        return state
    }

    private func open() throws -> SnapshotState {
        for _ in 0..<Self.mostAttempts {
            // Where a new file has come in the place, it gets its log before anybody reads it for long.
            _ = try currentVersion()
            let stamp = FileStamp(ofPath: path)
            let stores = try SnapshotStore.stores(path: path, access: .read)
            guard stamp.isSameFile(as: FileStamp(ofPath: path)), let first = stores.first else { continue }
            return SnapshotState(stores, DatasetVersion(first.contents, in: stamp))
        }
        throw SnapshotError(.locked, at: path)
    }

    private static let mostAttempts = 100

    /// Puts what stands in the log into the file, as far as nobody needs the file as it is.
    package func settle() {
        guard SnapshotFile.hasLog(path) else { return }
        // What does not succeed is tried again, or left to whoever writes next.
        guard let connection = try? SQLiteConnection(path: path, mode: .writing) else { return }
        defer { connection.close() }
        guard (try? connection.emptyLog()) == .heldByReaders, let state = newest.withLock({ $0.state }) else { return }
        try? state.renew()
        _ = try? connection.emptyLog()
    }
}

extension SnapshotDataset {
    /// Sees whether the file has changed, by a connection that holds nothing in between.
    private struct Watch {
        private var open: Open?
        /// Whether the log is there because of this.
        private var hasBegunLog = false

        private struct Open {
            let connection: SQLiteConnection
            let dataVersion: SQLiteStatement
            let stamp: FileStamp
            var number: Int64
            var version: DatasetVersion
        }

        /// The version of what the file holds now.
        mutating func version(_ path: String) throws(SnapshotError) -> DatasetVersion {
            do {
                return try currentVersion(path)
            } catch {
                // Whatever is wrong, the next call begins anew.
                open = nil
                throw error
            }
        }

        private mutating func currentVersion(_ path: String) throws(SnapshotError) -> DatasetVersion {
            let stamp = FileStamp(ofPath: path)
            guard let open, stamp.isSameFile(as: open.stamp) else { return try begin(path) }
            let number = try Self.number(open.dataVersion)
            if number != open.number {
                self.open?.number = number
                self.open?.version = try Self.version(open.connection, open.stamp)
            }
            return self.open?.version ?? open.version
        }

        private mutating func begin(_ path: String) throws(SnapshotError) -> DatasetVersion {
            open = nil
            try SnapshotFile.checkKind(path)
            beginLog(path)
            let stamp = FileStamp(ofPath: path)
            let connection = try SQLiteConnection.readingSnapshot(path)
            let dataVersion = try connection.prepare("PRAGMA data_version")
            let number = try Self.number(dataVersion)
            let version = try Self.version(connection, stamp)
            open = Open(
                connection: connection,
                dataVersion: dataVersion,
                stamp: stamp,
                number: number,
                version: version
            )
            return version
        }

        /// A file that cannot be written to stays as it is; then an import, by whoever can, has to wait for readers.
        private mutating func beginLog(_ path: String) {
            guard let connection = try? SQLiteConnection(path: path, mode: .writing) else { return }
            defer { connection.close() }
            guard (try? connection.text(of: "PRAGMA journal_mode")) == "delete" else { return }
            if (try? SnapshotTarget.beginLog(path)) != nil { hasBegunLog = true }
        }

        /// Leaves the file without a log, unless others use it.
        mutating func endLog(_ path: String) {
            open = nil
            guard hasBegunLog, let connection = try? SQLiteConnection(path: path, mode: .writing) else { return }
            defer { connection.close() }
            try? connection.run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
        }

        private static func number(_ statement: SQLiteStatement) throws(SnapshotError) -> Int64 {
            defer { statement.reset() }
            return try statement.step() ? statement.integer(0) : 0
        }

        private static func version(
            _ connection: SQLiteConnection,
            _ stamp: FileStamp
        ) throws(SnapshotError) -> DatasetVersion {
            guard let contents = try SnapshotContents(connection) else {
                throw SnapshotStore.damage(connection.path, "its contents")
            }
            return DatasetVersion(contents, in: stamp)
        }
    }
}

/// A snapshot in one state, for as long as anybody holds it.
final class SnapshotState: DatasetState {
    let name: String
    let version: DatasetVersion
    let capabilities = SourceCapabilities.scanOnly
    let skipsByRanges = true
    private let stores: [SnapshotStore]

    fileprivate init(_ stores: [SnapshotStore], _ version: DatasetVersion) {
        self.stores = stores
        self.version = version
        name = stores.first?.path ?? ""
    }

    func makeScan(for request: ScanRequest) throws -> any OrderScan {
        try SnapshotScan(stores, request)
    }

    func order(_ lookup: Lookup) async throws -> Order? {
        try stores.first.map(SnapshotLookup.init)?.order(lookup)
    }

    /// Reads on from the file instead of the log, if it is still the same.
    fileprivate func renew() throws(SnapshotError) {
        for store in stores { try store.renew() }
    }
}

extension DatasetVersion {
    fileprivate init(_ contents: SnapshotContents, in file: FileStamp) {
        self.init([
            Int64(bitPattern: file.device), Int64(bitPattern: file.inode), Int64(contents.generation),
            Int64(bitPattern: contents.partsChecksum),
        ])
    }
}

extension FileStamp {
    /// Whether it is the same file, whatever it holds.
    fileprivate func isSameFile(as other: FileStamp) -> Bool {
        device == other.device && inode == other.inode && inode != 0
    }
}

extension SQLiteConnection {
    /// What came of an attempt to empty the log.
    fileprivate enum LogState {
        case empty
        /// All of it is in the file, but somebody began to read while it was not.
        case heldByReaders
        case inUse
    }

    fileprivate func emptyLog() throws(SnapshotError) -> LogState {
        let statement = try prepare("PRAGMA wal_checkpoint(TRUNCATE)")
        defer { statement.finalize() }
        guard try statement.step() else { return .inUse }
        if statement.integer(0) == 0 { return .empty }
        let (frames, done) = (statement.integer(1), statement.integer(2))
        return frames > 0 && frames == done ? .heldByReaders : .inUse
    }

    fileprivate func text(of query: String) throws(SnapshotError) -> String? {
        let statement = try prepare(query)
        defer { statement.finalize() }
        guard try statement.step(), case .text(let text) = statement.value(0) else { return nil }
        return text
    }
}
