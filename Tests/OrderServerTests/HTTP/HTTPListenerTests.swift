// Beginning, ending, and what comes from clients that send anything at all.

import OrderModel
import OrderTestSupport
import Synchronization
import Testing

@testable import OrderServer

/// The listener as a whole.
struct HTTPListenerTests {
    private let answering = ListenerState.Answering { RunningListener.echo($0) }

    private func failure(host: String, port: Int) async -> ListenerFailure? {
        do {
            try await HTTPListener(answering).run(host: host, port: port) { _ in }
            return nil
        } catch { return error as? ListenerFailure }
    }

    @Test func saysWhyItCannotListen() async throws {
        let other = try await RunningListener.echoing()
        let taken = await failure(host: "127.0.0.1", port: other.port)
        #expect(taken == .taken(host: "127.0.0.1", port: other.port))
        #expect(taken?.message == "port \(other.port) of 127.0.0.1 is taken by another program")
        #expect(await failure(host: "127.0.0.1", port: 65_536) == .port(65_536))
        #expect(await failure(host: "127.0.0.1", port: -1) == .port(-1))
        #expect(await failure(host: "192.0.2.1", port: 0) == .foreignHost("192.0.2.1"))
        #expect(await failure(host: "no such host", port: 0) == .foreignHost("no such host"))
        try await other.stop()
    }

    @Test func endsWhenItIsCancelledAtOnce() async throws {
        for _ in 0..<20 {
            let running = Task { try await HTTPListener(answering).run(host: "127.0.0.1", port: 0) { _ in } }
            running.cancel()
            try await running.value
        }
    }

    @Test func answersWhatRunsBeforeItEnds() async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let gate = AsyncGate()
        let listener = try await RunningListener.start(
            ListenerState.Answering { request in
                begin.yield()
                await gate.wait()
                return RunningListener.echo(request)
            }
        )
        let port = listener.port
        let idle = try await RawClient.run { try RawClient(port: port) }
        async let text = listener.exchange("GET /last HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = await begun.first { _ in true }
        async let stop: Void = listener.stop()
        // The idle connection closes at once, which shows that the stop has begun.
        #expect(try await RawClient.run { idle.readToEnd() }.isEmpty)
        gate.open()
        #expect(try await text.hasPrefix("HTTP/1.1 200 "))
        #expect(try await text.contains("\r\nConnection: close\r\n"))
        try await stop
        #expect(throws: SystemCallError.self) { try RawClient(port: port) }
    }

    @Test func endsWorkThatDoesNotEnd() async throws {
        var bounds = HTTPBounds()
        bounds.stopSeconds = 0.1
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let listener = try await RunningListener.start(
            bounds: bounds,
            ListenerState.Answering { request in
                begin.yield()
                try? await Task.sleep(for: .seconds(3600))
                return RunningListener.echo(request)
            }
        )
        async let text = listener.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = await begun.first { _ in true }
        try await listener.stop()
        #expect(try await text.isEmpty)
    }

    @Test func endsWhileConnectionsCome() async throws {
        for _ in 0..<10 {
            let listener = try await RunningListener.echoing()
            let port = listener.port
            async let connecting: Void = RawClient.run {
                for _ in 0..<200 {
                    guard let client = try? RawClient(port: port) else { return }
                    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                }
            }
            try await listener.stop()
            try await connecting
        }
    }

    @Test(arguments: 0..<8)
    func outlivesAnyBytes(seed: Int) async throws {
        var bounds = HTTPBounds()
        bounds.headerByteCount = 2048
        bounds.urlByteCount = 512
        bounds.bodyByteCount = 4096
        let listener = try await RunningListener.echoing(bounds: bounds)
        let port = listener.port
        try await RawClient.run {
            var generator = SeededGenerator(seed: UInt64(seed))
            for _ in 0..<150 {
                let client = try RawClient(port: port)
                for _ in 0...generator.below(4) { client.send(Self.bytes(&generator)) }
                if generator.oneIn(3) { client.resetAtClose() } else { client.endSending() }
                if generator.oneIn(2) { _ = client.readToEnd() }
            }
        }
        #expect(try await listener.exchange("GET / HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
        try await listener.stop()
    }

    /// Bytes of any kind, and pieces of requests, put together without sense.
    private static func bytes(_ generator: inout SeededGenerator) -> [UInt8] {
        let pieces = [
            "GET ", "POST ", "HEAD ", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "/", "/api/orders/?limit=1", "*", " HTTP/1.1",
            " HTTP/1.0", " HTTP/0.9", "\r\n", "\n", "\r", "\r\n\r\n", "Host: a", "Content-Length: 5",
            "Content-Length: -1", "Transfer-Encoding: chunked", "5\r\nabcde\r\n", "0\r\n\r\n", "ffffffffffffffff\r\n",
            "Connection: close", "Connection: upgrade\r\nUpgrade: websocket", "Expect: 100-continue", ": ", "\u{0}",
            "a",
            " folded", "http://", "CONNECT a:1", "OPTIONS ", "\u{1B}[2J", "%", "?", "#", "\u{FFFD}",
        ]
        var bytes: [UInt8] = []
        for _ in 0...generator.below(12) {
            if generator.oneIn(6) {
                bytes += (0..<generator.below(40)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            } else {
                bytes += Array(generator.pick(pieces).utf8)
            }
        }
        return bytes
    }
}
