// The folder beside a snapshot in which a sync keeps what it has fetched until it is all there. The folder is also
// the lock against a second sync: the lock is on the folder itself and goes with the process that holds it, however
// that ends, while the folder and what is in it stay.

import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder `NAME.syncing`, locked.
final class SyncFolder: Sendable {
    let path: String
    let snapshotPath: String
    private let descriptor: Int32

    static let journalName = "journal"

    init(besideSnapshot snapshotPath: String) throws(SnapshotError) {
        self.snapshotPath = snapshotPath
        path = snapshotPath + ".syncing"
        descriptor = try Self.acquire(path, snapshotPath)
        // Orders are nobody else's business, even if the folder was made by hand.
        fchmod(descriptor, 0o700)
    }

    deinit {
        close(descriptor)
    }

    private static func acquire(_ path: String, _ snapshotPath: String) throws(SnapshotError) -> Int32 {
        while true {
            if mkdir(path, 0o700) != 0, errno != EEXIST { throw systemError(errno, at: snapshotPath) }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else {
                // Another sync has ended just now and taken its folder away.
                if errno == ENOENT { continue }
                throw systemError(errno, at: path)
            }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                close(descriptor)
                guard code == EWOULDBLOCK else { throw systemError(code, at: path) }
                throw SnapshotError(.sync(.running), at: snapshotPath)
            }
            var (own, found) = (stat(), stat())
            if fstat(descriptor, &own) == 0, stat(path, &found) == 0, own.st_ino == found.st_ino {
                return descriptor
            }
            close(descriptor)
        }
    }

    static func systemError(_ code: Int32, at path: String) -> SnapshotError {
        let isFull = code == ENOSPC || code == EDQUOT || code == EFBIG
        return SnapshotError(isFull ? .diskFull : .unwritable(reason: systemWords(code)), at: path)
    }

    func path(of name: String) -> String { "\(path)/\(name)" }

    /// The file that keeps the orders of a part.
    static func spoolName(_ part: Int) -> String { "\(part).ndjson" }

    /// Takes away everything that a sync has put in.
    func clear() {
        guard let stream = opendir(path) else { return }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".ndjson") || name.hasSuffix(".new") { names.append(name) }
        }
        closedir(stream)
        // First the journal: without it, nothing that is left means anything.
        for name in [Self.journalName] + names { unlink(self.path(of: name)) }
    }

    /// Takes the folder away unless it holds something to go on with, and lets others have it.
    ///
    /// Not left to the end of this object, which a task that has just ended may hold a moment longer.
    func release() {
        rmdir(path)
        flock(descriptor, LOCK_UN)
    }
}
