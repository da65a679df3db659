// One task of an import: reads raw blocks, turns them into import blocks, and encodes a group whenever one has
// become complete by its block.

import OrderEngine
import OrderModel
import Synchronization

/// Reads and encodes; used by one task.
final class ImportWorker {
    private let number: Int
    private let shared: Shared
    private let reader: RawBlockReader
    private let compressor: Compressor
    private let builder: ImportBlockBuilder
    private let known: KnownOrders?
    private var notedBytes = 0

    /// What all workers of an import have in common.
    struct Shared: Sendable {
        let feed: RawBlockFeed
        let collector: ImportCollector
        let queue: GroupQueue
        let skipsBadLines: Bool
        let badLines: BadLines
        let snapshotPath: String
        /// The snapshot as it was, when there is one.
        let existing: SnapshotStore?
        let progress: ImportProgress

        var textOptions: BlockText.Options {
            BlockText.Options(
                skipsBadLines: skipsBadLines,
                canHandOver: feed.readerCount == 1 && !skipsBadLines,
                badLines: badLines
            )
        }
    }

    init(_ number: Int, _ shared: Shared) throws(SnapshotError) {
        self.number = number
        self.shared = shared
        reader = shared.feed.makeReader()
        guard let compressor = Compressor() else {
            throw SnapshotError(.unwritable(reason: "no memory is left"), at: shared.snapshotPath)
        }
        self.compressor = compressor
        builder = ImportBlockBuilder(compressor: compressor)
        if let existing = shared.existing { known = try KnownOrders(existing) } else { known = nil }
    }

    func run() throws {
        do {
            while let block = try reader.next() {
                try Task.checkCancellation()
                if shared.collector.isBehindFailure(block.ordinal) { break }
                try encode(try shared.collector.begin(block.ordinal, worker: number))
                let made = try makeBlock(block)
                try encode(try shared.collector.submit(made, block.ordinal, worker: number))
                shared.progress.note(byteCount: reader.byteCount - notedBytes, orderCount: made.identifiers.count)
                notedBytes = reader.byteCount
            }
            try encode(try shared.collector.end(worker: number))
        } catch {
            shared.collector.fail(error, reader.ordinal)
            _ = try? shared.collector.end(worker: number)
            throw error
        }
    }

    private func encode(_ groups: [ImportCollector.ClosedGroup]) throws(SnapshotError) {
        for group in groups {
            var encoder = GroupEncoder(group.blocks, compressor: compressor)
            try shared.queue.add(encoder.encode(), sequence: group.sequence)
        }
    }

    // MARK: A block

    private func makeBlock(_ raw: RawBlock) throws -> ImportBlock {
        if let bad = raw.badRecords.first, !shared.skipsBadLines { throw bad }
        var handOver: Int?
        var block = try reader.withBytes { (bytes) throws -> ImportBlock in
            let text = BlockText(raw, bytes, shared.textOptions)
            do {
                return try self.block(of: bytes, text.ranges, raw, text)
            } catch BlockText.Recut.severalOrders {
                return try recut(text, raw)
            } catch BlockText.Recut.handOver(let offset) {
                handOver = offset
                let ranges = text.ranges.filter { $0.upperBound <= offset }
                return try self.block(of: bytes, ranges, raw, text)
            }
        }
        if let handOver { try reader.readRestAsDocuments(of: raw, from: handOver) }
        block.changes.skippedCount += raw.badRecords.count
        for error in raw.badRecords { shared.badLines.note(error, ordinal: raw.ordinal) }
        block.warnings += reader.takeWarnings()
        return block
    }

    private func recut(_ text: BlockText, _ raw: RawBlock) throws -> ImportBlock {
        let lines = try text.oneOrderPerLine()
        return try lines.withUnsafeBytes { bytes in
            let single = RawBlock(
                ordinal: raw.ordinal,
                source: raw.source,
                layout: .lines,
                endsRun: raw.endsRun,
                origin: raw.origin
            )
            let options = BlockText.Options(
                skipsBadLines: shared.skipsBadLines,
                canHandOver: false,
                badLines: shared.badLines
            )
            let again = BlockText(single, bytes, options)
            var block = try self.block(of: bytes, again.ranges, raw, again)
            block.changes.skippedCount += text.skippedCount
            block.warnings += text.warnings
            return block
        }
    }

    private func block(
        of bytes: UnsafeRawBufferPointer,
        _ ranges: [Range<Int>],
        _ raw: RawBlock,
        _ text: BlockText
    ) throws -> ImportBlock {
        let documents = ImportBlockBuilder.Documents(bytes: bytes, ranges: ranges)
        var block: ImportBlock
        if let known {
            let screened = try known.screen(documents, parse: text.parse)
            let kept = ImportBlockBuilder.Documents(bytes: bytes, ranges: screened.ranges)
            block = try builder.block(of: kept, source: raw.source, parse: text.parse)
            block.changes = screened.changes
            block.changes.addedCount = block.identifiers.count - screened.changes.changedCount
            block.replaced = screened.replaced
            block.identifiers += screened.unchangedIdentifiers
        } else {
            block = try builder.block(of: documents, source: raw.source, parse: text.parse)
            block.changes.addedCount = block.identifiers.count
        }
        block.changes.skippedCount += text.skippedCount
        return block
    }
}

/// Tells how far an import is, from whichever worker has got further.
final class ImportProgress: Sendable {
    private let totalByteCount: Int?
    private let report: @Sendable (SnapshotProgress) -> Void
    private let state = Mutex((byteCount: 0, orderCount: 0))

    init(totalByteCount: Int?, _ report: @escaping @Sendable (SnapshotProgress) -> Void) {
        self.totalByteCount = totalByteCount
        self.report = report
    }

    func note(byteCount: Int, orderCount: Int) {
        let progress = state.withLock { state in
            state.byteCount += byteCount
            state.orderCount += orderCount
            return SnapshotProgress(
                byteCount: state.byteCount,
                totalByteCount: totalByteCount,
                orderCount: state.orderCount
            )
        }
        report(progress)
    }
}
