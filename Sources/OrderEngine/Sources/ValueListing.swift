// The different texts of a field, for whoever wants to choose one: only from sources that have them at hand, never from
// a server.

package import OrderModel

/// A source that can tell the different values of a text field without being asked a query.
package protocol ValueListing: OrderSource {
    /// The different texts of a field; nil when they are more than the limit, or not at hand.
    func texts(of field: Field, limit: TextLimit) async throws -> [String]?
}

/// How many texts are wanted at most, and of how many bytes together.
package struct TextLimit: Sendable, Hashable {
    package let count: Int
    package let byteCount: Int

    package init(count: Int, byteCount: Int) {
        self.count = count
        self.byteCount = byteCount
    }
}

extension ValueListing {
    /// Reads the field's column through a scan, until there are more texts than wanted.
    ///
    /// Orders that don't fit the columns are left out: this is for choosing from, and no answer.
    package func scannedTexts(
        of field: Field,
        limit: TextLimit,
        through scan: (any OrderScan)? = nil
    ) async throws -> [String]? {
        guard field.type == .text else { return nil }
        var needed = NeededFields()
        needed.insert(field)
        let reader = try (scan ?? makeScan(for: ScanRequest(fields: needed))).makeReader()
        var gathering = TextGathering(limit: limit)
        var plainBatchCount = 0
        while let batch = try await reader.next() {
            guard batch.columns.count > 0 else {
                // Where there is no column, whole documents would be read to the end for nothing.
                plainBatchCount += 1
                if plainBatchCount > 50 { return nil }
                continue
            }
            guard
                let column = batch.columns.column(of: field)
                    ?? batch.columns.children(in: field.collection)?
                    .column(of: field)
            else { continue }
            guard gathering.add(column) else { return nil }
        }
        return gathering.texts
    }
}

/// Different texts, up to a limit.
private struct TextGathering {
    let limit: TextLimit
    private var seen: Set<[UInt8]> = []
    private var byteCount = 0

    init(limit: TextLimit) {
        self.limit = limit
    }

    var texts: [String] { seen.map { String(decoding: $0, as: UTF8.self) } }

    /// Takes a column's texts; false when there are too many.
    mutating func add(_ column: Column) -> Bool {
        switch column.storage {
        case .codes(_, let entries): return (0..<entries.count).allSatisfy { add(entries.bytes[entries.range(of: $0)]) }
        case .texts(let values):
            return (0..<values.count).allSatisfy { row in
                !column.isPresent(row) || add(values.bytes[values.range(of: row)])
            }
        default: return true
        }
    }

    private mutating func add(_ text: ArraySlice<UInt8>) -> Bool {
        guard seen.insert(Array(text)).inserted else { return true }
        byteCount += text.count
        return seen.count <= limit.count && byteCount <= limit.byteCount
    }
}
