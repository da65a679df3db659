// The project's own server of the order API, for tests: all five endpoints over a set of orders, on a real socket.
// It filters with the plain evaluator, has the habits and faults of the reference server and a few more, and keeps a
// log of what it was asked.

package import OrderModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A shop's server on a free port of 127.0.0.1; stops when it is released.
package final class ShopServer: Sendable {
    /// The orders that it was started with, ascending by id.
    package let orders: [JSONObject]
    package let settings: ShopSettings
    private let server: LocalServer
    private let shop: Shop

    package init(_ orders: [JSONObject], _ settings: ShopSettings = ShopSettings()) throws {
        self.orders = orders.sorted { $0.wholeIdentifier ?? 0 < $1.wholeIdentifier ?? 0 }
        self.settings = settings
        let shop = Shop(orders, settings)
        self.shop = shop
        server = try LocalServer { shop.answer($0) }
    }

    package var url: String { server.url }
    /// What the server was asked so far.
    package var log: [ShopRequest] { shop.state.withLock { $0.log } }
    /// The orders that appeared while somebody was paging.
    package var inserted: [JSONObject] { shop.state.withLock { $0.stock.inserted } }
    /// The ids of the orders that are gone.
    package var deletedIDs: [Int] { shop.state.withLock { $0.stock.deletedIDs } }

    /// Takes an order out of the shop.
    package func delete(_ id: Int) { shop.state.withLock { $0.stock.delete(id) } }

    /// Adds an order to the shop, or changes the one that has its id.
    package func put(_ document: JSONObject) { shop.state.withLock { $0.stock.put(document) } }

    /// Ends all connections and accepts no more.
    package func stop() { server.stop() }
}

/// A request that a shop was sent.
package struct ShopRequest: Sendable {
    package let path: String
    package let query: String
    package let hasAuthorization: Bool
    /// Whether the header holds the shop's own token of staff.
    package let hasStaffToken: Bool
    package let status: Int
}

/// What answers the requests.
private final class Shop: Sendable {
    struct State {
        var stock: ShopStock
        var log: [ShopRequest] = []
        /// How many requests of the API there were.
        var number = 0
        var lastPage: LocalResponse?
    }

    let settings: ShopSettings
    let state: Mutex<State>

    init(_ orders: [JSONObject], _ settings: ShopSettings) {
        self.settings = settings
        state = Mutex(State(stock: ShopStock(orders, settings)))
    }

    func answer(_ request: LocalRequest) -> LocalResponse {
        if request.path == "/__oracle__/state" { return counted(request) }
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let faults = settings.faults
        // A slow answer is what this fault is; each connection has a thread of its own to wait in.
        if faults.latencyMilliseconds > 0 { usleep(UInt32(faults.latencyMilliseconds) * 1000) }
        var response = faulty(request, number) ?? proper(request)
        if faults.compresses, request.header("Accept-Encoding")?.contains("gzip") == true, !response.body.isEmpty {
            response.body = StoredGzip.compress(response.body)
            response.headers.append(("Content-Encoding", "gzip"))
        }
        if Self.isHit(faults.cutsEvery, number), !response.body.isEmpty { response = response.cutInHalf() }
        let authorization = request.header("Authorization")
        let entry = ShopRequest(
            path: request.path,
            query: request.query,
            hasAuthorization: authorization != nil,
            hasStaffToken: authorization == "Token \(settings.staffToken)",
            status: response.status
        )
        state.withLock { $0.log.append(entry) }
        return response
    }

    private static func isHit(_ every: Int, _ number: Int) -> Bool { every > 0 && number.isMultiple(of: every) }

    /// The number of requests, in the form in which the reference server tells it.
    private func counted(_ request: LocalRequest) -> LocalResponse {
        let count = state.withLock { state in
            defer { if request.query.contains("reset") { state.number = 0 } }
            return state.number
        }
        return .json(#"{"api_requests": \#(count)}"#)
    }

    private func faulty(_ request: LocalRequest, _ number: Int) -> LocalResponse? {
        let faults = settings.faults
        if Self.isHit(faults.dropsEvery, number) { return .hangUp }
        if Self.isHit(faults.failsEvery, number) {
            let statuses = faults.failStatuses
            return failure(statuses[(number / faults.failsEvery - 1) % statuses.count], request)
        }
        switch faults.redirect {
        case .samePlace? where !request.path.hasPrefix("/moved"):
            return .redirect(to: "/moved" + request.target, status: 302)
        case .elsewhere(let other)?: return .redirect(to: other + request.target, status: 302)
        case .endless?: return .redirect(to: request.target, status: 302)
        default: return nil
        }
    }

    private func failure(_ status: Int, _ request: LocalRequest) -> LocalResponse {
        let echo = settings.faults.echoesAuthorization ? request.header("Authorization") ?? "" : ""
        var response: LocalResponse
        if status == 429 || settings.faults.echoesAuthorization {
            response = .json(#"{"detail":"Request was refused. \#(echo)"}"#, status: status)
        } else {
            response = .html("<html><head><title>\(status)</title></head><body>broken</body></html>", status: status)
        }
        if status == 429 || status == 503 { response.headers.append(("Retry-After", settings.faults.retryAfter)) }
        if status == 401 { response.headers.append(("WWW-Authenticate", "Token")) }
        return response
    }

    // MARK: Endpoints

    private func proper(_ request: LocalRequest) -> LocalResponse {
        guard request.method == "GET" else { return refusal(405, "Method not allowed.", request) }
        var segments = request.path.split(separator: "/").map(String.init)
        if segments.first == "moved" { segments.removeFirst() }
        if segments == ["api", "orders"], !request.path.hasSuffix("/") {
            return .redirect(to: request.path + "/" + (request.query.isEmpty ? "" : "?" + request.query))
        }
        let shopPath = ["api", "shop", "customers", "me", "orders"]
        let isShop = segments.starts(with: shopPath)
        if isShop, segments.count == 7, segments[6] == "tracking" { return tracking(segments[5], request) }
        guard let caller = ShopCaller(request.header("Authorization"), settings) else {
            let hasToken = request.header("Authorization") != nil
            return refusal(401, hasToken ? "Invalid token." : "Authentication credentials were not provided.", request)
        }
        if segments == ["api", "orders"], caller == .staff { return list(.admin, nil, request) }
        if isShop, segments.count == 5, case .customer(let id) = caller { return list(.customer, id, request) }
        if isShop, segments.count == 6, case .customer(let id) = caller { return detail(segments[5], id, request) }
        let isPlatform = segments.count == 4 && segments.starts(with: ["api", "i1", "orders"])
        if isPlatform, caller == .staff || caller == .integration { return platformOrder(segments[3], request) }
        let isKnown = segments == ["api", "orders"] || isPlatform || (isShop && segments.count < 7)
        if isKnown { return refusal(403, "You do not have permission to perform this action.", request) }
        return .html("<html><head><title>Not Found</title></head></html>", status: 404)
    }

    private func refusal(_ status: Int, _ detail: String, _ request: LocalRequest) -> LocalResponse {
        if settings.faults.echoesAuthorization { return failure(status, request) }
        let body = JSONValue.object(JSONObject([JSONMember(key: "detail", value: .text(detail))]))
        var response = LocalResponse.json(body.serialized(), status: status)
        if status == 401 { response.headers.append(("WWW-Authenticate", "Token")) }
        return response
    }

    private func list(_ endpoint: ListEndpoint, _ customer: Int?, _ request: LocalRequest) -> LocalResponse {
        let listing: ShopListing
        do throws(ShopRefusal) {
            listing = try ShopRequestReading.listing(query: request.query, endpoint: endpoint, settings: settings)
        } catch {
            let isEchoed = settings.faults.echoesAuthorization
            return isEchoed ? failure(400, request) : .json(error.body.serialized(), status: 400)
        }
        return state.withLock { state in
            if Self.isHit(settings.faults.repeatsPageEvery, state.number), let last = state.lastPage { return last }
            do {
                let response = try page(listing, customer, request, &state.stock)
                state.lastPage = response
                state.stock.drift()
                return response
            } catch {
                return .html("<html><head><title>Server Error (500)</title></head></html>", status: 500)
            }
        }
    }

    private func page(
        _ listing: ShopListing,
        _ customer: Int?,
        _ request: LocalRequest,
        _ stock: inout ShopStock
    ) throws -> LocalResponse {
        let ids = try stock.ids(for: listing, customer: customer)
        let page = ids.dropFirst(listing.offset).prefix(listing.limit)
        let links = ShopLinks(request: request, limit: listing.limit)
        let end = listing.offset + page.count
        let hasNext = end < min(ids.count, settings.faults.countLimit ?? .max) && !page.isEmpty
        let next = hasNext ? links.link(offset: listing.offset + listing.limit) : "null"
        let previous = listing.offset > 0 ? links.link(offset: max(0, listing.offset - listing.limit)) : "null"
        let count = try told(ids.count, customer, &stock)
        let head = #"{"count":\#(count),"next":\#(next),"previous":\#(previous),"results":["#
        var body = Array(head.utf8)
        for (index, id) in page.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += stock.body(of: id, customer == nil ? .admin : .customer)
        }
        body += Array("]}".utf8)
        return LocalResponse(headers: [("Content-Type", "application/json")], body: body)
    }

    /// The number that a page says, of so many that there are.
    private func told(_ count: Int, _ customer: Int?, _ stock: inout ShopStock) throws -> Int {
        switch settings.faults.countFault {
        case nil: min(count, settings.faults.countLimit ?? .max)
        case .ofAllOrders?: try stock.ids(for: ShopListing(limit: 1), customer: customer).count
        case .added(let more)?: max(0, count + more)
        }
    }

    private func detail(_ id: String, _ customer: Int, _ request: LocalRequest) -> LocalResponse {
        single(request) { stock in
            Int(id).flatMap { stock.order(id: $0) }.flatMap { $0.customer == customer ? $0 : nil }
        }
    }

    private func tracking(_ key: String, _ request: LocalRequest) -> LocalResponse {
        single(request) { $0.order(key: PercentCoding.decode(key.utf8) ?? key) }
    }

    private func single(_ request: LocalRequest, _ find: (ShopStock) -> ShopOrder?) -> LocalResponse {
        state.withLock { state in
            guard let order = find(state.stock), order.status != "deleted" else {
                return refusal(404, "No Order matches the given query.", request)
            }
            let body = state.stock.body(of: order.id, .detail)
            return LocalResponse(headers: [("Content-Type", "application/json")], body: body)
        }
    }

    private func platformOrder(_ number: String, _ request: LocalRequest) -> LocalResponse {
        guard number == PlatformOrderText.number else {
            return refusal(404, "No Order matches the given query.", request)
        }
        return .json(PlatformOrderText.json)
    }
}

/// Whose token a request has; nil for none or a wrong one.
private enum ShopCaller: Equatable {
    case staff
    case customer(Int)
    case integration
    /// An account that may do nothing.
    case other

    init?(_ authorization: String?, _ settings: ShopSettings) {
        let words = authorization?.split(separator: " ").map(String.init) ?? []
        guard words.count == 2, words[0].lowercased() == "token" else { return nil }
        let customer = "test-token-customer-"
        switch words[1] {
        case settings.staffToken, "test-token-staff": self = .staff
        case "test-token-i1": self = .integration
        case "test-token-staff-noperm", "test-token-nonstaff": self = .other
        case let token where token.hasPrefix(customer):
            guard let id = Int(token.dropFirst(customer.count)) else { return nil }
            self = .customer(id)
        default: return nil
        }
    }
}

/// The links of a page: the request's own URL with another offset.
private struct ShopLinks {
    let request: LocalRequest
    let limit: Int

    /// The URL as JSON text.
    func link(offset: Int) -> String {
        var items = RawParameter.all(of: request.query)
            .filter { $0.name != "limit" && $0.name != "offset" }
            .map { QueryItem(name: $0.name, value: $0.value) }
        items.append(QueryItem(name: "limit", value: String(limit)))
        if offset > 0 { items.append(QueryItem(name: "offset", value: String(offset))) }
        let query = items.sorted { $0.name < $1.name }.map(\.encoded).joined(separator: "&")
        let url = "http://\(request.header("Host") ?? "localhost")\(request.path)?\(query)"
        return JSONValue.text(url).serialized()
    }
}
