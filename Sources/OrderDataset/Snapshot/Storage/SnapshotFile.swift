import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Looks at a file before SQLite does, so that each thing that it may be is told in its own words.
enum SnapshotFile {
    /// The bytes of SQLite's header.
    private static let headerBytes = 100
    private static let magic = Array("SQLite format 3\0".utf8)

    /// Throws unless there is a regular file; gives what the system knows of it.
    @discardableResult
    static func checkKind(_ path: String) throws(SnapshotError) -> stat {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            guard code == ENOENT || code == ENOTDIR else {
                throw SnapshotError(.unreadable(reason: systemWords(code)), at: path)
            }
            throw SnapshotError(SyncRun.hasLeftover(besideSnapshot: path) ? .sync(.unmade) : .missing, at: path)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw SnapshotError(.directory, at: path) }
        // Opening a pipe would wait for its writer.
        guard status.st_mode & S_IFMT == S_IFREG else { throw SnapshotError(.noSnapshot, at: path) }
        return status
    }

    /// Throws unless the file begins as a snapshot of a version that can be read here; gives its length.
    ///
    /// Only for a file that this process has no connection to (see `SnapshotStore.checkFormat`).
    @discardableResult
    static func check(_ path: String) throws(SnapshotError) -> Int {
        let status = try checkKind(path)
        let header = try header(of: path)
        guard header.starts(with: magic) else { throw SnapshotError(.noSnapshot, at: path) }
        guard header.count == headerBytes else { throw SnapshotError(.truncated, at: path) }
        guard bigEndian(header, 68) == UInt32(bitPattern: SnapshotFormat.applicationIdentifier) else {
            throw SnapshotError(.noSnapshot, at: path)
        }
        let version = Int(bigEndian(header, 60))
        guard version <= SnapshotFormat.version else {
            throw SnapshotError(.newerVersion(found: version, known: SnapshotFormat.version), at: path)
        }
        guard version > 0 else { throw SnapshotError(.noSnapshot, at: path) }
        let stored = Int(header[16]) << 8 | Int(header[17])
        let pageBytes = stored == 1 ? 65_536 : stored
        let pageCount = Int(bigEndian(header, 28))
        guard Int(status.st_size) >= pageBytes * pageCount || hasLog(path) else {
            throw SnapshotError(.truncated, at: path)
        }
        return Int(status.st_size)
    }

    /// Whether changes stand beside the file that are not in it yet.
    static func hasLog(_ path: String) -> Bool {
        var status = stat()
        return stat(path + "-wal", &status) == 0 && status.st_size > 0
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }

    /// Where a path leads whose last name is a symbolic link, be it to nothing yet.
    ///
    /// Locks and unfinished work stand beside the file itself, and so hold under every name that leads to it.
    static func target(of path: String) -> String {
        var path = path
        for _ in 0..<mostLinks {
            var status = stat()
            // A link to a device or a pipe is no name of a file.
            guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG, let link = link(at: path) else {
                break
            }
            let folder = link.hasPrefix("/") ? "" : path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            path = folder + link
        }
        return path
    }

    /// As many links in a row as systems follow.
    private static let mostLinks = 40

    private static func link(at path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0, count < buffer.count else { return nil }
        let bytes = buffer[..<count].map(UInt8.init(bitPattern:))
        let text = String(decoding: bytes, as: UTF8.self)
        // A name in another encoding cannot be followed.
        return text.utf8.elementsEqual(bytes) ? text : nil
    }

    static func byteCount(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func header(of path: String) throws(SnapshotError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SnapshotError(.unreadable(reason: systemWords(errno)), at: path) }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: headerBytes)
        let count = pread(descriptor, &header, headerBytes, 0)
        guard count >= 0 else { throw SnapshotError(.unreadable(reason: systemWords(errno)), at: path) }
        return Array(header[..<count])
    }

    private static func bigEndian(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
