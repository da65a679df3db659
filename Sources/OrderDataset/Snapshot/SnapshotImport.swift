// An import: workers read the files and encode groups, one writer puts them into the snapshot in the files' order.
// A new snapshot is written beside its place and moved there when it is whole; one that is there is changed in one
// transaction. So whatever happens on the way, the file is as it was before, or as it is to be.

import CKernels
import OrderEngine
package import OrderModel

/// Reads files of orders into a snapshot: a new one, or one that is there, whose orders are replaced by id.
package struct SnapshotImport: Sendable {
    package let paths: [String]
    package let snapshotPath: String
    package let options: Options

    /// How to import.
    package struct Options: Sendable {
        /// When the import is made; kept as provenance.
        package var time: Instant
        package var programVersion: String
        /// Whether a broken line is passed over and counted, instead of ending the import.
        package var skipsBadLines = false
        /// How many tasks work side by side; nil for one per core.
        package var workerCount: Int?
        /// Told of the file that the import leaves behind if the program ends at once.
        package var noteTemporaryFile: TemporaryFileNote = { _, _ in }
        /// What a sync adds to an import; nil for files that a user names.
        var sync: SyncPart?

        package init(time: Instant, programVersion: String) {
            self.time = time
            self.programVersion = programVersion
        }
    }

    /// What an import is told by the sync that it ends.
    struct SyncPart: Sendable {
        /// Where the orders are from, instead of the files' names.
        let sourceName: String
        /// The orders to take out.
        let removed: [Int]
        /// The record that the snapshot then has.
        let record: SnapshotSync
        let lock: WriteLock
    }

    package init(paths: [String], into snapshotPath: String, options: Options) {
        self.paths = paths
        self.snapshotPath = SnapshotFile.target(of: snapshotPath)
        self.options = options
    }

    /// Imports; on any error, or when the task is cancelled, everything is as it was before.
    package func run(progress: @escaping @Sendable (SnapshotProgress) -> Void = { _ in }) async throws
        -> SnapshotImportReport
    {
        memory_keep_large_blocks()
        let lock = try options.sync?.lock ?? WriteLock(path: snapshotPath, note: options.noteTemporaryFile)
        let target = try SnapshotTarget(path: snapshotPath, lock: lock)
        let queue = GroupQueue(try target.makeWriter())
        var totals = ImportCollector.Totals()
        do {
            if options.sync == nil, let sync = try target.existing?.sync() {
                throw SnapshotError(.sync(.keepsInStep(with: sync.question.server)), at: snapshotPath)
            }
            if !paths.isEmpty { totals = try await read(into: queue, target.existing, progress) }
            try remove(from: target.existing, &totals)
            try finish(queue, totals, target)
            try target.commit(queue)
        } catch {
            target.abandon(queue)
            throw error
        }
        return SnapshotImportReport(
            changes: totals.changes,
            warnings: totals.warnings,
            description: try SnapshotStore(path: snapshotPath).description()
        )
    }

    private func read(
        into queue: GroupQueue,
        _ existing: SnapshotStore?,
        _ progress: @escaping @Sendable (SnapshotProgress) -> Void
    ) async throws -> ImportCollector.Totals {
        var fileOptions = FileOptions()
        fileOptions.skipsBadLines = options.skipsBadLines
        fileOptions.readerCount = options.workerCount
        fileOptions.blockBytes = SnapshotFormat.blockBytes * 2
        let source = try FileSource(paths: paths, options: fileOptions)
        let feed = source.makeRawBlocks()
        let collector = ImportCollector(workerCount: feed.readerCount)
        let badLines = BadLines()
        let shared = ImportWorker.Shared(
            feed: feed,
            collector: collector,
            queue: queue,
            skipsBadLines: options.skipsBadLines,
            badLines: badLines,
            snapshotPath: snapshotPath,
            existing: existing,
            progress: ImportProgress(totalByteCount: totalByteCount, progress)
        )
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<feed.readerCount {
                group.addTask {
                    // What goes wrong is noted by the collector, which knows what came first.
                    do { try ImportWorker(number, shared).run() } catch { collector.fail(error, .max) }
                }
            }
        }
        do {
            try collector.checkFailure()
        } catch let duplicate as DuplicateIdentifier {
            throw await error(for: duplicate, source)
        }
        try Task.checkCancellation()
        var totals = collector.totals
        if let warning = badLines.warning { totals.warnings.append(warning) }
        return totals
    }

    /// Where an id stands twice, found by reading once more.
    private func error(for duplicate: DuplicateIdentifier, _ source: FileSource) async -> any Error {
        var fields = NeededFields()
        fields.insert(StoredFields.all[0])
        do {
            let scan = source.makeScan(for: ScanRequest(fields: fields))
            let reader = try scan.makeReader()
            while try await reader.next() != nil {}
        } catch {
            return error
        }
        let place = DatasetPlace(source: source.name)
        return DatasetError(.duplicate(identifier: duplicate.identifier, first: nil), at: place)
    }

    /// The length of all files; nil when one of them is a pipe.
    private var totalByteCount: Int? {
        paths.reduce(Optional(0)) { total, path in
            guard let total, FileKind(ofPath: path) == .regularFile else { return nil }
            return total + FileStamp(ofPath: path).byteCount
        }
    }

    /// Finds the orders that are to be taken out.
    private func remove(
        from existing: SnapshotStore?,
        _ totals: inout ImportCollector.Totals
    ) throws(SnapshotError) {
        guard let removed = options.sync?.removed, !removed.isEmpty, let existing else { return }
        let wanted = Set(removed)
        for group in existing.groups {
            for (row, identifier) in try existing.identifiers(in: group) where wanted.contains(identifier) {
                totals.replaced.append(RowPlace(group: group.number, row: row))
                totals.changes.removedCount += 1
            }
        }
    }

    private func finish(
        _ queue: GroupQueue,
        _ totals: ImportCollector.Totals,
        _ target: SnapshotTarget
    ) throws(SnapshotError) {
        let provenance = SnapshotProvenance(
            sources: sourceNames,
            time: options.time,
            programVersion: options.programVersion,
            changes: totals.changes
        )
        let dead = Dictionary(grouping: totals.replaced, by: \.group).mapValues { $0.map(\.row) }
        try queue.withWriter { (writer) throws(SnapshotError) in
            try writer.markDead(dead)
        }
        try target.compact(queue)
        try queue.withWriter { (writer) throws(SnapshotError) in
            try writer.finish(provenance, sync: options.sync?.record)
        }
    }

    private var sourceNames: [String] {
        if let sync = options.sync { return [sync.sourceName] }
        return paths.map { $0 == FileSource.standardInputPath ? FileSource.standardInputName : $0 }
    }
}

/// How far an import is.
package struct SnapshotProgress: Sendable, Hashable {
    /// The bytes that have been read.
    package let byteCount: Int
    /// The bytes of all files together; nil when a pipe is among them.
    package let totalByteCount: Int?
    package let orderCount: Int
}

/// What came of an import.
package struct SnapshotImportReport: Sendable, Hashable {
    package let changes: SnapshotChanges
    /// What a careful reader must know: a page of several, broken lines that were passed over.
    package let warnings: [String]
    /// What the snapshot holds now.
    package let description: SnapshotDescription
}
