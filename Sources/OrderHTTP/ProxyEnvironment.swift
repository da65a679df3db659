// Which proxy a request goes through, by the environment variables that curl reads, under curl's rules: a scheme's
// own variable goes before `all_proxy`, small letters before capitals, an empty variable is none, and `no_proxy`
// lists what is reached directly. This machine is not special.

import OrderModel

/// The environment's word on proxies, taken in once and asked for each origin.
package struct ProxyEnvironment: Sendable, Hashable {
    private var proxies: [WebAddress.Scheme: Setting] = [:]
    private var exceptions = ProxyExceptions()

    /// A variable and what it holds, which may be a password and is never shown.
    private struct Setting: Sendable, Hashable {
        let variable: String
        let value: String
    }

    /// No proxy for anything.
    package init() {}

    /// Reads the variables through a function that gives the value of one.
    package init(variable: (String) -> String?) {
        func first(_ names: [String]) -> Setting? {
            for name in names {
                if let value = variable(name), !value.isEmpty { return Setting(variable: name, value: value) }
            }
            return nil
        }
        let general = ["all_proxy", "ALL_PROXY"]
        // The variable in capitals is left out: web servers make it from a header of whoever sends them a request.
        proxies[.http] = first(["http_proxy"] + general)
        proxies[.https] = first(["https_proxy", "HTTPS_PROXY"] + general)
        exceptions = ProxyExceptions(first(["no_proxy", "NO_PROXY"])?.value ?? "")
    }

    /// The way to a server.
    package func route(to address: WebAddress) throws(HTTPFailure) -> ProxyRoute {
        guard let setting = proxies[address.scheme], !exceptions.contains(address) else { return .direct }
        do throws(ProxyServer.Problem) {
            let proxy = try ProxyServer(setting.value)
            return proxy.kind == .socks || address.scheme == .https ? .tunnel(proxy) : .forwarding(proxy)
        } catch {
            throw .unusableProxy(variable: setting.variable, reason: error.rawValue)
        }
    }
}

extension ProxyEnvironment: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { proxies.isEmpty ? "no proxy" : "proxies of the environment" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// How a server is reached.
package enum ProxyRoute: Sendable, Hashable {
    case direct
    /// The proxy only passes encrypted bytes on; it sees the server's name and nothing of the request.
    case tunnel(ProxyServer)
    /// The proxy asks for us, as usual for plain http; it reads all that any machine on the way could read.
    case forwarding(ProxyServer)

    package var proxy: ProxyServer? {
        switch self {
        case .direct: nil
        case .tunnel(let proxy), .forwarding(let proxy): proxy
        }
    }
}

/// A proxy, and what it wants to know of us.
package struct ProxyServer: Sendable, Hashable {
    /// The language that it is spoken to in, without encryption.
    package enum Kind: Sendable, Hashable {
        case http
        /// SOCKS 5, which looks the server's name up itself.
        case socks
    }

    package let kind: Kind
    /// An IPv6 address stands in brackets.
    package let host: String
    package let port: Int
    private let credentials: Credentials?

    private struct Credentials: Sendable, Hashable {
        let user: String
        let password: String
    }

    /// Why a proxy's address is of no use; never with the address itself.
    enum Problem: String, Error {
        case unknownKind = "only proxies with an http:// or socks5h:// address can be used"
        case socksCredentials = "a user's name for a socks5h:// proxy is not supported"
        case malformed = "it is no address such as http://proxy.example:3128"
    }

    /// Reads `host:port`, with or without a scheme and `user:password@`.
    init(_ text: String) throws(Problem) {
        var rest = text[...]
        var kind = Kind.http
        if let separator = text.firstRange(of: "://") {
            switch text[..<separator.lowerBound].lowercased() {
            case "http": kind = .http
            case "socks5", "socks5h": kind = .socks
            default: throw .unknownKind
            }
            rest = text[separator.upperBound...]
        }
        self.kind = kind
        rest = rest.prefix { !"/?#".contains($0) }
        if let at = rest.lastIndex(of: "@") {
            credentials = try Self.credentials(rest[..<at])
            rest = rest[rest.index(after: at)...]
        } else {
            credentials = nil
        }
        guard kind == .http || credentials == nil else { throw .socksCredentials }
        guard let address = try? WebAddress("http://" + rest) else { throw .malformed }
        host = address.host
        // Port 80 is the scheme's own and so not kept; a proxy without any port listens at 1080, as with curl.
        port = address.port ?? (rest.hasSuffix(":80") ? 80 : 1080)
    }

    private static func credentials(_ text: Substring) throws(Problem) -> Credentials {
        let user = text.prefix { $0 != ":" }
        guard let userText = decoded(user), let password = decoded(text[user.endIndex...].dropFirst()) else {
            throw .malformed
        }
        return Credentials(user: userText, password: password)
    }

    /// Undoes percent-encoding; a plus is a plus here.
    private static func decoded(_ text: Substring) -> String? {
        PercentCoding.decode(text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "%2B").utf8)
    }

    /// How messages name it.
    package var place: String { "\(host):\(port)" }

    /// The user's name and password as they are sent, before their encoding; for the proxy's own header only.
    var secret: (user: String, password: String)? { credentials.map { ($0.user, $0.password) } }
}

extension ProxyServer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { place }
    package var debugDescription: String { place }
    package var customMirror: Mirror { Mirror(self, children: ["place": place]) }
}
