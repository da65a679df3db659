import OrderEngine
import OrderHTTP
import OrderModel
import OrderRemote
import OrderTestSupport
import Synchronization

/// A shop with a handful of orders behind a scripted server, which can disobey parameter by parameter.
struct ScriptedShop: Sendable {
    /// Ids, in the order in which the shop lists them when no order is asked for.
    var ids: [Int]
    var pageLimit = 3
    /// Parameters that the shop ignores.
    var ignored: Set<String> = []
    /// Parameters that the shop turns around: `id_min`, `id_max`, `ordering`.
    var inverted: Set<String> = []
    /// Ends of ranges that leave out the order which stands exactly there: `id_min`, `id_max`.
    var excludedEnds: Set<String> = []
    /// The requests, by their numbers from 1, whose page counts the orders but shows none of them.
    var emptyPages: Set<Int> = []
    /// What the shop says that it counts, by what it should say.
    var count: @Sendable (Int) -> String = { "\($0)" }
    /// Whether the shop says that there is a next page, by whether there is.
    var hasNext: @Sendable (Bool) -> Bool = { $0 }
    /// Changes the page's ids on their way out.
    var page: @Sendable (_ request: Int, _ ids: [Int]) -> [Int] = { $1 }
    /// Changes the orders before the request of that number (from 1) is answered.
    var change: (@Sendable (_ request: Int, _ ids: inout [Int]) -> Void)?
    /// Answers instead of the shop.
    var answer: (@Sendable (_ request: Int) -> LocalResponse?)?

    init(ids: [Int], pageLimit: Int = 3, ignored: Set<String> = [], emptyPages: Set<Int> = []) {
        self.ids = ids
        self.pageLimit = pageLimit
        self.ignored = ignored
        self.emptyPages = emptyPages
    }

    func start() throws -> LocalServer {
        let ids = Mutex(ids)
        let requestCount = Mutex(0)
        let shop = self
        return try LocalServer { request in
            let number = requestCount.withLock { count in
                count += 1
                return count
            }
            if let answer = shop.answer?(number) { return answer }
            let current = ids.withLock { ids in
                shop.change?(number, &ids)
                return ids
            }
            return .json(shop.body(of: current, for: request, number: number))
        }
    }

    private func body(of ids: [Int], for request: LocalRequest, number: Int) -> String {
        func value(_ name: String) -> Int? {
            ignored.contains(name) ? nil : request.parameter(name).flatMap { Int($0) }
        }
        var matching = ids
        for (name, isMinimum) in [("id_min", true), ("id_max", false)] {
            guard let bound = value(name) else { continue }
            let isInverted = inverted.contains(name)
            matching = matching.filter { (isMinimum ? $0 >= bound : $0 <= bound) != isInverted }
            if excludedEnds.contains(name) { matching.removeAll { $0 == bound } }
        }
        matching = ordered(matching, request.parameter("ordering"))
        let isEmpty = emptyPages.contains(number)
        let offset = value("offset") ?? 0
        let granted = ignored.contains("limit") ? pageLimit : min(value("limit") ?? pageLimit, pageLimit)
        let ids = isEmpty ? [] : page(number, Array(matching.dropFirst(offset).prefix(granted)))
        let next = !isEmpty && hasNext(offset + ids.count < matching.count) ? #""http://127.0.0.1/next""# : "null"
        let results = ids.map(Self.order).joined(separator: ",")
        return #"{"count":\#(count(matching.count)),"next":\#(next),"previous":null,"results":[\#(results)]}"#
    }

    private func ordered(_ ids: [Int], _ ordering: String?) -> [Int] {
        if ignored.contains("ordering") { return ids }
        switch ordering {
        case "id": return inverted.contains("ordering") ? ids.sorted(by: >) : ids.sorted()
        case "-id": return inverted.contains("ordering") ? ids.sorted() : ids.sorted(by: >)
        case "-created_at,id": return ids.sorted { ($1.magnitude % 10, $0) < ($0.magnitude % 10, $1) }
        default: return ids
        }
    }

    /// An order; its moment of creation depends on the last digit of its id.
    static func order(_ id: Int) -> String {
        let digit = id.magnitude % 10
        let thousandth = String(id.magnitude % 1000 + 1000).dropFirst()
        return #"{"id":\#(id),"status":"\#(id.isMultiple(of: 2) ? "hold" : "new")","#
            + #""shipping_cost":\#(id.magnitude % 1000 * 10),"customer_data":{"id":\#(id)},"notes":"","#
            + #""created_at":"2025-01-01T00:00:0\#(digit)Z","updated_at":"2025-02-01T00:00:00.\#(thousandth)Z"}"#
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
func scan(
    _ source: RemoteSource,
    _ query: String = "",
    maximumCount: Int? = nil,
    monitor: (any ScanMonitor)? = nil
) async throws -> ScanOutcome {
    let parameters = FilterParameters.read(queryString: query).parameters
    var request = ScanRequest(fields: NeededFields(), parameters: parameters, maximumCount: maximumCount)
    request.monitor = monitor
    let reader = try source.makeScan(for: request).makeReader()
    var outcome = ScanOutcome()
    while let batch = try await reader.next() {
        let rows = try batch.columns.documents.orders(at: Array(0..<batch.columns.count))
        outcome.ids += (rows + batch.plainOrders).compactMap { $0.document["id"].flatMap(wholeNumber) }
    }
    outcome.statistics = reader.statistics
    return outcome
}

func wholeNumber(_ value: JSONValue) -> Int? {
    guard case .number(let digits) = value else { return nil }
    return Int(digits)
}
