import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes a file that appears complete or not at all.
///
/// The bytes go to a temporary file in the same directory, which takes the real name only in `commit`, after
/// they have reached the disk. Whoever drops the sink without a commit leaves nothing behind.
package final class FileSink: RewindableSink {
    private let path: String
    private let name: String
    private let temporaryPath: String
    private let descriptor: Int32
    private let sink: DescriptorSink
    /// The permissions to give; nil for those of any new file.
    private let mode: mode_t?
    private var isOpen = true
    private var hasItsName = false

    /// Begins a file at a path whose links are resolved; messages show the path as the user wrote it.
    init(path: String, shownPath: String? = nil, mode: mode_t?) throws(OutputError) {
        let name = "'\(shownPath ?? path)'"
        let directory = Self.directory(of: path)
        var template = Array((directory + "/.ordersh-XXXXXX").utf8CString)
        // Readable by nobody else until it is complete.
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            let errorNumber = errno
            // Some directories, as those of the system's own, take no new files.
            guard errorNumber != ENOENT || access(directory, F_OK) == 0 else {
                throw .noDirectory(name: name, directory: directory)
            }
            throw .notWritable(name: name, errorNumber: errorNumber)
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.path = path
        self.name = name
        self.mode = mode
        self.descriptor = descriptor
        temporaryPath = template.withUnsafeBufferPointer { characters in
            String(decoding: characters.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        sink = DescriptorSink(descriptor: descriptor, name: name)
        PendingFiles.insert(temporaryPath)
    }

    deinit {
        discard()
    }

    package func write(_ bytes: [UInt8]) throws(OutputError) {
        try sink.write(bytes)
    }

    package func flush() throws(OutputError) {
        try sink.flush()
    }

    var byteCount: Int { sink.byteCount }

    func rewind(to byteCount: Int) -> Bool { sink.rewind(to: byteCount) }

    package func commit() throws(OutputError) {
        guard isOpen else { return }
        defer { discard() }
        try sink.flush()
        try check(fchmod(descriptor, mode ?? Self.modeOfNewFiles))
        try check(fsync(descriptor))
        try check(rename(temporaryPath, path))
        hasItsName = true
        Self.synchronizeDirectory(Self.directory(of: path))
    }

    package func discard() {
        guard isOpen else { return }
        isOpen = false
        sink.discard()
        close(descriptor)
        if !hasItsName { unlink(temporaryPath) }
        PendingFiles.remove(temporaryPath)
    }

    private func check(_ result: Int32) throws(OutputError) {
        guard result == 0 else { throw .notWritable(name: name, errorNumber: errno) }
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The permissions of any new file.
    ///
    /// The mask can only be read by setting it, so that is done once; for that moment it is strict.
    private static let modeOfNewFiles: mode_t = {
        let mask = umask(0o077)
        umask(mask)
        return 0o666 & ~mask
    }()

    /// Makes the new name as durable as the bytes; where a file system cannot do that, the file is good anyway.
    private static func synchronizeDirectory(_ directory: String) {
        guard let stream = opendir(directory) else { return }
        fsync(dirfd(stream))
        closedir(stream)
    }
}

/// The temporary files that stand at this moment, and folders that are empty without them.
///
/// A program that ends by `exit`, as on an interrupt, runs no `deinit`; it calls `removeAll` first.
package enum PendingFiles {
    private static let paths = Mutex<Set<String>>([])

    static func insert(_ path: String) {
        paths.withLock { _ = $0.insert(path) }
    }

    static func remove(_ path: String) {
        paths.withLock { _ = $0.remove(path) }
    }

    /// Takes in that a file begins to stand, or no longer does.
    @Sendable package static func note(_ path: String, stands: Bool) {
        if stands { insert(path) } else { remove(path) }
    }

    package static func removeAll() {
        paths.withLock { paths in
            // What is in a folder has a longer path than the folder.
            for path in paths.sorted(by: { $0.utf8.count > $1.utf8.count }) where unlink(path) != 0 { rmdir(path) }
            paths = []
        }
    }
}
