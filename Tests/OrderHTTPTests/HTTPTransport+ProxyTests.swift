import OrderHTTP
import OrderModel
import OrderTestSupport
import Testing

/// Plain http through a proxy, and proxies that fail; tunnels are tested with encryption.
struct HTTPTransportProxyTests {
    private func transport(_ variables: [String: String]) -> HTTPTransport {
        var settings = HTTPSettings()
        settings.policy = RetryPolicy(maximumAttempts: 2)
        settings.timing.pause = { _ in }
        settings.proxies = ProxyEnvironment { variables[$0] }
        return HTTPTransport(settings)
    }

    private func request(_ url: String) throws -> HTTPRequest {
        HTTPRequest(try WebAddress(url), token: AccessToken("geheim"))
    }

    @Test func aProxyIsAskedForTheWholeAddress() async throws {
        let server = try LocalServer { _ in .json("{}") }
        let proxy = try ForwardProxy(authorization: "Basic dXNlcjpwQHNz")
        let transport = transport(["http_proxy": "http://user:p%40ss@\(proxy.place)"])
        let answer = try await transport.get(request("http://shop.test:\(server.port)/api/orders/?search=a%2Bb"))
        #expect(answer.status == 200)
        #expect(answer.address.host == "shop.test")
        let head = try #require(proxy.heads.first)
        #expect(head.hasPrefix("GET http://shop.test:\(server.port)/api/orders/?search=a%2Bb HTTP/1.1\r\n"))
        #expect(!head.lowercased().contains("x-ordersh"))
        let received = try #require(server.requests.first)
        #expect(received.target == "/api/orders/?search=a%2Bb")
        #expect(received.header("Host") == "shop.test:\(server.port)")
        #expect(received.header("Authorization") == "Token geheim")
        #expect(received.header("Proxy-Authorization") == nil)
    }

    @Test func whatIsListedIsReachedDirectly() async throws {
        let server = try LocalServer { _ in .json("{}") }
        let proxy = try ForwardProxy()
        let transport = transport(["http_proxy": proxy.url, "no_proxy": "127.0.0.0/8"])
        #expect(try await transport.get(request(server.url)).status == 200)
        #expect(proxy.heads.isEmpty)
        #expect(server.requests.first?.header("Proxy-Authorization") == nil)
    }

    @Test func aSOCKSProxyIsGivenTheNameAndPassesBytesOn() async throws {
        let server = try LocalServer { _ in .json("{}") }
        let proxy = try SOCKSProxy()
        let transport = transport(["ALL_PROXY": "socks5h://\(proxy.place)"])
        let answer = try await transport.get(request("http://shop.test:\(server.port)/api/?a=%2B"))
        #expect(answer.status == 200)
        #expect(proxy.targets == ["shop.test:\(server.port)"])
        #expect(server.requests.map(\.target) == ["/api/?a=%2B"])
        #expect(server.requests.first?.header("Host") == "shop.test:\(server.port)")
    }

    @Test func aSOCKSProxyThatConnectsNowhereIsNamed() async throws {
        let closed = try ClosedPort()
        let port = closed.number
        let proxy = try SOCKSProxy()
        let failure = try await failure(
            transport(["ALL_PROXY": "socks5://\(proxy.place)"]),
            "http://shop.test:\(port)/"
        )
        let refused = HTTPFailure.proxyRefused(
            proxy: proxy.place,
            place: "http://shop.test:\(port)",
            wantsCredentials: false
        )
        #expect(failure == .repeated(refused, attemptCount: 2))
    }

    @Test(arguments: ["http", "https"])
    func aProxyThatWantsANameIsACredentialFailure(scheme: String) async throws {
        let proxy = try ForwardProxy(authorization: "Basic dXNlcjpwQHNz")
        let transport = transport(["ALL_PROXY": "http://user:falsch@\(proxy.place)"])
        let failure = try await failure(transport, "\(scheme)://shop.test/")
        #expect(
            failure
                == .proxyRefused(proxy: proxy.place, place: "\(scheme)://shop.test", wantsCredentials: true)
        )
        #expect(proxy.heads.count == 1)
        #expect(!"\(failure.message) \(failure.mend ?? "")".contains("falsch"))
    }

    @Test func aProxyThatConnectsNowhereIsTriedAgain() async throws {
        let closed = try ClosedPort()
        let port = closed.number
        let proxy = try ForwardProxy()
        let failure = try await failure(transport(["HTTPS_PROXY": proxy.url]), "https://shop.test:\(port)/")
        let refused = HTTPFailure.proxyRefused(
            proxy: proxy.place,
            place: "https://shop.test:\(port)",
            wantsCredentials: false
        )
        #expect(failure == .repeated(refused, attemptCount: 2))
        #expect(proxy.heads.count == 2)
    }

    @Test(arguments: ["http", "https"])
    func aProxyThatIsNotThereIsNamed(scheme: String) async throws {
        let proxy = try ClosedPort()
        let failure = try await failure(transport(["ALL_PROXY": proxy.url]), "\(scheme)://shop.test/")
        guard case .repeated(.connection("the proxy \(proxy.place)", _), attemptCount: 2) = failure else {
            Issue.record("\(failure)")
            return
        }
    }

    @Test func aProxyOfNoUseIsFoundBeforeAnythingIsSent() async throws {
        let transport = transport(["HTTPS_PROXY": "https://user:geheim@p:1"])
        let failure = try await failure(transport, "https://shop.test/")
        #expect(failure.category == .usage)
        #expect(throws: failure) { try transport.prepare(for: WebAddress("https://shop.test/")) }
        #expect(throws: Never.self) { try transport.prepare(for: WebAddress("http://shop.test/")) }
    }

    private func failure(_ transport: HTTPTransport, _ url: String) async throws -> HTTPFailure {
        try await #require(throws: HTTPFailure.self) { try await transport.get(request(url)) }
    }
}
