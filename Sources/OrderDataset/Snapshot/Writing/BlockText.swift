// The documents of a raw block: where they stand, and what is to be done with a line that is no single order. Such
// a line may be broken, or a page of several orders, or the beginning of a text that is no text of lines at all.

import OrderEngine
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads the documents of one raw block strictly, where the scanner asks for it.
final class BlockText {
    private let raw: RawBlock
    private let bytes: UnsafeRawBufferPointer
    private let options: Options
    private var skipped: Set<Range<Int>> = []
    private(set) var warnings: [String] = []

    /// What to do with what is no order.
    struct Options: Sendable {
        let skipsBadLines: Bool
        /// Whether the rest of the file may be read in another way.
        let canHandOver: Bool
        /// Where broken lines are noted that are passed over.
        let badLines: BadLines
    }

    /// A line that holds several orders, or a part of one: the block must be cut in another way.
    enum Recut: Error {
        case severalOrders
        case handOver(at: Int)
    }

    init(_ raw: RawBlock, _ bytes: UnsafeRawBufferPointer, _ options: Options) {
        self.raw = raw
        self.bytes = bytes
        self.options = options
    }

    /// How many broken lines were passed over.
    var skippedCount: Int { skipped.count }

    /// Where the documents stand, blank lines left out.
    var ranges: [Range<Int>] {
        if case .documents(let documents) = raw.layout { return documents.map(\.range) }
        var ranges: [Range<Int>] = []
        var start = 0
        while start < bytes.count, let base = bytes.baseAddress {
            let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
            let end = found.map { UnsafeRawPointer($0) - base } ?? bytes.count
            if bytes[start..<end].contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) {
                ranges.append(start..<end)
            }
            start = end + 1
        }
        return ranges
    }

    /// The document at a place; nil when it is broken and passed over.
    func parse(_ range: Range<Int>) throws -> JSONObject? {
        if case .object(let document)? = try? JSONParser.parse(Array(bytes[range])), document["id"] != nil {
            if document.wholeIdentifier != nil { return document }
            let origin = try origin(of: range)
            let error = SnapshotError(.unusableIdentifier(origin: origin), at: raw.source)
            guard options.skipsBadLines else { throw error }
            skip(range, error.message, line: origin.line)
            return nil
        }
        do {
            var lines = OddLines(raw, firstLine: try raw.firstLine(), bytes: Array(bytes))
            switch try lines.read(range, canHandOver: options.canHandOver) {
            case .orders: throw Recut.severalOrders
            case .handOver: throw Recut.handOver(at: range.lowerBound)
            }
        } catch let error as DatasetError {
            guard options.skipsBadLines else { throw error }
            skip(range, error.message, line: error.place.position?.line)
            return nil
        }
    }

    /// Passes a line over, which may be looked at several times.
    private func skip(_ range: Range<Int>, _ message: String, line: Int?) {
        guard skipped.insert(range).inserted else { return }
        options.badLines.note(message, line: line ?? 0, ordinal: raw.ordinal)
    }

    /// Where a document stands in its file.
    private func origin(of range: Range<Int>) throws(DatasetError) -> Origin {
        if case .documents(let documents) = raw.layout {
            return Origin(source: raw.source, line: documents.first { $0.range == range }?.start.line)
        }
        return Origin(
            source: raw.source,
            line: try raw.firstLine()
                + LineCount.lineFeeds(in: UnsafeRawBufferPointer(rebasing: bytes[..<range.lowerBound]))
        )
    }

    /// All orders of the block, each on a line of its own: as it stood where it was one line, else written anew.
    func oneOrderPerLine() throws -> [UInt8] {
        var text: [UInt8] = []
        var lines = OddLines(raw, firstLine: try raw.firstLine(), bytes: Array(bytes))
        for range in ranges {
            if case .object(let document)? = try? JSONParser.parse(Array(bytes[range])), document["id"] != nil {
                text += bytes[range]
                text.append(UInt8(ascii: "\n"))
                continue
            }
            do throws(DatasetError) {
                guard case .orders(let orders) = try lines.read(range, canHandOver: false) else { continue }
                for order in orders {
                    text += Array(JSONValue.object(order.document).serialized().utf8)
                    text.append(UInt8(ascii: "\n"))
                }
            } catch {
                guard options.skipsBadLines else { throw error }
                skip(range, error.message, line: error.place.position?.line)
            }
        }
        warnings += lines.takeWarnings()
        return text
    }
}
