import OrderEngine
import OrderModel
import OrderTestSupport
import Synchronization
import Testing

@testable import OrderServer

/// The service's routes, statuses and headers; what stands in lists and orders has tests of its own.
@Suite struct OrderServiceTests {
    private static let orders = """
        {"id":1,"key":"aaa","status":"new","customer_data":{"id":7},"created_at":"2025-01-01T00:00:00Z"}
        {"id":2,"key":"bbb","status":"new","customer_data":{"id":8},"created_at":"2025-01-02T00:00:00Z"}
        {"id":3,"key":"ccc","status":"deleted","customer_data":{"id":7},"created_at":"2025-01-03T00:00:00Z"}
        """

    private static func service(
        _ settings: ServerSettings = ServerSettings(),
        _ dataset: (any ChangingDataset)? = nil,
        report: @escaping @Sendable (any Error) -> Void = { _ in }
    ) throws -> OrderService {
        var tokens = TokenTable()
        for (token, scope) in [("staff-token", Caller.Scope.admin), ("mina-token", .customer(7))] {
            let isNew = tokens.insert(token, for: Caller(name: "\(token)'s", scope: scope))
            #expect(isNew)
        }
        let dataset = try dataset ?? MemoryDataset(lines: orders)
        return OrderService(dataset: dataset, tokens: tokens, settings: settings, report: report)
    }

    /// A request, in whose path `~` stands for the customer's orders.
    private static func request(
        _ target: String,
        _ token: String? = nil,
        method: String = "GET",
        accept: String? = nil
    ) -> APIRequest {
        let parts = target.replacing("~", with: APIRoute.customerPath).split(
            separator: "?",
            maxSplits: 1,
            omittingEmptySubsequences: false
        ).map(String.init)
        return APIRequest(
            method: method,
            path: parts[0],
            query: parts.count > 1 ? parts[1] : nil,
            authorization: token.map { "Token \($0)" },
            host: "shop.example:81",
            accept: accept
        )
    }

    private static let unknown = "Authentication credentials were not provided."
    private static let forbidden = "You do not have permission to perform this action."
    private static let noOrder = "No Order matches the given query."

    /// A request and what it is answered.
    struct Case: Sendable, CustomTestStringConvertible {
        let target: String
        var token: String?
        var method = "GET"
        let status: Int
        /// What the body's `detail` says; nil for a body that is something else.
        var detail: String?

        init(
            _ target: String,
            by token: String? = nil,
            method: String = "GET",
            _ status: Int,
            _ detail: String? = nil
        ) {
            self.target = target
            self.token = token
            self.method = method
            self.status = status
            self.detail = detail
        }

        var testDescription: String { "\(method) \(target) \(token ?? "-")" }
    }

    static let cases: [Case] = [
        Case("/api/orders/", 401, unknown),
        Case("/api/orders/", by: "other-token", 401, "Invalid token."),
        Case("/api/orders/", by: "a b", 401, "Invalid token header. Token string should not contain spaces."),
        Case("/api/orders/", by: "mina-token", 403, forbidden),
        Case("/api/orders/", by: "staff-token", 200),
        Case("/api/orders/", by: "staff-token", method: "HEAD", 200),
        Case("/api/orders/", by: "staff-token", method: "POST", 405, "Method \"POST\" not allowed."),
        Case("/api/orders/", by: "mina-token", method: "POST", 403, forbidden),
        Case("/api/orders/", method: "POST", 401, unknown),
        Case("/api/orders/", method: "OPTIONS", 401, unknown),
        Case("/api/orders/", by: "staff-token", method: "OPTIONS", 200),
        Case("/api/orders/", by: "staff-token", method: "x\"y\n", 405, "Method \"x\"y\n\" not allowed."),
        Case("/api/orders/?format=xml", 404, "Not found."),
        Case("~", by: "staff-token", 403, forbidden),
        Case("~", 401, unknown),
        Case("~", by: "mina-token", 200),
        Case("~/", by: "mina-token", 200),
        Case("~/1", by: "mina-token", 200),
        Case("~/1/", by: "mina-token", 200),
        Case("~/%DB%B1", by: "mina-token", 200),
        Case("~/1", by: "staff-token", 403, forbidden),
        Case("~/1", 401, unknown),
        Case("~/2", by: "mina-token", 404, noOrder),
        Case("~/3", by: "mina-token", 404, noOrder),
        Case("~/-1", by: "mina-token", 404, noOrder),
        Case("~/99999999999999999999", by: "mina-token", 404, noOrder),
        Case("~/abc", by: "mina-token", 404, "Not found."),
        Case("~/aaa", by: "mina-token", 404, "Not found."),
        Case("~/%00", by: "mina-token", 404, "Not found."),
        Case("~/%1C1", by: "mina-token", 404, "Not found."),
        Case("~/aaa/tracking", 200),
        Case("~/aaa/tracking/", by: "other-token", 200),
        Case("~/ccc/tracking", 404, noOrder),
        Case("~/AAA/tracking", 404, noOrder),
        Case("~/%00/tracking", 404, noOrder),
        Case("~/aaa/tracking", method: "DELETE", 405, "Method \"DELETE\" not allowed."),
        Case("~/zzz/tracking", method: "OPTIONS", 200),
        Case("/api/i1/orders/aaa", 401, unknown),
        Case("/api/i1/orders/aaa", by: "mina-token", 403, forbidden),
        Case("/api/i1/orders/aaa", by: "staff-token", 404, "No AkinonOrder matches the given query."),
        Case("/healthz", 200),
        Case("/openapi.json", 200),
        Case("/healthz", method: "POST", 405),
        Case("/__ordersh/explain", by: "staff-token", 404),
        Case("/nix", by: "staff-token", 404),
        Case("/", 404),
        Case("", 404),
        Case("*", method: "OPTIONS", 404),
    ]

    @Test(arguments: cases)
    func everyRequestGetsItsStatusAndReason(_ request: Case) async throws {
        let sent = Self.request(request.target, request.token, method: request.method)
        let answer = try await Self.service().answer(sent)
        #expect(answer.status == request.status)
        guard let detail = request.detail else { return }
        let body = JSONValue.object(JSONObject([JSONMember(key: "detail", value: .text(detail))]))
        #expect(try JSONParser.parse(answer.body) == body)
        #expect(Self.header("Allow", answer) == "GET, HEAD, OPTIONS")
        #expect(Self.header("WWW-Authenticate", answer) == (request.status == 401 ? "Token" : nil))
        #expect(Self.header("Content-Type", answer) == "application/json")
    }

    private static func header(_ name: String, _ answer: APIAnswer) -> String? {
        answer.headers.first { $0.name == name }?.value
    }

    static let redirects: [(String, ServerSettings.TrailingSlash, Bool, String)] = [
        ("/api/orders", .optional, false, "/api/orders/"),
        ("/api/orders?a=%20&b=c,d", .optional, false, "/api/orders/?a=%20&b=c,d"),
        ("/api/orders?", .optional, false, "/api/orders/"),
        ("/api/%6Frders?x", .optional, true, "http://shop.example:81/api/orders/?x"),
        ("~/a%0D%0Ab/tracking", .redirect, false, "~/a%0D%0Ab/tracking/"),
        ("~", .redirect, false, "~/"),
    ]

    @Test(arguments: redirects)
    func aMissingSlashIsRedirectedBeforeAnythingElse(
        _ target: String,
        _ slash: ServerSettings.TrailingSlash,
        _ isWhole: Bool,
        _ location: String
    ) async throws {
        var settings = ServerSettings()
        settings.trailingSlash = slash
        settings.redirectsToWholeURL = isWhole
        for method in ["GET", "POST"] {
            let answer = try await Self.service(settings).answer(Self.request(target, method: method))
            #expect(answer.status == 301)
            #expect(Self.header("Location", answer) == location.replacing("~", with: APIRoute.customerPath))
            #expect(answer.body.isEmpty)
        }
    }

    @Test func aPageHasItsCountLinksAndOrders() async throws {
        let answer = try await Self.service().answer(Self.request("/api/orders/?limit=1&offset=1", "staff-token"))
        #expect(answer.callerName == "staff-token's")
        guard case .object(let page) = try JSONParser.parse(answer.body) else {
            Issue.record("no page")
            return
        }
        #expect(page.members.map(\.key) == ["count", "next", "previous", "results"])
        #expect(page["count"] == .number("3"))
        #expect(page["next"] == .text("http://shop.example:81/api/orders/?limit=1&offset=2"))
        #expect(page["previous"] == .text("http://shop.example:81/api/orders/?limit=1"))
        guard case .array(let orders)? = page["results"] else {
            Issue.record("no results")
            return
        }
        #expect(orders.count == 1)
    }

    @Test func aCustomersListIsTheirOwnWhateverIsAsked() async throws {
        let service = try Self.service()
        for query in ["", "?customer=8", "?customer_in=8", "?id_min=2&id_max=2", "?search=bbb", "?status=deleted"] {
            let answer = await service.answer(Self.request("~" + query, "mina-token"))
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(!text.contains("bbb") || query == "?search=bbb" && text.contains("\"count\":0"))
            #expect(!text.contains("ccc"))
        }
    }

    @Test(arguments: [nil, "", "shop.example/x", "a b", "a\r\nb"])
    func aStrangeHostIsRefused(_ host: String?) async throws {
        var request = Self.request("/healthz")
        request.host = host
        #expect(try await Self.service().answer(request).status == (host == nil ? 200 : 400))
    }

    @Test func tooManyFieldsAreRefused() async throws {
        let service = try Self.service()
        func status(_ count: Int) async -> Int {
            let query = Array(repeating: "a=1", count: count).joined(separator: "&")
            return await service.answer(Self.request("/api/orders/?" + query, "staff-token")).status
        }
        #expect(await status(1000) == 200)
        #expect(await status(1001) == 400)
    }

    @Test func whoTakesNoJSONIsToldSoBeforeAnythingElse() async throws {
        let answer = try await Self.service().answer(Self.request("/api/orders/", accept: "text/html"))
        #expect(answer.status == 406)
        #expect(Self.header("WWW-Authenticate", answer) == nil)
    }

    @Test func onlyRequestsOfTheAPIAreCountedForFaults() async throws {
        var settings = ServerSettings()
        settings.faults.cutsEvery = 2
        let service = try Self.service(settings)
        var deliveries: [APIAnswer.Delivery] = []
        for target in ["/healthz", "/nix", "/api/orders", "/healthz", "/api/nix", "/api/orders/", "/api/orders"] {
            deliveries.append(await service.answer(Self.request(target)).delivery)
        }
        // A redirect has no body that could be cut.
        #expect(deliveries == [.whole, .whole, .whole, .whole, .cutInHalf, .whole, .whole])
    }

    @Test func aDatasetThatCannotBeReadIsToldToTheOperatorOnly() async throws {
        let reported = Mutex<[String]>([])
        let service = try Self.service(ServerSettings(), BrokenDataset()) { error in
            reported.withLock { $0.append(String(describing: error)) }
        }
        for target in ["/api/orders/", "~/aaa/tracking", "/healthz"] {
            let answer = await service.answer(Self.request(target, "staff-token"))
            #expect(answer.status == 503)
            let isAPI = target != "/healthz"
            #expect(answer.headers.contains { $0.name == "Retry-After" } == isAPI)
            #expect(answer.callerName == (target == "/api/orders/" ? "staff-token's" : nil))
            #expect(!String(decoding: answer.body, as: UTF8.self).contains("secret"))
        }
        #expect(reported.withLock { $0 }.count == 3)
        #expect(reported.withLock { $0 }.allSatisfy { $0.contains("secret") })
    }

    private struct BrokenDataset: ChangingDataset {
        let name = "broken"

        func currentVersion() throws -> DatasetVersion { throw Failing() }
        func openState() throws -> any DatasetState { throw Failing() }
    }

    private struct Failing: Error {
        let reason = "secret path"
    }
}
