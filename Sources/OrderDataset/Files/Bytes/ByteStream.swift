// Where bytes come from: a file, a pipe, gzip data inside either. All are pulled in blocks of the caller's size.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Bytes that are read from beginning to end.
protocol ByteStream: AnyObject {
    /// Reads up to as many bytes as fit, at least one; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int
}

/// Reads one block of a stream into an array that stays as long as it is.
func readOnce(_ stream: any ByteStream, into block: inout [UInt8]) throws(DatasetError) -> Int {
    let result = block.withUnsafeMutableBytes { buffer in
        Result { () throws(DatasetError) in try stream.read(into: buffer) }
    }
    return try result.get()
}

/// What a path leads to.
enum FileKind {
    case missing
    case directory
    case regularFile
    /// A pipe, a terminal, a device: can be read once.
    case other

    init(ofPath path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            self = .missing
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: self = .directory
        case S_IFREG: self = .regularFile
        default: self = .other
        }
    }
}

/// A file from its beginning to its end.
final class FileStream: ByteStream {
    private let descriptor: Int32
    private let place: DatasetPlace

    init(path: String) throws(DatasetError) {
        place = DatasetPlace(source: path)
        descriptor = try Self.openForReading(path)
    }

    deinit {
        close(descriptor)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        try Self.readBlock(descriptor, into: buffer, of: place)
    }

    static func openForReading(_ path: String) throws(DatasetError) -> Int32 {
        let place = DatasetPlace(source: path)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let code = errno
            throw DatasetError(code == ENOENT ? .missing : .unreadable(reason: systemWords(code)), at: place)
        }
        guard FileKind(ofPath: path) != .directory else {
            close(descriptor)
            throw DatasetError(.directory, at: place)
        }
        return descriptor
    }

    /// One `read`, begun anew when a signal interrupts it.
    static func readBlock(
        _ descriptor: Int32,
        into buffer: UnsafeMutableRawBufferPointer,
        of place: DatasetPlace
    ) throws(DatasetError) -> Int {
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            let code = errno
            if code == EAGAIN {
                var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&request, 1, 100)
            } else if code != EINTR {
                throw DatasetError(.unreadable(reason: systemWords(code)), at: place)
            }
        }
    }
}

/// What the system says about an error number.
func systemWords(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}

/// A stream some of whose bytes have been looked at already.
final class PrefixedStream: ByteStream {
    private var prefix: ArraySlice<UInt8>
    private let rest: any ByteStream

    init(prefix: [UInt8], rest: any ByteStream) {
        self.prefix = prefix[...]
        self.rest = rest
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        guard !prefix.isEmpty else { return try rest.read(into: buffer) }
        let count = min(prefix.count, buffer.count)
        buffer.copyBytes(from: prefix.prefix(count))
        prefix.removeFirst(count)
        return count
    }
}
