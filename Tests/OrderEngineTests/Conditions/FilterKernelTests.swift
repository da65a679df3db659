// The C kernels against plain Swift, at every length of 0 to 200 rows and every alignment of the first one.

import CKernels
import OrderEngine
import OrderTestSupport
import Testing

struct FilterKernelTests {
    static let lengths = 0...200
    static let borders: [Int64] = [.min, .min + 1, -1, 0, 1, 2, 7, .max - 1, .max]

    /// Runs a kernel over words filled with ones, so that a bit it forgets to write is seen.
    func words(_ count: Int, _ kernel: (UnsafeMutablePointer<UInt64>) -> Void) -> [UInt64] {
        var words = [UInt64](repeating: .max, count: (count + 63) / 64 + 1)
        words.withUnsafeMutableBufferPointer { words in
            if let start = words.baseAddress { kernel(start) }
        }
        #expect(words.last == .max, "wrote past its words")
        return words.dropLast()
    }

    func expected(_ count: Int, _ holds: (Int) -> Bool) -> [UInt64] {
        var bitmap = Bitmap(count: count)
        for row in 0..<count where holds(row) { bitmap[row] = true }
        return bitmap.words
    }

    @Test("integers", arguments: 0..<8)
    func integers(alignment: Int) {
        var random = SeededGenerator(seed: UInt64(alignment) + 1)
        for count in Self.lengths {
            let all = (0..<alignment + count).map { _ in random.pick(Self.borders) }
            let values = Array(all.dropFirst(alignment))
            let others = (0..<count).map { _ in random.pick(Self.borders) }
            let (lower, upper) = (random.pick(Self.borders), random.pick(Self.borders))
            let ends = (0..<random.below(5)).map { _ in (random.pick(Self.borders), random.pick(Self.borders)) }
            all.withUnsafeBufferPointer { all in
                guard let base = all.baseAddress else { return }
                let start = base + alignment
                #expect(
                    words(count) { filter_int64_range(start, count, lower, upper, $0) }
                        == expected(count) { lower <= values[$0] && values[$0] <= upper }
                )
                #expect(
                    words(count) {
                        filter_int64_ranges(start, count, ends.map(\.0), ends.map(\.1), ends.count, $0)
                    } == expected(count) { row in ends.contains { $0.0 <= values[row] && values[row] <= $0.1 } }
                )
                #expect(
                    words(count) { filter_int64_equal(start, others, count, $0) }
                        == expected(count) { values[$0] == others[$0] }
                )
                #expect(
                    words(count) { filter_int64_less(start, others, count, $0) }
                        == expected(count) { values[$0] < others[$0] }
                )
            }
        }
    }

    @Test("every pair of borders as a range")
    func borderRanges() {
        let values = (0..<70).map { Self.borders[$0 % Self.borders.count] }
        for lower in Self.borders {
            for upper in Self.borders {
                #expect(
                    words(70) { filter_int64_range(values, 70, lower, upper, $0) }
                        == expected(70) { lower <= values[$0] && values[$0] <= upper },
                    "\(lower)...\(upper)"
                )
            }
        }
    }

    @Test("bytes and codes", arguments: 0..<8)
    func codes(alignment: Int) {
        var random = SeededGenerator(seed: UInt64(alignment) + 20)
        let wanted = (0..<alignment).map { _ in UInt16(truncatingIfNeeded: random.below(12)) } + [65_535]
        var table = [UInt64](repeating: 0, count: 1024)
        for code in wanted { table[Int(code >> 6)] |= 1 << UInt64(code & 63) }
        for count in Self.lengths {
            let codes = (0..<alignment + count).map { _ in
                random.oneIn(9) ? UInt16.max : UInt16(truncatingIfNeeded: random.below(12))
            }
            let flags = codes.map { $0 % 3 == 0 ? UInt8(0) : UInt8(truncatingIfNeeded: $0 % 3) }
            codes.withUnsafeBufferPointer { codes in
                guard let base = codes.baseAddress else { return }
                let found = expected(count) { wanted.contains(codes[alignment + $0]) }
                #expect(words(count) { filter_uint16_table(base + alignment, count, table, $0) } == found)
                #expect(words(count) { filter_uint16_any(base + alignment, count, wanted, wanted.count, $0) } == found)
            }
            flags.withUnsafeBufferPointer { flags in
                guard let base = flags.baseAddress else { return }
                #expect(
                    words(count) { filter_uint8_nonzero(base + alignment, count, $0) }
                        == expected(count) { flags[alignment + $0] != 0 }
                )
            }
        }
    }

    /// Texts over few letters, so that finds are frequent, also across the border of two texts.
    @Test("texts", arguments: ["a", "ab", "aba", "abcab", "aa", "Ab", String(repeating: "ab", count: 40)])
    func texts(needle: String) {
        var random = SeededGenerator(seed: UInt64(needle.utf8.count) + 40)
        let wanted = Array(needle.lowercased().utf8)
        let masks = [UInt8](repeating: 0x20, count: wanted.count)
        for count in Self.lengths {
            let texts = (0..<count).map { _ in
                (0..<random.below(random.oneIn(9) ? 200 : 6)).map { _ in random.pick(["a", "b", "A", "B", "c"]) }
                    .joined()
            }
            let values = TextValues(texts)
            let lower = texts.map { Array($0.lowercased().utf8) }
            let length = wanted.count
            #expect(
                words(count) {
                    filter_text_contains(values.offsets, count, values.bytes, wanted, masks, length, $0)
                }
                    == expected(count) { row in
                        lower[row].indices.contains { lower[row][$0...].starts(with: wanted) }
                    }
            )
            #expect(
                words(count) { filter_text_begins(values.offsets, count, values.bytes, wanted, masks, length, $0) }
                    == expected(count) { lower[$0].starts(with: wanted) }
            )
            #expect(
                words(count) { filter_text_ends(values.offsets, count, values.bytes, wanted, masks, length, $0) }
                    == expected(count) { lower[$0].reversed().starts(with: wanted.reversed()) }
            )
            #expect(
                words(count) { filter_text_equal(values.offsets, count, values.bytes, wanted, length, $0) }
                    == expected(count) { texts[$0].utf8.elementsEqual(wanted) }
            )
            #expect(
                words(count) { filter_text_nonempty(values.offsets, count, $0) }
                    == expected(count) { !texts[$0].isEmpty }
            )
        }
    }

    @Test("a needle found at every place of a long run", arguments: [1, 2, 3, 17, 64, 65])
    func everyPlace(length: Int) {
        let wanted = (0..<length).map { UInt8(ascii: "b") + UInt8($0 % 7) }
        let masks = [UInt8](repeating: 0, count: length)
        for place in 0...200 {
            var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 200 + length)
            bytes.replaceSubrange(place..<place + length, with: wanted)
            let whole: [UInt32] = [0, UInt32(bytes.count)]
            #expect(words(1) { filter_text_contains(whole, 1, bytes, wanted, masks, length, $0) } == [1])
            guard length > 1 else { continue }
            // The same bytes in two texts, cut within the find.
            let cut: [UInt32] = [0, UInt32(place + length / 2), UInt32(bytes.count)]
            #expect(words(2) { filter_text_contains(cut, 2, bytes, wanted, masks, length, $0) } == [0])
        }
    }

    @Test("children to parents and back")
    func folding() {
        var random = SeededGenerator(seed: 60)
        for count in Self.lengths {
            var offsets: [Int32] = [0]
            for _ in 0..<count {
                offsets.append(offsets[offsets.count - 1] + Int32(random.pick([0, 0, 1, 2, 3, random.below(200)])))
            }
            let total = Int(offsets[count])
            let children = expected(total) { _ in random.oneIn(4) }
            let bitmap = Bitmap(words: children, count: total)
            let rows = (0..<count).map { Int(offsets[$0])..<Int(offsets[$0 + 1]) }
            #expect(
                words(count) { filter_fold_any(offsets, count, children, $0) }
                    == expected(count) { rows[$0].contains { bitmap[$0] } }
            )
            let parents = Bitmap(words: expected(count) { _ in random.oneIn(2) }, count: count)
            var spread = Bitmap(count: total)
            spread.withWords { filter_spread(offsets, count, parents.words, $0) }
            let owners = rows.indices.filter { parents[$0] }
            #expect(spread.words == expected(total) { child in owners.contains { rows[$0].contains(child) } })
        }
    }
}
