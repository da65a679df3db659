// The one place that talks to the network. The client library opens connections and reads answers; attempts,
// pauses, redirects and limits are decided here.

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Sends GET requests: one client whose connections stay open, with limits on everything a server could overdo.
///
/// Attempts, pauses and redirects are decided here and not by the client library, so that the token goes to its
/// own server only and every wait ends at once when the task is cancelled.
package final class HTTPTransport: Sendable {
    private let client: HTTPClient
    private let limits: HTTPLimits
    private let policy: RetryPolicy
    private let pause: @Sendable (Duration) async throws -> Void

    /// Makes a transport with its own connections.
    ///
    /// - Parameters:
    ///   - limits: what a server may take in time and bytes.
    ///   - policy: how often a request is tried again.
    ///   - pause: waits between attempts; tests put in one that returns at once.
    package init(
        limits: HTTPLimits = HTTPLimits(),
        policy: RetryPolicy = RetryPolicy(),
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.limits = limits
        self.policy = policy
        self.pause = pause
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(
            connect: NIOCore.TimeAmount(limits.connectTimeout),
            read: NIOCore.TimeAmount(limits.readTimeout)
        )
        configuration.decompression = .enabled(limit: .size(limits.bodyLimitBytes))
        // A refused connection is tried again here, with pauses; the library would repeat it until its timeout.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit {
        // The client lives on until its connections are closed.
        let closing = client.shutdown()
        closing.whenComplete { _ in }
    }

    /// Gets an answer of any status, after as many attempts as the policy allows.
    ///
    /// Throws an `HTTPFailure`, or a `CancellationError` when the task was cancelled.
    package func get(_ request: HTTPRequest) async throws -> HTTPAnswer {
        var state = RetryState(policy: policy)
        while true {
            let outcome = try await attempt(request)
            switch state.decide(after: outcome.forRetry, jitter: Double.random(in: 0...1)) {
            case .retry(let delay): try await pause(delay)
            case .accept:
                var answer = try outcome.get()
                answer.attemptCount = state.attemptCount
                return answer
            }
        }
    }

    private func attempt(_ request: HTTPRequest) async throws -> Result<HTTPAnswer, HTTPFailure> {
        do {
            return .success(try await withTotalTimeout(request.address) { try await self.follow(request) })
        } catch {
            if Task.isCancelled { throw CancellationError() }
            return .failure(HTTPFailure(error, at: request.address, limits: limits))
        }
    }

    /// Follows redirects within the server; a redirect to another one fails.
    private func follow(_ request: HTTPRequest) async throws -> HTTPAnswer {
        var address = request.address
        for _ in 0...limits.maximumRedirects {
            let (answer, location) = try await send(request, to: address)
            guard let location else { return answer }
            guard let target = address.resolved(location) else {
                throw HTTPFailure.malformed(place: address.place, reason: "it redirects to no web address")
            }
            guard target.hasSameOrigin(as: request.address) else {
                throw HTTPFailure.foreignRedirect(place: address.place, target: target.origin)
            }
            address = target
        }
        throw HTTPFailure.tooManyRedirects(place: request.address.place)
    }

    private func send(_ request: HTTPRequest, to address: WebAddress) async throws -> (HTTPAnswer, location: String?) {
        var message = HTTPClientRequest(url: address.description)
        message.headers.add(name: "Accept", value: "application/json")
        message.headers.add(name: "Accept-Encoding", value: "gzip")
        message.headers.add(name: "User-Agent", value: "ordersh")
        if let token = request.token { message.headers.add(name: "Authorization", value: token.headerValue) }
        let response = try await client.execute(message, timeout: NIOCore.TimeAmount(limits.totalTimeout))
        var body: [UInt8] = []
        for try await buffer in response.body {
            guard body.count + buffer.readableBytes <= limits.bodyLimitBytes else {
                throw HTTPFailure.tooLarge(place: address.place, limitBytes: limits.bodyLimitBytes)
            }
            body.append(contentsOf: buffer.readableBytesView)
        }
        let status = Int(response.status.code)
        let answer = HTTPAnswer(
            status: status,
            retryAfter: response.headers.first(name: "Retry-After").flatMap { RetryAfter.delay($0, now: .current) },
            body: body,
            address: address
        )
        let isRedirect = [301, 302, 303, 307, 308].contains(status)
        return (answer, isRedirect ? response.headers.first(name: "Location") ?? "" : nil)
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
                throw HTTPFailure.timedOut(place: address.place, phase: .total)
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

extension Instant {
    /// The present moment by the system's clock.
    fileprivate static var current: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
