// Packs the values of one field for one group. Which of the packings is taken is the writer's business: a reader
// takes them all. Here the smallest that still unpacks at memory speed wins; general compression is for texts that
// shrink much by it.

import OrderEngine
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Packs columns; used by one task.
struct ChunkEncoder {
    let compressor: Compressor
    private var dictionary = TextDictionary()

    /// Texts longer than this have no minimum and maximum beside them.
    private static let longestBoundBytes = 64

    init(compressor: Compressor) {
        self.compressor = compressor
    }

    /// Packs a column.
    ///
    /// - Parameters:
    ///   - column: The values, null where an order is odd.
    ///   - number: The field's number in the file.
    ///   - odd: The orders whose value fits no column; nil for none.
    /// - Returns: The chunk, ready to be stored.
    mutating func encode(_ column: OrderEngine.Column, number: Int, odd: Bitmap?) -> EncodedChunk {
        var chunk = EncodedChunk(number: number, rowCount: column.count)
        chunk.nullCount = column.count - (column.presence?.setCount ?? column.count)
        chunk.oddCount = odd?.setCount ?? 0
        guard chunk.nullCount < column.count else {
            assemble(&chunk, ChunkHeader(.nulls), odd: odd, presence: nil)
            return chunk
        }
        switch column.storage {
        case .numbers(let values, let scale):
            chunk.scale = scale
            encode(values, column.presence, odd, &chunk)
        case .instants(let values): encode(values, column.presence, odd, &chunk)
        case .booleans(let values): encode(booleans: values, column.presence, odd, &chunk)
        case .texts(let texts), .documents(let texts): encode(texts, column.presence, odd, &chunk)
        case .codes: preconditionFailure("columns to be packed have their texts one by one")
        }
        return chunk
    }

    /// A chunk that says to look at another field.
    func copy(of column: OrderEngine.Column, number: Int, as original: EncodedChunk) -> EncodedChunk {
        var chunk = EncodedChunk(number: number, rowCount: column.count)
        chunk.nullCount = column.count - (column.presence?.setCount ?? column.count)
        chunk.scale = original.scale
        chunk.minimum = original.minimum
        chunk.maximum = original.maximum
        var header = ChunkHeader(.copy)
        header.entryCount = original.number
        assemble(&chunk, header, odd: nil, presence: nil)
        return chunk
    }

    // MARK: Numbers

    private func encode(_ values: [Int64], _ presence: Bitmap?, _ odd: Bitmap?, _ chunk: inout EncodedChunk) {
        let range = Self.range(of: values, presence)
        chunk.minimum = .integer(range.lowerBound)
        chunk.maximum = .integer(range.upperBound)
        var header = ChunkHeader(.integers)
        header.base = range.lowerBound
        let step = Self.step(of: values, presence, from: range.lowerBound)
        header.step = Int64(bitPattern: step)
        let largest = step == 0 ? 0 : UInt64(bitPattern: range.upperBound &- range.lowerBound) / step
        header.width = (64 - largest.leadingZeroBitCount + 7) / 8
        let tail = Self.packed(values, presence, header)
        if tail.count > 4096, let squeezed = tail.withUnsafeBytes({ compressor.compressed($0) }),
            squeezed.count < tail.count / 5 * 3, tail.count / SnapshotFormat.compressionRatio < squeezed.count
        {
            header.packing = .zstd
            header.tailBytes = tail.count
            assemble(&chunk, header, odd: odd, presence: presence, tail: squeezed)
        } else {
            assemble(&chunk, header, odd: odd, presence: presence, tail: tail)
        }
    }

    private static func range(of values: [Int64], _ presence: Bitmap?) -> ClosedRange<Int64> {
        var (least, most) = (Int64.max, Int64.min)
        for (row, value) in values.enumerated() where presence.map({ $0[row] }) ?? true {
            least = min(least, value)
            most = max(most, value)
        }
        return least...most
    }

    /// The largest number that all distances from the minimum are multiples of; 1 where it would not help.
    private static func step(of values: [Int64], _ presence: Bitmap?, from minimum: Int64) -> UInt64 {
        var step: UInt64 = 0
        for (row, value) in values.enumerated() where presence.map({ $0[row] }) ?? true {
            var (left, right) = (step, UInt64(bitPattern: value &- minimum))
            guard right != 0, left == 0 || right % left != 0 else { continue }
            while right != 0 { (left, right) = (right, left % right) }
            step = left
            if step == 1 { break }
        }
        return max(1, step)
    }

    private static func packed(_ values: [Int64], _ presence: Bitmap?, _ header: ChunkHeader) -> [UInt8] {
        guard header.width > 0 else { return [] }
        let (base, step, width) = (header.base, UInt64(bitPattern: header.step), header.width)
        return [UInt8](unsafeUninitializedCapacity: values.count * width + 8) { buffer, count in
            let start = UnsafeMutableRawPointer(buffer.baseAddress)
            for (row, value) in values.enumerated() {
                let isPresent = presence.map { $0[row] } ?? true
                let distance = UInt64(bitPattern: value &- base)
                let code = !isPresent ? 0 : step == 1 ? distance : distance / step
                start?.storeBytes(of: code.littleEndian, toByteOffset: row * width, as: UInt64.self)
            }
            count = values.count * width
        }
    }

    private func encode(
        booleans values: [UInt8],
        _ presence: Bitmap?,
        _ odd: Bitmap?,
        _ chunk: inout EncodedChunk
    ) {
        var bits = Bitmap(count: values.count)
        var (least, most) = (Int64(1), Int64(0))
        for (row, value) in values.enumerated() where presence.map({ $0[row] }) ?? true {
            if value != 0 { bits[row] = true }
            least = min(least, Int64(value))
            most = max(most, Int64(value))
        }
        chunk.minimum = .integer(least)
        chunk.maximum = .integer(most)
        assemble(&chunk, ChunkHeader(.booleans), odd: odd, presence: presence, tail: Self.bytes(of: bits))
    }

    // MARK: Texts

    private mutating func encode(
        _ texts: TextValues,
        _ presence: Bitmap?,
        _ odd: Bitmap?,
        _ chunk: inout EncodedChunk
    ) {
        if dictionary.fill(texts, presence) {
            (chunk.minimum, chunk.maximum) = Self.bounds(dictionary.entries(of: texts))
            encodeCodes(texts, presence, odd, &chunk)
            return
        }
        var header = ChunkHeader(.texts)
        var prefix: [UInt8] = []
        let longest = (0..<texts.count).reduce(0) { max($0, texts.range(of: $1).count) }
        let shortest = (0..<texts.count).reduce(Int.max) { min($0, texts.range(of: $1).count) }
        if longest == shortest {
            header.base = Int64(longest)
        } else {
            header.width = longest < 256 ? 1 : longest < 65_536 ? 2 : 4
            for index in 0..<texts.count {
                let length = UInt32(texts.range(of: index).count)
                Swift.withUnsafeBytes(of: length.littleEndian) { prefix.append(contentsOf: $0.prefix(header.width)) }
            }
        }
        header.tailBytes = texts.bytes.count
        if let (alphabet, halves) = Self.halves(of: texts.bytes) {
            header.packing = .halves
            header.alphabetCount = alphabet.count
            assemble(&chunk, header, odd: odd, presence: presence, prefix: alphabet + prefix, tail: halves)
            return
        }
        if let squeezed = texts.bytes.withUnsafeBytes({ compressor.compressed($0) }), Self.pays(squeezed, texts) {
            header.packing = .zstd
            assemble(&chunk, header, odd: odd, presence: presence, prefix: prefix, tail: squeezed)
        } else {
            assemble(&chunk, header, odd: odd, presence: presence, prefix: prefix, tail: texts.bytes)
        }
    }

    private static func pays(_ squeezed: [UInt8], _ texts: TextValues) -> Bool {
        squeezed.count < texts.bytes.count / 4 * 3
            && texts.bytes.count / SnapshotFormat.compressionRatio < squeezed.count
    }

    private func encodeCodes(
        _ texts: TextValues,
        _ presence: Bitmap?,
        _ odd: Bitmap?,
        _ chunk: inout EncodedChunk
    ) {
        var header = ChunkHeader(.codes)
        header.entryCount = dictionary.entryRows.count
        header.width = header.entryCount > 256 ? 2 : header.entryCount > 1 ? 1 : 0
        var prefix: [UInt8] = []
        for row in dictionary.entryRows { prefix.append(littleEndian: UInt32(texts.range(of: row).count)) }
        for row in dictionary.entryRows { prefix += texts.bytes[texts.range(of: row)] }
        var tail: [UInt8] = []
        switch header.width {
        case 0: break
        case 1: tail = dictionary.codes.map { UInt8(truncatingIfNeeded: $0) }
        default:
            tail.reserveCapacity(dictionary.codes.count * 2)
            for code in dictionary.codes { tail.append(littleEndian: code) }
        }
        assemble(&chunk, header, odd: odd, presence: presence, prefix: prefix, tail: tail)
    }

    /// The first and the last of some texts; nulls when one of the two is long.
    private static func bounds(_ texts: [String]) -> (SQLiteValue, SQLiteValue) {
        let precedes = { (left: String, right: String) in left.utf8.lexicographicallyPrecedes(right.utf8) }
        guard let least = texts.min(by: precedes), let most = texts.max(by: precedes),
            max(least.utf8.count, most.utf8.count) <= longestBoundBytes, !least.utf8.contains(0), !most.utf8.contains(0)
        else { return (.null, .null) }
        return (.text(least), .text(most))
    }

    /// Texts of at most sixteen different bytes, two of them in one; nil for others.
    private static func halves(of bytes: [UInt8]) -> (alphabet: [UInt8], packed: [UInt8])? {
        guard !bytes.isEmpty else { return nil }
        var codes = [UInt8](repeating: 0xFF, count: 256)
        var alphabet: [UInt8] = []
        for byte in bytes where codes[Int(byte)] == 0xFF {
            guard alphabet.count < 16 else { return nil }
            codes[Int(byte)] = UInt8(alphabet.count)
            alphabet.append(byte)
        }
        var packed = [UInt8](repeating: 0, count: (bytes.count + 1) / 2)
        for (index, byte) in bytes.enumerated() { packed[index >> 1] |= codes[Int(byte)] << UInt8((index & 1) * 4) }
        return (alphabet, packed)
    }

    // MARK: Together

    private func assemble(
        _ chunk: inout EncodedChunk,
        _ header: ChunkHeader,
        odd: Bitmap?,
        presence: Bitmap?,
        prefix: [UInt8] = [],
        tail: [UInt8] = []
    ) {
        var header = header
        header.hasOdd = odd != nil
        header.hasPresence = presence != nil
        if header.packing == .none { header.tailBytes = tail.count }
        let bitmaps = Self.bytes(of: odd) + Self.bytes(of: presence)
        header.tailOffset = ChunkHeader.byteCount + bitmaps.count + prefix.count
        chunk.data = header.bytes + bitmaps + prefix + tail
        chunk.dataChecksum = Checksum.ofChunk(chunk.data, tailOffset: header.tailOffset)
    }

    static func bytes(of bitmap: Bitmap?) -> [UInt8] {
        var bytes: [UInt8] = []
        for word in bitmap?.words ?? [] { bytes.append(littleEndian: word) }
        return bytes
    }
}
