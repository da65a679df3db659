package import OrderModel

/// What to get, and with which token.
package struct HTTPRequest: Sendable {
    package var address: WebAddress
    package var token: AccessToken?

    package init(_ address: WebAddress, token: AccessToken? = nil) {
        self.address = address
        self.token = token
    }
}

/// A server's answer, whole and decompressed.
package struct HTTPAnswer: Sendable {
    package let status: Int
    /// The pause that the server asked for with `Retry-After`.
    package let retryAfter: Duration?
    package var body: [UInt8]
    /// Where the answer came from in the end, after redirects.
    package let address: WebAddress
    /// What the server's clock showed, to the second, as its `Date` says.
    package var serverTime: Instant?
    /// How many attempts it took.
    package var attemptCount = 1
    /// How many requests that were: redirects that were followed count too.
    package var requestCount = 1
}

/// What a server may take in time and bytes.
package struct HTTPLimits: Sendable, Hashable {
    package var connectTimeout: Duration
    /// The longest silence while an answer is awaited or comes in.
    package var readTimeout: Duration
    /// The longest time that one attempt may take.
    package var totalTimeout: Duration
    /// The most bytes of a body, after decompression.
    package var bodyLimitBytes: Int
    package var maximumRedirects: Int

    package init(
        connectTimeout: Duration = .seconds(10),
        readTimeout: Duration = .seconds(60),
        totalTimeout: Duration = .seconds(300),
        bodyLimitBytes: Int = 128 << 20,
        maximumRedirects: Int = 3
    ) {
        self.connectTimeout = connectTimeout
        self.readTimeout = readTimeout
        self.totalTimeout = totalTimeout
        self.bodyLimitBytes = bodyLimitBytes
        self.maximumRedirects = maximumRedirects
    }
}
