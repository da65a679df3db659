// What a sync has fetched so far, on the disk: a file of documents for each part, and the journal that says how far
// each file counts. A page counts once its line of the journal stands. Nothing else must be in any order on the disk:
// the line has the checksum of the file up to there, so when the system stops, and some of the page or of the line was
// not written yet, the page is fetched again. So the disk is waited for only now and then, to keep what was fetched.

import OrderModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files of one pass.
final class SyncSpool: Sendable {
    let pass: SyncPass
    private let folder: SyncFolder
    /// Called before each writing; tests fail there.
    private let checkpoint: @Sendable () throws -> Void
    private let state: Mutex<State>

    private struct State {
        var parts: [Part]
        var journal: SpoolFile
        var seal: SyncSeal
        var next = 0
        var seen = IdentifierSet()
        var kept: [Int] = []
        var dropped: [Int] = []
        var undatedCount = 0
        var flushed = ContinuousClock.now
    }

    /// How far one part is.
    struct Part {
        let range: ClosedRange<Int>
        var last: Int?
        var byteCount = 0
        var checksum: UInt64 = 0
        var isAscending = true
        var isDone = false
        fileprivate var file: SpoolFile?

        init(_ range: ClosedRange<Int>) {
            self.range = range
        }
    }

    private static let flushInterval = Duration.seconds(1)

    /// Begins a pass.
    init(
        _ pass: SyncPass,
        in folder: SyncFolder,
        checkpoint: @escaping @Sendable () throws -> Void
    ) throws {
        self.pass = pass
        self.folder = folder
        self.checkpoint = checkpoint
        folder.clear()
        try checkpoint()
        var seal = SyncSeal()
        let journal = try Self.beginJournal(in: folder, seal.line(pass.json))
        // One part more than the pass has, for what is looked up at its end; it is never gone on with.
        let parts = (pass.ranges + [Int.min...Int.max]).map { Part($0) }
        state = Mutex(State(parts: parts, journal: journal, seal: seal))
    }

    /// Goes on with a pass whose journal was found, as far as its files are sound.
    init(
        resuming journal: SyncJournal,
        in folder: SyncFolder,
        checkpoint: @escaping @Sendable () throws -> Void
    ) throws {
        pass = journal.pass
        self.folder = folder
        self.checkpoint = checkpoint
        try checkpoint()
        let recovery = try SpoolRecovery(journal, folder)
        var seal = SyncSeal()
        var lines = seal.line(pass.json)
        for entry in recovery.entries { lines += seal.line(entry.json) }
        let file = try Self.beginJournal(in: folder, lines)
        var state = State(parts: recovery.parts + [Part(Int.min...Int.max)], journal: file, seal: seal)
        _ = state.seen.firstDuplicate(inserting: recovery.kept)
        _ = state.seen.firstDuplicate(inserting: recovery.dropped)
        state.kept = recovery.kept
        state.dropped = recovery.dropped
        state.undatedCount = recovery.undatedCount
        self.state = Mutex(state)
    }

    private static func beginJournal(in folder: SyncFolder, _ bytes: [UInt8]) throws(SnapshotError) -> SpoolFile {
        let path = folder.path(of: SyncFolder.journalName)
        var file = try SpoolFile(path: path + ".new", snapshotPath: folder.snapshotPath, isNew: true)
        try file.append(bytes)
        try file.flush()
        guard rename(path + ".new", path) == 0 else {
            throw SyncFolder.systemError(errno, at: folder.snapshotPath)
        }
        return file
    }

    /// The journal that an earlier sync has left; nil where there is none, or none that can be read.
    static func leftover(in folder: SyncFolder) -> SyncJournal? {
        SpoolFile.contents(ofPath: folder.path(of: SyncFolder.journalName)).flatMap { SyncJournal($0) }
    }

    // MARK: Parts

    /// The next part to work on; nil when all have been given out.
    func nextPart() -> Int? {
        state.withLock { state in
            while state.next < pass.ranges.count {
                state.next += 1
                if !state.parts[state.next - 1].isDone { return state.next - 1 }
            }
            return nil
        }
    }

    /// The ids of a part that are still to be asked for; nil when there are none.
    func remainder(of part: Int) -> ClosedRange<Int>? {
        state.withLock { state in
            let part = state.parts[part]
            guard let last = part.last else { return part.range }
            return last < part.range.upperBound ? max(last + 1, part.range.lowerBound)...part.range.upperBound : nil
        }
    }

    /// Puts a page by; gives the number of orders so far.
    func append(_ page: SyncScreen.Page, to index: Int) throws -> Int {
        try state.withLock { state in
            try checkpoint()
            var part = state.parts[index]
            let (bytes, kept) = Self.newDocuments(of: page, &part, &state)
            let dropped = page.dropped.filter { state.seen.insert($0) }
            part.last = ([part.last].compactMap { $0 } + kept + page.dropped).max()
            var file = try part.file ?? openFile(of: part, index)
            try file.append(bytes)
            part.file = file
            part.byteCount = file.byteCount
            part.checksum = Checksum.of(bytes, seed: part.checksum)
            state.parts[index] = part
            state.kept += kept
            state.dropped += dropped
            state.undatedCount += page.undatedCount
            try checkpoint()
            try note(.page(Self.record(of: part, index, dropped, page.undatedCount)), &state)
            return state.kept.count + state.dropped.count
        }
    }

    /// A part's file, cut to what counts of it.
    private func openFile(of part: Part, _ index: Int) throws(SnapshotError) -> SpoolFile {
        var file = try SpoolFile(
            path: folder.path(of: SyncFolder.spoolName(index)),
            snapshotPath: folder.snapshotPath,
            isNew: false
        )
        file.byteCount = part.byteCount
        try file.cut()
        return file
    }

    /// The documents of a page that have not come before.
    private static func newDocuments(
        of page: SyncScreen.Page,
        _ part: inout Part,
        _ state: inout State
    ) -> (bytes: [UInt8], identifiers: [Int]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(page.bytes.count)
        var kept: [Int] = []
        var previous = part.last
        for line in page.kept {
            if let previous, line.identifier <= previous { part.isAscending = false }
            previous = line.identifier
            guard state.seen.insert(line.identifier) else { continue }
            kept.append(line.identifier)
            bytes.append(contentsOf: page.bytes[line.range])
            bytes.append(0x0A)
        }
        return (bytes, kept)
    }

    private static func record(
        of part: Part,
        _ index: Int,
        _ dropped: [Int],
        _ undatedCount: Int
    ) -> SyncPageRecord {
        SyncPageRecord(
            part: index,
            last: part.last ?? part.range.lowerBound,
            byteCount: part.byteCount,
            checksum: part.checksum,
            dropped: dropped,
            undatedCount: undatedCount,
            isAscending: part.isAscending
        )
    }

    func finish(_ index: Int) throws {
        try state.withLock { state in
            try checkpoint()
            state.parts[index].isDone = true
            try note(.done(part: index), &state)
        }
    }

    /// Writes a line of the journal; the part for what is looked up at the end has none.
    private func note(_ entry: SyncEntry, _ state: inout State) throws {
        if case .page(let page) = entry, page.part == pass.ranges.count { return }
        try state.journal.append(state.seal.line(entry.json))
        guard ContinuousClock.now - state.flushed >= Self.flushInterval else { return }
        for part in state.parts { try part.file?.flush() }
        try state.journal.flush()
        state.flushed = ContinuousClock.now
    }

    // MARK: What there is

    /// Whether all parts have come.
    var isFetched: Bool { state.withLock { $0.parts.prefix(pass.ranges.count).allSatisfy(\.isDone) } }

    /// The part for what is looked up at the end.
    var lookupPart: Int { pass.ranges.count }

    var keptIdentifiers: [Int] { state.withLock { $0.kept } }
    /// Whether an order came, whatever became of it.
    func hasSeen(_ identifier: Int) -> Bool {
        state.withLock { $0.kept.contains(identifier) || $0.dropped.contains(identifier) }
    }
    /// The orders that were seen not to belong to the question.
    var droppedIdentifiers: [Int] { state.withLock { $0.dropped } }
    var undatedCount: Int { state.withLock { $0.undatedCount } }
    var seenCount: Int { state.withLock { $0.kept.count + $0.dropped.count } }

    /// The files that hold documents, by their ids.
    var paths: [String] {
        state.withLock { state in
            state.parts.indices.filter { state.parts[$0].byteCount > 0 }.map {
                folder.path(of: SyncFolder.spoolName($0))
            }
        }
    }
}
