/// The gzip format without compression: what a client must be able to undo, written in a few lines.
enum StoredGzip {
    /// The largest block that the format can store.
    private static let blockByteCount = 65_535

    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(blockByteCount)
            rest = rest.dropFirst(block.count)
            output.append(rest.isEmpty ? 1 : 0)
            let count = UInt16(block.count)
            output += [UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8)]
            output += block
        } while !rest.isEmpty
        return output + fourBytes(checksum(bytes)) + fourBytes(UInt32(truncatingIfNeeded: bytes.count))
    }

    private static func fourBytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in table[Int((sum ^ UInt32(byte)) & 255)] ^ (sum >> 8) }
    }
}
