// The one place that sends requests. The client library opens connections and reads answers; attempts, pauses,
// redirects, proxies and limits are decided here.

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import OrderModel
import Synchronization

/// Sends GET requests: connections that stay open, with limits on everything a server could overdo.
///
/// Attempts, pauses and redirects are decided here and not by the client library, so that the token goes to its
/// own server only and every wait ends at once when the task is cancelled. Nothing is opened or read, and no thread
/// begins, before the first request.
package final class HTTPTransport: Sendable {
    private let settings: HTTPSettings
    private let connections: HTTPConnections
    private var limits: HTTPLimits { settings.limits }

    /// Makes a transport with its own connections.
    package init(_ settings: HTTPSettings) {
        self.settings = settings
        connections = HTTPConnections(settings)
    }

    /// Makes a transport without proxies.
    ///
    /// - Parameters:
    ///   - limits: what a server may take in time and bytes.
    ///   - policy: how often a request is tried again.
    ///   - pause: waits between attempts; tests put in one that returns at once.
    package convenience init(
        limits: HTTPLimits = HTTPLimits(),
        policy: RetryPolicy = RetryPolicy(),
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        var settings = HTTPSettings()
        settings.limits = limits
        settings.policy = policy
        settings.timing.pause = pause
        self.init(settings)
    }

    /// Checks what can be checked without sending anything: the certificate file, and the proxy for an address.
    package func prepare(for address: WebAddress) throws(HTTPFailure) {
        _ = try settings.proxies.route(to: address)
        if let path = settings.certificateFile { _ = try CertificateFile.read(path) }
    }

    /// Gets an answer of any status, after as many attempts as the policy allows.
    ///
    /// Throws an `HTTPFailure`, or a `CancellationError` when the task was cancelled.
    package func get(_ request: HTTPRequest) async throws -> HTTPAnswer {
        var state = RetryState(policy: settings.policy)
        var requestCount = 0
        while true {
            let attempt = Attempt(number: state.attemptCount + 1)
            let outcome = try await outcome(of: attempt, request)
            requestCount += attempt.requestCount.withLock(\.self)
            let decision = state.decide(after: outcome.forRetry, jitter: settings.timing.jitter())
            tell(attempt, outcome, decision)
            switch decision {
            case .retry(let delay): try await settings.timing.pause(delay)
            case .accept:
                var answer = try outcome.mapError { $0.after(attemptCount: state.attemptCount) }.get()
                (answer.attemptCount, answer.requestCount) = (state.attemptCount, requestCount)
                return answer
            }
        }
    }

    /// One attempt, with the exchange that is under way.
    private final class Attempt: Sendable {
        let number: Int
        let exchange = Mutex<Exchange?>(nil)
        /// What was sent, redirects followed included.
        let requestCount = Mutex(0)

        init(number: Int) {
            self.number = number
        }
    }

    private func outcome(
        of attempt: Attempt,
        _ request: HTTPRequest
    ) async throws -> Result<HTTPAnswer, HTTPFailure> {
        do {
            return .success(try await withTotalTimeout(request.address) { try await self.follow(request, attempt) })
        } catch {
            let exchange = attempt.exchange.withLock { $0 }
            if Task.isCancelled {
                if let exchange { settings.observer?(exchange.event(.cancelled)) }
                throw CancellationError()
            }
            guard let exchange else {
                if let failure = error as? HTTPFailure { return .failure(failure) }
                throw error
            }
            return .failure(await explained(FailureNaming(exchange: exchange, limits: limits).failure(error), exchange))
        }
    }

    /// A failure for which its true cause was looked up, where the client library doesn't tell it.
    private func explained(_ failure: HTTPFailure, _ exchange: Exchange) async -> HTTPFailure {
        guard case .insecure(let place, .unknownIssuer) = failure, exchange.route == .direct else { return failure }
        let problem = await CertificateInspection.problem(
            of: exchange.address,
            timeout: limits.connectTimeout,
            now: settings.timing.now()
        )
        return .insecure(place: place, problem: problem ?? .unknownIssuer)
    }

    /// Tells the observer of the exchange that ended an attempt, and of what follows.
    private func tell(_ attempt: Attempt, _ outcome: Result<HTTPAnswer, HTTPFailure>, _ decision: RetryDecision) {
        guard let observer = settings.observer, let exchange = attempt.exchange.withLock({ $0 }) else { return }
        var event =
            switch outcome {
            case .success(let answer): exchange.event(.answered(status: answer.status))
            case .failure(let failure): exchange.event(.failed(failure))
            }
        if case .retry(let delay) = decision {
            let asked = (try? outcome.get())?.retryAfter
            event.retry = HTTPEvent.Retry(delay: delay, isAskedFor: asked != nil)
        }
        observer(event)
    }

    /// Follows redirects within the server; a redirect to another one fails.
    private func follow(_ request: HTTPRequest, _ attempt: Attempt) async throws -> HTTPAnswer {
        var address = request.address
        let route = try settings.proxies.route(to: address)
        for _ in 0...limits.maximumRedirects {
            // Before the budget, so that a usage error is found although nothing may be sent any more.
            let client = try connections.client(for: route)
            try Task.checkCancellation()
            try settings.budget?.take()
            let exchange = Exchange(address, route: route, attemptNumber: attempt.number)
            attempt.exchange.withLock { $0 = exchange }
            attempt.requestCount.withLock { $0 += 1 }
            let (answer, location) = try await send(exchange, request.token, client)
            guard let location else { return answer }
            address = try target(of: location, from: exchange)
            settings.observer?(exchange.event(.redirected(status: answer.status, to: address)))
            attempt.exchange.withLock { $0 = nil }
        }
        throw HTTPFailure.tooManyRedirects(place: request.address.place)
    }

    private func target(of location: String, from exchange: Exchange) throws(HTTPFailure) -> WebAddress {
        guard let target = exchange.address.resolved(location) else {
            throw .unusableAnswer(place: exchange.address.place, reason: "it redirects to no web address")
        }
        guard target.hasSameOrigin(as: exchange.address) else {
            throw .foreignRedirect(place: exchange.address.place, target: target.origin)
        }
        return target
    }

    private func send(
        _ exchange: Exchange,
        _ token: AccessToken?,
        _ client: HTTPClient
    ) async throws -> (HTTPAnswer, location: String?) {
        let name = connections.exchanges.add(exchange)
        defer { connections.exchanges.remove(name) }
        let response = try await client.execute(
            message(exchange, name: name, token),
            timeout: NIOCore.TimeAmount(limits.totalTimeout)
        )
        if response.status == .proxyAuthenticationRequired, let proxy = exchange.route.proxy {
            throw HTTPFailure.proxyRefused(proxy: proxy.place, place: exchange.address.origin, wantsCredentials: true)
        }
        let status = Int(response.status.code)
        guard status >= 200 else {
            throw HTTPFailure.malformed(place: exchange.address.origin, reason: "it wants to speak another protocol")
        }
        let body = try await body(of: response, exchange)
        let now = settings.timing.now()
        let answer = HTTPAnswer(
            status: status,
            retryAfter: response.headers.first(name: "Retry-After").flatMap { RetryAfter.delay($0, now: now) },
            body: body,
            address: exchange.address,
            serverTime: response.headers.first(name: "Date").flatMap { RetryAfter.moment($0) }
        )
        let isRedirect = [301, 302, 303, 307, 308].contains(status)
        // What a redirect names is shown to the user, and may repeat the token.
        let location = response.headers.first(name: "Location") ?? ""
        return (answer, isRedirect ? token?.hidden(in: location) ?? location : nil)
    }

    private func message(_ exchange: Exchange, name: String, _ token: AccessToken?) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: exchange.address.origin + "/")
        message.headers.add(name: "Host", value: exchange.address.authority)
        message.headers.add(name: "Accept", value: "application/json")
        message.headers.add(name: "Accept-Encoding", value: "gzip")
        message.headers.add(name: "User-Agent", value: "ordersh")
        if let token { message.headers.add(name: "Authorization", value: token.headerValue) }
        if case .forwarding(let proxy) = exchange.route {
            message.url = "http://\(proxy.place)/"
            if let authorization = proxy.authorization {
                message.headers.add(name: "Proxy-Authorization", value: authorization.headerValue)
            }
        }
        message.headers.add(name: WireHandler.exchangeHeader, value: name)
        return message
    }

    private func body(of response: HTTPClientResponse, _ exchange: Exchange) async throws -> [UInt8] {
        // Anything else comes through as it is, and would be taken for the answer itself.
        let encoding = response.headers.first(name: "Content-Encoding") ?? "identity"
        guard ["identity", "gzip", "deflate", ""].contains(encoding) else {
            throw HTTPFailure.unusableAnswer(
                place: exchange.address.origin,
                reason: "its body is compressed in a way that was not asked for"
            )
        }
        var body: [UInt8] = []
        for try await buffer in response.body {
            exchange.noteBody(byteCount: buffer.readableBytes)
            guard body.count + buffer.readableBytes <= limits.bodyLimitBytes else {
                throw HTTPFailure.tooLarge(place: exchange.address.place, limitBytes: limits.bodyLimitBytes)
            }
            body.append(contentsOf: buffer.readableBytesView)
        }
        // A body whose reading was given up looks like one that has ended.
        try Task.checkCancellation()
        return body
    }

    private func withTotalTimeout(
        _ address: WebAddress,
        _ operation: @escaping @Sendable () async throws -> HTTPAnswer
    ) async throws -> HTTPAnswer {
        let limit = limits.totalTimeout
        return try await withThrowingTaskGroup(of: HTTPAnswer?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await operation() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            guard let first = try await group.next(), let answer = first else {
                throw HTTPFailure.timedOut(place: address.origin, phase: .total, limit: limit)
            }
            return answer
        }
    }
}

extension Result<HTTPAnswer, HTTPFailure> {
    fileprivate var forRetry: AttemptOutcome {
        switch self {
        case .success(let answer): .answered(status: answer.status, retryAfter: answer.retryAfter)
        case .failure(let failure): .failed(failure)
        }
    }
}
