import OrderEngine
import OrderHTTP
import OrderModel
import OrderRemote
import OrderTestSupport
import Synchronization

/// A shop with a handful of orders behind a scripted server, which can disobey parameter by parameter.
struct ScriptedShop {
    /// Ids, in the order in which the shop lists them when no order is asked for.
    var ids: [Int]
    var pageLimit = 3
    /// Parameters that the shop ignores.
    var ignored: Set<String> = []
    /// The requests, by their numbers from 1, whose page counts the orders but shows none of them.
    var emptyPages: Set<Int> = []
    /// Changes the orders before the request of that number (from 1) is answered.
    var change: (@Sendable (_ request: Int, _ ids: inout [Int]) -> Void)?

    func start() throws -> LocalServer {
        let ids = Mutex(ids)
        let count = Mutex(0)
        let shop = self
        return try LocalServer { request in
            let number = count.withLock { count in
                count += 1
                return count
            }
            let current = ids.withLock { ids in
                shop.change?(number, &ids)
                return ids
            }
            return .json(shop.page(of: current, for: request, isEmpty: shop.emptyPages.contains(number)))
        }
    }

    private func page(of ids: [Int], for request: LocalRequest, isEmpty: Bool) -> String {
        func number(_ name: String) -> Int? {
            ignored.contains(name) ? nil : request.parameter(name).flatMap { Int($0) }
        }
        var matching = ids
        if !ignored.contains("ordering") {
            switch request.parameter("ordering") {
            case "id": matching.sort()
            case "-id": matching.sort(by: >)
            default: break
            }
        }
        matching = matching.filter { $0 >= number("id_min") ?? .min && $0 <= number("id_max") ?? .max }
        if isEmpty { return #"{"count":\#(matching.count),"next":null,"previous":null,"results":[]}"# }
        let offset = number("offset") ?? 0
        let page = matching.dropFirst(offset).prefix(min(number("limit") ?? pageLimit, pageLimit))
        let next = offset + page.count < matching.count ? #""http://127.0.0.1/next""# : "null"
        let results = page.map(Self.order).joined(separator: ",")
        return #"{"count":\#(matching.count),"next":\#(next),"previous":null,"results":[\#(results)]}"#
    }

    static func order(_ id: Int) -> String {
        #"{"id":\#(id),"status":"\#(id.isMultiple(of: 2) ? "hold" : "new")","shipping_cost":\#(id * 10),"#
            + #""customer_data":{"id":\#(id)},"notes":"","created_at":"2025-01-01T00:00:00Z"}"#
    }
}

/// What a whole scan gave.
struct ScanOutcome {
    var ids: [Int] = []
    var statistics = ScanStatistics()
}

/// A source for a server, which never waits between attempts.
func source(_ url: String, token: String? = "geheim", attempts: Int = 2) throws -> RemoteSource {
    let transport = HTTPTransport(policy: RetryPolicy(maximumAttempts: attempts), pause: { _ in })
    return try RemoteSource(url: url, token: token, transport: transport)
}

/// Scans to the end.
func scan(_ source: RemoteSource, _ query: String = "", maximumCount: Int? = nil) async throws -> ScanOutcome {
    let parameters = FilterParameters.read(queryString: query).parameters
    let reader = try source.makeScan(
        for: ScanRequest(fields: NeededFields(), parameters: parameters, maximumCount: maximumCount)
    ).makeReader()
    var outcome = ScanOutcome()
    while let batch = try await reader.next() {
        outcome.ids += batch.plainOrders.compactMap { $0.document["id"].flatMap(wholeNumber) }
    }
    outcome.statistics = reader.statistics
    return outcome
}

func wholeNumber(_ value: JSONValue) -> Int? {
    guard case .number(let digits) = value else { return nil }
    return Int(digits)
}
