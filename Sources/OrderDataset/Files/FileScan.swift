import OrderEngine
import OrderModel
import Synchronization

/// A scan over files, shared by its readers.
struct FileScan: OrderScan {
    private let shared: Shared

    /// What the readers of one scan have in common.
    final class Shared: Sendable {
        let feed: RawBlockFeed
        let inputs: [FileSource.Input]
        let options: FileOptions
        /// What the columns are built of: what was asked for, and the id.
        let fields: NeededFields
        /// Whether an id may come once only.
        let refusesDuplicates: Bool
        let badLines = BadLines()
        /// Takes what the readers hand out, to keep it in memory.
        let gathering: HeldColumns.Gathering?
        private let identifiers = Mutex(IdentifierSet())
        private let readers = Mutex(ReaderCount())

        private struct ReaderCount {
            var made = 0
            var finished = 0
            /// How many orders the finished ones have found.
            var orderCount = 0
        }

        init(
            inputs: [FileSource.Input],
            options: FileOptions,
            fields: NeededFields,
            refusesDuplicates: Bool,
            gathering: BeginGathering?
        ) {
            self.inputs = inputs
            self.options = options
            self.refusesDuplicates = refusesDuplicates
            var fields = fields
            if refusesDuplicates { fields.insert(FileReader.identifierField) }
            self.fields = fields
            self.gathering = gathering?(inputs, fields)
            feed = RawBlockFeed(inputs: inputs, options: options)
        }

        var isSequential: Bool { feed.readerCount == 1 }

        /// Takes ids; gives the index of the first that was there already.
        func firstDuplicate(among candidates: [Int]) -> Int? {
            identifiers.withLock { $0.firstDuplicate(inserting: candidates) }
        }

        /// Counts a reader; a scan in the files' order has one only.
        func beginReader() -> Bool {
            readers.withLock { readers in
                guard !isSequential || readers.made == 0 else { return false }
                readers.made += 1
                return true
            }
        }

        /// How many orders all readers have found, if this is the last that comes to the end, and may speak for all.
        func endReader(orderCount: Int) -> Int? {
            readers.withLock { readers in
                readers.finished += 1
                readers.orderCount += orderCount
                return readers.finished == readers.made ? readers.orderCount : nil
            }
        }
    }

    init(
        inputs: [FileSource.Input],
        options: FileOptions,
        fields: NeededFields,
        refusesDuplicates: Bool = true,
        gathering: BeginGathering? = nil
    ) {
        shared = Shared(
            inputs: inputs,
            options: options,
            fields: fields,
            refusesDuplicates: refusesDuplicates,
            gathering: gathering
        )
    }

    /// Begins to gather the batches of a scan with the fields that it reads.
    typealias BeginGathering = ([FileSource.Input], NeededFields) -> HeldColumns.Gathering?

    var readerCount: Int { shared.feed.readerCount }

    /// The bytes of all files; not known of pipes, nor of gzipped ones, whose contents are what is counted.
    var extent: ScanExtent? {
        var byteCount = 0
        for input in shared.inputs {
            guard case .file(let path) = input, !FileHead.isGzipped(path: path) else { return nil }
            byteCount += FileStamp(ofPath: path).byteCount
        }
        return .bytes(byteCount)
    }

    func makeReader() -> any BatchReader { makeFileReader() }

    func makeFileReader() -> FileReader { FileReader(shared, isActive: shared.beginReader()) }
}

/// The broken lines that a scan has left out.
final class BadLines: Sendable {
    private let state = Mutex(State())

    private struct State {
        var count = 0
        /// The first few in the files' order.
        var first: [(ordinal: Int, line: Int, message: String)] = []
        var firstError: (ordinal: Int, line: Int, error: DatasetError)?
    }

    private static let shownCount = 3

    func note(_ error: DatasetError, ordinal: Int) {
        let line = error.place.position?.line ?? 0
        note(error.message, line: line, ordinal: ordinal)
        state.withLock { state in
            if let first = state.firstError, (first.ordinal, first.line) <= (ordinal, line) { return }
            state.firstError = (ordinal, line, error)
        }
    }

    func note(_ message: String, line: Int, ordinal: Int) {
        state.withLock { state in
            state.count += 1
            let index = state.first.firstIndex { (ordinal, line) < ($0.ordinal, $0.line) } ?? state.first.count
            guard index < Self.shownCount else { return }
            state.first.insert((ordinal, line, message), at: index)
            if state.first.count > Self.shownCount { state.first.removeLast() }
        }
    }

    /// The first of them in the files' order.
    var firstError: DatasetError? { state.withLock { $0.firstError?.error } }

    /// What to say of them, nil when there were none.
    var warning: String? {
        state.withLock { state in
            guard state.count > 0 else { return nil }
            let places = state.first.map(\.message).joined(separator: "; ")
            let more = state.count > state.first.count ? "; …" : ""
            return (state.count == 1 ? "1 broken line was left out: " : "\(state.count) broken lines were left out: ")
                + places + more
        }
    }
}
