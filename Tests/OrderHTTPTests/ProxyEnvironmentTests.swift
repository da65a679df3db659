import OrderHTTP
import OrderModel
import Testing

/// Which proxy is taken, by the environment alone.
struct ProxyEnvironmentTests {
    private func route(_ variables: [String: String], _ address: String) throws -> String? {
        let environment = ProxyEnvironment { variables[$0] }
        return try environment.route(to: WebAddress(address)).proxy?.place
    }

    @Test(
        arguments: [
            ([:], "https://shop", nil),
            (["HTTPS_PROXY": "http://p:1"], "https://shop", "p:1"),
            (["https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:2"], "https://shop", "a:1"),
            (["https_proxy": "", "HTTPS_PROXY": "http://b:2"], "https://shop", "b:2"),
            (["HTTPS_PROXY": "http://p:1"], "http://shop", nil),
            (["http_proxy": "http://p:1"], "http://shop", "p:1"),
            (["http_proxy": "http://p:1"], "https://shop", nil),
            (["HTTP_PROXY": "http://p:1"], "http://shop", nil),
            (["ALL_PROXY": "http://p:1"], "http://shop", "p:1"),
            (["ALL_PROXY": "http://p:1"], "https://shop", "p:1"),
            (["all_proxy": "http://a:1", "ALL_PROXY": "http://b:2"], "http://shop", "a:1"),
            (["HTTPS_PROXY": "http://a:1", "all_proxy": "http://b:2"], "https://shop", "a:1"),
            (["ALL_PROXY": "http://p:1"], "http://127.0.0.1:8000", "p:1"),
            (["ALL_PROXY": "http://p:1"], "http://localhost", "p:1"),
        ] as [([String: String], String, String?)]
    )
    func choosesAsCurlDoes(variables: [String: String], address: String, proxy: String?) throws {
        #expect(try route(variables, address) == proxy)
    }

    @Test(
        arguments: [
            ("p:3128", "p:3128"), ("p", "p:1080"), ("http://p", "p:1080"), ("http://p:80", "p:80"),
            ("HTTP://P.Example:3128/", "p.example:3128"), ("http://user:pass@p:3128/path?x#y", "p:3128"),
            ("[::1]:3128", "[::1]:3128"), ("http://u%40x:p%3Aq@p:1", "p:1"), ("user@p:1", "p:1"),
            ("socks5h://p:1", "p:1"), ("socks5://p", "p:1080"),
        ]
    )
    func readsAProxysAddress(text: String, place: String) throws {
        #expect(try route(["ALL_PROXY": text], "https://shop") == place)
    }

    @Test(
        arguments: [
            "https://p:1", "socks4://p:1", "socks5h://user:geheim@p:1", "http://", "http://p:99999", "http://p q",
            "http://u%zz:geheim@p:1",
            "ftp://u:geheim@p", "geheim@p@:0",
        ]
    )
    func refusesWhatIsNoUsableProxyWithoutShowingIt(text: String) throws {
        let environment = ProxyEnvironment { $0 == "HTTPS_PROXY" ? text : nil }
        let failure = try #require(throws: HTTPFailure.self) {
            try environment.route(to: WebAddress("https://shop"))
        }
        #expect(failure.category == .usage)
        #expect(failure.message.contains("HTTPS_PROXY"))
        #expect(!"\(failure.message) \(failure)".contains("geheim"))
    }

    @Test func encryptionIsTunnelledAndTheRestForwarded() throws {
        let environment = ProxyEnvironment { $0 == "all_proxy" ? "http://p:1" : nil }
        guard case .tunnel = try environment.route(to: WebAddress("https://shop")),
            case .forwarding = try environment.route(to: WebAddress("http://shop"))
        else {
            Issue.record("another route")
            return
        }
    }

    @Test(arguments: ["http", "https"])
    func aSOCKSProxyTunnelsEverything(scheme: String) throws {
        let environment = ProxyEnvironment { $0 == "all_proxy" ? "socks5h://p:1" : nil }
        guard case .tunnel(let proxy) = try environment.route(to: WebAddress("\(scheme)://shop")) else {
            Issue.record("another route")
            return
        }
        #expect(proxy.kind == .socks)
    }

    @Test func neverPrintsAPassword() throws {
        let environment = ProxyEnvironment { $0 == "all_proxy" ? "http://user:geheim@p:1" : nil }
        let route = try environment.route(to: WebAddress("https://shop"))
        var settings = HTTPSettings()
        settings.proxies = environment
        var dumped = ""
        dump(environment, to: &dumped)
        dump(route, to: &dumped)
        dump(settings, to: &dumped)
        for text in ["\(environment)", String(reflecting: environment), "\(route)", "\(settings)", dumped] {
            #expect(!text.contains("geheim"))
        }
    }
}
