package import OrderAPI
package import OrderHTTP
import OrderModel

/// Where a server's API begins: what the user gave, without the part that belongs to the endpoints.
package struct RemoteLocation: Sendable, Hashable {
    /// The root; its path has no slash at its end, and is empty for most servers.
    private let root: WebAddress

    /// Reads a base URL: `http://127.0.0.1:8123`, with or without `/api/orders/`, or below a folder of the server.
    package init(_ text: String) throws(RemoteError) {
        var address: WebAddress
        do throws(WebAddressError) {
            address = try WebAddress(text)
        } catch {
            throw .invalidAddress(Self.reason(for: error))
        }
        guard address.query == nil else {
            throw .invalidAddress("the server's address has a query; filters belong in the query language")
        }
        var segments = address.path.split(separator: "/")
        if segments.suffix(2) == ["api", "orders"] { segments.removeLast(2) }
        address.path = segments.map { "/" + $0 }.joined()
        root = address
    }

    private static func reason(for error: WebAddressError) -> String {
        switch error {
        case .malformed: "the server's address is no valid URL"
        case .noScheme: "the server's address does not begin with http:// or https://"
        case .unsupportedScheme: "only http:// and https:// addresses are servers"
        case .hasCredentials: "the server's address holds a user name or password"
        }
    }

    /// The name of the server in messages.
    package var name: String { root.place }

    /// Whether others can read along: plain http to a machine that isn't this one.
    package var isExposed: Bool { root.scheme == .http && !root.isLoopback }

    package func address(of endpoint: APIEndpoint, query: String? = nil) -> WebAddress {
        var address = root
        address.path += endpoint.path
        address.query = query
        return address
    }
}
