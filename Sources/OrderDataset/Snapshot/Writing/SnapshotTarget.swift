// Where an import writes to. A new snapshot grows in a file of its own beside its place, `NAME.importing`, without
// a journal, since nobody sees it before it is whole, and is then moved. A snapshot that is there is changed in one
// transaction, in the log mode in which readers go on seeing the old state. The file `NAME.importing` is also the
// lock: two imports into one snapshot cannot run at once, and what a killed one left behind is taken away by the
// next.

import OrderEngine
import OrderModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The snapshot that is being written.
final class SnapshotTarget: Sendable {
    let path: String
    /// The snapshot as it was before; nil for a new one.
    let existing: SnapshotStore?
    private let lock: WriteLock

    /// Takes the snapshot; `lock` is the one that the caller holds on it already.
    init(path: String, lock held: WriteLock) throws(SnapshotError) {
        self.path = path
        lock = held
        if SnapshotFile.exists(path) {
            do {
                try SnapshotFile.check(path)
                try Self.beginLog(path)
                existing = try SnapshotStore(path: path)
            } catch {
                lock.release()
                guard error.problem == .noSnapshot else { throw error }
                throw SnapshotError(.foreignFile, at: path)
            }
            guard existing?.fields.numbers == StoredFields.numbers else {
                lock.release()
                throw SnapshotError(.unwritable(reason: "an older program made it, with other fields"), at: path)
            }
        } else {
            existing = nil
        }
    }

    /// Switches to the log, for which nobody may be reading at that moment; from then on, nobody is in the way.
    static func beginLog(_ path: String, waitingMilliseconds: Int32 = 10_000) throws(SnapshotError) {
        let connection = try SQLiteConnection(path: path, mode: .writing)
        connection.waitWhenBusy(milliseconds: waitingMilliseconds)
        do {
            try connection.run("PRAGMA journal_mode = WAL")
        } catch {
            throw error.problem == .locked ? SnapshotError(.inUse, at: path) : error
        }
    }

    func makeWriter() throws(SnapshotError) -> sending SnapshotWriter {
        do {
            guard let existing else { return try newWriter() }
            let connection = try SQLiteConnection(path: path, mode: .writing)
            try connection.run("PRAGMA trusted_schema = OFF; PRAGMA cache_size = -32768")
            // A server may be emptying the log at this moment; at the end, nobody is waited for.
            connection.waitWhenBusy(milliseconds: 10_000)
            try connection.run("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 0; BEGIN IMMEDIATE")
            connection.waitWhenBusy(milliseconds: 0)
            return try SnapshotWriter(connection, existing: existing.contents, groups: existing.groups)
        } catch {
            lock.release()
            throw error
        }
    }

    private func newWriter() throws(SnapshotError) -> sending SnapshotWriter {
        let connection = try SQLiteConnection(path: lock.path, mode: .writing)
        try connection.run(
            """
            PRAGMA page_size = \(SnapshotFormat.pageBytes); PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            PRAGMA cache_size = -16384; PRAGMA locking_mode = EXCLUSIVE;
            PRAGMA application_id = \(SnapshotFormat.applicationIdentifier);
            PRAGMA user_version = \(SnapshotFormat.version); BEGIN; \(SnapshotFormat.tables)
            """
        )
        return try SnapshotWriter(connection, existing: nil, groups: [])
    }

    /// Makes what was written the snapshot.
    func commit(_ queue: GroupQueue) throws(SnapshotError) {
        existing?.close()
        try queue.withWriter { (writer) throws(SnapshotError) in try writer.commit(isNew: existing == nil) }
        if existing == nil {
            try lock.moveIntoPlace()
        } else {
            lock.release()
        }
    }

    /// Undoes everything.
    func abandon(_ queue: GroupQueue) {
        existing?.close()
        try? queue.withWriter { (writer) throws(SnapshotError) in writer.abandon() }
        lock.release()
    }

    /// Writes groups anew of which much is dead, and small ones when there are many.
    func compact(_ queue: GroupQueue) throws(SnapshotError) {
        guard let existing else { return }
        let groups = try queue.withWriter { (writer) throws(SnapshotError) in writer.currentGroups }
        let candidates = Compaction.candidates(groups)
        guard !candidates.isEmpty else { return }
        try Compaction(path: path, candidates: candidates, existing: existing).run(queue)
    }
}

/// Told when a file begins to stand that must be removed should the program end at once, and when it no longer does.
package typealias TemporaryFileNote = @Sendable (_ path: String, _ stands: Bool) -> Void

/// A file beside the snapshot that one import at a time may have.
final class WriteLock: Sendable {
    let path: String
    private let target: String
    private let descriptor: Int32
    private let note: TemporaryFileNote
    /// Whether the name still stands for this lock's file.
    private let isNamed = Mutex(true)

    init(path target: String, note: @escaping TemporaryFileNote) throws(SnapshotError) {
        self.target = target
        self.note = note
        path = target + ".importing"
        descriptor = try Self.acquire(path, target)
        note(path, true)
        // What a killed import has left.
        ftruncate(descriptor, 0)
        unlink(path + "-journal")
        unlink(path + "-wal")
        unlink(path + "-shm")
    }

    private static func acquire(_ path: String, _ target: String) throws(SnapshotError) -> Int32 {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
            guard descriptor >= 0 else {
                throw SnapshotError(errno == ENOSPC ? .diskFull : .unwritable(reason: systemWords(errno)), at: target)
            }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let isLocked = errno == EWOULDBLOCK
                let reason = systemWords(errno)
                close(descriptor)
                throw SnapshotError(isLocked ? .locked : .unwritable(reason: reason), at: target)
            }
            // Another import may have moved or removed the file before it was locked here.
            var (own, found) = (stat(), stat())
            if fstat(descriptor, &own) == 0, stat(path, &found) == 0, own.st_ino == found.st_ino {
                return descriptor
            }
            close(descriptor)
        }
    }

    /// Puts the file in the snapshot's place, for good.
    func moveIntoPlace() throws(SnapshotError) {
        guard fsync(descriptor) == 0 else {
            let code = errno
            release()
            throw SnapshotError(code == ENOSPC ? .diskFull : .unwritable(reason: systemWords(code)), at: target)
        }
        guard rename(path, target) == 0 else {
            let reason = systemWords(errno)
            release()
            throw SnapshotError(.unwritable(reason: reason), at: target)
        }
        isNamed.withLock { $0 = false }
        note(path, false)
        let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
        let folderDescriptor = open(folder, O_RDONLY | O_CLOEXEC)
        if folderDescriptor >= 0 {
            fsync(folderDescriptor)
            close(folderDescriptor)
        }
    }

    /// Lets nobody else read what is written.
    func keepPrivate() {
        fchmod(descriptor, 0o600)
    }

    /// Takes the file away, once: afterwards the name may be another import's.
    func release() {
        let wasNamed = isNamed.withLock { isNamed in
            defer { isNamed = false }
            if isNamed { unlink(path) }
            return isNamed
        }
        if wasNamed { note(path, false) }
    }

    deinit {
        close(descriptor)
    }
}
