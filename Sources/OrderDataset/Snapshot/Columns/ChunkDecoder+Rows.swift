import OrderEngine
import OrderModel

// A few rows out of a chunk, without unpacking the others where that can be helped.
extension ChunkDecoder {
    /// The values of some rows; nil for a damaged chunk.
    func values(at rows: [Int], _ decompressor: Decompressor) -> [Value]? {
        if let texts = textsOfOneLength(at: rows) { return texts }
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

    /// Texts that are packed in halves and all of one length, as keys are; nil for others.
    private func textsOfOneLength(at rows: [Int]) -> [Value]? {
        let header = parts.header
        guard header.kind == .texts, header.packing == .halves, header.width == 0, !header.hasPresence,
            !header.hasOdd, field.type.isTextual, header.base >= 0, header.tailBytes <= SnapshotFormat.chunkTextBytes,
            header.base <= Int64(SnapshotFormat.chunkTextBytes), record.rowCount * Int(header.base) == header.tailBytes,
            parts.tail.count == (header.tailBytes + 1) / 2, let pairs = pairTable(0)
        else { return nil }
        let length = Int(header.base)
        return rows.map { row in
            let bytes = (row * length..<(row + 1) * length).map { place in
                let pair = pairs[Int(parts.tail[place >> 1])].littleEndian
                return UInt8(truncatingIfNeeded: pair >> UInt16((place & 1) * 8))
            }
            return .text(String(decoding: bytes, as: UTF8.self))
        }
    }
}
