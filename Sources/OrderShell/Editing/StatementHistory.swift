#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The statements that can be recalled, the oldest first: what Up, the search and the ghost look in.
///
/// Kept as UTF-8, since each key may look through all of them.
struct StatementHistory {
    /// Where a text was found.
    struct Match: Equatable {
        /// Which statement.
        var index: Int
        /// Where in it, by Unicode scalars.
        var range: Range<Int>
    }

    private let limit: Int
    private var statements: [[UInt8]] = []
    /// The same in lower case, made when it is first needed.
    private var lowered: [[UInt8]?] = []
    /// What `newest(beginningWith:)` found last: more often than not it is found again.
    private var lastBeginning: Int?

    /// What is never a ghost: it failed, or was dropped.
    private var withheld: Set<[UInt8]> = []
    /// Which statements could run when they were looked at, until there is another one.
    private var verdicts: [[UInt8]: Bool] = [:]
    /// How many statements may be looked at for one key.
    static let verdictLimit = 4

    init(_ texts: [String] = [], limit: Int) {
        self.limit = limit
        for text in texts.suffix(limit) { append(text) }
    }

    var count: Int { statements.count }

    subscript(_ index: Int) -> String { String(decoding: statements[index], as: UTF8.self) }

    /// Adds a statement, unless it repeats the newest.
    @discardableResult
    mutating func append(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        verdicts = [:]
        guard statements.last != bytes else { return false }
        statements.append(bytes)
        lowered.append(nil)
        lastBeginning = nil
        if statements.count > limit {
            statements.removeFirst(statements.count - limit)
            lowered.removeFirst(lowered.count - limit)
        }
        return true
    }

    /// Whether a text is one of them.
    func holds(_ text: String) -> Bool { statements.contains(Array(text.utf8)) }

    /// Forgets all statements, but not which ones are no ghosts.
    mutating func removeAll() {
        statements = []
        lowered = []
        lastBeginning = nil
    }

    /// Makes a statement no ghost from now on.
    mutating func withhold(_ text: String) {
        withheld.insert(Array(text.utf8))
        lastBeginning = nil
    }

    /// Makes it one again.
    mutating func offer(_ text: String) {
        withheld.remove(Array(text.utf8))
        lastBeginning = nil
    }

    /// The newest statement that begins with all of `text` and goes on, is not withheld, and can run.
    ///
    /// So many statements at most are asked about for one call; after that there is none until the next.
    mutating func newest(beginningWith text: String, where canRun: ((String) -> Bool)? = nil) -> String? {
        let beginning = Array(text.utf8)
        var askedCount = 0
        func fits(_ index: Int) -> Bool {
            let statement = statements[index]
            guard statement.count > beginning.count, statement.starts(with: beginning), !withheld.contains(statement)
            else { return false }
            guard let canRun else { return true }
            if let known = verdicts[statement] { return known }
            guard askedCount < Self.verdictLimit else { return false }
            askedCount += 1
            let verdict = canRun(self[index])
            verdicts[statement] = verdict
            return verdict
        }
        // Nothing newer began with less than this; so nothing newer begins with it.
        if let last = lastBeginning, lastBeginningText.count <= beginning.count,
            beginning.starts(with: lastBeginningText), fits(last)
        {
            lastBeginningText = beginning
            return self[last]
        }
        let found = statements.indices.last { fits($0) }
        // A newer one that was not asked about may be the one next time.
        lastBeginning = askedCount < Self.verdictLimit ? found : nil
        lastBeginningText = beginning
        return found.map { self[$0] }
    }

    private var lastBeginningText: [UInt8] = []

    /// Where `pattern` is found next, from the statement `start` on to older or newer ones; the last place in it.
    ///
    /// A pattern without capitals finds them too. Statements that read as `skipped` are passed over.
    mutating func find(_ pattern: String, from start: Int, older: Bool, skipping skipped: String? = nil) -> Match? {
        let isExact = pattern.unicodeScalars.contains { $0.properties.changesWhenLowercased }
        let needle = Array(pattern.utf8)
        let skipped = skipped.map { Array($0.utf8) }
        guard !needle.isEmpty else { return nil }
        var index = start
        while statements.indices.contains(index) {
            defer { index += older ? -1 : 1 }
            guard statements[index] != skipped else { continue }
            let haystack = isExact ? statements[index] : loweredStatement(index)
            if let offset = Self.lastOffset(of: needle, in: haystack) {
                let range = scalarRange(of: offset..<offset + needle.count, in: index, isLowered: !isExact)
                return Match(index: index, range: range)
            }
        }
        return nil
    }

    private mutating func loweredStatement(_ index: Int) -> [UInt8] {
        if let known = lowered[index] { return known }
        let bytes = Self.lowered(statements[index])
        lowered[index] = bytes
        return bytes
    }

    private static func lowered(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            return bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            append(scalar, isLowered: true, to: &result)
        }
        return result
    }

    private static func append(_ scalar: Unicode.Scalar, isLowered: Bool, to bytes: inout [UInt8]) {
        if isLowered, scalar.properties.changesWhenLowercased {
            bytes += scalar.properties.lowercaseMapping.utf8
        } else {
            bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        }
    }

    /// The scalars that some bytes of a statement, as it is or in lower case, belong to.
    private func scalarRange(of range: Range<Int>, in index: Int, isLowered: Bool) -> Range<Int> {
        var bytes: [UInt8] = []
        var lower = 0
        var upper = 0
        for scalar in self[index].unicodeScalars {
            Self.append(scalar, isLowered: isLowered, to: &bytes)
            if bytes.count <= range.lowerBound { lower += 1 }
            upper += 1
            if bytes.count >= range.upperBound { break }
        }
        return lower..<upper
    }

    private static func lastOffset(of needle: [UInt8], in haystack: [UInt8]) -> Int? {
        guard needle.count <= haystack.count else { return nil }
        return haystack.withUnsafeBytes { haystack in
            needle.withUnsafeBytes { needle in
                guard let start = haystack.baseAddress, let wanted = needle.baseAddress else { return nil }
                var offset = haystack.count - needle.count
                while offset >= 0 {
                    if haystack[offset] == needle[0], memcmp(start + offset, wanted, needle.count) == 0 {
                        return offset
                    }
                    offset -= 1
                }
                return nil
            }
        }
    }
}
