// A file of tokens, a line each: a name for the log, the token or its hash, and what it opens.
//
//     # who         token                       opens
//     back-office   sha256:5e884898da28047151…  admin
//     mina          3f1c0e9a6b7d4c8e9f00        customer 17
//
// No message repeats a word of the file: a line whose words are in a wrong order has the token anywhere.

package import OrderModel

/// Reads a file of tokens.
package enum TokenFile {
    static let longestTokenBytes = 256
    private static let shortestTokenBytes = 8
    /// No file of tokens is longer; what is longer is the wrong file.
    package static let longestBytes = 16 << 20

    /// The tokens that a file holds; the name is for messages.
    package static func read(_ bytes: [UInt8], name: String) throws(TokenFileError) -> TokenTable {
        var table = TokenTable()
        var seenLines = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            seenLines += 1
            let words = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
            do throws(TokenFileError.Problem) {
                try insert(words.map { String(decoding: $0, as: UTF8.self) }, into: &table)
            } catch {
                throw TokenFileError(error, place: "\(name):\(seenLines)")
            }
        }
        guard !table.isEmpty else { throw TokenFileError(.noTokens, place: name) }
        return table
    }

    /// The characters of tokens: those that stand in URLs as they are, so that every log can hide them.
    static func isTokenByte(_ byte: UInt8) -> Bool { PercentCoding.isUnreserved(byte) }

    private static func insert(
        _ words: [String],
        into table: inout TokenTable
    ) throws(TokenFileError.Problem) {
        guard (3...4).contains(words.count) else { throw .words }
        let caller = Caller(name: words[0], scope: try scope(words.dropFirst(2)))
        guard words[0].utf8.count <= 100, words[0].utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .name
        }
        let isNew: Bool
        if let digits = words[1].hashDigits {
            guard let hash = TokenHash(hexadecimal: digits) else { throw .hash }
            isNew = table.insert(hash, for: caller)
        } else {
            guard isToken(words[1]) else { throw .token }
            isNew = table.insert(words[1], for: caller)
        }
        guard isNew else { throw .duplicate }
    }

    private static func isToken(_ text: String) -> Bool {
        (shortestTokenBytes...longestTokenBytes).contains(text.utf8.count) && text.utf8.allSatisfy(isTokenByte)
    }

    private static func scope(_ words: ArraySlice<String>) throws(TokenFileError.Problem) -> Caller.Scope {
        switch (words.first, words.count) {
        case ("admin"?, 1): return .admin
        case ("customer"?, 2):
            guard let number = words.last.flatMap({ Int($0) }) else { throw .customer }
            return .customer(number)
        default: throw .scope
        }
    }
}

extension String {
    /// What follows `sha256:`; nil when that isn't how it begins.
    fileprivate var hashDigits: Substring? {
        let prefix = "sha256:"
        guard utf8.starts(with: prefix.utf8) else { return nil }
        return self[utf8.index(startIndex, offsetBy: prefix.utf8.count)...]
    }
}

/// What is wrong with a file of tokens.
package struct TokenFileError: Failure {
    enum Problem: Error, Hashable {
        case words, name, token, hash, scope, customer, duplicate, noTokens
    }

    let problem: Problem
    /// The file, and the line where it is one.
    let place: String

    init(_ problem: Problem, place: String) {
        self.problem = problem
        self.place = place
    }

    package var category: FailureCategory { .usage }

    package var message: String {
        switch problem {
        case .words: "\(place): this is no line of a name, a token and what it opens"
        case .name: "\(place): the name is longer than 100 characters, or not plain ASCII"
        case .token: "\(place): the second word is no token"
        case .hash: "\(place): behind 'sha256:' stands no SHA-256"
        case .scope: "\(place): what the token opens is neither 'admin' nor 'customer' and an id"
        case .customer: "\(place): the customer's id is no whole number"
        case .duplicate: "\(place): this token stands on a line above"
        case .noTokens: "\(place): there is no token in it"
        }
    }

    package var mend: String? {
        switch problem {
        case .words, .scope, .customer, .noTokens:
            "a line is such as 'office TOKEN admin' or 'mina TOKEN customer 17'; remarks begin with #"
        case .name: "the name is for the log, such as back-office"
        case .token: "a token has 8 to 256 letters, digits, '-', '.', '_' and '~'; or write sha256: and its hash"
        case .hash: "64 hexadecimal digits, from: printf %s TOKEN | sha256sum"
        case .duplicate: "leave one of the lines out"
        }
    }
}
