// What servers do that no server should: each case ends in the right answer or one clear failure, before any
// timeout that it doesn't itself test, and never in a crash.

import OrderHTTP
import OrderModel
import OrderTestSupport
import Synchronization
import Testing

struct HTTPTransportHostilityTests {
    private func transport(_ limits: HTTPLimits = HTTPLimits(), attempts: Int = 1) -> HTTPTransport {
        HTTPTransport(limits: limits, policy: RetryPolicy(maximumAttempts: attempts), pause: { _ in })
    }

    /// A server that answers each request with these bytes, and then closes the connection or waits.
    private func server(_ bytes: [UInt8], closes: Bool = true) throws -> RawServer {
        try RawServer { connection in
            guard connection.readHead() != nil else { return }
            connection.send(bytes)
            if !closes { connection.waitForEnd() }
        }
    }

    private func answer(_ bytes: String, closes: Bool = true) async throws -> HTTPAnswer {
        let server = try server(Array(bytes.utf8), closes: closes)
        return try await transport().get(HTTPRequest(WebAddress(server.url)))
    }

    private func failure(_ server: RawServer, _ limits: HTTPLimits = HTTPLimits()) async throws -> HTTPFailure {
        try await #require(throws: HTTPFailure.self) {
            try await transport(limits).get(HTTPRequest(WebAddress(server.url)))
        }
    }

    @Test(
        arguments: [
            // HTTP/1.0 ends with the connection.
            ("HTTP/1.0 200 OK\r\n\r\n{\"a\":1}", true),
            ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"a\":1}", true),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n", false),
            (
                "HTTP/1.1 200 OK\r\nTrailer: X\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\nX: y\r\n\r\n",
                false
            ),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}", false),
            (
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
                false
            ),
            ("HTTP/1.1 200\r\nContent-Length: 7\r\n\r\n{\"a\":1}", false),
            ("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}leftover garbage", false),
        ]
    )
    func unusualAnswersAreRead(bytes: String, closes: Bool) async throws {
        let answer = try await answer(bytes, closes: closes)
        #expect(answer.status == 200)
        #expect(answer.body == Array(#"{"a":1}"#.utf8))
    }

    @Test(
        arguments: [
            "SSH-2.0-OpenSSH_9.6\r\n", "\u{0}\u{1}\u{2}\u{3}", "HTTP/9.9 abc\r\n\r\n", "{\"a\":1}\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}", "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        ]
    )
    func garbageIsNoAnswer(bytes: String) async throws {
        let failure = try await failure(server(Array(bytes.utf8), closes: false), HTTPLimits(readTimeout: .seconds(20)))
        guard case .malformed = failure else {
            Issue.record("\(failure)")
            return
        }
    }

    @Test(arguments: ["br\r\nContent-Length: 2\r\n\r\n{}", "gzip\r\nContent-Length: 9\r\n\r\nnot gzip!"])
    func aBodyThatCannotBeUnpackedIsOfNoUse(bytes: String) async throws {
        let server = try server(Array(("HTTP/1.1 200 OK\r\nContent-Encoding: " + bytes).utf8), closes: false)
        let failure = try await failure(server, HTTPLimits(readTimeout: .seconds(20)))
        guard case .unusableAnswer = failure else {
            Issue.record("\(failure)")
            return
        }
        // The address is right, since it answers as a web server does.
        #expect(failure.mend?.contains("address") == false)
    }

    @Test(
        arguments: [
            "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
        ]
    )
    func anAnswerThatBreaksOffIsAConnectionThatBroke(bytes: String) async throws {
        let server = try server(Array(bytes.utf8))
        let reason = "the connection closed in the middle of the answer"
        #expect(try await failure(server) == .connection(place: server.url, reason: reason))
    }

    @Test func aServerThatSaysNothingIsAConnectionThatBroke() async throws {
        let server = try server([])
        let reason = "the server closed the connection without an answer"
        #expect(try await failure(server) == .connection(place: server.url, reason: reason))
    }

    @Test func aCompressedBodyThatBreaksOffIsNoAnswer() async throws {
        let whole = try gzip(size: 100_000)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(whole.count / 2)\r\n\r\n"
        let failure = try await failure(server(Array(head.utf8) + whole.prefix(whole.count / 2)))
        guard case .unusableAnswer = failure else {
            Issue.record("\(failure)")
            return
        }
    }

    @Test func aSmallBodyThatUnpacksToAHugeOneIsRefused() async throws {
        let bomb = try gzip(size: 20_000_000)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"
        let server = try server(Array(head.utf8) + bomb, closes: false)
        let failure = try await failure(server, HTTPLimits(bodyLimitBytes: 1_000_000))
        #expect(failure == .tooLarge(place: server.url, limitBytes: 1_000_000))
    }

    @Test func anEndlessBodyIsRefused() async throws {
        let server = try RawServer { connection in
            guard connection.readHead() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "1000\r\n" + String(repeating: " ", count: 0x1000) + "\r\n"
            while connection.send(chunk) {}
        }
        let failure = try await failure(server, HTTPLimits(bodyLimitBytes: 1_000_000))
        guard case .tooLarge(_, 1_000_000) = failure else {
            Issue.record("\(failure)")
            return
        }
    }

    @Test(arguments: ["X: ", "X: y\r\n"])
    func anEndlessHeadIsRefused(piece: String) async throws {
        let server = try RawServer { connection in
            guard connection.readHead() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\n" + piece)
            let more =
                piece.hasSuffix("\n") ? String(repeating: piece, count: 200) : String(repeating: "x", count: 4096)
            for _ in 0..<4000 where connection.send(more) {}
            connection.waitForEnd()
        }
        #expect(
            try await failure(server) == .malformed(place: server.url, reason: "the head of its answer is too long")
        )
    }

    @Test func endlessProvisionalAnswersEndWithTheTime() async throws {
        let server = try RawServer { connection in
            guard connection.readHead() != nil else { return }
            while connection.send("HTTP/1.1 100 Continue\r\n\r\n") {}
        }
        let failure = try await failure(server, HTTPLimits(totalTimeout: .milliseconds(300)))
        #expect(failure == .timedOut(place: server.url, phase: .total, limit: .milliseconds(300)))
    }

    @Test func anotherProtocolIsNoAnswer() async throws {
        let server = try server(Array("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n".utf8), closes: false)
        #expect(
            try await failure(server) == .malformed(place: server.url, reason: "it wants to speak another protocol")
        )
    }

    @Test(arguments: ["HTTP/1.1 200 OK\r\nX: y", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
    func anAnswerThatStopsTimesOut(bytes: String) async throws {
        let server = try server(Array(bytes.utf8), closes: false)
        let failure = try await failure(server, HTTPLimits(readTimeout: .milliseconds(300)))
        // On a busy machine the time can be over before the first bytes are read.
        let phases: [HTTPFailure.TimeoutPhase] = [.receiving, .waiting]
        #expect(phases.contains { failure == .timedOut(place: server.url, phase: $0, limit: .milliseconds(300)) })
    }

    @Test func aBodyByDropsEndsWithTheTime() async throws {
        let server = try RawServer { connection in
            guard connection.readHead() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while connection.send("1\r\n \r\n"), !connection.waitForEnd(seconds: 0.02) {}
        }
        // So long that a busy machine has connected by then.
        let limits = HTTPLimits(readTimeout: .seconds(60), totalTimeout: .seconds(2))
        let failure = try await failure(server, limits)
        #expect(failure == .timedOut(place: server.url, phase: .total, limit: .seconds(2)), "\(failure)")
    }

    @Test func aHandshakeThatNeverEndsTimesOut() async throws {
        let server = try RawServer { $0.waitForEnd() }
        let address = try WebAddress("https://127.0.0.1:\(server.port)")
        let limits = HTTPLimits(connectTimeout: .milliseconds(100))
        let failure = try await #require(throws: HTTPFailure.self) {
            try await transport(limits).get(HTTPRequest(address))
        }
        #expect(failure == .timedOut(place: address.origin, phase: .connecting, limit: .milliseconds(100)))
    }

    @Test func aProxyThatNeverConnectsTimesOut() async throws {
        let proxy = try RawServer { $0.waitForEnd() }
        var settings = HTTPSettings()
        settings.limits = HTTPLimits(connectTimeout: .milliseconds(100))
        settings.policy = RetryPolicy(maximumAttempts: 1)
        settings.proxies = ProxyEnvironment { $0 == "https_proxy" ? proxy.url : nil }
        let transport = HTTPTransport(settings)
        let failure = try await #require(throws: HTTPFailure.self) {
            try await transport.get(HTTPRequest(WebAddress("https://shop.test")))
        }
        let place = "https://shop.test through the proxy 127.0.0.1:\(proxy.port)"
        #expect(failure == .timedOut(place: place, phase: .connecting, limit: .milliseconds(100)))
    }

    @Test func anUnknownHostIsNamed() async throws {
        let failure = try await #require(throws: HTTPFailure.self) {
            try await transport().get(HTTPRequest(WebAddress("http://shop.invalid")))
        }
        #expect(
            failure
                == .connection(
                    place: "http://shop.invalid",
                    reason: "no address is known for the host shop.invalid"
                )
        )
    }

    /// So many spaces, compressed by a standard tool.
    private func gzip(size: Int) throws -> [UInt8] {
        try ChildProcess(["/bin/sh", "-c", "head -c \(size) /dev/zero | tr '\\0' ' ' | gzip -nc"]).readToEnd()
    }
}
