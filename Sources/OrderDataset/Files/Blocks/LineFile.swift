// A regular file of lines that several workers read at once, each its own blocks. Block `k` holds the lines that
// begin behind a line feed in the bytes from `k` times the block's size on, up to the next such border; block 0
// also holds the first line. So the borders need no agreement, and a block has as many lines as its bytes have
// line feeds.

import OrderModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that was opened for a scan, and must not change while it is read.
final class OpenFile: Sendable {
    let path: String
    let stamp: FileStamp
    private let descriptor: Int32

    init(path: String) throws(DatasetError) {
        self.path = path
        descriptor = try FileStream.openForReading(path)
        stamp = FileStamp(ofDescriptor: descriptor)
    }

    deinit {
        close(descriptor)
    }

    /// Fails when the file is not what it was when it was opened.
    func checkUnchanged() throws(DatasetError) {
        guard FileStamp(ofDescriptor: descriptor) == stamp else { throw changed() }
    }

    func changed() -> DatasetError { DatasetError(.changed, at: DatasetPlace(source: path)) }

    /// Reads as many bytes as fit; what is missing then has been cut off.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count > 0 {
                done += count
            } else if count == 0 {
                throw changed()
            } else if errno != EINTR {
                throw DatasetError(.unreadable(reason: systemWords(errno)), at: DatasetPlace(source: path))
            }
        }
    }

    func bytes(_ range: Range<Int>) throws(DatasetError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(DatasetError) in try read(at: range.lowerBound, into: buffer) }
        }
        try result.get()
        return bytes
    }
}

/// What tells that a file has changed.
struct FileStamp: Sendable, Hashable {
    let byteCount: Int
    let device: UInt64
    let inode: UInt64
    let seconds: Int
    let nanoseconds: Int

    init(ofDescriptor descriptor: Int32) {
        var status = stat()
        self.init(fstat(descriptor, &status) == 0 ? status : stat())
    }

    init(ofPath path: String) {
        var status = stat()
        self.init(stat(path, &status) == 0 ? status : stat())
    }

    private init(_ status: stat) {
        byteCount = Int(status.st_size)
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        #if canImport(Darwin)
            seconds = status.st_mtimespec.tv_sec
            nanoseconds = status.st_mtimespec.tv_nsec
        #else
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        #endif
    }
}

/// A regular file of lines, cut into blocks.
final class LineFile: Sendable {
    let file: OpenFile
    /// Behind a byte order mark.
    let firstByte: Int
    let blockBytes: Int
    private let table = Mutex(LineTable())

    /// How many lines the blocks have, as far as somebody counted.
    private struct LineTable {
        var counts: [Int: Int] = [:]
        /// The number of the first line of each of the first blocks.
        var firstLines = [1]
    }

    /// Bytes that are read beyond a block at once, for the end of its last line.
    private static let tailBytes = 1 << 14

    init(_ file: OpenFile, firstByte: Int, blockBytes: Int) {
        self.file = file
        self.firstByte = firstByte
        self.blockBytes = blockBytes
    }

    var blockCount: Int { (file.stamp.byteCount + blockBytes - 1) / blockBytes }

    /// Where a block's nominal bytes stand.
    private func nominal(_ index: Int) -> Range<Int> {
        index * blockBytes..<min(file.stamp.byteCount, (index + 1) * blockBytes)
    }

    /// Reads a block; gives where its lines stand in `buffer`, which grows as it must, and in the file.
    func read(_ index: Int, into buffer: inout [UInt8]) throws(DatasetError) -> (range: Range<Int>, start: Int) {
        let nominal = nominal(index)
        var end = min(file.stamp.byteCount, nominal.upperBound + min(Self.tailBytes, blockBytes))
        try fill(&buffer, nominal.lowerBound..<end, from: 0)
        var first = index == 0 ? firstByte : 0
        if index > 0 {
            // Without a line feed, no line begins in this block.
            guard let found = Self.lineFeed(in: buffer, 0..<nominal.count) else { return (0..<0, nominal.lowerBound) }
            first = found + 1
        }
        var searched = nominal.count
        while end > nominal.upperBound {
            if let found = Self.lineFeed(in: buffer, searched..<end - nominal.lowerBound) {
                try checkLastLine(of: buffer[first..<found], inBlock: index)
                return (first..<found + 1, nominal.lowerBound + first)
            }
            searched = end - nominal.lowerBound
            guard end < file.stamp.byteCount else { break }
            guard searched <= InputBuffer.limitBytes + blockBytes else { throw try tooLong(inBlock: index) }
            end = min(file.stamp.byteCount, nominal.lowerBound + searched * 2)
            try fill(&buffer, nominal.lowerBound..<end, from: searched)
        }
        let rest = first..<max(first, end - nominal.lowerBound)
        try checkLastLine(of: buffer[rest], inBlock: index)
        return (rest, nominal.lowerBound + first)
    }

    /// A line may be as long as anywhere else, however far the buffer happened to reach.
    private func checkLastLine(of lines: ArraySlice<UInt8>, inBlock index: Int) throws(DatasetError) {
        guard lines.count > InputBuffer.limitBytes else { return }
        let start = lines.dropLast().lastIndex(of: UInt8(ascii: "\n")) ?? lines.startIndex
        if lines.endIndex - start > InputBuffer.limitBytes { throw try tooLong(inBlock: index) }
    }

    private func tooLong(inBlock index: Int) throws(DatasetError) -> DatasetError {
        let line = TextPosition(line: try firstLine(ofBlock: index + 1) - 1, column: 1)
        return DatasetError(
            .tooLong(limitBytes: InputBuffer.limitBytes),
            at: DatasetPlace(source: file.path, position: line)
        )
    }

    private func fill(_ buffer: inout [UInt8], _ range: Range<Int>, from done: Int) throws(DatasetError) {
        if buffer.count < range.count {
            buffer.append(contentsOf: repeatElement(0, count: range.count - buffer.count))
        }
        let result = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(DatasetError) in
                let part = UnsafeMutableRawBufferPointer(rebasing: bytes[done..<range.count])
                try file.read(at: range.lowerBound + done, into: part)
            }
        }
        try result.get()
    }

    private static func lineFeed(in buffer: [UInt8], _ range: Range<Int>) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, !range.isEmpty,
                let found = memchr(start + range.lowerBound, Int32(UInt8(ascii: "\n")), range.count)
            else { return nil }
            return UnsafeRawPointer(found) - start
        }
    }

    // MARK: Lines

    /// Notes how many lines a block has, so that nobody needs to count them.
    func note(lineCount: Int, ofBlock index: Int) {
        table.withLock { $0.counts[index] = lineCount }
    }

    /// The number of the first line of a block.
    ///
    /// What the blocks before have is counted once; only those that somebody has in work are read for it.
    func firstLine(ofBlock index: Int) throws(DatasetError) -> Int {
        while true {
            let (known, missing) = table.withLock { table -> (Int?, Int) in
                while table.firstLines.count <= index, let count = table.counts[table.firstLines.count - 1] {
                    table.firstLines.append(table.firstLines[table.firstLines.count - 1] + count)
                    table.counts[table.firstLines.count - 2] = nil
                }
                let missing = table.firstLines.count - 1
                return (missing >= index ? table.firstLines[index] : nil, missing)
            }
            if let known { return known }
            let bytes = try file.bytes(nominal(missing))
            note(lineCount: LineCount.lineFeeds(in: bytes[...]) + (missing == 0 ? 1 : 0), ofBlock: missing)
        }
    }
}

/// Counts lines.
enum LineCount {
    static func lineFeeds(in bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBytes { lineFeeds(in: $0) }
    }

    static func lineFeeds(in bytes: UnsafeRawBufferPointer) -> Int {
        var count = 0
        var rest = bytes
        while let first = rest.baseAddress, let found = memchr(first, Int32(UInt8(ascii: "\n")), rest.count) {
            count += 1
            rest = UnsafeRawBufferPointer(rebasing: rest[(UnsafeRawPointer(found) - first + 1)...])
        }
        return count
    }
}
