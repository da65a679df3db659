package import OrderAPI
package import OrderHTTP
package import OrderModel

/// Why a server gave no orders, or none that can be trusted.
package enum RemoteError: Failure, Hashable {
    /// The reason only: the address may hold a password and is never repeated.
    case invalidAddress(String)
    case invalidToken(profile: String?)
    /// What was asked for cannot be asked for, such as an order without a key.
    case invalidLookup(String)
    case http(HTTPFailure)
    /// 401.
    case unauthorized(place: String, ServerAccess, answer: String?)
    /// 403.
    case forbidden(place: String, ServerAccess, answer: String?)
    case notFound(place: String, answer: String? = nil)
    /// Any other status that no later try would change.
    case refused(place: String, status: Int, answer: String?)
    /// 429 and 5xx, after all attempts.
    case unavailable(place: String, Refusal, answer: String?)
    /// A successful answer that is not what the API documents.
    case misread(place: String, BodyError)
    /// A value of an order that must be there and isn't, or is of another type.
    case misreadOrder(Int?, place: String, FieldProblem)
    /// Another order than was asked for.
    case wrongOrder(place: String, asked: String, answered: String)
    /// An order that the list shows and that has no detail, asked twice.
    case noDetail(Int, place: String)
    /// Orders moved between the pages, again and again.
    case drifted(place: String, restartCount: Int)
    /// A page without any order that says that there are more, twice.
    case withheld(place: String, count: Int)
    /// The server answers the same page whatever page is asked for.
    case unpageable(place: String, shown: Int, count: Int)
    /// The server's pages of a range of ids are none.
    case disobedient(place: String, evidence: String)

    package var category: FailureCategory {
        switch self {
        case .invalidAddress, .invalidToken, .invalidLookup: .usage
        case .http(let failure): failure.category
        case .unauthorized, .forbidden: .credentials
        case .notFound, .refused, .misread, .misreadOrder: .failed
        case .unavailable: .unavailable
        case .wrongOrder, .noDetail, .drifted, .withheld, .unpageable, .disobedient: .incomplete
        }
    }

    package var message: String {
        switch self {
        case .invalidAddress(let reason), .invalidLookup(let reason): reason
        case .invalidToken(let profile):
            (profile.map { "the token of profile '\(line($0))'" } ?? "the token")
                + " is empty or holds characters that no token has"
        case .http(let failure): failure.message
        case .unauthorized(let place, let access, let answer):
            (access.hasToken ? "\(line(place)) does not accept the token (401)" : "\(line(place)) wants a token (401)")
                + said(answer)
        case .forbidden(let place, _, let answer): "\(line(place)) does not allow this (403)" + said(answer)
        case .notFound(let place, let answer): "nothing at \(line(place)) (404)" + said(answer)
        case .refused(let place, let status, let answer): refusal(line(place), status) + said(answer)
        case .unavailable(let place, let refusal, let answer): "\(line(place)) failed (\(refusal))" + said(answer)
        case .misread(let place, let error): "the answer of \(line(place)) \(error.predicate)"
        case .misreadOrder(let id, let place, let problem):
            (id.map { "order \($0)" } ?? "an order") + " of \(line(place)): \(problem.message)"
        case .wrongOrder(let place, let asked, let answered):
            "\(line(place)) answered \(line(answered)), and \(line(asked)) was asked for"
        case .noDetail(let id, let place): "\(line(place)) lists order \(id) and has no detail of it, asked twice"
        case .drifted(let place, let count):
            "orders moved between the pages of \(line(place)), also after \(count) restarts"
        case .withheld(let place, let count):
            "\(line(place)) counts \(count) more \(count == 1 ? "order" : "orders") and does not show them, asked twice"
        case .unpageable(let place, let shown, let count):
            "\(line(place)) ignores both 'id_min' and 'offset': it shows \(shown) of \(count) orders, always the same"
        case .disobedient(let place, let evidence): "\(line(place)) does not page by id: \(line(evidence))"
        }
    }

    package var mend: String? {
        switch self {
        case .invalidAddress: "write it like http://127.0.0.1:8123 and give the token in ORDERSH_TOKEN"
        case .invalidToken(let profile):
            profile.map { "give profile '\(line($0))' the token alone, without 'Token'" }
                ?? "set ORDERSH_TOKEN to the token alone, without 'Token'"
        case .http(let failure): failure.mend
        case .unauthorized(_, let access, _): access.mendOfUnauthorized
        case .forbidden(_, let access, _): access.mendOfForbidden
        case .notFound: "check the address: it should be the server's root"
        case .refused(_, let status, _): mendOfRefusal(status)
        case .unavailable(_, let refusal, _): refusal.mend
        case .withheld: "try again later"
        case .misread(_, .html): "check the address: it should be the root of an order API"
        case .drifted: "ask again when fewer orders come in, or without a limit, which reads by id"
        case .disobedient: "ask with a query, such as 'orders where id > 0': it reads by offset where it must"
        case .invalidLookup, .misread, .misreadOrder, .wrongOrder, .noDetail, .unpageable: nil
        }
    }

    private func refusal(_ place: String, _ status: Int) -> String {
        switch status {
        case 200..<300: "\(place) answered with status \(status) instead of 200"
        case 300..<400: "\(place) answered with a redirect (\(status)) that leads nowhere"
        default: "\(place) refused the request (\(status))"
        }
    }

    private func mendOfRefusal(_ status: Int) -> String? {
        switch status {
        case 405, 406, 410: "check the address: it should be the root of an order API"
        case 407: "check the proxy's address and password"
        case 413, 414, 431: "shorten the lists in the query: the request is too long for the server"
        default: nil
        }
    }

    private func said(_ answer: String?) -> String { answer.map { ": \(ServerText.line($0))" } ?? "" }

    /// A server may redirect to a path of any length, and answer with any id.
    private func line(_ text: String) -> String { ServerText.line(text, maximumLength: 200) }

    /// Runs what reads an order's values, and names the server if one of them is not what it must be.
    static func reading<Result>(
        order id: Int,
        at place: String,
        _ read: () throws(FieldProblem) -> Result
    ) throws(RemoteError) -> Result {
        do throws(FieldProblem) {
            return try read()
        } catch {
            throw .misreadOrder(id, place: place, error)
        }
    }
}

/// A status that may be another one later, and how it came to that.
package struct Refusal: Sendable, Hashable, CustomStringConvertible {
    let status: Int
    let attemptCount: Int
    /// The pause that the server asked for.
    let retryAfter: Duration?

    package init(status: Int, attemptCount: Int = 1, retryAfter: Duration? = nil) {
        self.status = status
        self.attemptCount = attemptCount
        self.retryAfter = retryAfter
    }

    init(_ answer: HTTPAnswer) {
        self.init(status: answer.status, attemptCount: answer.attemptCount, retryAfter: answer.retryAfter)
    }

    /// `503, 4 attempts`.
    package var description: String {
        attemptCount == 1 ? "\(status)" : "\(status), \(attemptCount) attempts"
    }

    fileprivate var mend: String {
        if let retryAfter, retryAfter > .zero {
            return "wait \(Quantity.time(retryAfter)), as the server asks, and try again"
        }
        return status == 429 ? "wait a while, the server wants fewer requests" : "try again later"
    }
}
