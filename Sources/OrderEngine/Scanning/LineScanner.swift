import OrderModel

/// Reads the needed fields out of lines of NDJSON, without looking at the rest more closely than it must.
package struct LineScanner: Sendable {
    private let fields: NeededFields

    package init(_ fields: NeededFields) {
        self.fields = fields
    }

    /// Scans whole lines.
    ///
    /// - Parameters:
    ///   - bytes: Lines, each ended by a line feed; the last may lack it. Blank ones are passed over.
    ///   - table: Takes a row for every order that is plainly written.
    ///   - rows: Takes where each row's line stands in `bytes`.
    ///   - odd: Takes where the lines stand that need the strict parser: all that are broken, and whatever is
    ///     sound but unusual.
    package mutating func scan(
        _ bytes: UnsafeRawBufferPointer,
        into table: inout ColumnTableBuilder,
        rows: inout [Range<Int>],
        odd: inout [Range<Int>]
    ) {
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            if line.contains(where: { $0 > 0x20 }) {
                if case .object(let document)? = try? JSONParser.parse(Array(line)), document["id"] != nil,
                    table.append(document)
                {
                    rows.append(start..<end)
                } else {
                    odd.append(start..<end)
                }
            }
            start = end + 1
        }
    }
}
