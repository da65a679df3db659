import OrderHTTP
import OrderModel
import OrderTestSupport
import Testing

/// Encryption against a real server whose certificates are made when the test runs.
@Suite(.enabled(if: TLSServer.isAvailable, "openssl and python3 make the server"))
struct HTTPTransportTLSTests {
    private func transport(authorities: String? = nil, proxy: String? = nil) -> HTTPTransport {
        var settings = HTTPSettings()
        settings.certificateFile = authorities
        settings.policy = RetryPolicy(maximumAttempts: 2)
        settings.timing.pause = { _ in }
        settings.proxies = ProxyEnvironment { $0 == "HTTPS_PROXY" ? proxy : nil }
        return HTTPTransport(settings)
    }

    private func request(_ url: String) throws -> HTTPRequest {
        HTTPRequest(try WebAddress(url + "/api/orders/?search=a%2Bb"), token: AccessToken("geheim"))
    }

    @Test func aServerOfATrustedAuthorityAnswers() async throws {
        let server = try await TLSServer.start()
        let answer = try await transport(authorities: server.authorityPath).get(request(server.url))
        #expect(answer.status == 200)
        #expect(answer.body == Array(#"{"a":1}"#.utf8))
        #expect(try server.requests() == ["GET /api/orders/?search=a%2Bb HTTP/1.1\tToken geheim"])
    }

    @Test func withoutTheFileNobodyVouchesForIt() async throws {
        let server = try await TLSServer.start()
        let failure = try await failure(transport(), request(server.url))
        #expect(failure == .insecure(place: server.url, problem: .unknownIssuer))
        #expect(failure.mend?.contains("--cacert") == true)
        #expect(try server.requests().isEmpty)
    }

    @Test func anotherAuthorityDoesNotHelp() async throws {
        let server = try await TLSServer.start()
        let other = try await TLSServer.start()
        let failure = try await failure(transport(authorities: other.authorityPath), request(server.url))
        #expect(failure == .insecure(place: server.url, problem: .unknownIssuer))
    }

    @Test func anotherNameIsRefused() async throws {
        let server = try await TLSServer.start(names: ["DNS:shop.test"])
        let failure = try await failure(transport(authorities: server.authorityPath), request(server.url))
        #expect(failure == .insecure(place: server.url, problem: .wrongHost("127.0.0.1")))
        #expect(try server.requests().isEmpty)
    }

    @Test func anExpiredCertificateIsNamedSo() async throws {
        let server = try await TLSServer.start(certificate: .expired)
        let failure = try await failure(transport(authorities: server.authorityPath), request(server.url))
        guard case .insecure(_, .expired(let day)) = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(CivilDate(iso8601: day) != nil)
        #expect(failure.message.hasSuffix("its certificate expired on \(day)"))
    }

    @Test func aCertificateThatVouchesForItselfIsRefused() async throws {
        let server = try await TLSServer.start(certificate: .selfSigned)
        let failure = try await failure(transport(authorities: server.authorityPath), request(server.url))
        #expect(failure == .insecure(place: server.url, problem: .unknownIssuer))
    }

    @Test func aServerThatWantsACertificateIsNamedSo() async throws {
        let server = try await TLSServer.start(certificate: .mutual)
        let failure = try await failure(transport(authorities: server.authorityPath), request(server.url))
        if case .connection = failure {
            // The server closes at once, and its reason can get lost in that.
        } else {
            #expect(failure == .insecure(place: server.url, problem: .wantsClientCertificate))
        }
        #expect(try server.requests().isEmpty)
    }

    @Test func aServerWithoutEncryptionIsNamedSo() async throws {
        let server = try RawServer { connection in
            _ = connection.read()
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        }
        let url = "https://127.0.0.1:\(server.port)"
        let failure = try await failure(transport(), request(url))
        #expect(failure == .insecure(place: url, problem: .notEncrypted))
    }

    @Test func aServerThatClosesInTheHandshakeIsUnavailable() async throws {
        let server = try RawServer { _ = $0.read() }
        let url = "https://127.0.0.1:\(server.port)"
        let failure = try await failure(transport(), request(url))
        let closed = HTTPFailure.connection(place: url, reason: "the connection closed while it was made")
        #expect(failure == .repeated(closed, attemptCount: 2))
        #expect(server.connectionCount == 2)
    }

    @Test func plainRequestsToAnEncryptedPortFailClearly() async throws {
        let server = try await TLSServer.start()
        let failure = try await failure(transport(), request("http://127.0.0.1:\(server.port)"))
        #expect(failure.category == .unavailable)
        #expect(try server.requests().isEmpty)
    }

    @Test func aProxyTunnelsAndReadsNothing() async throws {
        let server = try await TLSServer.start()
        let proxy = try ForwardProxy(authorization: "Basic dXNlcjpwQHNz")
        let transport = transport(
            authorities: server.authorityPath,
            proxy: "http://user:p%40ss@\(proxy.place)"
        )
        for _ in 0..<2 {
            let answer = try await transport.get(request("https://shop.test:\(server.port)"))
            #expect(answer.status == 200)
        }
        #expect(try server.requests().count == 2)
        #expect(try server.requests().allSatisfy { $0.hasSuffix("\tToken geheim") })
        let head = try #require(proxy.heads.first)
        #expect(proxy.heads.count == 1)
        #expect(head.hasPrefix("CONNECT shop.test:\(server.port) HTTP/1.1"))
        #expect(!head.contains("geheim"))
        #expect(!head.contains("orders"))
    }

    @Test func aProxyIsNoReasonToTrustAnybody() async throws {
        let server = try await TLSServer.start()
        let proxy = try ForwardProxy()
        let failure = try await failure(transport(proxy: proxy.url), request("https://shop.test:\(server.port)"))
        #expect(failure == .insecure(place: "https://shop.test:\(server.port)", problem: .unknownIssuer))
        #expect(try server.requests().isEmpty)
    }

    private func failure(_ transport: HTTPTransport, _ request: HTTPRequest) async throws -> HTTPFailure {
        try await #require(throws: HTTPFailure.self) { try await transport.get(request) }
    }
}
