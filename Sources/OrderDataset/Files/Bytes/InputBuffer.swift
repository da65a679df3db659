import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a stream that are being looked at, and where in the file they stand.
///
/// Holds one block, or one order when an order is longer; grows up to a limit, so that memory stays bounded
/// whatever the file holds.
final class InputBuffer {
    /// The longest order or line that is read.
    static let limitBytes = 64 << 20
    private static let blockBytes = 1 << 18

    let source: String
    /// How many bytes have been consumed.
    private(set) var consumedCount = 0
    private(set) var line = 1
    private let stream: any ByteStream
    private var storage: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// How many bytes of the current line have been consumed.
    private var lineByteCount = 0

    /// Begins at the stream's first byte, which may be the beginning of a later line of its file.
    init(_ stream: any ByteStream, source: String, line: Int = 1) {
        self.stream = stream
        self.source = source
        self.line = line
        storage = .allocate(byteCount: Self.blockBytes, alignment: 16)
    }

    deinit {
        storage.deallocate()
    }

    /// The bytes that are there, not consumed yet; valid until the next call that refills.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[start..<end]) }

    var count: Int { end - start }

    /// The column of the first byte that is there, counted from 1.
    var column: Int { lineByteCount + 1 }

    /// Reads more; false at the end of the stream.
    func refill() throws(DatasetError) -> Bool {
        guard !isAtEnd else { return false }
        if start > 0 {
            storage.copyMemory(from: bytes)
            end -= start
            start = 0
        }
        if end == storage.count { try grow() }
        let count = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
        end += count
        isAtEnd = count == 0
        return !isAtEnd
    }

    private func grow() throws(DatasetError) {
        guard storage.count < Self.limitBytes else {
            throw DatasetError(.tooLong(limitBytes: Self.limitBytes), at: place())
        }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: storage.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(storage))
        storage.deallocate()
        storage = larger
    }

    /// Moves on, counting lines.
    func consume(_ count: Int) {
        var rest = UnsafeRawBufferPointer(rebasing: storage[start..<start + count])
        while let first = rest.baseAddress, let newline = memchr(first, Int32(UInt8(ascii: "\n")), rest.count) {
            line += 1
            lineByteCount = 0
            rest = UnsafeRawBufferPointer(rebasing: rest[(newline - UnsafeMutableRawPointer(mutating: first) + 1)...])
        }
        lineByteCount += rest.count
        start += count
        consumedCount += count
    }

    /// Moves over white space; false when the stream ends before anything else.
    func skipWhiteSpace() throws(DatasetError) -> Bool {
        while true {
            let blank = bytes.prefix { $0 == 0x20 || (0x09...0x0D).contains($0) && $0 != 0x0B && $0 != 0x0C }.count
            consume(blank)
            if count > 0 { return true }
            guard try refill() else { return false }
        }
    }

    /// The place of a byte that is there; columns count from 1.
    func place(at offset: Int = 0) -> DatasetPlace {
        let position = JSONError(.unexpectedEnd, at: offset).position(in: bytes)
        return DatasetPlace(
            source: source,
            position: TextPosition(
                line: line + position.line - 1,
                column: position.line == 1 ? lineByteCount + position.column : position.column
            )
        )
    }

    func error(_ problem: DatasetError.Problem, at offset: Int = 0) -> DatasetError {
        DatasetError(problem, at: place(at: offset))
    }
}
