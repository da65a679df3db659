/// Remembers the group keys seen last, by their bytes.
///
/// It is right wherever it answers and may forget whatever it likes; what it doesn't know is looked up where nothing
/// is forgotten.
struct KeyCache {
    private var entries: [Entry] = []

    /// A key in up to 16 bytes and the number that it has been given.
    private struct Entry {
        var first: UInt64 = 0
        var second: UInt64 = 0
        /// One more than the length of a text, or of a number; 0 where nothing is remembered.
        var tag: UInt32 = 0
        var number: Int32 = 0
    }

    private static let bitCount: UInt64 = 10

    /// Forgets everything.
    mutating func clear() { entries.removeAll() }

    /// Room for a batch's keys; nothing is held before the first batch that needs it.
    mutating func prepare() {
        if entries.isEmpty { entries = Array(repeating: Entry(), count: 1 << Int(Self.bitCount)) }
    }

    /// The number of a key; nil when it isn't remembered.
    @inline(__always)
    func number(_ first: UInt64, _ second: UInt64, tag: UInt32) -> Int32? {
        let entry = entries[Self.place(first, second)]
        return entry.first == first && entry.second == second && entry.tag == tag ? entry.number : nil
    }

    mutating func remember(_ number: Int32, _ first: UInt64, _ second: UInt64, tag: UInt32) {
        entries[Self.place(first, second)] = Entry(first: first, second: second, tag: tag, number: number)
    }

    @inline(__always)
    private static func place(_ first: UInt64, _ second: UInt64) -> Int {
        let mixed = (first ^ (second << 23 | second >> 41)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> (64 - bitCount))
    }
}
