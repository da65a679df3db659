package import OrderModel

/// The five endpoints of the order API; all of them only answer, none changes anything.
package enum APIEndpoint: Sendable, Hashable {
    /// All orders, for staff.
    case adminList
    /// The caller's own orders.
    case customerList
    /// One of the caller's own orders.
    case customerDetail(id: Int)
    /// One order by its public key; needs no token.
    case tracking(key: String)
    /// One order of the other platform.
    case platformOrder(number: String)

    package init(_ list: ListEndpoint) {
        self =
            switch list {
            case .admin: .adminList
            case .customer: .customerList
            }
    }

    /// The path below the server's root, percent-encoded.
    ///
    /// The admin list has its trailing slash, without which servers redirect; the others are as documented.
    package var path: String {
        switch self {
        case .adminList: "/api/orders/"
        case .customerList: Self.customerPath
        case .customerDetail(let id): "\(Self.customerPath)/\(id)"
        case .tracking(let key): "\(Self.customerPath)/\(PercentCoding.encodePathSegment(key))/tracking"
        case .platformOrder(let number): "/api/i1/orders/\(PercentCoding.encodePathSegment(number))"
        }
    }

    /// Whether the endpoint is public, so that no token need be sent.
    package var isPublic: Bool {
        if case .tracking = self { return true }
        return false
    }

    private static let customerPath = "/api/shop/customers/me/orders"
}
