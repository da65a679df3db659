import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// What the first look at a server finds, in the order in which it is told.
struct DoctorTests {
    @Test func aServerInOrderHasNothingToMend() async throws {
        let findings = try await examine(try ShopServer(Array(ProbeStock.orders.prefix(20))))
        let names = ["connection", "credentials", "clock", "admin list", "customer list", "tracking"]
        #expect(findings.map(\.name) == names)
        #expect(!findings.contains { $0.state == .failed })
        #expect(findings[3].text == "20 orders in all")
        #expect(findings[4].text == "not for this token, as it should be")
    }

    @Test func aCustomersTokenIsNoticed() async throws {
        let findings = try await examine(try ShopServer(ProbeStock.orders), token: "test-token-customer-1")
        #expect(findings.contains { $0.name == "credentials" && $0.text.contains("customer's") })
        #expect(findings.contains { $0.name == "customer list" && $0.state == .ok })
    }

    @Test func aWrongTokenEndsTheLook() async throws {
        let findings = try await examine(try ShopServer(ProbeStock.orders), token: "wrong")
        #expect(findings.map(\.name) == ["connection", "credentials"])
        #expect(findings.last?.category == .credentials)
    }

    @Test func whereNobodyAnswersTheConnectionHasFailed() async throws {
        let port = try ClosedPort()
        let findings = try await examine(port.url, now: Instant(microseconds: 0))
        #expect(findings.map(\.name) == ["connection"])
        #expect(findings.first?.category == .unavailable)
    }

    @Test(arguments: [(34_666, "9 h 37 min ahead of"), (-3, nil), (-200, "3 min 20 s behind")])
    func aClockThatIsOffIsSaidAsATime(seconds: Int, text: String?) async throws {
        let date = "Thu, 01 Jan 2026 00:00:00 GMT"
        let server = try LocalServer { _ in
            LocalResponse(
                status: 200,
                headers: [("Content-Type", "application/json"), ("Date", date)],
                body: Array(#"{"count":0,"next":null,"previous":null,"results":[]}"#.utf8)
            )
        }
        let now = Instant(microseconds: Int64(1_767_225_600 - seconds) * 1_000_000)
        let findings = try await examine(server.url, now: now)
        let clock = try #require(findings.first { $0.name == "clock" })
        #expect(clock.state == (text == nil ? .ok : .warning))
        #expect(clock.text == text.map { "the server's clock is \($0) this machine's" } ?? "agrees with this machine's")
    }

    private func examine(_ server: ShopServer, token: String = "test-token-admin") async throws -> [DoctorFinding] {
        try await examine(server.url, token: token, now: Instant(microseconds: 0))
    }

    private func examine(
        _ url: String,
        token: String = "test-token-admin",
        now: Instant
    ) async throws -> [DoctorFinding] {
        var settings = ServerSettings(url: url)
        settings.token = AccessTokenText(token)
        return try await Doctor(try RemoteSource(settings), now: { now }).examine()
    }
}
