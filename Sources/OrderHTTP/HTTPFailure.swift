package import OrderModel

/// Why a request got no answer that could be used.
package enum HTTPFailure: Failure, Hashable {
    /// The connection could not be made, or broke off.
    case connection(place: String, reason: String)
    /// The server took too long.
    case timedOut(place: String, phase: TimeoutPhase, limit: Duration)
    /// The encryption could not be agreed on, or the certificate isn't trusted.
    case insecure(place: String, problem: TLSProblem)
    /// The proxy did not connect us.
    case proxyRefused(proxy: String, place: String, wantsCredentials: Bool)
    /// The answer is longer than is allowed.
    case tooLarge(place: String, limitBytes: Int)
    /// The server points to another server, to which the token must not go.
    case foreignRedirect(place: String, target: String)
    case tooManyRedirects(place: String)
    /// The answer is no HTTP.
    case malformed(place: String, reason: String)
    /// The answer is HTTP, and of no use: a damaged body, a redirect that leads nowhere.
    case unusableAnswer(place: String, reason: String)
    /// All requests that were allowed are used up.
    case budgetExhausted(limit: Int)
    /// The file with authorities can't be read.
    case certificateFile(path: String, reason: String)
    /// The environment names a proxy of which nothing can be made; its address may hold a password and isn't told.
    case unusableProxy(variable: String, reason: String)
    /// What the last of several attempts failed with.
    indirect case repeated(HTTPFailure, attemptCount: Int)

    /// What took too long.
    package enum TimeoutPhase: Sendable, Hashable, CaseIterable {
        /// Connecting, through a proxy if there is one, and agreeing on encryption.
        case connecting
        case waiting
        /// The answer began, and then nothing more came.
        case receiving
        /// The whole answer.
        case total
    }

    package var category: FailureCategory {
        switch self {
        case .connection, .timedOut, .insecure, .malformed, .unusableAnswer: .unavailable
        case .foreignRedirect, .tooManyRedirects: .unavailable
        case .proxyRefused(_, _, let wantsCredentials): wantsCredentials ? .credentials : .unavailable
        case .tooLarge, .budgetExhausted: .failed
        case .certificateFile, .unusableProxy: .usage
        case .repeated(let failure, _): failure.category
        }
    }

    package var message: String {
        switch self {
        case .connection(let place, let reason): "no answer from \(place): \(reason)"
        case .timedOut(let place, let phase, let limit): phase.message(place: place, limit: limit.inSeconds)
        case .insecure(let place, let problem): "no secure connection to \(place): \(problem.reason)"
        case .proxyRefused(let proxy, let place, true): "the proxy \(proxy) wants a user name for \(place) (407)"
        case .proxyRefused(let proxy, let place, false): "the proxy \(proxy) made no connection to \(place)"
        case .tooLarge(let place, let limitBytes): "the answer of \(place) is longer than \(limitBytes) bytes"
        case .foreignRedirect(let place, let target):
            "\(place) redirects to \(target), another server; it was not followed, so that no token goes there"
        case .tooManyRedirects(let place): "\(place) redirects without an end"
        case .malformed(let place, let reason): "\(place) did not answer as a web server does: \(reason)"
        case .unusableAnswer(let place, let reason): "the answer of \(place) is of no use: \(reason)"
        case .budgetExhausted(let limit):
            limit == 1 ? "the one request that was allowed is used up" : "all \(limit) requests are used up"
        case .certificateFile(let path, let reason):
            "cannot read the certificates in \(ServerText.line(path)): \(reason)"
        case .unusableProxy(let variable, let reason): "the proxy in \(variable) is of no use: \(reason)"
        case .repeated(let failure, let attemptCount): "\(failure.message) (\(attemptCount) attempts)"
        }
    }

    package var mend: String? {
        switch self {
        case .connection: "check the address and that the server is running"
        case .timedOut: "try again later"
        case .insecure(_, let problem): problem.mend
        case .proxyRefused(_, _, true): "write the proxy as http://user:password@host:port"
        case .proxyRefused(_, _, false): "check the address, or name the server in NO_PROXY"
        case .foreignRedirect(let place, let target):
            Self.isUpgrade(from: place, to: target)
                ? "write the address with https://" : "use the new address if you trust it"
        case .budgetExhausted: "allow more with --max-requests, or ask for less"
        case .certificateFile: "name a file with certificates in the PEM form"
        case .unusableProxy(let variable, _): "correct \(variable), or unset it"
        case .malformed(let place, _):
            "check the address and its port" + (place.hasPrefix("https:") ? "" : "; it may have to begin with https://")
        case .unusableAnswer: "ask whoever runs the server, or the proxy before it"
        case .tooLarge, .tooManyRedirects: nil
        case .repeated(let failure, _): failure.mend
        }
    }

    /// The same, as the outcome of so many attempts.
    ///
    /// What is found without asking the server, such as a budget that is used up, stays as it is.
    func after(attemptCount: Int) -> HTTPFailure {
        attemptCount > 1 && category == .unavailable ? .repeated(self, attemptCount: attemptCount) : self
    }

    /// Whether a redirect leads to the same host with encryption.
    private static func isUpgrade(from place: String, to target: String) -> Bool {
        guard let from = try? WebAddress(place), let to = try? WebAddress(target) else { return false }
        return from.scheme == .http && to.scheme == .https && from.host == to.host
    }

    /// A few words for a line that names the place elsewhere.
    package var summary: String {
        switch self {
        case .connection(_, let reason), .malformed(_, let reason), .unusableAnswer(_, let reason): reason
        case .timedOut(_, let phase, let limit): "\(phase.name) took longer than \(limit.inSeconds)"
        case .insecure(_, let problem): problem.reason
        case .proxyRefused(_, _, let wantsCredentials): wantsCredentials ? "407 from the proxy" : "the proxy refused"
        case .tooLarge(_, let limitBytes): "longer than \(limitBytes) bytes"
        case .foreignRedirect(_, let target): "not followed to \(target)"
        case .tooManyRedirects: "too many redirects"
        case .budgetExhausted, .certificateFile, .unusableProxy: message
        case .repeated(let failure, _): failure.summary
        }
    }
}

extension HTTPFailure.TimeoutPhase {
    fileprivate func message(place: String, limit: String) -> String {
        switch self {
        case .connecting: "no connection to \(place) within \(limit)"
        case .waiting: "no answer from \(place) within \(limit)"
        case .receiving: "the answer of \(place) stopped for \(limit)"
        case .total: "the answer of \(place) took longer than \(limit)"
        }
    }

    fileprivate var name: String {
        switch self {
        case .connecting: "connecting"
        case .waiting: "the answer"
        case .receiving: "more of the answer"
        case .total: "the whole answer"
        }
    }
}
