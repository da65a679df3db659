#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a file's first bytes say.
enum FileHead {
    /// Begins to read a stream, its contents when it is gzipped; a byte order mark is consumed.
    static func open(
        _ stream: any ByteStream,
        source: String
    ) throws(DatasetError) -> (buffer: InputBuffer, isPlain: Bool) {
        var head: [UInt8] = []
        while head.count < 4 {
            var block = [UInt8](repeating: 0, count: 4 - head.count)
            let count = try readOnce(stream, into: &block)
            guard count > 0 else { break }
            head += block[..<count]
        }
        if let (_, name) = foreignFormats.first(where: { head.starts(with: $0.0) }) {
            throw DatasetError(.foreignFormat(name: name), at: DatasetPlace(source: source))
        }
        let isGzipped = head.starts(with: gzip)
        let whole = PrefixedStream(prefix: head, rest: stream)
        let buffer = InputBuffer(isGzipped ? try GzipStream(whole, source: source) : whole, source: source)
        while buffer.count < 3, try buffer.refill() {}
        if buffer.bytes.first == database[0] {
            while buffer.count < database.count, try buffer.refill() {}
            guard !buffer.bytes.starts(with: database) else {
                throw DatasetError(.database, at: DatasetPlace(source: source))
            }
        }
        if buffer.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.consume(3) }
        return (buffer, !isGzipped)
    }

    /// Whether a file begins as gzipped ones do; not when it can't be read.
    static func isGzipped(path: String) -> Bool {
        let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: gzip.count)
        return read(descriptor, &head, head.count) == head.count && head == gzip
    }

    private static let gzip: [UInt8] = [0x1F, 0x8B]

    /// What a snapshot, and any other database of SQLite, begins with.
    private static let database = Array("SQLite format 3\0".utf8)

    /// Forms that people do have orders in, by their first bytes.
    private static let foreignFormats: [([UInt8], String)] = [
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd data"),
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive"),
        ([0x42, 0x5A, 0x68], "bzip2 data"),
        ([0xFD, 0x37, 0x7A, 0x58], "xz data"),
        ([0xFF, 0xFE], "UTF-16 text"),
        ([0xFE, 0xFF], "UTF-16 text"),
    ]
}

/// The system's `open`, which a method of that name hides.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

/// How many workers this machine can run side by side.
enum ProcessorCount {
    static let online = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}

/// How much memory this machine has.
enum MachineMemory {
    static let byteCount = max(0, Int(sysconf(Int32(_SC_PHYS_PAGES)))) * max(0, Int(sysconf(Int32(_SC_PAGESIZE))))
}

/// A part of an open file, up to its end.
final class FileRangeStream: ByteStream {
    private let file: OpenFile
    private var offset: Int

    init(_ file: OpenFile, from offset: Int) {
        self.file = file
        self.offset = offset
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        let count = min(buffer.count, file.stamp.byteCount - offset)
        guard count > 0 else { return 0 }
        try file.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
        offset += count
        return count
    }
}

/// What an input buffer has not handed out yet.
final class BufferRestStream: ByteStream {
    private let buffer: InputBuffer

    init(_ buffer: InputBuffer) {
        self.buffer = buffer
    }

    func read(into target: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        if buffer.count == 0 { _ = try buffer.refill() }
        let part = buffer.bytes.prefix(target.count)
        target.copyBytes(from: part)
        let count = part.count
        buffer.consume(count)
        return count
    }
}
