import OrderEngine
import OrderModel

// A few rows out of a chunk, without unpacking the others where that can be helped.
extension ChunkDecoder {
    /// The values of some rows; nil for a damaged chunk.
    func values(at rows: [Int], _ decompressor: Decompressor) -> [Value]? {
        guard parts.header.kind == .integers, !parts.header.hasPresence, parts.header.width > 0,
            parts.header.packing == .none,
            parts.tail.count == record.rowCount * parts.header.width, record.oddCount == 0
        else {
            guard let decoded = decoded(decompressor) else { return nil }
            return rows.map { decoded.column.value(at: $0) }
        }
        let width = parts.header.width
        return rows.map { row in
            var code: UInt64 = 0
            for index in 0..<width { code |= UInt64(parts.tail[row * width + index]) << UInt64(index * 8) }
            let number = parts.header.base &+ Int64(bitPattern: code) &* parts.header.step
            return field.type == .instant
                ? .instant(Instant(microseconds: number))
                : .number(Decimal(coefficient: Int128(number), scale: record.scale))
        }
    }
}
