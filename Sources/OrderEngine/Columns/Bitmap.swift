/// A bit per row: which rows have a value, or which were chosen.
///
/// Bits past the last row are 0 in every word.
package struct Bitmap: Sendable, Hashable {
    package private(set) var words: [UInt64]
    package let count: Int

    package init(count: Int, filledWith bit: Bool = false) {
        self.count = count
        words = Array(repeating: bit ? .max : 0, count: (count + 63) / 64)
        clearTail()
    }

    /// Takes words as they are; what stands past the last row is cleared.
    package init(words: [UInt64], count: Int) {
        precondition(words.count == (count + 63) / 64, "a bitmap has a word for every 64 rows")
        self.words = words
        self.count = count
        clearTail()
    }

    package subscript(row: Int) -> Bool {
        get { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }
        set {
            let bit = UInt64(1) << UInt64(row & 63)
            if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
        }
    }

    /// How many bits are set.
    package var setCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    package mutating func formIntersection(_ other: Bitmap) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    package mutating func formUnion(_ other: Bitmap) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    package mutating func subtract(_ other: Bitmap) {
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    /// Calls for every set bit, ascending.
    package func forEach<Failure: Error>(_ body: (Int) throws(Failure) -> Void) throws(Failure) {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                try body(index << 6 | rest.trailingZeroBitCount)
                rest &= rest &- 1
            }
        }
    }

    /// Lets a kernel write the words; it must leave the bits past the last row 0.
    package mutating func withWords(_ write: (UnsafeMutablePointer<UInt64>) -> Void) {
        words.withUnsafeMutableBufferPointer { words in
            if let start = words.baseAddress { write(start) }
        }
    }

    func intersection(_ other: Bitmap) -> Bitmap {
        var common = self
        common.formIntersection(other)
        return common
    }

    /// The rows of this that the other has not.
    func subtracting(_ other: Bitmap) -> Bitmap {
        var rest = self
        rest.subtract(other)
        return rest
    }

    /// The rows that this has not.
    var inverted: Bitmap { Bitmap(count: count, filledWith: true).subtracting(self) }

    private mutating func clearTail() {
        let tail = count & 63
        if tail != 0 { words[words.count - 1] &= (1 << UInt64(tail)) - 1 }
    }
}
