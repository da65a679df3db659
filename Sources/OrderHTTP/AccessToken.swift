/// A token that opens a server; never part of any text but the `Authorization` header.
///
/// It prints as dots, so that no message, trace or dump can give it away.
package struct AccessToken: Sendable, Hashable {
    private let secret: String

    /// Takes a token; nil when it is empty or holds what no header may hold.
    package init?(_ secret: String) {
        guard !secret.isEmpty, secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self.secret = secret
    }

    /// The value of the `Authorization` header, as Django REST framework reads it.
    var headerValue: String { "Token " + secret }

    /// The same bytes with dots wherever they hold the token: some servers repeat it in what they refuse.
    package func hidden(in bytes: [UInt8]) -> [UInt8] {
        let secret = Array(secret.utf8)
        // So short a token stands in every text, and hiding it would break answers without keeping it secret.
        guard secret.count >= 6 else { return bytes }
        var shown: [UInt8] = []
        var rest = bytes[...]
        while let range = rest.firstRange(of: secret) {
            shown += rest[..<range.lowerBound] + Array("•••".utf8)
            rest = rest[range.upperBound...]
        }
        return shown + rest
    }

    func hidden(in text: String) -> String {
        String(decoding: hidden(in: Array(text.utf8)), as: UTF8.self)
    }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "•••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
