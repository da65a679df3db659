// The tokens are kept as hashes only: a dump of the memory, or a mistake elsewhere, gives none of them away. What is
// compared is the hash of what was sent, with all of them, whatever the first ones were.

import Crypto

/// The tokens that the server knows, kept as their hashes only.
package struct TokenTable: Sendable {
    private var hashes: [TokenHash] = []
    private var callers: [Caller] = []
    /// How long the tokens are, the longest first; of those that came as a hash it is not known.
    private(set) var lengths: [Int] = []
    private(set) var hasUnknownLengths = false

    package init() {}

    package var isEmpty: Bool { callers.isEmpty }

    /// Whether any token opens the lists and orders of staff.
    package var hasStaff: Bool { callers.contains { $0.scope == .admin } }

    /// Takes a token in; false when it is there already.
    package mutating func insert(_ token: String, for caller: Caller) -> Bool {
        insert(TokenHash(of: token.utf8), length: token.utf8.count, for: caller)
    }

    /// Takes a token in by its hash; false when it is there already.
    mutating func insert(_ hash: TokenHash, for caller: Caller) -> Bool {
        insert(hash, length: nil, for: caller)
    }

    private mutating func insert(_ hash: TokenHash, length: Int?, for caller: Caller) -> Bool {
        guard position(of: hash) == nil else { return false }
        hasUnknownLengths = hasUnknownLengths || length == nil
        lengths = Set(lengths + [length ?? Self.usualLength]).sorted(by: >)
        hashes.append(hash)
        callers.append(caller)
        return true
    }

    /// Whose token it is; takes the same time whichever token it is compared with, and wherever they differ.
    package func caller(token: String) -> Caller? {
        position(of: TokenHash(of: token.utf8)).map { callers[$0] }
    }

    /// Whether the bytes are a token.
    func holds(_ token: some Collection<UInt8>) -> Bool {
        token.count <= TokenFile.longestTokenBytes && position(of: TokenHash(of: token)) != nil
    }

    /// How long the tokens of Django REST framework are.
    private static let usualLength = 40

    private func position(of hash: TokenHash) -> Int? {
        // One more than the place of the one that is equal: at most one is.
        var found: UInt64 = 0
        for index in hashes.indices {
            let difference = hash.difference(from: hashes[index])
            let isEqual = ((difference | (0 &- difference)) >> 63) ^ 1
            found |= UInt64(truncatingIfNeeded: index &+ 1) & (0 &- isEqual)
        }
        return found == 0 ? nil : Int(found) - 1
    }
}

/// A token's SHA-256.
struct TokenHash: Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    init(of token: some Sequence<UInt8>) {
        var hash = SHA256()
        hash.update(data: Array(token))
        self.init(bytes: Array(hash.finalize()))
    }

    /// Reads 64 hexadecimal digits; nil when they are none.
    init?(hexadecimal text: some StringProtocol) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map { UInt8($0) } }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self.init(bytes: (0..<32).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] })
    }

    private init(bytes: [UInt8]) {
        func word(_ number: Int) -> UInt64 {
            bytes[8 * number..<8 * number + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        words = (word(0), word(1), word(2), word(3))
    }

    /// Zero for the same hash only; looks at all of both.
    func difference(from other: TokenHash) -> UInt64 {
        (words.0 ^ other.words.0) | (words.1 ^ other.words.1) | (words.2 ^ other.words.2) | (words.3 ^ other.words.3)
    }
}
