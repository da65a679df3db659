import OrderModel

/// Reads the needed fields out of orders' JSON, without looking at the rest more closely than it must.
///
/// Nothing is ever read past the given bytes, so no padding is needed behind them.
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
            if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
                if append(line, to: &table) { rows.append(start..<end) } else { odd.append(start..<end) }
            }
            start = end + 1
        }
    }

    /// Scans orders whose places are known, such as the elements of a JSON array; line feeds may stand in them.
    ///
    /// - Parameters:
    ///   - bytes: What holds the orders.
    ///   - elements: Where each order stands in `bytes`, with nothing but white space around it.
    ///   - table: Takes a row for every order that is plainly written.
    ///   - rows: Takes the elements that became rows.
    ///   - odd: Takes the elements that need the strict parser.
    package mutating func scan(
        _ bytes: UnsafeRawBufferPointer,
        elements: [Range<Int>],
        into table: inout ColumnTableBuilder,
        rows: inout [Range<Int>],
        odd: inout [Range<Int>]
    ) {
        for element in elements {
            let isPlain = append(UnsafeRawBufferPointer(rebasing: bytes[element]), to: &table)
            if isPlain { rows.append(element) } else { odd.append(element) }
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer, to table: inout ColumnTableBuilder) -> Bool {
        var parser = JSONParser()
        guard case .object(let document)? = try? parser.parse(bytes), document["id"] != nil else { return false }
        return table.append(document)
    }
}
