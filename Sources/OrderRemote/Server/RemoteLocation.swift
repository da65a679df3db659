package import OrderAPI
package import OrderHTTP
package import OrderModel

/// Where a server's API begins: what the user gave, without the part that belongs to the endpoints.
package struct RemoteLocation: Sendable, Hashable {
    /// Whose list the address itself names: that of a customer; nil for any other address.
    package let impliedScope: ListEndpoint?
    /// The root; its path has no slash at its end, and is empty for most servers.
    private let root: WebAddress

    /// Reads a base URL: `http://127.0.0.1:8123`, with or without an endpoint's path, or below a folder of the server.
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
        var segments = address.path.split(separator: "/").map(String.init)
        let endpoint = Self.endpointPaths.first { segments.suffix($0.count).elementsEqual($0) }
        segments.removeLast(endpoint?.count ?? 0)
        impliedScope = endpoint == Self.customerPath ? .customer : nil
        address.path = segments.map { "/" + $0 }.joined()
        root = address
    }

    private static let customerPath = ["api", "shop", "customers", "me", "orders"]
    private static let endpointPaths = [customerPath, ["api", "orders"], ["api", "i1", "orders"]]

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
