/// The keys that a parser has met, so that the same key costs no allocation the second time.
///
/// A fixed table with one key per slot: a key that falls on an occupied slot takes it over, so hostile keys
/// cost speed and no memory.
struct JSONKeyCache {
    private static let slotCount = 512
    private static let longestKey = 64

    private var slots = [String?](repeating: nil, count: slotCount)

    /// The key of a range without escapes.
    mutating func key(for text: JSONTextRange, in cursor: JSONCursor) throws(JSONError) -> String {
        let bytes = UnsafeRawBufferPointer(rebasing: cursor.bytes[text.range])
        // Up to fifteen bytes a String needs no memory of its own.
        guard bytes.count > 15, bytes.count <= Self.longestKey else { return try cursor.string(of: text) }
        let slot = Self.slot(of: bytes)
        if let key = slots[slot], Self.isSame(key, bytes) { return key }
        let key = try cursor.string(of: text)
        slots[slot] = key
        return key
    }

    private static func isSame(_ key: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard key.utf8.count == bytes.count else { return false }
        let isEqual = key.utf8.withContiguousStorageIfAvailable { stored in
            zip(stored, bytes).allSatisfy { $0 == $1 }
        }
        return isEqual ?? false
    }

    private static func slot(of bytes: UnsafeRawBufferPointer) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int((hash ^ hash >> 15) % UInt32(slotCount))
    }
}
