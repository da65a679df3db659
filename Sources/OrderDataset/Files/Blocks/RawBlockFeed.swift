// Hands the blocks of all files to the workers. Blocks of a plain file of lines are only numbered here, and each
// worker reads its own; any other file is cut here, by whoever comes, one at a time.

import OrderModel
import Synchronization

/// The blocks of a scan, shared by all of its workers.
package final class RawBlockFeed: Sendable {
    private let inputs: [FileSource.Input]
    let options: FileOptions
    /// How many workers may usefully read side by side.
    package let readerCount: Int
    private let state = Mutex(State())

    /// Where in the files the scan stands.
    private struct State {
        var nextInput = 0
        var current: Input?
        /// The number of the next block in the file.
        var nextBlock = 0
        var byteCount = 0
        var warnings: [String] = []
    }

    private enum Input {
        case file(LineFile)
        case cut(any BlockCutter, source: String)
    }

    /// What a worker is given.
    enum Work: Sendable {
        /// Blocks of a file, to be read by the worker itself.
        case run(LineFile, input: Int, blocks: Range<Int>)
        case block(CutBlock, ordinal: Int, source: String)
    }

    /// The most blocks that a worker takes at once.
    private static let longestRun = 8

    init(inputs: [FileSource.Input], options: FileOptions) {
        self.inputs = inputs
        self.options = options
        readerCount = options.readerCount ?? Self.usefulReaderCount(inputs)
    }

    private static func usefulReaderCount(_ inputs: [FileSource.Input]) -> Int {
        let byteCount = inputs.reduce(0) { count, input in
            if case .file(let path) = input { count + FileStamp(ofPath: path).byteCount } else { count }
        }
        return byteCount < smallBytes ? 1 : ProcessorCount.online
    }

    /// Less than this is read sooner than a second worker begins.
    private static let smallBytes = 4 << 20

    /// Another worker's part; with one reader only, blocks come in the files' order.
    package func makeReader() -> RawBlockReader { RawBlockReader(self) }

    static func ordinal(input: Int, block: Int) -> Int { input << 40 | block }

    /// The next work, nil when all has been given out.
    func next() throws(DatasetError) -> Work? {
        let result = state.withLock { state in
            Result { () throws(DatasetError) in try next(&state) }
        }
        return try result.get()
    }

    /// What was read of files that are cut here, and what must be said about them, since the last call.
    func takeStatistics() -> (byteCount: Int, warnings: [String]) {
        state.withLock { state in
            defer { (state.byteCount, state.warnings) = (0, []) }
            return (state.byteCount, state.warnings)
        }
    }

    private func next(_ state: inout State) throws(DatasetError) -> Work? {
        while true {
            switch state.current {
            case .file(let file):
                let first = state.nextBlock
                if first < file.blockCount {
                    state.nextBlock = min(file.blockCount, first + runLength(of: file))
                    return .run(file, input: state.nextInput - 1, blocks: first..<state.nextBlock)
                }
            case .cut(let cutter, let source):
                let before = cutter.byteCount
                defer { state.byteCount += cutter.byteCount - before }
                if let block = try cutter.next() {
                    let ordinal = Self.ordinal(input: state.nextInput - 1, block: state.nextBlock)
                    state.nextBlock += 1
                    return .block(block, ordinal: ordinal, source: source)
                }
                state.warnings += cutter.warnings
            case nil: break
            }
            guard state.nextInput < inputs.count else {
                state.current = nil
                return nil
            }
            state.nextInput += 1
            state.nextBlock = 0
            state.current = nil
            state.current = try open(inputs[state.nextInput - 1])
        }
    }

    /// Long enough to make large batches, short enough for all workers to end together.
    private func runLength(of file: LineFile) -> Int {
        readerCount == 1 ? 1 : max(1, min(Self.longestRun, file.blockCount / (readerCount * 8)))
    }

    private func open(_ input: FileSource.Input) throws(DatasetError) -> Input {
        switch input {
        case .file(let path):
            let file = try OpenFile(path: path)
            let (buffer, isPlain) = try FileHead.open(try FileStream(path: path), source: path)
            let firstByte = buffer.consumedCount
            let format = try FileFormat.recognise(buffer, skipsBadLines: options.skipsBadLines)
            if format == .lines, isPlain {
                return .file(LineFile(file, firstByte: firstByte, blockBytes: options.blockBytes))
            }
            return .cut(cutter(buffer, format), source: path)
        case .pipe(let spool, let source):
            let (buffer, _) = try FileHead.open(PipeStream(spool), source: source)
            let format = try FileFormat.recognise(buffer, skipsBadLines: options.skipsBadLines)
            return .cut(cutter(buffer, format), source: source)
        }
    }

    private func cutter(_ buffer: InputBuffer, _ format: FileFormat) -> any BlockCutter {
        switch format {
        case .lines: LineCutter(buffer, blockBytes: options.blockBytes)
        case .documents: DocumentCutter(OrderScanner(buffer), blockBytes: options.blockBytes)
        case .commaSeparated: CSVCutter(buffer, options: options)
        }
    }

    /// Goes on in a file's middle as a text of several lines an order; only a sole worker may ask for it.
    ///
    /// That worker has taken the current file's block last, so the rest of the file is all that is left.
    func readRestAsDocuments(of block: RawBlock, from offset: Int, bytes: [UInt8], line: Int) throws(DatasetError) {
        let result = state.withLock { state in
            Result { () throws(DatasetError) in
                let rest: any ByteStream
                switch state.current {
                case .file(let file):
                    rest = FileRangeStream(file.file, from: offset)
                case .cut(let cutter as LineCutter, _):
                    rest = PrefixedStream(prefix: bytes, rest: cutter.rest())
                default: return
                }
                let buffer = InputBuffer(rest, source: block.source, line: line)
                let scanner = OrderScanner(buffer, behindWholeLines: true)
                state.current = .cut(DocumentCutter(scanner, blockBytes: options.blockBytes), source: block.source)
            }
        }
        try result.get()
    }
}
