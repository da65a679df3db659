/// A set of order ids that stays small for the ids of a shop: one bit for each where they are dense.
///
/// Ids with the same upper bits share a block, which is a sorted list while it is short and a bitmap from then
/// on; both are quick to append to when ids ascend, as they mostly do.
struct IdentifierSet {
    private var blocks: [Int: Block] = [:]

    private enum Block {
        case list([UInt16])
        case bitmap([UInt64])
    }

    private static let longestList = 4096

    /// Puts an id in; false when it was there.
    mutating func insert(_ identifier: Int) -> Bool {
        let low = UInt16(truncatingIfNeeded: identifier)
        return Self.insert(low, into: &blocks[identifier >> 16, default: .list([])])
    }

    /// Puts ids in, up to the first that was there already; gives its index.
    ///
    /// Quick for ids near each other, as those of neighbouring orders are: a block is fetched once for all of them.
    mutating func firstDuplicate(inserting identifiers: [Int]) -> Int? {
        var index = 0
        while index < identifiers.count {
            let key = identifiers[index] >> 16
            var block = blocks.removeValue(forKey: key) ?? .list([])
            defer { blocks[key] = block }
            while index < identifiers.count, identifiers[index] >> 16 == key {
                guard Self.insert(UInt16(truncatingIfNeeded: identifiers[index]), into: &block) else { return index }
                index += 1
            }
        }
        return nil
    }

    private static func insert(_ low: UInt16, into block: inout Block) -> Bool {
        switch block {
        case .bitmap(var words):
            // Emptied for the time being, so that changing the words copies nothing.
            block = .list([])
            defer { block = .bitmap(words) }
            return set(low, in: &words)
        case .list(var lows):
            block = .list([])
            defer {
                block = lows.count > longestList ? .bitmap(bitmap(of: lows)) : .list(lows)
            }
            guard let last = lows.last, last >= low else {
                lows.append(low)
                return true
            }
            let index = lows.partitioningIndex { $0 >= low }
            guard lows[index] != low else { return false }
            lows.insert(low, at: index)
            return true
        }
    }

    private static func set(_ low: UInt16, in words: inout [UInt64]) -> Bool {
        let bit = UInt64(1) << UInt64(low & 63)
        let word = Int(low >> 6)
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        return true
    }

    private static func bitmap(of lows: [UInt16]) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: 1024)
        for low in lows { _ = set(low, in: &words) }
        return words
    }
}

extension Array {
    /// The first index whose element belongs to the second part of an array that is ordered that way.
    fileprivate func partitioningIndex(where belongsToSecondPart: (Element) -> Bool) -> Int {
        var lower = startIndex
        var upper = endIndex
        while lower < upper {
            let middle = (lower + upper) / 2
            if belongsToSecondPart(self[middle]) {
                upper = middle
            } else {
                lower = middle + 1
            }
        }
        return lower
    }
}
