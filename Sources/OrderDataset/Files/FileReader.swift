// One worker of a scan over files. It takes a run of blocks, scans each for the needed fields, reads the odd
// orders strictly, and makes one batch of the run. What goes wrong is told for the place that comes first.

import OrderEngine
import OrderModel

/// Reads batches from files.
final class FileReader: BatchReader {
    static let identifierField = Schema.fields(of: .orders)[0]

    private let shared: FileScan.Shared
    private let blocks: RawBlockReader
    private var scanner: LineScanner
    private var builder: ColumnTableBuilder
    private var isActive: Bool
    private(set) var statistics = ScanStatistics()
    /// The place of the batch in the making.
    private(set) var ordinal = 0

    init(_ shared: FileScan.Shared, isActive: Bool) {
        self.shared = shared
        self.isActive = isActive
        blocks = shared.feed.makeReader()
        // Where broken lines are left out, or every document is read in the end, a fault must not wait until then.
        scanner = LineScanner(
            shared.fields,
            checksEverything: shared.options.skipsBadLines || shared.fields.includesDocuments
        )
        builder = ColumnTableBuilder(shared.fields)
    }

    func next() async throws -> OrderBatch? {
        while isActive {
            try Task.checkCancellation()
            guard let run = try readRun() else {
                try finish()
                break
            }
            let table = builder.finish(documents: run.documents)
            try await checkIdentifiers(of: run, table)
            if let failure = run.failure { throw failure.error }
            let batch = OrderBatch(ordinal: ordinal, columns: table, plainOrders: run.plainOrders.map(\.order))
            statistics.orderCount += batch.orderCount
            guard batch.orderCount > 0 else { continue }
            shared.gathering?.append(batch, plainPlaces: run.plainPlaces)
            return batch
        }
        return nil
    }

    private func finish() throws(DatasetError) {
        isActive = false
        shared.gathering?.append(warnings: statistics.warnings)
        guard let orderCount = shared.endReader(orderCount: statistics.orderCount) else { return }
        // Where nothing is left, something else is wrong than a few lines.
        if orderCount == 0, let error = shared.badLines.firstError { throw error }
        if let warning = shared.badLines.warning {
            statistics.warnings.append(warning)
            shared.gathering?.append(warnings: [warning])
        }
        shared.gathering?.finish()
    }

    // MARK: Scanning

    /// Scans the next run of blocks; nil when there are no more.
    private func readRun() throws(DatasetError) -> FileRun? {
        var run: FileRun?
        defer {
            statistics.byteCount = blocks.byteCount
            statistics.warnings += blocks.takeWarnings()
        }
        while let block = try nextBlock(isFirst: run == nil) {
            var scanned = run ?? FileRun(block)
            run = nil
            try scan(block, &scanned)
            run = scanned
            if block.endsRun || scanned.failure != nil { break }
        }
        return run
    }

    private func nextBlock(isFirst: Bool) throws(DatasetError) -> RawBlock? {
        do {
            let block = try blocks.next()
            if isFirst { ordinal = blocks.ordinal }
            return block
        } catch {
            if isFirst { ordinal = blocks.ordinal }
            throw error
        }
    }

    private func scan(_ block: RawBlock, _ run: inout FileRun) throws(DatasetError) {
        if let absent = block.absent.first(where: { shared.fields.fields(of: $0) != nil }) {
            throw DatasetError(.noRows(of: absent), at: DatasetPlace(source: block.source))
        }
        for error in block.badRecords { shared.badLines.note(error, ordinal: block.ordinal) }
        var rows: [Range<Int>] = []
        var odd: [Range<Int>] = []
        let byteCount = blocks.withBytes { bytes in
            scan(bytes, block, &rows, &odd)
            return bytes.count
        }
        if case .file(let file, let index, _) = block.origin {
            file.note(lineCount: lineCount(rows, odd, byteCount: byteCount), ofBlock: index)
        }
        let rest = try readOdd(odd, of: block, &run)
        if let rest { rescan(block, upTo: rest, &rows) }
        run.append(rows, of: block, bytes: run.keepsBytes ? blocks.takeBytes() : [])
        if let rest { try blocks.readRestAsDocuments(of: block, from: rest) }
    }

    private func scan(
        _ bytes: UnsafeRawBufferPointer,
        _ block: RawBlock,
        _ rows: inout [Range<Int>],
        _ odd: inout [Range<Int>]
    ) {
        switch block.layout {
        case .lines: scanner.scan(bytes, into: &builder, rows: &rows, odd: &odd)
        case .documents(let documents):
            scanner.scan(bytes, elements: documents.map(\.range), into: &builder, rows: &rows, odd: &odd)
        }
    }

    /// Scans anew the lines before those that are read in another way; the run has no block but this one.
    private func rescan(_ block: RawBlock, upTo end: Int, _ rows: inout [Range<Int>]) {
        _ = builder.finish(documents: DocumentsInMemory([]))
        rows = []
        var odd: [Range<Int>] = []
        blocks.withBytes { bytes in
            scan(UnsafeRawBufferPointer(rebasing: bytes[..<end]), block, &rows, &odd)
        }
    }

    /// How many lines a block has; counted only where blank ones stand among them.
    private func lineCount(_ rows: [Range<Int>], _ odd: [Range<Int>], byteCount: Int) -> Int {
        let covered = rows.reduce(0) { $0 + $1.count + 1 } + odd.reduce(0) { $0 + $1.count + 1 }
        if covered == byteCount || covered == byteCount + 1 { return rows.count + odd.count }
        return blocks.withBytes { bytes in
            LineCount.lineFeeds(in: bytes) + (bytes.last == UInt8(ascii: "\n") || bytes.isEmpty ? 0 : 1)
        }
    }

    // MARK: Odd orders

    /// Reads strictly what the scan found odd; gives the place from which on the file must be read in another way.
    private func readOdd(_ odd: [Range<Int>], of block: RawBlock, _ run: inout FileRun) throws(DatasetError) -> Int? {
        guard !odd.isEmpty else { return nil }
        var lines = OddLines(block, firstLine: try block.firstLine(), bytes: blocks.takeBytes())
        for range in odd {
            do throws(DatasetError) {
                switch try lines.read(range, canHandOver: shared.isSequential && !shared.options.skipsBadLines) {
                case .orders(let orders):
                    for order in orders { run.append(order, of: block, at: range) }
                case .handOver: return range.lowerBound
                }
            } catch {
                if shared.options.skipsBadLines {
                    shared.badLines.note(error, ordinal: block.ordinal)
                } else {
                    run.failure = (run.position(of: range, in: block), error)
                    return nil
                }
            }
            statistics.warnings += lines.takeWarnings()
        }
        return nil
    }

    // MARK: Identifiers

    /// An id stands for one order; two of them would be counted twice in every sum.
    private func checkIdentifiers(of run: FileRun, _ table: ColumnTable) async throws {
        guard shared.refusesDuplicates, let column = table.column(of: Self.identifierField) else { return }
        let (identifiers, rows) = run.identifiers(column)
        guard let found = shared.firstDuplicate(among: identifiers) else { return }
        // Where workers race, who comes second is chance; the files are read once more for what comes first.
        if !shared.isSequential { try await throwFirstFailure() }
        let origin =
            switch rows[found] {
            case .row(let row): try run.documents.orders(at: [row])[0].origin
            case .plain(let index): run.plainOrders[index].order.origin
            }
        let place = DatasetPlace(
            source: origin.source,
            position: origin.line.map { TextPosition(line: $0, column: 1) }
        )
        let lookup = FileLookup(.identifier(identifiers[found]), inputs: shared.inputs, options: shared.options)
        let first = try? await lookup.order()?.origin
        throw DatasetError(.duplicate(identifier: identifiers[found], first: first == origin ? nil : first), at: place)
    }

    /// Reads all files in their order, for the error that comes first.
    private func throwFirstFailure() async throws {
        var options = shared.options
        options.readerCount = 1
        let scan = FileScan(inputs: shared.inputs, options: options, fields: NeededFields())
        let reader = scan.makeFileReader()
        do {
            while try await reader.next() != nil {}
        } catch let error as DatasetError {
            if case .pipeAlreadyRead = error.problem { return }
            ordinal = reader.ordinal
            throw error
        }
    }
}
