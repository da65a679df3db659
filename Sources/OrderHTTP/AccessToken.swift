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
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "•••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
