import OrderHTTP
import OrderModel
import OrderTestSupport
import Testing

struct RequestBudgetTests {
    private func settings(_ budget: RequestBudget) -> HTTPSettings {
        var settings = HTTPSettings()
        settings.budget = budget
        settings.timing.pause = { _ in }
        return settings
    }

    @Test func everyAttemptCountsAndNoneMoreIsSent() async throws {
        let server = try LocalServer { _ in .html("busy", status: 503) }
        let budget = RequestBudget(limit: 3)
        let transport = HTTPTransport(settings(budget))
        let request = HTTPRequest(try WebAddress(server.url))
        await #expect(throws: HTTPFailure.budgetExhausted(limit: 3)) { try await transport.get(request) }
        #expect(server.requests.count == 3)
        #expect(budget.usedCount == 3)
        await #expect(throws: HTTPFailure.budgetExhausted(limit: 3)) { try await transport.get(request) }
        #expect(server.requests.count == 3)
    }

    @Test func redirectsCountAndItIsSharedByTransports() async throws {
        let server = try LocalServer { $0.path == "/a" ? .redirect(to: "/a/") : .json("{}") }
        let budget = RequestBudget(limit: 3)
        let request = HTTPRequest(try WebAddress(server.url + "/a"))
        #expect(try await HTTPTransport(settings(budget)).get(request).status == 200)
        await #expect(throws: HTTPFailure.budgetExhausted(limit: 3)) {
            try await HTTPTransport(settings(budget)).get(request)
        }
        #expect(server.requests.map(\.path) == ["/a", "/a/", "/a"])
    }

    @Test func noneAtAllSendsNothing() async throws {
        let server = try LocalServer { _ in .json("{}") }
        let transport = HTTPTransport(settings(RequestBudget(limit: 0)))
        let request = HTTPRequest(try WebAddress(server.url))
        await #expect(throws: HTTPFailure.budgetExhausted(limit: 0)) { try await transport.get(request) }
        #expect(server.connectionCount == 0)
    }

    @Test func concurrentRequestsNeverSendMore() async throws {
        let server = try LocalServer { _ in .json("{}") }
        let budget = RequestBudget(limit: 10)
        let transport = HTTPTransport(settings(budget))
        let request = HTTPRequest(try WebAddress(server.url))
        let count = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<25 {
                group.addTask { (try? await transport.get(request)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 10)
        #expect(server.requests.count == 10)
    }
}
