// An http or https URL in its parts: enough to build requests, to judge redirects, and to name a server in
// messages without secrets. Written here because the essential part of Foundation gives no guarantee about
// trailing slashes in relative references, on which this API depends.

/// An absolute http or https URL.
package struct WebAddress: Sendable, Hashable {
    package enum Scheme: String, Sendable, Hashable {
        case http
        case https

        var defaultPort: Int { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// In lower case; an IPv6 address stands in brackets.
    package let host: String
    /// The port if it isn't the scheme's own.
    package let port: Int?
    /// Begins with a slash, percent-encoded.
    package var path: String
    /// What follows the `?`, percent-encoded; nil when there is none.
    package var query: String?

    /// Reads a URL as a user or a server writes it.
    package init(_ text: String) throws(WebAddressError) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .malformed }
        guard let separator = text.firstRange(of: "://") else { throw .noScheme }
        guard let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased()) else {
            throw .unsupportedScheme
        }
        let rest = text[separator.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw .hasCredentials }
        let (host, port) = try Self.hostAndPort(authority)
        let pathAndQuery = rest[authority.endIndex...]
        let path = pathAndQuery.prefix { $0 != "?" }
        self.scheme = scheme
        self.host = host
        self.port = port == scheme.defaultPort ? nil : port
        self.path = path.isEmpty ? "/" : String(path)
        query = path.endIndex < pathAndQuery.endIndex ? String(pathAndQuery[path.endIndex...].dropFirst()) : nil
    }

    private static func hostAndPort(_ authority: Substring) throws(WebAddressError) -> (String, Int?) {
        let hostEnd =
            authority.hasPrefix("[")
            ? authority.firstIndex(of: "]").map { authority.index(after: $0) }
            : authority.firstIndex(of: ":") ?? authority.endIndex
        guard let hostEnd else { throw .malformed }
        let host = authority[..<hostEnd].lowercased()
        let isBracketed = host.hasPrefix("[")
        let isSound = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
                true
            case UInt8(ascii: "-"), UInt8(ascii: "_"): !isBracketed
            case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"): isBracketed
            default: false
            }
        }
        guard !host.isEmpty, host != "[]", isSound else { throw .malformed }
        let portText = authority[hostEnd...]
        guard !portText.isEmpty, portText != ":" else { return (host, nil) }
        guard portText.hasPrefix(":"), portText.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(portText.dropFirst()), (1...65_535).contains(port)
        else { throw .malformed }
        return (host, port)
    }

    /// The address that a `Location` header points to; nil when it is no http or https URL.
    package func resolved(_ location: String) -> WebAddress? {
        if location.contains("://"), let absolute = try? WebAddress(location) { return absolute }
        if location.hasPrefix("//") { return try? WebAddress(scheme.rawValue + ":" + location) }
        if location.hasPrefix("/") { return try? WebAddress(origin + location) }
        if location.hasPrefix("?") { return try? WebAddress(origin + path + location) }
        guard !location.isEmpty, !location.contains(":") else { return nil }
        let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
        return try? WebAddress(origin + folder + location)
    }

    /// Scheme, host and port: what a token may be sent to.
    package var origin: String { "\(scheme.rawValue)://\(authority)" }

    /// Host and port, as the `Host` header has them.
    var authority: String { host + (port.map { ":\($0)" } ?? "") }

    package func hasSameOrigin(as other: WebAddress) -> Bool {
        origin == other.origin
    }

    /// Whether the host is this machine, so that nobody else can listen.
    package var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" || isLoopbackIPv4
    }

    private var isLoopbackIPv4: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts.first == 127 && !parts.contains(nil)
    }

    /// The address without its query: how messages name it.
    package var place: String { origin + path }
}

extension WebAddress: CustomStringConvertible {
    package var description: String { place + (query.map { "?" + $0 } ?? "") }
}

/// Why a text is no address.
package enum WebAddressError: Error, Sendable, Hashable {
    case malformed
    case noScheme
    case unsupportedScheme
    /// It holds a user name or password, which would end up in histories and logs.
    case hasCredentials
}
