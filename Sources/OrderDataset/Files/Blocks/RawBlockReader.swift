import OrderModel

/// One worker's blocks of a feed; used by one task.
///
/// ```
/// while let block = try reader.next() {
///     reader.withBytes { bytes in … }
/// }
/// ```
package final class RawBlockReader {
    private let feed: RawBlockFeed
    private var run: (file: LineFile, input: Int, blocks: Range<Int>)?
    /// The bytes of the block; those of a file are used again for the next one.
    private var bytes: [UInt8] = []
    private var range = 0..<0
    /// How many bytes this worker has read.
    package private(set) var byteCount = 0
    /// What the reader of the results must know.
    package private(set) var warnings: [String] = []
    /// The place of the block that was read last, or that could not be read.
    package private(set) var ordinal = 0

    init(_ feed: RawBlockFeed) {
        self.feed = feed
    }

    /// Reads the next block, nil when the feed has no more; one at the end of a run may be empty.
    package func next() throws(DatasetError) -> RawBlock? {
        while true {
            if let (file, input, blocks) = run, let index = blocks.first {
                run = blocks.count > 1 ? (file, input, blocks.dropFirst()) : nil
                if let block = try read(index, of: file, input, endsRun: blocks.count == 1) { return block }
                continue
            }
            let work = try feed.next()
            note(feed.takeStatistics())
            switch work {
            case .run(let file, let input, let blocks): run = (file, input, blocks)
            case .block(let block, let ordinal, let source):
                self.ordinal = ordinal
                bytes = block.bytes
                range = 0..<bytes.count
                return RawBlock(
                    ordinal: ordinal,
                    source: source,
                    layout: block.layout,
                    endsRun: true,
                    origin: .stream(firstLine: block.firstLine),
                    badRecords: block.badRecords,
                    absent: block.absent
                )
            case nil:
                bytes = []
                range = 0..<0
                return nil
            }
        }
    }

    /// The bytes of the block that was read last.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let result = bytes.withUnsafeBytes { all in
            Swift.Result { () throws(Failure) in try body(UnsafeRawBufferPointer(rebasing: all[range])) }
        }
        return try result.get()
    }

    /// The bytes of the block to keep, where they cannot be read again.
    func takeBytes() -> [UInt8] { range == 0..<bytes.count ? bytes : Array(bytes[range]) }

    /// What must be said about the files, once.
    func takeWarnings() -> [String] {
        defer { warnings = [] }
        return warnings
    }

    /// Reads the rest of a file from a place in the last block on as a text of lists and objects; for a sole reader.
    func readRestAsDocuments(of block: RawBlock, from offset: Int) throws(DatasetError) {
        let rest = Array(bytes[range.lowerBound + offset..<range.upperBound])
        byteCount -= rest.count
        let line = try block.firstLine() + LineCount.lineFeeds(in: bytes[range.lowerBound..<range.lowerBound + offset])
        var position = 0
        if case .file(_, _, let start) = block.origin { position = start + offset }
        try feed.readRestAsDocuments(of: block, from: position, bytes: rest, line: line)
    }

    private func read(
        _ index: Int,
        of file: LineFile,
        _ input: Int,
        endsRun: Bool
    ) throws(DatasetError) -> RawBlock? {
        ordinal = RawBlockFeed.ordinal(input: input, block: index)
        let (range, start) = try file.read(index, into: &bytes)
        if index == file.blockCount - 1 { try file.file.checkUnchanged() }
        self.range = range
        byteCount += range.count
        if range.isEmpty {
            file.note(lineCount: index == 0 ? 1 : 0, ofBlock: index)
            guard endsRun else { return nil }
        }
        return RawBlock(
            ordinal: ordinal,
            source: file.file.path,
            layout: .lines,
            endsRun: endsRun,
            origin: .file(file, index: index, start: start)
        )
    }

    private func note(_ statistics: (byteCount: Int, warnings: [String])) {
        byteCount += statistics.byteCount
        warnings += statistics.warnings
    }
}
