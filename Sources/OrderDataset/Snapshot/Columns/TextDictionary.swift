import OrderEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds the different texts of a column, and a code for each row; reused from column to column.
struct TextDictionary {
    /// The code of each row; 0 for a null.
    private(set) var codes: [UInt16] = []
    /// The row where each entry stands first.
    private(set) var entryRows: [Int] = []
    /// Entry numbers plus 1 by the texts' hashes; 0 where nothing stands.
    private var slots: [UInt32] = []
    /// Not the same in any two runs, so that nobody can prepare texts that all fall into one slot.
    private let seed = UInt64.random(in: .min ... .max)

    private static let mostEntries = (1 << 16) - 1
    /// A column that has more different texts than this at first, and most rows different, is left alone.
    private static let patienceEntries = 4096

    /// Takes a column; false when its texts are too different for a dictionary to pay.
    mutating func fill(_ texts: TextValues, _ presence: Bitmap?) -> Bool {
        codes.removeAll(keepingCapacity: true)
        entryRows.removeAll(keepingCapacity: true)
        var slotCount = 64
        while slotCount < 2 * min(texts.count, Self.mostEntries) { slotCount *= 2 }
        slots.removeAll(keepingCapacity: true)
        slots.append(contentsOf: repeatElement(0, count: slotCount))
        let isFilled = texts.bytes.withUnsafeBytes { bytes in
            for row in 0..<texts.count {
                guard presence.map({ $0[row] }) ?? true else {
                    codes.append(0)
                    continue
                }
                guard let code = code(of: row, texts, bytes) else { return false }
                codes.append(code)
            }
            return true
        }
        let entryBytes = entryRows.reduce(0) { $0 + texts.range(of: $1).count + 4 }
        let codeBytes = texts.count * (entryRows.count > 256 ? 2 : entryRows.count > 1 ? 1 : 0)
        return isFilled && entryBytes + codeBytes < texts.bytes.count / 2 + texts.count
    }

    func entries(of texts: TextValues) -> [String] { entryRows.map { texts[$0] } }

    private mutating func code(of row: Int, _ texts: TextValues, _ bytes: UnsafeRawBufferPointer) -> UInt16? {
        let text = UnsafeRawBufferPointer(rebasing: bytes[texts.range(of: row)])
        var slot = Int(truncatingIfNeeded: hash(text)) & (slots.count - 1)
        while slots[slot] != 0 {
            let entry = Int(slots[slot]) - 1
            let known = UnsafeRawBufferPointer(rebasing: bytes[texts.range(of: entryRows[entry])])
            if Self.areEqual(known, text) { return UInt16(entry) }
            slot = (slot + 1) & (slots.count - 1)
        }
        guard entryRows.count < Self.mostEntries,
            entryRows.count < Self.patienceEntries || entryRows.count < row / 2
        else { return nil }
        entryRows.append(row)
        slots[slot] = UInt32(entryRows.count)
        return UInt16(entryRows.count - 1)
    }

    /// A hash of a text that is mostly short, eight bytes at a time.
    private func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
        var hash = seed ^ UInt64(truncatingIfNeeded: text.count) &* 0x9E37_79B9_7F4A_7C15
        var place = 0
        while place + 8 <= text.count {
            hash = Self.mixed(hash ^ text.integer(at: place, as: UInt64.self))
            place += 8
        }
        var rest: UInt64 = 0
        for index in place..<text.count { rest = rest << 8 | UInt64(text[index]) }
        return Self.mixed(hash ^ rest)
    }

    /// Both halves of a product, one over the other.
    private static func mixed(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return product.high ^ product.low
    }

    private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else { return true }
        return memcmp(leftStart, rightStart, left.count) == 0
    }
}
