// Unpacks chunks. Every length, offset and code comes from a file that anybody may have written, so each is
// looked at before it is used; nil means that the chunk does not hold together.

import OrderEngine
import OrderModel

/// A chunk's data, cut into what it is made of and found whole.
struct ChunkParts: Sendable {
    let header: ChunkHeader
    /// The bitmaps, the alphabet or dictionary and the lengths of texts, behind the header.
    let prefix: [UInt8]
    let tail: [UInt8]
}

/// A chunk unpacked.
struct DecodedChunk: Sendable {
    let column: OrderEngine.Column
    /// The orders whose value is not among those of the column; nil for none.
    let odd: Bitmap?
}

/// Unpacks one chunk of a field.
struct ChunkDecoder {
    let record: ChunkRecord
    let parts: ChunkParts
    let field: Field
    /// How many orders the group has.
    let orderCount: Int

    private var header: ChunkHeader { parts.header }
    private var rowCount: Int { record.rowCount }

    /// The whole column; nil for a damaged chunk.
    func decoded(_ decompressor: Decompressor) -> DecodedChunk? {
        guard let bitmaps = bitmaps() else { return nil }
        guard let storage = storage(bitmaps.rest, decompressor) else { return nil }
        let cleared = Self.clearingNulls(storage, bitmaps.presence)
        return DecodedChunk(
            column: OrderEngine.Column(field: field, storage: cleared, presence: bitmaps.presence),
            odd: bitmaps.odd
        )
    }

    /// The bitmaps, and where in the prefix the rest begins.
    private func bitmaps() -> (odd: Bitmap?, presence: Bitmap?, rest: Int)? {
        var position = 0
        var odd: Bitmap?
        var presence: Bitmap?
        if header.hasOdd {
            guard let bitmap = bitmap(orderCount, at: &position), bitmap.setCount == record.oddCount else { return nil }
            odd = bitmap
        } else if record.oddCount != 0 {
            return nil
        }
        if header.hasPresence {
            guard let bitmap = bitmap(rowCount, at: &position) else { return nil }
            presence = bitmap
        }
        if header.kind == .nulls {
            presence = Bitmap(count: rowCount)
        }
        return (odd, presence, position)
    }

    private func bitmap(_ count: Int, at position: inout Int) -> Bitmap? {
        let wordCount = (count + 63) / 64
        guard parts.prefix.count - position >= wordCount * 8 else { return nil }
        let start = position
        position += wordCount * 8
        return parts.prefix.withUnsafeBytes { bytes in
            Bitmap(words: (0..<wordCount).map { bytes.integer(at: start + $0 * 8) }, count: count)
        }
    }

    private func storage(_ rest: Int, _ decompressor: Decompressor) -> OrderEngine.Column.Storage? {
        switch (header.kind, field.type) {
        case (.nulls, .integer), (.nulls, .money):
            return .numbers([Int64](repeating: 0, count: rowCount), scale: 0)
        case (.nulls, .instant): return .instants([Int64](repeating: 0, count: rowCount))
        case (.nulls, .boolean): return .booleans([UInt8](repeating: 0, count: rowCount))
        case (.nulls, .text), (.nulls, .status):
            return .texts(TextValues(offsets: [UInt32](repeating: 0, count: rowCount + 1)))
        case (.integers, .integer), (.integers, .money):
            return integers(decompressor).map { .numbers($0, scale: record.scale) }
        case (.integers, .instant): return integers(decompressor).map { .instants($0) }
        case (.booleans, .boolean): return booleans().map { .booleans($0) }
        case (.codes, .text), (.codes, .status): return codes(rest)
        case (.texts, .text), (.texts, .status): return texts(rest, decompressor).map { .texts($0) }
        default: return nil
        }
    }

    // MARK: Numbers

    private func integers(_ decompressor: Decompressor) -> [Int64]? {
        guard let codes = unpackedTail(decompressor), codes.count == rowCount * header.width else { return nil }
        let (base, step, width) = (header.base, header.step, header.width)
        return codes.withUnsafeBytes { bytes in
            [Int64](unsafeUninitializedCapacity: rowCount) { buffer, count in
                switch width {
                case 0: buffer.initialize(repeating: base)
                case 1: Self.widen(bytes, UInt8.self, into: buffer, base, step)
                case 2: Self.widen(bytes, UInt16.self, into: buffer, base, step)
                case 4: Self.widen(bytes, UInt32.self, into: buffer, base, step)
                case 8: Self.widen(bytes, UInt64.self, into: buffer, base, step)
                default: Self.widen(bytes, width: width, into: buffer, base, step)
                }
                count = rowCount
            }
        }
    }

    @inline(__always)
    private static func widen<Code: FixedWidthInteger & UnsignedInteger>(
        _ bytes: UnsafeRawBufferPointer,
        _ type: Code.Type,
        into buffer: UnsafeMutableBufferPointer<Int64>,
        _ base: Int64,
        _ step: Int64
    ) {
        guard let source = bytes.baseAddress, let target = buffer.baseAddress else { return }
        for row in 0..<buffer.count {
            let code = Code(
                littleEndian: source.loadUnaligned(fromByteOffset: row &* MemoryLayout<Code>.size, as: Code.self)
            )
            target[row] = base &+ Int64(truncatingIfNeeded: code) &* step
        }
    }

    /// Widths that no integer type has: eight bytes are loaded, and those of the next values masked out.
    private static func widen(
        _ bytes: UnsafeRawBufferPointer,
        width: Int,
        into buffer: UnsafeMutableBufferPointer<Int64>,
        _ base: Int64,
        _ step: Int64
    ) {
        guard let source = bytes.baseAddress, let target = buffer.baseAddress else { return }
        let mask = (UInt64(1) << UInt64(width * 8)) &- 1
        let wholeLoads = bytes.count < 8 ? 0 : min(buffer.count, (bytes.count - 8) / width + 1)
        for row in 0..<wholeLoads {
            let word = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: row &* width, as: UInt64.self))
            target[row] = base &+ Int64(bitPattern: word & mask) &* step
        }
        for row in wholeLoads..<buffer.count { target[row] = base &+ code(bytes, row, width) &* step }
    }

    private static func code(_ bytes: UnsafeRawBufferPointer, _ row: Int, _ width: Int) -> Int64 {
        var code: UInt64 = 0
        for index in 0..<width { code |= UInt64(bytes[row * width + index]) << UInt64(index * 8) }
        return Int64(bitPattern: code)
    }

    private func booleans() -> [UInt8]? {
        guard header.packing == .none, parts.tail.count == (rowCount + 63) / 64 * 8 else { return nil }
        return parts.tail.withUnsafeBytes { bytes in
            [UInt8](unsafeUninitializedCapacity: rowCount) { buffer, count in
                for row in 0..<rowCount { buffer[row] = bytes[row >> 3] >> UInt8(row & 7) & 1 }
                count = rowCount
            }
        }
    }

    // MARK: Texts

    private func codes(_ rest: Int) -> OrderEngine.Column.Storage? {
        guard header.entryCount > 0, header.packing == .none, header.width <= 2,
            parts.tail.count == rowCount * header.width, let entries = dictionary(rest), let codes = codeValues()
        else { return nil }
        return .codes(codes, entries)
    }

    private func dictionary(_ rest: Int) -> TextValues? {
        let count = header.entryCount
        guard parts.prefix.count - rest >= count * 4 else { return nil }
        let offsets = parts.prefix.withUnsafeBytes { bytes -> [UInt32]? in
            Self.offsets(count, limit: bytes.count - rest - count * 4) {
                Int(bytes.integer(at: rest + $0 * 4, as: UInt32.self))
            }
        }
        guard let offsets, rest + count * 4 + Int(offsets[count]) == parts.prefix.count else { return nil }
        return TextValues(offsets: offsets, bytes: Array(parts.prefix[(rest + count * 4)...]))
    }

    /// The codes, all of which are entries of the dictionary.
    private func codeValues() -> [UInt16]? {
        var largest: UInt16 = 0
        let codes = parts.tail.withUnsafeBytes { bytes in
            [UInt16](unsafeUninitializedCapacity: rowCount) { buffer, count in
                switch header.width {
                case 0: buffer.initialize(repeating: 0)
                case 1: largest = Self.widenCodes(bytes, UInt8.self, into: buffer)
                default: largest = Self.widenCodes(bytes, UInt16.self, into: buffer)
                }
                count = rowCount
            }
        }
        return Int(largest) < header.entryCount ? codes : nil
    }

    @inline(__always)
    private static func widenCodes<Code: FixedWidthInteger & UnsignedInteger>(
        _ bytes: UnsafeRawBufferPointer,
        _ type: Code.Type,
        into buffer: UnsafeMutableBufferPointer<UInt16>
    ) -> UInt16 {
        guard let source = bytes.baseAddress, let target = buffer.baseAddress else { return 0 }
        var largest: UInt16 = 0
        for row in 0..<buffer.count {
            let offset = row &* MemoryLayout<Code>.size
            let code = UInt16(
                truncatingIfNeeded: Code(littleEndian: source.loadUnaligned(fromByteOffset: offset, as: Code.self))
            )
            largest = max(largest, code)
            target[row] = code
        }
        return largest
    }

    private func texts(_ rest: Int, _ decompressor: Decompressor) -> TextValues? {
        guard let offsets = textOffsets(rest), let bytes = textBytes(rest, decompressor),
            Int(offsets[rowCount]) == bytes.count
        else { return nil }
        return TextValues(offsets: offsets, bytes: bytes)
    }

    /// Where each text begins among the unpacked bytes, and the last one ends.
    private func textOffsets(_ rest: Int) -> [UInt32]? {
        let start = rest + header.alphabetCount
        guard header.tailBytes <= SnapshotFormat.chunkTextBytes else { return nil }
        guard header.width > 0 else {
            guard header.base >= 0, header.base <= Int64(SnapshotFormat.chunkTextBytes),
                rowCount * Int(header.base) == header.tailBytes
            else { return nil }
            let length = UInt32(header.base)
            return (0...rowCount).map { UInt32($0) &* length }
        }
        guard parts.prefix.count == start + rowCount * header.width else { return nil }
        return parts.prefix.withUnsafeBytes { bytes in
            let (limit, width) = (header.tailBytes, header.width)
            switch width {
            case 1: return Self.offsets(rowCount, limit: limit) { Int(bytes[start &+ $0]) }
            case 2:
                return Self.offsets(rowCount, limit: limit) { Int(bytes.integer(at: start + $0 * 2, as: UInt16.self)) }
            case 4:
                return Self.offsets(rowCount, limit: limit) { Int(bytes.integer(at: start + $0 * 4, as: UInt32.self)) }
            default: return nil
            }
        }
    }

    /// Adds lengths up; nil when they come to more than `limit`.
    @inline(__always)
    private static func offsets(_ count: Int, limit: Int, _ length: (Int) -> Int) -> [UInt32]? {
        var total = 0
        let offsets = [UInt32](unsafeUninitializedCapacity: count + 1) { buffer, initialized in
            buffer[0] = 0
            for index in 0..<count {
                total &+= length(index)
                buffer[index + 1] = UInt32(truncatingIfNeeded: total)
            }
            initialized = count + 1
        }
        return total <= limit ? offsets : nil
    }

    private func textBytes(_ rest: Int, _ decompressor: Decompressor) -> [UInt8]? {
        header.packing == .halves ? unpackedHalves(rest) : unpackedTail(decompressor)
    }

    /// The tail as it was before general compression.
    private func unpackedTail(_ decompressor: Decompressor) -> [UInt8]? {
        switch header.packing {
        case .none: return parts.tail.count == header.tailBytes ? parts.tail : nil
        case .halves: return nil
        case .zstd:
            guard header.tailBytes <= SnapshotFormat.chunkTextBytes,
                header.tailBytes / SnapshotFormat.compressionRatio <= parts.tail.count
            else { return nil }
            var isSound = false
            let bytes = parts.tail.withUnsafeBytes { frame in
                [UInt8](unsafeUninitializedCapacity: header.tailBytes) { buffer, count in
                    isSound = decompressor.expand(frame, into: UnsafeMutableRawBufferPointer(buffer))
                    count = isSound ? header.tailBytes : 0
                }
            }
            return isSound ? bytes : nil
        }
    }

    private func unpackedHalves(_ rest: Int) -> [UInt8]? {
        if header.tailBytes == 0, parts.tail.isEmpty { return [] }
        guard let pairs = pairTable(rest), parts.tail.count == (header.tailBytes + 1) / 2 else { return nil }
        let pairCount = parts.tail.count
        return parts.tail.withUnsafeBufferPointer { packed in
            pairs.withUnsafeBufferPointer { pairs in
                [UInt8](unsafeUninitializedCapacity: pairCount * 2) { buffer, count in
                    if let target = UnsafeMutableRawPointer(buffer.baseAddress), let source = packed.baseAddress,
                        let table = pairs.baseAddress
                    {
                        for index in 0..<pairCount {
                            // The table has an entry for every byte.
                            target.storeBytes(of: table[Int(source[index])], toByteOffset: index &* 2, as: UInt16.self)
                        }
                    }
                    count = header.tailBytes
                }
            }
        }
    }

    /// The two bytes that each packed byte stands for, as they lie in memory.
    func pairTable(_ rest: Int) -> [UInt16]? {
        guard header.alphabetCount > 0, parts.prefix.count - rest >= header.alphabetCount else { return nil }
        let alphabet =
            parts.prefix[rest..<rest + header.alphabetCount] + repeatElement(0, count: 16 - header.alphabetCount)
        let bytes = Array(alphabet)
        return (0..<256).map { UInt16(littleEndian: UInt16(bytes[$0 & 15]) | UInt16(bytes[$0 >> 4]) << 8) }
    }

    // MARK: Nulls

    /// What stands in the storage of a null is 0; the packing left something else there.
    private static func clearingNulls(_ storage: OrderEngine.Column.Storage, _ presence: Bitmap?)
        -> OrderEngine.Column.Storage
    {
        guard let presence else { return storage }
        switch storage {
        case .numbers(let values, let scale): return .numbers(cleared(values, presence), scale: scale)
        case .instants(let values): return .instants(cleared(values, presence))
        case .booleans(let values): return .booleans(cleared(values, presence))
        case .texts, .codes, .documents: return storage
        }
    }

    private static func cleared<Number: FixedWidthInteger>(_ values: [Number], _ presence: Bitmap) -> [Number] {
        var values = values
        for (index, word) in presence.words.enumerated() where word != .max {
            for row in index << 6..<min(values.count, (index + 1) << 6) where word >> UInt64(row & 63) & 1 == 0 {
                values[row] = 0
            }
        }
        return values
    }
}
