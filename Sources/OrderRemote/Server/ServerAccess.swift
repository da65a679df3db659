package import OrderModel

/// How a request knocked at a server's door: what it takes to say how a refusal is mended.
package struct ServerAccess: Sendable, Hashable {
    /// What was asked for.
    package enum Subject: Sendable, Hashable {
        case list(ListEndpoint)
        case tracking
        case otherPlatform
    }

    package let subject: Subject
    package let hasToken: Bool
    /// The profile that the server is known by; nil for a bare URL, whose token is in the environment.
    package let profile: String?
    /// Whether the user said whose orders to read.
    package let isScopeStated: Bool

    package init(_ subject: Subject, hasToken: Bool, profile: String? = nil, isScopeStated: Bool = false) {
        self.subject = subject
        self.hasToken = hasToken
        self.profile = profile.map { ServerText.line($0, maximumLength: 60) }
        self.isScopeStated = isScopeStated
    }

    /// What mends a 401: the token itself is missing or wrong.
    var mendOfUnauthorized: String {
        if subject == .tracking { return "this server does not let orders be tracked without a token" }
        guard hasToken else {
            return profile.map { "give profile '\($0)' the token of \(owner)" }
                ?? "set ORDERSH_TOKEN to the token of \(owner)"
        }
        return "check \(tokenPlace)"
    }

    /// What mends a 403: the token is good, and its owner may not see this.
    var mendOfForbidden: String {
        switch subject {
        case .tracking: return "this server does not let orders be tracked without a token"
        case .otherPlatform: return "\(tokenPlace) must be one that may read the other platform's orders"
        case .list(.admin):
            if !isScopeStated { return "\(tokenPlace) must be a staff account's or a customer's" }
            return "use a staff account's token, or read a customer's own orders with \(scopeOption(.customer))"
        case .list(.customer):
            if !isScopeStated { return "\(tokenPlace) must be a customer's" }
            return "use a customer's token, or read all orders as staff with \(scopeOption(.admin))"
        }
    }

    private var owner: String {
        switch subject {
        case .list(.admin): isScopeStated ? "a staff account" : "a staff account or a customer"
        case .list(.customer): "a customer"
        case .tracking, .otherPlatform: "an account that may read the order"
        }
    }

    private var tokenPlace: String { profile.map { "the token of profile '\($0)'" } ?? "the token in ORDERSH_TOKEN" }

    private func scopeOption(_ scope: ListEndpoint) -> String {
        "--scope \(scope.rawValue)" + (profile.map { ", or with that scope in profile '\($0)'" } ?? "")
    }
}
