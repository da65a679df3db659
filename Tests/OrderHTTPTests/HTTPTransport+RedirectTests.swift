import OrderHTTP
import OrderModel
import OrderTestSupport
import Testing

/// Redirects stay within the server that the token is for.
struct HTTPTransportRedirectTests {
    private let transport = HTTPTransport(policy: RetryPolicy(maximumAttempts: 3), pause: { _ in })

    private func request(_ server: LocalServer, _ path: String) throws -> HTTPRequest {
        HTTPRequest(try WebAddress(server.url + path), token: AccessToken("geheim"))
    }

    /// The text with a port put in.
    private static func filled(_ text: String, _ port: Substring) -> String {
        guard let mark = text.firstRange(of: "PORT") else { return text }
        return String(text[..<mark.lowerBound] + port + text[mark.upperBound...])
    }

    private func failure(_ server: LocalServer, _ path: String = "/api/orders") async throws -> HTTPFailure {
        try await #require(throws: HTTPFailure.self) { try await transport.get(request(server, path)) }
    }

    @Test(
        arguments: [301, 302, 303, 307, 308],
        ["/api/orders/?limit=1", "orders/?limit=1", "//HOST/api/orders/?limit=1"]
    )
    func followsWithinTheServerAndKeepsTheSlash(status: Int, location: String) async throws {
        let server = try LocalServer { request in
            let target = location.split(separator: "HOST", maxSplits: 1, omittingEmptySubsequences: false)
                .joined(separator: request.header("Host") ?? "")
            return request.path.hasSuffix("/") ? .json("{}") : .redirect(to: target, status: status)
        }
        let answer = try await transport.get(request(server, "/api/orders?limit=1"))
        #expect(answer.status == 200)
        #expect(answer.attemptCount == 1)
        #expect(answer.requestCount == 2)
        #expect(answer.address.description == server.url + "/api/orders/?limit=1")
        #expect(server.requests.map(\.target) == ["/api/orders?limit=1", "/api/orders/?limit=1"])
        #expect(server.requests.map { $0.header("Authorization") } == ["Token geheim", "Token geheim"])
        #expect(server.connectionCount == 1)
    }

    @Test func neverFollowsToAnotherPort() async throws {
        let other = try LocalServer { _ in .json("{}") }
        let server = try LocalServer { _ in .redirect(to: other.url + "/api/orders/") }
        let failure = try await failure(server)
        #expect(failure == .foreignRedirect(place: server.url + "/api/orders", target: other.url))
        #expect(other.connectionCount == 0)
        #expect(server.requests.count == 1)
    }

    @Test(
        arguments: [
            ("http://localhost:PORT/api/orders/", "http://localhost:PORT"),
            ("http://127.0.0.1.evil.example/", "http://127.0.0.1.evil.example"),
            ("//evil.example/api/orders/", "http://evil.example"),
            ("https://127.0.0.1:PORT/api/orders/", "https://127.0.0.1:PORT"),
        ]
    )
    func neverFollowsToAnotherHostOrScheme(location: String, target: String) async throws {
        let server = try LocalServer { request in
            .redirect(to: Self.filled(location, request.header("Host")?.split(separator: ":").last ?? ""))
        }
        let failure = try await failure(server)
        let expected = Self.filled(target, "\(server.port)"[...])
        #expect(failure == .foreignRedirect(place: server.url + "/api/orders", target: expected))
        #expect(server.requests.count == 1)
        if expected.hasPrefix("https") { #expect(failure.mend == "write the address with https://") }
    }

    @Test(arguments: ["", "mailto:x@y", "ftp://127.0.0.1/", "http://user:pass@127.0.0.1/", "http://"])
    func aRedirectToNowhereIsNoAnswer(location: String) async throws {
        let server = try LocalServer { _ in .redirect(to: location) }
        guard case .unusableAnswer = try await failure(server) else {
            Issue.record("another failure")
            return
        }
        #expect(server.requests.count == 1)
    }

    /// A server knows the token, and may repeat it in what would be shown.
    @Test(arguments: ["/api/orders/geheim/", "http://geheim.example/", "?key=geheim"])
    func aTokenInARedirectIsNotShown(location: String) async throws {
        let server = try LocalServer { _ in .redirect(to: location) }
        let failure = try await failure(server)
        #expect(!"\(failure.message) \(failure)".contains("geheim"))
        #expect(server.requests.count == 1)
    }

    @Test func redirectsInACircleEnd() async throws {
        let server = try LocalServer { .redirect(to: $0.path) }
        #expect(try await failure(server, "/a") == .tooManyRedirects(place: server.url + "/a"))
        #expect(server.requests.count == 4)
    }

    @Test func whatFailsBehindARedirectIsTriedAgainFromTheStart() async throws {
        let server = try LocalServer { $0.path == "/a" ? .redirect(to: "/a/") : .html("busy", status: 503) }
        let answer = try await transport.get(request(server, "/a"))
        #expect(answer.status == 503)
        #expect(answer.attemptCount == 3)
        #expect(answer.requestCount == 6)
        #expect(server.requests.count == 6)
    }
}
