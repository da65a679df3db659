import OrderEngine
import OrderHTTP
import OrderModel
import OrderRemote
import OrderTestSupport
import Synchronization

/// A shop that shows a customer the own orders: a list without items and payments, and a detail of each order.
final class CustomerShop: Sendable {
    /// What the detail of an order answers instead of its document.
    let detail: @Sendable (_ id: Int) -> LocalResponse?
    private let ids: Mutex<[Int]>

    static let listPath = "/api/shop/customers/me/orders"

    init(_ ids: [Int], detail: @escaping @Sendable (_ id: Int) -> LocalResponse? = { _ in nil }) {
        self.ids = Mutex(ids)
        self.detail = detail
    }

    func start() throws -> LocalServer { try LocalServer(answer) }

    func delete(_ id: Int) { ids.withLock { $0.removeAll { $0 == id } } }

    func answer(_ request: LocalRequest) -> LocalResponse {
        if request.path == Self.listPath { return .json(page(for: request)) }
        guard request.path.hasPrefix(Self.listPath + "/"), let id = Int(request.path.dropFirst(Self.listPath.count + 1))
        else { return .html("<h1>Not Found</h1>", status: 404) }
        if let response = detail(id) { return response }
        return ids.withLock { $0.contains(id) } ? .json(Self.detail(id)) : .missing
    }

    private func page(for request: LocalRequest) -> String {
        func number(_ name: String) -> Int? { request.parameter(name).flatMap { Int($0) } }
        let ids = ids.withLock { $0.sorted() }
        var matching = ids.filter { $0 >= number("id_min") ?? .min && $0 <= number("id_max") ?? .max }
        if request.parameter("ordering")?.hasPrefix("-") == true { matching.reverse() }
        let offset = number("offset") ?? 0
        let page = matching.dropFirst(offset).prefix(min(number("limit") ?? 10, 100))
        let next = offset + page.count < matching.count ? #""http://127.0.0.1/next""# : "null"
        let results = page.map(Self.listed).joined(separator: ",")
        return #"{"count":\#(matching.count),"next":\#(next),"previous":null,"results":[\#(results)]}"#
    }

    static func listed(_ id: Int) -> String { "{" + members(id) + "}" }

    /// An order of one item and no payment.
    static func detail(_ id: Int) -> String {
        "{" + members(id) + #","items":[{"id":\#(id * 100),"unit_price":\#(id),"quantity":2}],"payments":[]}"#
    }

    private static func members(_ id: Int) -> String {
        #""id":\#(id),"key":"k\#(id)","status":"new","customer":{"id":1,"username":"u","full_name":"A B"},"#
            + #""total":\#(id * 10),"created_at":"2025-01-01T00:00:00Z","updated_at":"2025-01-01T00:00:00Z""#
    }
}

extension LocalResponse {
    /// What the API says of an order that isn't there.
    static let missing = json(#"{"detail":"No Order matches the given query."}"#, status: 404)
    static let forbidden = json(#"{"detail":"You do not have permission to perform this action."}"#, status: 403)
}

/// A source for a server of which a profile says more than the URL.
func source(_ settings: ServerSettings, maximumAttempts: Int = 2) throws -> RemoteSource {
    let transport = HTTPTransport(policy: RetryPolicy(maximumAttempts: maximumAttempts), pause: { _ in })
    return try RemoteSource(settings, transport: transport)
}

func settings(
    _ url: String,
    token: String? = "geheim",
    scope: ListEndpoint? = nil,
    profile: String? = nil
) -> ServerSettings {
    var settings = ServerSettings(url: url)
    settings.token = token.map(AccessTokenText.init)
    settings.scope = scope
    settings.name = profile
    return settings
}

/// Reads a scan to its end; the orders as they were handed out.
func orders(_ source: RemoteSource, _ request: ScanRequest) async throws -> (
    orders: [Order], statistics: ScanStatistics
) {
    let reader = try source.makeScan(for: request).makeReader()
    var orders: [Order] = []
    while let batch = try await reader.next() {
        orders += try batch.columns.documents.orders(at: Array(0..<batch.columns.count)) + batch.plainOrders
    }
    return (orders, reader.statistics)
}
