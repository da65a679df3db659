// Where the clusters of the edited text begin and end: what a reader takes for one character, a letter with its marks
// or an emoji of several parts.
//
// Swift's own segmentation decides, but only where it has something to decide: most neighbours are letters that never
// join, and a table tells those apart without making a string. A control character or a newline is always alone.

/// The borders between grapheme clusters in the scalars of the edit buffer.
///
/// Positions are offsets into the scalars. A search backwards takes the text as if it ended where the search begins:
/// what stands before the cursor is made of whole clusters, whatever follows.
enum TextClusters {
    /// How many scalars are looked at first for the end of a cluster.
    private static let usualLength = 16

    /// Where the cluster that begins at `start` ends.
    static func end(in scalars: [UInt32], after start: Int) -> Int {
        let next = start + 1
        guard next < scalars.count, !isBorder(between: scalars[start], and: scalars[next]) else {
            return min(next, scalars.count)
        }
        var length = usualLength
        while true {
            var stop = next + 1
            while stop < scalars.count, stop - start < length, !isBorder(between: scalars[stop - 1], and: scalars[stop])
            {
                stop += 1
            }
            let first = String(scalars: scalars[start..<stop]).first?.unicodeScalars.count ?? 1
            if start + first < stop || stop - start < length {
                return start + first
            }
            length *= 4
        }
    }

    /// Where the cluster that ends at `end` begins.
    static func start(in scalars: [UInt32], before end: Int) -> Int {
        var start = max(0, end - 1)
        while start > 0, !isBorder(between: scalars[start - 1], and: scalars[start]) {
            start -= 1
        }
        guard start < end - 1 else {
            return start
        }
        let run = Array(scalars[start..<end])
        var last = 0
        var next = Self.end(in: run, after: 0)
        while next < run.count {
            last = next
            next = Self.end(in: run, after: next)
        }
        return start + last
    }

    /// The cluster around a position inside of it; nil when the position is a border.
    static func cluster(in scalars: [UInt32], around position: Int) -> Range<Int>? {
        guard position > 0, position < scalars.count,
            !isBorder(between: scalars[position - 1], and: scalars[position])
        else {
            return nil
        }
        var start = position - 1
        while start > 0, !isBorder(between: scalars[start - 1], and: scalars[start]) {
            start -= 1
        }
        var end = Self.end(in: scalars, after: start)
        while end < position {
            start = end
            end = Self.end(in: scalars, after: start)
        }
        return end == position ? nil : start..<end
    }

    /// Where `count` clusters after `position` end, or the text.
    static func position(in scalars: [UInt32], _ count: Int, after position: Int) -> Int {
        var result = position
        for _ in 0..<max(0, count) where result < scalars.count {
            result = end(in: scalars, after: result)
        }
        return result
    }

    /// Where `count` clusters before `position` begin, or the text.
    static func position(in scalars: [UInt32], _ count: Int, before position: Int) -> Int {
        var result = position
        for _ in 0..<max(0, count) where result > 0 {
            result = start(in: scalars, before: result)
        }
        return result
    }

    /// Whether two neighbours are certainly in different clusters, whatever stands around them.
    static func isBorder(between left: UInt32, and right: UInt32) -> Bool {
        if left < 0x7F, right < 0x7F || isControl(right) {
            return true
        }
        if isControl(left) || isControl(right) {
            return true
        }
        if right < 0x7F {
            return !isIn(joiningNext, left)
        }
        return isIn(neverJoining, left) && isIn(neverJoining, right)
    }

    private static func isControl(_ scalar: UInt32) -> Bool {
        scalar < 0x20 || (0x7F...0x9F).contains(scalar)
    }

    private static func isIn(_ ranges: [ClosedRange<UInt32>], _ value: UInt32) -> Bool {
        if value < 0x7F, value >= 0x20 {
            return ranges[0].contains(value)
        }
        return Unicode.Scalar(value).map { TextWidth.isIn(ranges, $0) } ?? false
    }

    /// Scalars of which no two neighbours join: letters, signs and emoji, but no marks or parts of syllables or flags.
    ///
    /// Not all there are, only the usual ones.
    static let neverJoining: [ClosedRange<UInt32>] = [
        0x20...0x7E, 0xA0...0xAC, 0xAE...0x2FF, 0x370...0x482, 0x48A...0x587, 0x5D0...0x5EA, 0x620...0x64A,
        0x660...0x66F, 0x671...0x6D5, 0x6EE...0x6FF, 0x1E00...0x1FFF, 0x2010...0x2027, 0x2030...0x205E,
        0x20A0...0x20C0, 0x2100...0x2BFF, 0x2E80...0x2FEF, 0x3000...0x3029, 0x3030...0x3098, 0x309B...0xA4CF,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFB50...0xFDFB, 0xFE70...0xFEFC, 0xFF01...0xFF9D, 0x1F300...0x1F3FA,
        0x1F400...0x1FAFF, 0x20000...0x3FFFD,
    ]

    /// Scalars that join a letter behind them, and some more: signs that stand over or under numbers.
    static let joiningNext: [ClosedRange<UInt32>] = [
        0x600...0x605, 0x6DD...0x6DD, 0x70F...0x70F, 0x890...0x891, 0x8E2...0x8E2, 0xD4E...0xD4E, 0x11000...0x11FFF,
    ]
}
