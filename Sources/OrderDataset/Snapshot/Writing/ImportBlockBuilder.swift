// One worker's way from the bytes of documents to an import block. The fast scanner reads what is plainly written;
// what it finds odd is parsed strictly and kept with nulls and marks. Where most orders of a file are odd in the
// same fields (a shop's own documents lack some), those fields are left out of the scan, and all orders count as
// odd in them, so that the rest is still read fast.

import OrderEngine
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Makes import blocks; used by one task.
final class ImportBlockBuilder {
    private let compressor: Compressor
    private var excluded: Set<Int> = []
    private var scanner: LineScanner
    private var builder: ColumnTableBuilder
    private var looseBuilder: LooseTableBuilder
    /// The file whose fields `excluded` was made for.
    private var source = ""

    /// Where documents stand among bytes.
    struct Documents {
        let bytes: UnsafeRawBufferPointer
        /// In the source's order.
        let ranges: [Range<Int>]
    }

    init(compressor: Compressor) {
        self.compressor = compressor
        let fields = ImportFields.needed(without: [])
        scanner = LineScanner(fields, checksEverything: true)
        builder = ColumnTableBuilder(fields)
        looseBuilder = LooseTableBuilder(fields)
    }

    /// Reads sound documents of one source: objects with an id that is a whole number.
    ///
    /// - Parameters:
    ///   - documents: The documents.
    ///   - source: The file they are from.
    ///   - parse: Gives a document that the scanner found odd.
    /// - Returns: The documents' columns and bytes.
    /// - Throws: What `parse` throws.
    func block(
        of documents: Documents,
        source: String,
        parse: (Range<Int>) throws -> JSONObject?
    ) throws -> ImportBlock {
        if source != self.source {
            self.source = source
            if !excluded.isEmpty { exclude([]) }
        }
        var (rows, odd) = scan(documents)
        var triesLeft = 8
        while odd.count > 16, odd.count * 16 > documents.ranges.count, triesLeft > 0 {
            var more = excluded
            for range in odd.prefix(8) {
                if let document = try parse(range) { more.formUnion(ImportFields.oddNumbers(of: document)) }
            }
            more.remove(StoredFields.numbers[StoredFields.all[0]] ?? 0)
            guard more != excluded else { break }
            exclude(more)
            (rows, odd) = scan(documents)
            triesLeft -= 1
        }
        return try assemble(documents, rows, odd, parse)
    }

    private func exclude(_ numbers: Set<Int>) {
        excluded = numbers
        let fields = ImportFields.needed(without: numbers)
        scanner = LineScanner(fields, checksEverything: true)
        builder = ColumnTableBuilder(fields)
        looseBuilder = LooseTableBuilder(fields)
    }

    private func scan(_ documents: Documents) -> (rows: [Range<Int>], odd: [Range<Int>]) {
        var rows: [Range<Int>] = []
        var odd: [Range<Int>] = []
        _ = builder.finish(documents: DocumentsInMemory([]))
        scanner.scan(documents.bytes, elements: documents.ranges, into: &builder, rows: &rows, odd: &odd)
        return (rows, odd)
    }

    private func assemble(
        _ documents: Documents,
        _ rows: [Range<Int>],
        _ odd: [Range<Int>],
        _ parse: (Range<Int>) throws -> JSONObject?
    ) throws -> ImportBlock {
        let sound = builder.finish(documents: DocumentsInMemory([]))
        // An earlier call may have ended in an error half-way.
        _ = looseBuilder.finish()
        var sequence: [ImportBlock.RowRun] = []
        var kept: [Range<Int>] = []
        var looseIdentifiers: [Int] = []
        var (nextRow, nextOdd) = (0, 0)
        while nextRow < rows.count || nextOdd < odd.count {
            if nextOdd == odd.count || (nextRow < rows.count && rows[nextRow].lowerBound < odd[nextOdd].lowerBound) {
                Self.append(isLoose: false, nextRow, to: &sequence)
                kept.append(rows[nextRow])
                nextRow += 1
            } else {
                let range = odd[nextOdd]
                nextOdd += 1
                guard let document = try parse(range), let identifier = document.wholeIdentifier else { continue }
                looseBuilder.append(document)
                looseIdentifiers.append(identifier)
                Self.append(isLoose: true, looseBuilder.count - 1, to: &sequence)
                kept.append(range)
            }
        }
        let (loose, looseOdd) = looseBuilder.finish()
        return ImportBlock(
            sound: sound,
            loose: loose,
            looseOdd: looseOdd,
            sequence: sequence,
            excluded: excluded,
            identifiers: Self.identifiers(sound, looseIdentifiers, sequence),
            documents: compressed(documents.bytes, kept),
            byteCount: kept.reduce(0) { $0 + $1.count + 1 },
            changes: SnapshotChanges(),
            replaced: [],
            warnings: []
        )
    }

    private static func append(isLoose: Bool, _ row: Int, to sequence: inout [ImportBlock.RowRun]) {
        if let last = sequence.last, last.isLoose == isLoose {
            sequence[sequence.count - 1].rows = last.rows.lowerBound..<row + 1
        } else {
            sequence.append(ImportBlock.RowRun(isLoose: isLoose, rows: row..<row + 1))
        }
    }

    /// The ids of all orders, in their order.
    private static func identifiers(
        _ sound: ColumnTable,
        _ loose: [Int],
        _ sequence: [ImportBlock.RowRun]
    ) -> [Int] {
        var soundIdentifiers: [Int] = []
        if case .numbers(let values, let scale)? = sound.columns.first?.storage {
            // Whole numbers, which may be written with zeros behind the point.
            let unit = (0..<scale).reduce(Int64(1)) { unit, _ in unit * 10 }
            soundIdentifiers = values.map { Int($0 / unit) }
        }
        return sequence.flatMap { run in
            run.isLoose ? Array(loose[run.rows]) : Array(soundIdentifiers[run.rows])
        }
    }

    // MARK: Documents

    /// The documents' bytes, in blocks of about the same length.
    private func compressed(_ bytes: UnsafeRawBufferPointer, _ ranges: [Range<Int>]) -> [DocumentBlock] {
        let total = ranges.reduce(0) { $0 + $1.count + 1 }
        let blockCount = max(1, (total + SnapshotFormat.blockBytes / 2) / SnapshotFormat.blockBytes)
        let wanted = total / blockCount
        var blocks: [DocumentBlock] = []
        var first = 0
        while first < ranges.count {
            var end = first
            var count = 0
            while end < ranges.count, count < wanted || end == first,
                end == first || count + ranges[end].count < SnapshotFormat.documentBytes
            {
                count += ranges[end].count + 1
                end += 1
            }
            blocks.append(compressed(bytes, ranges[first..<end], byteCount: count))
            first = end
        }
        return blocks
    }

    private func compressed(
        _ bytes: UnsafeRawBufferPointer,
        _ ranges: ArraySlice<Range<Int>>,
        byteCount: Int
    ) -> DocumentBlock {
        let start = ranges.first?.lowerBound ?? 0
        let end = (ranges.last?.upperBound ?? 0) + 1
        let isOneRun = end <= bytes.count && end - start == byteCount && Self.endInLineFeeds(ranges, bytes)
        if isOneRun { return block(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), ranges.count) }
        var copy: [UInt8] = []
        copy.reserveCapacity(byteCount)
        for range in ranges {
            let first = copy.count
            copy.append(contentsOf: bytes[range])
            // Line feeds between the parts of a document are white space; one order must stay on one line.
            for index in first..<copy.count where copy[index] == UInt8(ascii: "\n") { copy[index] = UInt8(ascii: " ") }
            copy.append(UInt8(ascii: "\n"))
        }
        return copy.withUnsafeBytes { block($0, ranges.count) }
    }

    /// Whether the documents are lines as they stand: nothing between them but a line feed, and none within.
    private static func endInLineFeeds(_ ranges: ArraySlice<Range<Int>>, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        return ranges.allSatisfy { range in
            guard let found = memchr(start + range.lowerBound, Int32(UInt8(ascii: "\n")), range.count + 1) else {
                return false
            }
            return UnsafeRawPointer(found) - start == range.upperBound
        }
    }

    private func block(_ bytes: UnsafeRawBufferPointer, _ rowCount: Int) -> DocumentBlock {
        if let squeezed = compressor.compressed(bytes), squeezed.count < bytes.count,
            bytes.count / SnapshotFormat.compressionRatio < squeezed.count
        {
            return DocumentBlock(rowCount: rowCount, byteCount: bytes.count, isCompressed: true, bytes: squeezed)
        }
        return DocumentBlock(rowCount: rowCount, byteCount: bytes.count, isCompressed: false, bytes: Array(bytes))
    }
}
