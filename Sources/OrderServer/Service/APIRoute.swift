/// What a path of the server stands for.
enum APIRoute: Sendable, Hashable {
    case adminList
    case customerList
    /// One of the caller's orders; the id is any text.
    case customerOrder(id: String)
    case tracking(key: String)
    case platformOrder(number: String)

    /// The route of a decoded path; nil for none.
    init?(_ path: [UInt8], trailingSlash: ServerSettings.TrailingSlash) {
        if path.elementsEqual(Self.adminPath.utf8) {
            self = .adminList
        } else if let names = Self.names(in: path, below: Self.customerPath, trailingSlash) {
            switch (names.count, names.last) {
            case (0, _): self = .customerList
            case (1, _): self = .customerOrder(id: names[0])
            case (2, "tracking"?): self = .tracking(key: names[0])
            default: return nil
            }
        } else if let names = Self.names(in: path, below: Self.platformPath, trailingSlash), names.count == 1 {
            self = .platformOrder(number: names[0])
        } else {
            return nil
        }
    }

    static let adminPath = "/api/orders/"
    static let customerPath = "/api/shop/customers/me/orders"
    static let platformPath = "/api/i1/orders"

    /// The names behind a path's beginning, none of them empty or with a dot in it; nil where the path is another one.
    private static func names(
        in path: [UInt8],
        below beginning: String,
        _ trailingSlash: ServerSettings.TrailingSlash
    ) -> [String]? {
        guard path.starts(with: beginning.utf8) else { return nil }
        var rest = path.dropFirst(beginning.utf8.count)
        if rest.last == UInt8(ascii: "/") {
            rest.removeLast()
        } else if trailingSlash == .redirect {
            return nil
        }
        guard !rest.isEmpty else { return [] }
        guard rest.first == UInt8(ascii: "/") else { return nil }
        let names = rest.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard names.allSatisfy({ !$0.isEmpty && !$0.contains(UInt8(ascii: ".")) }) else { return nil }
        return names.map { String(decoding: $0, as: UTF8.self) }
    }

    /// What the answer to `OPTIONS` calls it.
    var name: String {
        switch self {
        case .adminList: "Admin Orders"
        case .customerList: "Shop Orders"
        case .customerOrder: "Shop Order"
        case .tracking: "Tracking"
        case .platformOrder: "Akinon"
        }
    }

    /// Whether nobody need say who they are.
    var isPublic: Bool {
        if case .tracking = self { return true }
        return false
    }

    /// Whether a caller may come here at all.
    func admits(_ scope: Caller.Scope) -> Bool {
        switch (self, scope) {
        case (.adminList, .admin), (.platformOrder, .admin), (.tracking, _): true
        case (.customerList, .customer), (.customerOrder, .customer): true
        default: false
        }
    }
}
