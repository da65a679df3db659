import OrderHTTP
import OrderModel
import OrderTestSupport
import Testing

/// Cancelling ends whatever a request waits for: all of these would otherwise wait for a minute at least.
struct HTTPTransportCancellationTests {
    private let limits = HTTPLimits(connectTimeout: .seconds(3600), readTimeout: .seconds(3600))

    private func expectCancellation(
        _ settings: HTTPSettings,
        _ address: String,
        when isThere: () async -> Void
    ) async throws {
        let transport = HTTPTransport(settings)
        let request = HTTPRequest(try WebAddress(address))
        let task = Task { try await transport.get(request) }
        await isThere()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    private var settings: HTTPSettings {
        var settings = HTTPSettings()
        settings.limits = limits
        settings.policy = RetryPolicy(firstDelay: .seconds(3600), maximumDelay: .seconds(3600))
        return settings
    }

    @Test func waitingForAnAnswer() async throws {
        let server = try LocalServer { _ in .silence }
        try await expectCancellation(settings, server.url) { await server.waitForRequest() }
    }

    @Test func theMiddleOfAHead() async throws {
        let gate = try Gate(count: 2)
        let server = try RawServer { connection in
            guard connection.readHead() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nX: y")
            gate.enter()
            connection.waitForEnd()
        }
        try await expectCancellation(settings, server.url) { await gate.enterFromTask() }
    }

    @Test func theMiddleOfABody() async throws {
        let gate = try Gate(count: 2)
        let server = try RawServer { connection in
            guard connection.readHead() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
            gate.enter()
            connection.waitForEnd()
        }
        try await expectCancellation(settings, server.url) { await gate.enterFromTask() }
    }

    @Test func anEndlessBody() async throws {
        let server = try RawServer { connection in
            guard connection.readHead() != nil else { return }
            connection.send("HTTP/1.0 200 OK\r\n\r\n")
            while connection.send(" "), !connection.waitForEnd(seconds: 0.001) {}
        }
        try await expectCancellation(settings, server.url) { await server.waitForConnection() }
    }

    @Test func theHandshakeOfEncryption() async throws {
        let server = try RawServer { $0.waitForEnd() }
        try await expectCancellation(settings, "https://127.0.0.1:\(server.port)") { await server.waitForConnection() }
    }

    @Test func aProxysAnswer() async throws {
        let proxy = try RawServer { $0.waitForEnd() }
        var settings = settings
        settings.proxies = ProxyEnvironment { $0 == "https_proxy" ? proxy.url : nil }
        try await expectCancellation(settings, "https://shop.test") { await proxy.waitForConnection() }
    }

    @Test func aPauseBetweenAttempts() async throws {
        let server = try LocalServer { _ in .html("busy", status: 503) }
        try await expectCancellation(settings, server.url) { await server.waitForRequest() }
    }

    @Test func anotherRequestOfTheSameTransportGoesOn() async throws {
        let server = try LocalServer { $0.path == "/slow" ? .silence : .json("{}") }
        let transport = HTTPTransport(settings)
        let slow = HTTPRequest(try WebAddress(server.url + "/slow"))
        let task = Task { try await transport.get(slow) }
        await server.waitForRequest()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await transport.get(HTTPRequest(WebAddress(server.url))).status == 200)
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        let server = try LocalServer { _ in .json("{}") }
        let transport = HTTPTransport(settings)
        let request = HTTPRequest(try WebAddress(server.url))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await transport.get(request)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.requests.isEmpty)
    }
}
