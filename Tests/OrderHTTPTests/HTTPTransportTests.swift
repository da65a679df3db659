// The transport against a scripted server: what it sends, what it makes of every kind of answer and of none, and
// that neither redirects nor cancellation get around its rules. Pauses return at once, so that nothing waits.

import OrderHTTP
import OrderModel
import OrderTestSupport
import Synchronization
import Testing

/// One transport and one scripted server a test.
struct HTTPTransportTests {
    private func transport(
        attempts: Int = 3,
        limits: HTTPLimits = HTTPLimits(),
        pauses: PauseRecorder = PauseRecorder()
    ) -> HTTPTransport {
        HTTPTransport(
            limits: limits,
            policy: RetryPolicy(maximumAttempts: attempts, firstDelay: .seconds(1)),
            pause: { pauses.note($0) }
        )
    }

    private func request(_ server: LocalServer, _ path: String = "/", token: String? = nil) throws -> HTTPRequest {
        HTTPRequest(try WebAddress(server.url + path), token: token.flatMap(AccessToken.init))
    }

    @Test func sendsTheTokenAndReadsTheAnswer() async throws {
        let server = try LocalServer { _ in .json(#"{"a":1}"#) }
        let answer = try await transport().get(request(server, "/x?y=1", token: "geheim"))
        #expect(answer.status == 200)
        #expect(answer.body == Array(#"{"a":1}"#.utf8))
        #expect(answer.attemptCount == 1)
        let received = try #require(server.requests.first)
        #expect(received.target == "/x?y=1")
        #expect(received.header("Authorization") == "Token geheim")
        #expect(received.header("Accept") == "application/json")
        #expect(received.header("Accept-Encoding") == "gzip")
    }

    @Test func anyStatusIsAnAnswer() async throws {
        let server = try LocalServer { _ in .html("<h1>no</h1>", status: 404) }
        let answer = try await transport().get(request(server))
        #expect(answer.status == 404)
        #expect(server.requests.count == 1)
    }

    @Test func triesAgainAfterTransientStatusesAndObeysRetryAfter() async throws {
        let count = Mutex(0)
        let server = try LocalServer { _ in
            switch count.withLock({ count in
                count += 1
                return count
            }) {
            case 1: .html("busy", status: 503)
            case 2: LocalResponse(status: 429, headers: [("Retry-After", "7")])
            default: .json("{}")
            }
        }
        let pauses = PauseRecorder()
        let answer = try await transport(pauses: pauses).get(request(server))
        #expect(answer.status == 200)
        #expect(answer.attemptCount == 3)
        #expect(pauses.all.count == 2)
        #expect(pauses.all.last.map { $0 >= .seconds(7) && $0 <= .seconds(8) } == true)
    }

    @Test func aDateToComeBackIsComparedWithTheClock() async throws {
        let server = try LocalServer { _ in
            LocalResponse(status: 503, headers: [("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT")])
        }
        let pauses = PauseRecorder()
        var settings = HTTPSettings()
        settings.policy = RetryPolicy(maximumAttempts: 3, firstDelay: .seconds(1), maximumServerDelay: .seconds(30))
        settings.timing.pause = { pauses.note($0) }
        settings.timing.jitter = { 0.5 }
        let now = Mutex(Instant(microseconds: 946_684_780_000_000))
        settings.timing.now = {
            now.withLock { now in
                defer { now = Instant(microseconds: now.microseconds - 30_000_000) }
                return now
            }
        }
        let answer = try await HTTPTransport(settings).get(request(server))
        #expect(answer.status == 503)
        // 19 seconds before that date, and then 49, which is more than a server may ask for.
        #expect(pauses.all == [.milliseconds(19_500)])
        #expect(server.requests.count == 2)
    }

    @Test func aServersFaultIsTriedTwiceMore() async throws {
        let server = try LocalServer { _ in .html("<h1>Server Error (500)</h1>", status: 500) }
        let pauses = PauseRecorder()
        let answer = try await transport(attempts: 9, pauses: pauses).get(request(server))
        #expect(answer.status == 500)
        #expect(answer.attemptCount == 3)
        #expect(pauses.all.count == 2)
    }

    @Test func givesTheLastAnswerWhenAttemptsRunOut() async throws {
        let server = try LocalServer { _ in .html("busy", status: 502) }
        let answer = try await transport(attempts: 3).get(request(server))
        #expect(answer.status == 502)
        #expect(server.requests.count == 3)
    }

    @Test func triesAgainAfterAHangUpAndAfterHalfABody() async throws {
        let count = Mutex(0)
        let server = try LocalServer { _ in
            switch count.withLock({ count in
                count += 1
                return count
            }) {
            case 1: .hangUp
            case 2: LocalResponse.json(#"{"a":1234567890}"#).cutInHalf()
            default: .json("{}")
            }
        }
        #expect(try await transport().get(request(server)).body == Array("{}".utf8))
    }

    @Test func halfABodyIsAFailureAndNoAnswer() async throws {
        let server = try LocalServer { _ in LocalResponse.json(#"{"a":1234567890}"#).cutInHalf() }
        try await expectFailure(of: transport(attempts: 2), request(server)) { failure in
            guard case .repeated(.connection, attemptCount: 2) = failure else { return false }
            return failure.category == .unavailable && failure.message.hasSuffix(" (2 attempts)")
        }
        #expect(server.requests.count == 2)
    }

    @Test func aRefusedConnectionIsUnavailable() async throws {
        let port = try ClosedPort()
        let request = HTTPRequest(try WebAddress(port.url))
        await expectFailure(of: transport(attempts: 1), request) { failure in
            guard case .connection(_, let reason) = failure else { return false }
            return ["Connection refused", "Connection reset by peer"].contains(reason)
        }
    }

    @Test func silenceTimesOut() async throws {
        let server = try LocalServer { _ in .silence }
        let limits = HTTPLimits(readTimeout: .milliseconds(50))
        try await expectFailure(of: transport(attempts: 1, limits: limits), request(server)) { failure in
            failure == .timedOut(place: server.url, phase: .waiting, limit: .milliseconds(50))
        }
    }

    @Test func anAnswerThatTakesTooLongInAllTimesOut() async throws {
        let server = try LocalServer { _ in
            var response = LocalResponse.json(String(repeating: " ", count: 1000))
            response.ending = .stall(afterBytes: 200)
            return response
        }
        let limits = HTTPLimits(totalTimeout: .milliseconds(100))
        try await expectFailure(of: transport(attempts: 1, limits: limits), request(server)) { failure in
            guard case .timedOut(_, .total, _) = failure else { return false }
            return true
        }
    }

    @Test func aBodyOverTheLimitIsRefused() async throws {
        let server = try LocalServer { _ in .json(String(repeating: "x", count: 5000)) }
        let limits = HTTPLimits(bodyLimitBytes: 4999)
        try await expectFailure(of: transport(limits: limits), request(server)) { failure in
            guard case .tooLarge(_, 4999) = failure else { return false }
            return failure.category == .failed
        }
        #expect(server.requests.count == 1)
    }

    @Test func readsCompressedBodies() async throws {
        // "{}" as gzip, stored by a standard tool.
        let packed: [UInt8] = [
            0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xAB, 0xAE, 0x05, 0, 0x43, 0xBF, 0xA6, 0xA3, 0x02, 0, 0, 0,
        ]
        let server = try LocalServer { _ in
            LocalResponse(headers: [("Content-Encoding", "gzip"), ("Content-Type", "application/json")], body: packed)
        }
        #expect(try await transport().get(request(server)).body == Array("{}".utf8))
    }

    @Test func connectionsAreUsedAgain() async throws {
        let server = try LocalServer { _ in .json("{}") }
        let transport = transport()
        for _ in 0..<12 { _ = try await transport.get(request(server)) }
        #expect(server.requests.count == 12)
        // An answer may be had a moment before its connection is free again; the next request then opens another.
        #expect(server.connectionCount < 5)
    }

    private func expectFailure(
        of transport: HTTPTransport,
        _ request: HTTPRequest,
        _ isExpected: (HTTPFailure) -> Bool
    ) async {
        do {
            let answer = try await transport.get(request)
            Issue.record("expected a failure, got status \(answer.status)")
        } catch let failure as HTTPFailure {
            #expect(isExpected(failure), "\(failure)")
        } catch {
            Issue.record("expected an HTTPFailure, got \(error)")
        }
    }
}

/// Keeps the pauses that a transport asked for.
private final class PauseRecorder: Sendable {
    private let pauses = Mutex<[Duration]>([])

    var all: [Duration] { pauses.withLock { $0 } }

    func note(_ pause: Duration) {
        pauses.withLock { $0.append(pause) }
    }
}
