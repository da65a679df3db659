// What requests become, and what answers look like on the wire.

import OrderTestSupport
import Synchronization
import Testing

@testable import OrderServer

/// Requests over a real connection.
struct RequestExchangeTests {
    @Test func answersOneRequestAfterTheOther() async throws {
        let listener = try await RunningListener.echoing()
        let bodies = try await listener.talk { client in
            try (1...3).map { number in
                client.send("GET /api/orders/?limit=\(number) HTTP/1.1\r\nHost: shop.test\r\nAccept: */*\r\n\r\n")
                let answer = try #require(client.answer())
                #expect(answer.status == 200)
                #expect(answer.header("Connection") == nil)
                #expect(answer.header("Server") == "ordersh")
                #expect(answer.header("Date")?.hasSuffix(" GMT") == true)
                return String(decoding: answer.body, as: UTF8.self)
            }
        }
        #expect(bodies == (1...3).map { "GET /api/orders/ limit=\($0) shop.test - */*" })
        try await listener.stop()
    }

    @Test(arguments: [
        ("GET http://shop.test:8080/api/?a=1 HTTP/1.1\r\nHost: other\r\n", "GET /api/ a=1 shop.test:8080 - -"),
        ("GET http://shop.test HTTP/1.1\r\nHost: other\r\n", "GET / - shop.test - -"),
        ("OPTIONS * HTTP/1.1\r\nHost: a\r\n", "OPTIONS * - a - -"),
        ("GET /?q=\u{645}\u{6CC} HTTP/1.1\r\nHost: a\r\n", "GET / q=%D9%85%DB%8C a - -"),
        ("GET /a?b?c#d HTTP/1.1\r\nHost: a\r\n", "GET /a b?c#d a - -"),
        ("GET /? HTTP/1.1\r\nHost: a\r\n", "GET /  a - -"),
        ("GET / HTTP/1.1\r\n", "GET / - - - -"),
        ("GET / HTTP/1.1\r\nhost: a\r\nAUTHORIZATION: Token x\r\nauthorization: y\r\n", "GET / - a Token x,y -"),
        ("\r\n\r\nDELETE /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n", "DELETE /x - a - -"),
    ])
    func readsWhatIsAsked(head: String, body: String) async throws {
        let listener = try await RunningListener.echoing()
        let answer = try await listener.talk { client in
            client.send(head + "\r\n")
            return try #require(client.answer())
        }
        #expect(String(decoding: answer.body, as: UTF8.self) == body)
        try await listener.stop()
    }

    @Test func keepsRawBytesOfAURLApart() async throws {
        let listener = try await RunningListener.echoing()
        let text = try await listener.exchange(
            Array("GET /?q=".utf8) + [0xFF, 0x80] + Array(" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8)
        )
        #expect(text.hasSuffix("\r\n\r\nGET / q=%FF%80 a - -"))
        try await listener.stop()
    }

    @Test func givesHeadersButNoBodyToHead() async throws {
        let listener = try await RunningListener.echoing()
        let (head, get) = try await listener.talk { client in
            client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try #require(client.answer(isHeadOnly: true))
            client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            return (head, try #require(client.answer()))
        }
        #expect(head.header("Content-Length") == String("HEAD /a - a - -".utf8.count))
        #expect(head.header("Content-Type") == "text/plain")
        #expect(get.body == Array("GET /a - a - -".utf8))
        try await listener.stop()
    }

    @Test func answersPipelinedRequestsInTheirOrder() async throws {
        let counter = Mutex((running: 0, most: 0))
        let listener = try await RunningListener.start(
            ListenerState.Answering { request in
                counter.withLock { counter in
                    counter.running += 1
                    counter.most = max(counter.most, counter.running)
                }
                await Task.yield()
                counter.withLock { $0.running -= 1 }
                return RunningListener.echo(request)
            }
        )
        let bodies = try await listener.talk { client in
            client.send((0..<2000).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            return (0..<2000).map { _ in client.answer().map { String(decoding: $0.body, as: UTF8.self) } }
        }
        #expect(bodies == (0..<2000).map { "GET /\($0) - a - -" })
        #expect(counter.withLock { $0.most } == 1)
        try await listener.stop()
    }

    @Test func takesARequestInPieces() async throws {
        let listener = try await RunningListener.echoing()
        let body = try await listener.talk { client in
            for byte in "GET /pieces HTTP/1.1\r\nHost: a\r\n\r\n".utf8 { client.send([byte]) }
            return client.answer()?.body
        }
        #expect(body == Array("GET /pieces - a - -".utf8))
        try await listener.stop()
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "Connection: close"),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n", "Connection: close"),
        ("GET / HTTP/1.0\r\n\r\n", "Connection: close"),
        ("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n", "Connection: close"),
        ("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", "Connection: close"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "Connection: close"),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "Connection: close"),
    ])
    func closesWhereNothingCanFollow(request: String, header: String) async throws {
        let listener = try await RunningListener.echoing()
        let text = try await listener.exchange(request + "GET /second HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(text.hasPrefix("HTTP/1.1 200 "))
        #expect(text.contains("\r\n\(header)\r\n"))
        #expect(!text.contains("/second"))
        try await listener.stop()
    }

    @Test func keepsOldConnectionsThatAskForIt() async throws {
        let listener = try await RunningListener.echoing()
        let answers = try await listener.talk { client in
            (1...2).map { _ in
                client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                return client.answer()?.header("Connection")
            }
        }
        #expect(answers == ["keep-alive", "keep-alive"])
        try await listener.stop()
    }

    @Test func asksForABodyThatWaits() async throws {
        let listener = try await RunningListener.echoing()
        let heads = try await listener.talk { client in
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            let interim = client.answer(isHeadOnly: true)?.head
            client.send("abc")
            return [interim, client.answer().map { String($0.status) }]
        }
        #expect(heads == ["HTTP/1.1 100 Continue", "200"])
        try await listener.stop()
    }

    @Test func dropsLongBodiesAsTheyCome() async throws {
        var bounds = HTTPBounds()
        bounds.bodyByteCount = 20 << 20
        let listener = try await RunningListener.echoing(bounds: bounds)
        let chunk = [UInt8](repeating: 0x61, count: 1 << 20)
        let status = try await listener.talk { client in
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(10 << 20)\r\n\r\n")
            for _ in 0..<10 { client.send(chunk) }
            return client.answer()?.status
        }
        #expect(status == 200)
        try await listener.stop()
    }

    @Test(arguments: [APIAnswer.Delivery.cutInHalf, .hangUp])
    func failsAsItIsTold(delivery: APIAnswer.Delivery) async throws {
        let body = [UInt8](repeating: 0x78, count: 1001)
        let listener = try await RunningListener.start(
            ListenerState.Answering { _ in
                var answer = APIAnswer(status: 200, body: body)
                answer.delivery = delivery
                return answer
            }
        )
        let text = try await listener.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        switch delivery {
        case .hangUp: #expect(text.isEmpty)
        case .cutInHalf, .whole:
            #expect(text.contains("\r\nContent-Length: 1001\r\n"))
            #expect(text.split(separator: "\r\n\r\n").last == Substring(String(repeating: "x", count: 500)))
        }
        try await listener.stop()
    }

    @Test func waitsBeforeAnswersOfTheAPIOnly() async throws {
        // An hour for the API: whatever else is asked is answered all the same.
        let listener = try await RunningListener.start(
            ListenerState.Answering(answer: { RunningListener.echo($0) }, latencyMilliseconds: 3_600_000)
        )
        let status = try await listener.talk { client in
            client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            return client.answer()?.status
        }
        #expect(status == 200)
        try await listener.stop()
        let late = try await RunningListener.start(
            ListenerState.Answering(answer: { RunningListener.echo($0) }, latencyMilliseconds: 30)
        )
        let (lateStatus, time) = try await late.talk { client in
            let clock = ContinuousClock()
            let start = clock.now
            client.send("GET /api/orders/ HTTP/1.1\r\nHost: a\r\n\r\n")
            return (client.answer()?.status, clock.now - start)
        }
        #expect(lateStatus == 200)
        #expect(time >= .milliseconds(30))
        try await late.stop()
    }
}
