package import OrderModel

/// What a user says of a server, in a profile or by a bare URL.
package struct ServerSettings: Sendable, Hashable {
    package var url: String
    /// The profile's name; nil for a bare URL.
    package var name: String?
    /// Whose list to read; nil for the staff's, or the customer's where the server allows only that.
    package var scope: ListEndpoint?
    /// The token itself; nil for none.
    package var token: AccessTokenText?
    package var habits = ServerHabits()

    package init(url: String) {
        self.url = url
    }
}

/// A token as it was given; prints as dots.
package struct AccessTokenText: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    let secret: String

    package init(_ secret: String) {
        self.secret = secret
    }

    package var description: String { "•••" }
    package var debugDescription: String { description }
}

extension AccessTokenText: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: []) }
}
