// One thing that could stand at the cursor, and how those that fit what is typed are found and put in order: what
// begins so first, else what begins so in another case; only when nothing does, what has its letters in order.

/// Something that could stand at the cursor.
struct Suggestion {
    /// What is inserted, with what belongs behind it.
    var text: String
    /// What is compared with what is typed.
    var key: String
    /// What the menu shows; made harmless when the answer is made.
    var label: String
    var detail: String
    /// How likely it is meant: small numbers come first.
    var worth: Int
    /// Whether it is a word of the language, which is understood in any case.
    var ignoresCase: Bool

    init(
        _ text: String,
        key: String? = nil,
        label: String? = nil,
        detail: String = "",
        worth: Int = 0,
        ignoresCase: Bool = false
    ) {
        self.text = text
        self.key = key ?? text
        self.label = label ?? self.key
        self.detail = detail
        self.worth = worth
        self.ignoresCase = ignoresCase
    }

    /// Whether it begins with what is typed.
    func begins(with typed: String, ignoringCase: Bool) -> Bool {
        if key.utf8.starts(with: typed.utf8) { return true }
        return ignoringCase && key.lowercased().utf8.starts(with: typed.lowercased().utf8)
    }

    /// Quantities that go on with what is typed; none that would make the digits that are typed another number.
    static func quantities(_ texts: [String], after typed: String) -> [Suggestion] {
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let fitting = texts.enumerated().filter { _, text in
            guard text.utf8.starts(with: typed.utf8) else { return false }
            guard let last = typed.utf8.last, isDigit(last) else { return true }
            return !(text.utf8.dropFirst(typed.utf8.count).first.map(isDigit) ?? false)
        }
        return fitting.map { Suggestion($1, worth: $0) }
    }

    /// How badly the letters that are typed fit, when they stand in it in their order; nil when they don't.
    ///
    /// A letter at the beginning of a word fits best, one right behind the letter before it well.
    func distance(from typed: [Unicode.Scalar]) -> Int? {
        let unreachable = Int.max / 2
        // For each number of letters: the least distance so far, and with the last of them at the scalar before.
        var best = [0] + Array(repeating: unreachable, count: typed.count)
        var adjacent = Array(repeating: unreachable, count: typed.count + 1)
        var startsWord = true
        for scalar in key.lowercased().unicodeScalars.prefix(Self.longestKey) {
            var next = Array(repeating: unreachable, count: typed.count + 1)
            for count in stride(from: typed.count, through: 1, by: -1) where typed[count - 1] == scalar {
                next[count] = startsWord ? best[count - 1] : min(adjacent[count - 1] + 1, best[count - 1] + 4)
            }
            for count in 1..<max(best.count, 1) { best[count] = min(best[count], next[count]) }
            adjacent = next
            startsWord = !scalar.properties.isAlphabetic
        }
        return best[typed.count] < unreachable ? best[typed.count] : nil
    }

    private static let longestKey = 100
}

/// Finds the suggestions that fit what is typed.
enum SuggestionMatch {
    /// More than anybody pages through.
    static let maximumCount = 500

    /// The suggestions that fit, the best first, and whether they begin with what is typed.
    ///
    /// Names and values are found in any case too, unless one of them begins just so.
    static func fitting(_ typed: String, _ suggestions: [Suggestion]) -> (found: [Suggestion], isByPrefix: Bool) {
        let isExact = suggestions.contains { $0.begins(with: typed, ignoringCase: false) }
        let byPrefix = suggestions.filter { $0.begins(with: typed, ignoringCase: !isExact || $0.ignoresCase) }
        if !byPrefix.isEmpty || typed.isEmpty { return (cut(byPrefix.sorted(by: precedes)), true) }
        let letters = Array(typed.lowercased().unicodeScalars.prefix(64))
        let scored = suggestions.compactMap { suggestion in
            suggestion.distance(from: letters).map { (suggestion: suggestion, distance: $0) }
        }
        let sorted = scored.sorted { left, right in
            left.distance != right.distance
                ? left.distance < right.distance : precedes(left.suggestion, right.suggestion)
        }
        return (cut(sorted.map(\.suggestion)), false)
    }

    private static func precedes(_ left: Suggestion, _ right: Suggestion) -> Bool {
        if left.worth != right.worth { return left.worth < right.worth }
        return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }

    /// Each text once, and not more than can be looked through.
    private static func cut(_ suggestions: [Suggestion]) -> [Suggestion] {
        var seen: Set<[UInt8]> = []
        var result: [Suggestion] = []
        for suggestion in suggestions where result.count < maximumCount {
            if seen.insert(Array(suggestion.text.utf8)).inserted { result.append(suggestion) }
        }
        return result
    }
}
