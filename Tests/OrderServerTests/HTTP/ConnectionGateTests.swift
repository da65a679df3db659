// Clients that send too much, too slowly, nothing, or nonsense, and clients that do not read.

import OrderTestSupport
import Synchronization
import Testing

@testable import OrderServer

/// What the server lets one client do to it.
struct ConnectionGateTests {
    private static let close = "\r\nConnection: close\r\n"

    /// Bounds that are reached soon; the others stay far away.
    private static func soon(_ change: (inout HTTPBounds) -> Void) -> HTTPBounds {
        var bounds = HTTPBounds()
        bounds.arrivalSeconds = 600
        bounds.answerSeconds = 600
        bounds.deliverySeconds = 600
        bounds.idleSeconds = 600
        change(&bounds)
        return bounds
    }

    @Test(arguments: [
        ("GET /\(String(repeating: "a", count: 16 << 10)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        ("GET /\(String(repeating: "a", count: 10 << 20)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 64 << 10))\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 10 << 20))\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\n\(String(repeating: "a: b\r\n", count: 10_000))\r\n", 431),
        ("GET / HTTP/1.1\r\n\(String(repeating: "a: b\r\n", count: 2_000))\r\n", 431),
        ("POST / HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n\(String(repeating: "a", count: 2_000_000))", 413),
        (String(repeating: "\r\n", count: 1 << 20), 414),
        ("hello\r\n\r\n", 400),
        ("GET\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ("GET / HTTP/1.1\r\nbroken header\r\n\r\n", 400),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", 400),
    ])
    func refuses(request: String, status: Int) async throws {
        let listener = try await RunningListener.echoing()
        let text = try await listener.exchange(request)
        #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(text.prefix(300))")
        #expect(text.contains(Self.close))
        #expect(text.contains(#"{"detail":""#))
        #expect(text.split(separator: "HTTP/1.1").count == 1)
        try await listener.stop()
    }

    @Test(arguments: [16 << 10, (16 << 10) + 1])
    func countsTheURLExactly(length: Int) async throws {
        let listener = try await RunningListener.echoing()
        let url = "/" + String(repeating: "a", count: length - 1)
        let text = try await listener.exchange("GET \(url) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(text.hasPrefix(length > 16 << 10 ? "HTTP/1.1 414 " : "HTTP/1.1 200 "))
        try await listener.stop()
    }

    @Test func cutsOffWhoSendsAByteNowAndThen() async throws {
        let listener = try await RunningListener.echoing(bounds: Self.soon { $0.arrivalSeconds = 0.3 })
        let text = try await listener.talk { client in
            client.send("GET / HTTP/1.1\r\nX: ")
            // Sends on until the server has had enough; a byte that comes too late to a closed connection ends it too.
            while client.send("a"), client.isSilent(milliseconds: 20) {}
            return String(decoding: client.readToEnd(), as: UTF8.self)
        }
        #expect(text.hasPrefix("HTTP/1.1 408 "))
        #expect(text.contains(Self.close))
        try await listener.stop()
    }

    @Test(arguments: ["G", "GET / HTTP/1.1\r\nHost: a\r\n", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"])
    func cutsOffHalfARequest(request: String) async throws {
        let listener = try await RunningListener.echoing(bounds: Self.soon { $0.arrivalSeconds = 0.1 })
        #expect(try await listener.exchange(request).hasPrefix("HTTP/1.1 408 "))
        try await listener.stop()
    }

    @Test(arguments: ["G", "GET / HTTP/1.1\r\nHost: a\r\n", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"])
    func refusesHalfARequestThatNothingFollows(request: String) async throws {
        let listener = try await RunningListener.echoing(bounds: Self.soon { _ in })
        let text = try await listener.talk { client in
            client.send(request)
            client.endSending()
            return String(decoding: client.readToEnd(), as: UTF8.self)
        }
        #expect(text.hasPrefix("HTTP/1.1 400 "))
        try await listener.stop()
    }

    @Test func answersWhoSendsNothingMore() async throws {
        let listener = try await RunningListener.echoing(bounds: Self.soon { _ in })
        let text = try await listener.talk { client in
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
            client.endSending()
            return String(decoding: client.readToEnd(), as: UTF8.self)
        }
        #expect(text.contains("GET /1 ") && text.contains("GET /2 "))
        try await listener.stop()
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"])
    func closesIdleConnections(before: String) async throws {
        let listener = try await RunningListener.echoing(bounds: Self.soon { $0.idleSeconds = 0.1 })
        let text = try await listener.exchange(before)
        #expect(text.split(separator: "HTTP/1.1").count == (before.isEmpty ? 0 : 1))
        try await listener.stop()
    }

    @Test func givesUpAnAnswerThatTakesTooLong() async throws {
        let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
        let listener = try await RunningListener.start(
            bounds: Self.soon { $0.answerSeconds = 0.1 },
            ListenerState.Answering { request in
                try? await Task.sleep(for: .seconds(3600))
                ended.yield(Task.isCancelled)
                return RunningListener.echo(request)
            }
        )
        let text = try await listener.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(text.hasPrefix("HTTP/1.1 503 "))
        #expect(text.contains("\r\nRetry-After: 1\r\n"))
        #expect(await ends.first { _ in true } == true, "the work was told to end")
        try await listener.stop()
    }

    @Test func cancelsTheWorkForAClientThatIsGone() async throws {
        let (events, happened) = AsyncStream.makeStream(of: String.self)
        let listener = try await RunningListener.start(
            bounds: Self.soon { _ in },
            ListenerState.Answering { request in
                happened.yield("begun")
                try? await Task.sleep(for: .seconds(3600))
                happened.yield("cancelled \(Task.isCancelled)")
                return RunningListener.echo(request)
            }
        )
        var iterator = events.makeAsyncIterator()
        let port = listener.port
        let client = try await RawClient.run { try RawClient(port: port) }
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await iterator.next() == "begun")
        client.resetAtClose()
        client.end()
        #expect(await iterator.next() == "cancelled true")
        try await listener.stop()
    }

    @Test func cutsOffWhoDoesNotRead() async throws {
        let body = [UInt8](repeating: 0x78, count: 64 << 20)
        let listener = try await RunningListener.start(
            bounds: Self.soon { $0.deliverySeconds = 0.2 },
            ListenerState.Answering { _ in APIAnswer(status: 200, body: body) }
        )
        // The client reads only after the server has closed, which its sending tells it.
        let count = try await listener.talk { client in
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            while client.send("G"), !client.hasEnded(milliseconds: 20) {}
            return client.readToEnd().count
        }
        #expect(count < body.count)
        try await listener.stop()
    }

    @Test func readsNoMoreThanItAnswers() async throws {
        // A client that sends requests without reading answers is stopped by its own full buffers.
        let answered = Atomic(0)
        let body = [UInt8](repeating: 0x78, count: 1 << 20)
        let listener = try await RunningListener.start(
            bounds: Self.soon { $0.deliverySeconds = 0.5 },
            ListenerState.Answering { _ in
                answered.add(1, ordering: .relaxed)
                return APIAnswer(status: 200, body: body)
            }
        )
        let requests = String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 10_000)
        try await listener.talk { client in
            while client.send(requests) {}
        }
        #expect(answered.load(ordering: .relaxed) < 1000)
        try await listener.stop()
    }

    @Test func refusesRequestsBeyondItsBudget() async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let gate = AsyncGate()
        let listener = try await RunningListener.start(
            bounds: Self.soon { $0.requestCount = 2 },
            ListenerState.Answering { request in
                begin.yield()
                await gate.wait()
                return RunningListener.echo(request)
            }
        )
        let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        async let first = listener.exchange(request)
        async let second = listener.exchange(request)
        var iterator = begun.makeAsyncIterator()
        _ = await (iterator.next(), iterator.next())
        let (refused, again) = try await listener.talk { client in
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let refused = client.answer()
            gate.open()
            // The connection lives on.
            client.send("GET /again HTTP/1.1\r\nHost: a\r\n\r\n")
            return (refused, client.answer())
        }
        #expect(refused?.status == 503)
        #expect(refused?.header("Retry-After") == "1")
        #expect(again != nil)
        #expect(try await first.hasPrefix("HTTP/1.1 200 "))
        #expect(try await second.hasPrefix("HTTP/1.1 200 "))
        try await listener.stop()
    }

    @Test func letsConnectionsBeyondItsBoundWait() async throws {
        let listener = try await RunningListener.echoing(bounds: Self.soon { $0.connectionCount = 2 })
        let port = listener.port
        let status = try await RawClient.run {
            var kept: [RawClient] = try (0..<2).map { _ in
                let client = try RawClient(port: port)
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(client.answer()?.status == 200)
                return client
            }
            let waiting = try RawClient(port: port)
            waiting.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(waiting.isSilent(milliseconds: 50))
            kept.removeFirst()
            return withExtendedLifetime(kept) { waiting.answer()?.status }
        }
        #expect(status == 200)
        try await listener.stop()
    }

    @Test func outlivesConnectionsThatComeAndGo() async throws {
        let listener = try await RunningListener.echoing()
        let port = listener.port
        try await RawClient.run {
            for number in 0..<1000 {
                let client = try RawClient(port: port)
                if number % 3 == 0 { client.send("GET / HTTP/1.1\r\n") }
                if number % 2 == 0 { client.resetAtClose() }
            }
        }
        #expect(try await listener.exchange("GET / HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
        try await listener.stop()
    }
}
