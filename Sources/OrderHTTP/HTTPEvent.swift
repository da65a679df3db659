/// One request that was sent, and what came of it.
///
/// Every attempt and every redirect is one. It holds no header, so no token can be in it.
package struct HTTPEvent: Sendable, Hashable {
    /// How a request ended.
    package enum Outcome: Sendable, Hashable {
        case answered(status: Int)
        /// The next request goes there; a redirect that isn't followed has `failed`.
        case redirected(status: Int, to: WebAddress)
        case failed(HTTPFailure)
        /// Nobody wanted the answer any more.
        case cancelled
    }

    /// The wait before the next attempt.
    package struct Retry: Sendable, Hashable {
        package let delay: Duration
        /// Whether the server named the time with `Retry-After`.
        package let isAskedFor: Bool
    }

    package let method = "GET"
    package let address: WebAddress
    /// The proxy that it went through, as `host:port`.
    package let proxy: String?
    /// 1 for the first attempt; a redirect belongs to the attempt that it came in.
    package let attemptNumber: Int
    package let outcome: Outcome
    /// From the wish to send until the last byte.
    package let duration: Duration
    /// What the server sent, head included and before decompression; encryption's own bytes are not counted.
    package let receivedByteCount: Int
    /// The body after decompression, as far as it came.
    package let bodyByteCount: Int
    /// What follows; nil when this was the last attempt.
    package var retry: Retry?

    /// The wait before the next attempt in words: `waiting 2 s, as the server asked (429)`; nil when there is none.
    package var waitText: String? {
        guard let retry else { return nil }
        let cause =
            switch outcome {
            case .answered(let status), .redirected(let status, _): "\(status)"
            case .failed(let failure): failure.summary
            case .cancelled: "cancelled"
            }
        let wait = "waiting \(retry.delay.inSeconds)"
        return retry.isAskedFor ? "\(wait), as the server asked (\(cause))" : "\(wait) (\(cause))"
    }
}

extension Duration {
    /// In seconds, to the tenth below ten and to the millisecond below one: `0.025 s`, `2.5 s`, `30 s`.
    var inSeconds: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        let unit: Int64 = milliseconds >= 10_000 ? 1000 : milliseconds >= 1000 ? 100 : 1
        let rounded = (milliseconds + unit / 2) / unit * unit
        guard rounded % 1000 != 0 else { return "\(rounded / 1000) s" }
        var digits = String(1000 + rounded % 1000).dropFirst()
        while digits.hasSuffix("0") { digits = digits.dropLast() }
        return "\(rounded / 1000).\(digits) s"
    }
}
