import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that a sync writes to; closed when it is dropped.
struct SpoolFile: Sendable {
    private let handle: Handle
    private let snapshotPath: String
    /// How much of it counts; what stands behind is written over.
    var byteCount = 0

    private final class Handle: Sendable {
        let descriptor: Int32

        init(_ descriptor: Int32) {
            self.descriptor = descriptor
        }

        deinit {
            close(descriptor)
        }
    }

    /// Opens a file for nobody else to read; an empty one if it is to be new.
    init(path: String, snapshotPath: String, isNew: Bool) throws(SnapshotError) {
        self.snapshotPath = snapshotPath
        if isNew { unlink(path) }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SyncFolder.systemError(errno, at: snapshotPath) }
        handle = Handle(descriptor)
    }

    /// Writes behind what counts.
    mutating func append(_ bytes: [UInt8]) throws(SnapshotError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(
                    handle.descriptor,
                    buffer.baseAddress.map { $0 + written },
                    buffer.count - written,
                    off_t(byteCount + written)
                )
            }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                throw SyncFolder.systemError(count == 0 ? ENOSPC : errno, at: snapshotPath)
            }
        }
        byteCount += bytes.count
    }

    /// Reads a range that counts; nil where the file has less.
    func bytes(in range: Range<Int>) -> [UInt8]? {
        var status = stat()
        guard fstat(handle.descriptor, &status) == 0, range.upperBound <= Int(status.st_size) else { return nil }
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, initializedCount in
            while count < range.count {
                let part = pread(
                    handle.descriptor,
                    buffer.baseAddress.map { $0 + count },
                    range.count - count,
                    off_t(range.lowerBound + count)
                )
                if part < 0, errno == EINTR { continue }
                guard part > 0 else { break }
                count += part
            }
            initializedCount = count
        }
        return count == range.count ? bytes : nil
    }

    /// Cuts the file to what counts.
    func cut() throws(SnapshotError) {
        guard ftruncate(handle.descriptor, off_t(byteCount)) == 0 else {
            throw SyncFolder.systemError(errno, at: snapshotPath)
        }
    }

    /// Waits until the disk has everything.
    func flush() throws(SnapshotError) {
        guard fsync(handle.descriptor) == 0 else { throw SyncFolder.systemError(errno, at: snapshotPath) }
    }

    /// A whole file; nil where it cannot be read.
    static func contents(ofPath path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? bytes : nil }
            bytes += buffer[..<count]
        }
    }
}
