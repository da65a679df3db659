import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A pipe such as the standard input, which can be read once, kept so that a session can ask it again.
///
/// The bytes are kept as they came (gzipped ones stay so) up to a limit. A longer pipe is still read to its end
/// once, in bounded memory; only asking it a second time is an error then.
final class PipeSpool: Sendable {
    /// The most bytes that are kept.
    static let limitBytes = 512 << 20

    private let source: String
    private let path: String?
    private let limitBytes: Int
    private let chunkBytes: Int
    private let state = Mutex(State())

    /// What is known of the pipe so far.
    private struct State {
        var descriptor: Int32?
        var chunks: [[UInt8]] = []
        var byteCount = 0
        var isAtEnd = false
        var hasOverflowed = false
    }

    /// A pipe by its path, which is opened when it is first read; the standard input when there is none.
    init(source: String, path: String? = nil, limitBytes: Int = PipeSpool.limitBytes, chunkBytes: Int = 1 << 18) {
        self.source = source
        self.path = path
        self.limitBytes = limitBytes
        self.chunkBytes = chunkBytes
    }

    deinit {
        state.withLock { state in
            if path != nil, let descriptor = state.descriptor { close(descriptor) }
        }
    }

    /// Reads from an offset on: kept bytes first, then what the pipe still has.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        let result = state.withLock { state in
            Result { () throws(DatasetError) in try read(at: offset, into: buffer, &state) }
        }
        return try result.get()
    }

    private func read(
        at offset: Int,
        into buffer: UnsafeMutableRawBufferPointer,
        _ state: inout State
    ) throws(DatasetError) -> Int {
        if offset < state.byteCount {
            guard !state.hasOverflowed else {
                throw DatasetError(.pipeAlreadyRead(limitBytes: limitBytes), at: DatasetPlace(source: source))
            }
            let chunk = state.chunks[offset / chunkBytes][(offset % chunkBytes)...].prefix(buffer.count)
            buffer.copyBytes(from: chunk)
            return chunk.count
        }
        guard !state.isAtEnd else { return 0 }
        let count = try readPipe(into: buffer, &state)
        state.isAtEnd = count == 0
        keep(UnsafeRawBufferPointer(rebasing: buffer[..<count]), &state)
        return count
    }

    private func readPipe(
        into buffer: UnsafeMutableRawBufferPointer,
        _ state: inout State
    ) throws(DatasetError) -> Int {
        let descriptor: Int32
        if let opened = state.descriptor {
            descriptor = opened
        } else if let path {
            descriptor = try FileStream.openForReading(path)
        } else {
            descriptor = STDIN_FILENO
        }
        state.descriptor = descriptor
        try waitUntilReadable(descriptor)
        return try FileStream.readBlock(descriptor, into: buffer, of: DatasetPlace(source: source))
    }

    /// Waits for the pipe's writer, but not past the cancellation of the task that waits.
    private func waitUntilReadable(_ descriptor: Int32) throws(DatasetError) {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, 100) == 0 {
            guard !Task.isCancelled else { throw DatasetError(.interrupted, at: DatasetPlace(source: source)) }
        }
    }

    private func keep(_ bytes: UnsafeRawBufferPointer, _ state: inout State) {
        let start = state.byteCount
        state.byteCount += bytes.count
        guard state.byteCount <= limitBytes else {
            state.hasOverflowed = true
            state.chunks = []
            return
        }
        var rest = bytes[...]
        var position = start
        while !rest.isEmpty {
            if position % chunkBytes == 0 {
                state.chunks.append([])
                state.chunks[state.chunks.count - 1].reserveCapacity(chunkBytes)
            }
            let part = rest.prefix(chunkBytes - position % chunkBytes)
            state.chunks[state.chunks.count - 1].append(contentsOf: part)
            position += part.count
            rest = rest.dropFirst(part.count)
        }
    }
}

/// One pass over a pipe from its beginning.
final class PipeStream: ByteStream {
    private let spool: PipeSpool
    private var offset = 0

    init(_ spool: PipeSpool) {
        self.spool = spool
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        let count = try spool.read(at: offset, into: buffer)
        offset += count
        return count
    }
}
