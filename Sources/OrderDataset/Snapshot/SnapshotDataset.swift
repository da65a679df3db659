// A snapshot while others import into it. Whoever reads it in one state for long holds a transaction, which must be
// in nobody's way: so the file is kept in the log mode in which writers go on beside readers, and when a state has
// been let go of, what stands in the log is put into the file, so that the log is begun anew and does not grow. At
// the end the file is left as it was found.

import CKernels
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

    private struct Watch {
        /// Nil where the file was not looked at yet, or is no longer what it was.
        var file: WatchedFile?
        /// Whether the log is there because of this.
        var hasBegunLog = false
    }

    /// How long a reader waits for a writer at the end of its work, when none of the server's event loops waits too.
    private static let patienceMilliseconds: Int32 = 1000

    /// Takes a snapshot; an error says what is wrong with the file.
    package init(path: String) throws(SnapshotError) {
        name = path
        self.path = path
        try SnapshotFile.check(path)
        memory_return_large_blocks()
        try begin()
    }

    deinit {
        end()
    }

    /// Leaves the file as it was found, which needs that nobody reads it any more; a program that exits runs no `deinit`.
    package func end() {
        let hasBegunLog = watch.withLock { watch in
            watch.file = nil
            return watch.hasBegunLog
        }
        guard hasBegunLog, let connection = try? SQLiteConnection(path: path, mode: .writing) else { return }
        defer { connection.close() }
        try? connection.run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
    }

    package func currentVersion() throws -> DatasetVersion {
        guard let file = watched() else {
            try SnapshotFile.checkKind(path)
            return .unknown
        }
        do {
            return try file.version()
        } catch {
            forget(file)
            throw error
        }
    }

    package func openState() throws -> any DatasetState {
        let state = try open()
        newest.withLock { $0.state = state }
        return state
    }

    private func open() throws -> SnapshotState {
        for _ in 0..<Self.mostAttempts {
            // Where a new file has come in the place, it gets its log before anybody reads it for long.
            if watched() == nil { try begin() }
            let stamp = FileStamp(ofPath: path)
            let stores = try SnapshotStore.stores(path: path, access: .read)
            guard stamp.isSameFile(as: FileStamp(ofPath: path)), let first = stores.first else { continue }
            return SnapshotState(stores, DatasetVersion(first.contents, in: stamp))
        }
        throw SnapshotError(.locked, at: path)
    }

    private static let mostAttempts = 100

    /// Puts what stands in the log into the file, as far as nobody needs the file as it is.
    ///
    /// Before that it looks whether the file is still the one that is served, whose log must not go into another one.
    package func settle() {
        guard let file = watched() else { return }
        guard !isOverwritten(file) else { return forget(file) }
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
    /// What is watched, if it is still the file in the place.
    private func watched() -> WatchedFile? {
        guard let file = watch.withLock({ $0.file }) else { return nil }
        return FileStamp(ofPath: path).isSameFile(as: file.stamp) ? file : nil
    }

    /// Begins to watch the file in the place, which may have to wait.
    private func begin() throws(SnapshotError) {
        try SnapshotFile.checkKind(path)
        // SQLite would wait for somebody to write what is missing.
        guard SnapshotFile.byteCount(path) > 0 else { throw SnapshotError(.truncated, at: path) }
        let hasBegunLog = beginLog()
        let file = try WatchedFile(path, waitingMilliseconds: Self.patienceMilliseconds)
        watch.withLock { watch in
            watch.file = file
            if hasBegunLog { watch.hasBegunLog = true }
        }
    }

    /// Whatever is wrong with the file, the next look begins anew.
    private func forget(_ file: WatchedFile) {
        watch.withLock { if $0.file === file { $0.file = nil } }
    }

    /// A file that cannot be written to stays as it is; then an import, by whoever can, has to wait for readers.
    private func beginLog() -> Bool {
        guard let connection = try? SQLiteConnection(path: path, mode: .writing) else { return false }
        defer { connection.close() }
        guard (try? connection.text(of: "PRAGMA journal_mode")) == "delete" else { return false }
        return (try? SnapshotTarget.beginLog(path, waitingMilliseconds: Self.patienceMilliseconds)) != nil
    }

    /// Whether the file was overwritten in its place, as `cp` does, which no connection to it notices.
    private func isOverwritten(_ file: WatchedFile) -> Bool {
        guard let stamp = file.changedStamp(path) else { return false }
        do throws(SnapshotError) {
            // The log may have been put into it as well, which changes nothing.
            guard stamp.byteCount > 0 else { return true }
            let now = try WatchedFile(path, waitingMilliseconds: Self.patienceMilliseconds)
            let isSame = try now.version() == file.version()
            guard isSame else { return true }
            file.accept(stamp)
            return false
        } catch {
            return error.problem != .locked
        }
    }
}

/// A file that is watched for changes, by a connection that holds nothing in between and waits for nobody.
private final class WatchedFile: Sendable {
    let stamp: FileStamp
    private let state: Mutex<State>

    private struct State {
        let connection: SQLiteConnection
        let dataVersion: SQLiteStatement
        var number: Int64
        var version: DatasetVersion
        /// How the file last looked of which it is known that it is whole.
        var accepted: FileStamp
    }

    init(_ path: String, waitingMilliseconds: Int32) throws(SnapshotError) {
        let stamp = FileStamp(ofPath: path)
        let connection = try SQLiteConnection.readingSnapshot(path, waitingMilliseconds: waitingMilliseconds)
        let dataVersion = try connection.prepare("PRAGMA data_version")
        let number = try Self.number(dataVersion)
        let version = try Self.version(connection, stamp)
        connection.waitWhenBusy(milliseconds: 0)
        self.stamp = stamp
        state = Mutex(
            State(
                connection: connection,
                dataVersion: dataVersion,
                number: number,
                version: version,
                accepted: stamp
            )
        )
    }

    /// The version of what the file holds now; while somebody is just writing it, of what it held.
    func version() throws(SnapshotError) -> DatasetVersion {
        try state.withLock { (state) throws(SnapshotError) in
            do throws(SnapshotError) {
                let number = try Self.number(state.dataVersion)
                if number != state.number {
                    state.version = try Self.version(state.connection, stamp)
                    state.number = number
                }
            } catch  where error.problem == .locked {
                return state.version
            }
            return state.version
        }
    }

    /// How the file looks, if that is no longer as it did.
    func changedStamp(_ path: String) -> FileStamp? {
        let stamp = FileStamp(ofPath: path)
        return state.withLock { $0.accepted == stamp ? nil : stamp }
    }

    func accept(_ stamp: FileStamp) {
        state.withLock { $0.accepted = stamp }
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
    /// The version of a file that was not looked at yet.
    fileprivate static let unknown = DatasetVersion([])

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
