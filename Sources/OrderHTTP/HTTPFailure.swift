package import OrderModel

/// Why a request got no answer that could be used.
package enum HTTPFailure: Failure, Hashable {
    /// The connection could not be made, or broke off.
    case connection(place: String, reason: String)
    /// The server took too long.
    case timedOut(place: String, phase: TimeoutPhase)
    /// The encryption could not be agreed on, or the certificate isn't trusted.
    case insecure(place: String, reason: String)
    /// The answer is longer than is allowed.
    case tooLarge(place: String, limitBytes: Int)
    /// The server points to another server, to which the token must not go.
    case foreignRedirect(place: String, target: String)
    case tooManyRedirects(place: String)
    /// The answer is no HTTP, or redirects nowhere.
    case malformed(place: String, reason: String)

    /// What took too long.
    package enum TimeoutPhase: String, Sendable, Hashable {
        case connecting
        case waiting = "waiting for data"
        case total = "the whole answer"
    }

    package var category: FailureCategory {
        switch self {
        case .connection, .timedOut, .insecure, .malformed: .unavailable
        case .tooLarge, .foreignRedirect, .tooManyRedirects: .failed
        }
    }

    package var message: String {
        switch self {
        case .connection(let place, let reason): "no answer from \(place): \(reason)"
        case .timedOut(let place, let phase): "no answer from \(place) in time (\(phase.rawValue))"
        case .insecure(let place, let reason): "no secure connection to \(place): \(reason)"
        case .tooLarge(let place, let limitBytes): "the answer of \(place) is longer than \(limitBytes) bytes"
        case .foreignRedirect(let place, let target):
            "\(place) redirects to \(target), another server; it was not followed, so that no token goes there"
        case .tooManyRedirects(let place): "\(place) redirects without an end"
        case .malformed(let place, let reason): "\(place) did not answer as a web server does: \(reason)"
        }
    }

    package var mend: String? {
        switch self {
        case .connection: "check the address and that the server is running"
        case .timedOut: "try again later"
        case .insecure: "check the server's certificate and the address"
        case .foreignRedirect: "use the new address if you trust it"
        case .tooLarge, .tooManyRedirects, .malformed: nil
        }
    }

    /// Whether the same request may well succeed a moment later.
    var isTransient: Bool {
        switch self {
        case .connection, .timedOut: true
        case .insecure, .tooLarge, .foreignRedirect, .tooManyRedirects, .malformed: false
        }
    }
}
