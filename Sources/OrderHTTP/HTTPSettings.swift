package import OrderModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How a server is reached: everything that a transport does not take from the request.
package struct HTTPSettings: Sendable {
    package var limits = HTTPLimits()
    package var policy = RetryPolicy()
    /// A PEM file with authorities that are trusted besides the system's.
    package var certificateFile: String?
    package var proxies = ProxyEnvironment()
    /// How many requests may be sent; nil for as many as it takes.
    package var budget: RequestBudget?
    /// Is told of every request when it has ended, from any thread.
    package var observer: (@Sendable (HTTPEvent) -> Void)?
    package var timing = RequestTiming()

    package init() {}
}

/// Time and chance, as requests need them; tests put in their own.
package struct RequestTiming: Sendable {
    /// Waits between attempts.
    package var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// The present moment, with which the date of a `Retry-After` is compared.
    package var now: @Sendable () -> Instant = { .current }
    /// A number from 0 to 1.
    package var jitter: @Sendable () -> Double = { Double.random(in: 0...1) }

    package init() {}
}

extension Instant {
    /// The present moment by the system's clock.
    static var current: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
