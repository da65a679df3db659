import OrderHTTP
import OrderModel
import OrderTestSupport
import Synchronization
import Testing

/// What the observer of a transport is told.
struct HTTPEventTests {
    private final class Recorder: Sendable {
        private let list = Mutex<[HTTPEvent]>([])

        var events: [HTTPEvent] { list.withLock { $0 } }

        var settings: HTTPSettings {
            var settings = HTTPSettings()
            settings.policy = RetryPolicy(maximumAttempts: 3, firstDelay: .seconds(2))
            settings.observer = { event in self.list.withLock { $0.append(event) } }
            settings.timing.pause = { _ in }
            settings.timing.jitter = { 0 }
            return settings
        }
    }

    private func outcome(_ settings: HTTPSettings, _ server: LocalServer, _ path: String = "/") async throws {
        let token = AccessToken("geheim")
        _ = try? await HTTPTransport(settings).get(HTTPRequest(WebAddress(server.url + path), token: token))
    }

    @Test func tellsOfAnAnswer() async throws {
        let recorder = Recorder()
        let server = try LocalServer { _ in .json(#"{"a":1}"#) }
        try await outcome(recorder.settings, server, "/api/orders/?limit=20")
        let event = try #require(recorder.events.first)
        #expect(recorder.events.count == 1)
        #expect(event.method == "GET")
        #expect(event.address.description == server.url + "/api/orders/?limit=20")
        #expect(event.outcome == .answered(status: 200))
        #expect(event.attemptNumber == 1)
        #expect(event.proxy == nil)
        #expect(event.retry == nil)
        #expect(event.waitText == nil)
        #expect(event.bodyByteCount == 7)
        // The head, as the test's server writes it, and the body.
        #expect(event.receivedByteCount == 81)
        #expect(event.duration > .zero)
        #expect(!"\(event) \(String(reflecting: event))".contains("geheim"))
    }

    @Test func tellsOfEveryAttemptAndItsWait() async throws {
        let recorder = Recorder()
        let server = try LocalServer { _ in LocalResponse(status: 429, headers: [("Retry-After", "7")]) }
        try await outcome(recorder.settings, server)
        #expect(recorder.events.map(\.attemptNumber) == [1, 2, 3])
        #expect(recorder.events.map(\.outcome) == Array(repeating: .answered(status: 429), count: 3))
        #expect(recorder.events.map { $0.retry?.delay } == [.seconds(7), .seconds(7), nil])
        #expect(recorder.events.first?.waitText == "waiting 7 s, as the server asked (429)")
    }

    @Test func tellsOfOwnWaitsAndFailures() async throws {
        let recorder = Recorder()
        let server = try LocalServer { _ in .hangUp }
        try await outcome(recorder.settings, server)
        #expect(recorder.events.count == 3)
        let event = try #require(recorder.events.first)
        guard case .failed(.connection) = event.outcome else {
            Issue.record("\(event.outcome)")
            return
        }
        #expect(event.waitText == "waiting 1 s (the server closed the connection without an answer)")
        #expect(event.receivedByteCount == 0)
    }

    @Test func tellsOfRedirectsAsTheyCome() async throws {
        let recorder = Recorder()
        let server = try LocalServer { $0.path == "/a" ? .redirect(to: "/a/?x=1") : .json("{}") }
        try await outcome(recorder.settings, server, "/a?x=1")
        let target = try WebAddress(server.url + "/a/?x=1")
        #expect(recorder.events.map(\.outcome) == [.redirected(status: 301, to: target), .answered(status: 200)])
        #expect(recorder.events.map(\.attemptNumber) == [1, 1])
    }

    @Test func tellsOfRedirectsThatAreNotFollowed() async throws {
        let recorder = Recorder()
        let server = try LocalServer { _ in .redirect(to: "http://127.0.0.1:1/") }
        try await outcome(recorder.settings, server)
        guard case .failed(.foreignRedirect)? = recorder.events.first?.outcome, recorder.events.count == 1 else {
            Issue.record("\(recorder.events)")
            return
        }
    }

    @Test func tellsOfWhatWasCancelled() async throws {
        let recorder = Recorder()
        let server = try LocalServer { _ in .silence }
        let request = HTTPRequest(try WebAddress(server.url))
        let transport = HTTPTransport(recorder.settings)
        let task = Task { try await transport.get(request) }
        await server.waitForRequest()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(recorder.events.map(\.outcome) == [.cancelled])
    }

    @Test(
        arguments: [
            (Duration.milliseconds(7), "0.007 s"), (.milliseconds(250), "0.25 s"), (.milliseconds(2500), "2.5 s"),
            (.milliseconds(9960), "10 s"), (.milliseconds(1040), "1 s"), (.seconds(30), "30 s"),
            (.milliseconds(30_600), "31 s"), (.zero, "0 s"),
        ]
    )
    func saysTimesShortly(delay: Duration, text: String) {
        #expect(HTTPFailure.timedOut(place: "x", phase: .waiting, limit: delay).message.hasSuffix(text))
    }
}
