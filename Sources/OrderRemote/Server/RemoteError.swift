package import OrderAPI
package import OrderHTTP
package import OrderModel

/// Why a server gave no orders, or none that can be trusted.
package enum RemoteError: Failure, Hashable {
    /// The reason only: the address may hold a password and is never repeated.
    case invalidAddress(String)
    case invalidToken
    case http(HTTPFailure)
    /// 401.
    case unauthorized(place: String, hasToken: Bool, answer: String?)
    /// 403.
    case forbidden(place: String, hasToken: Bool, answer: String?)
    case notFound(place: String)
    /// Any other status that no later try would change.
    case refused(place: String, status: Int, answer: String?)
    /// 429 and 5xx, after all attempts.
    case unavailable(place: String, status: Int, answer: String?)
    /// A successful answer that is not what the API documents.
    case misread(place: String, BodyError)
    /// A value of an order that must be there and isn't, or is of another type.
    case misreadOrder(Int?, place: String, FieldProblem)
    /// Orders moved between the pages, again and again.
    case drifted(place: String, restartCount: Int)
    /// A page without any order that says that there are more, twice.
    case withheld(place: String, count: Int)

    package var category: FailureCategory {
        switch self {
        case .invalidAddress, .invalidToken: .usage
        case .http(let failure): failure.category
        case .unauthorized, .forbidden: .credentials
        case .notFound, .refused, .misread, .misreadOrder: .failed
        case .unavailable: .unavailable
        case .drifted, .withheld: .incomplete
        }
    }

    package var message: String {
        switch self {
        case .invalidAddress(let reason): reason
        case .invalidToken: "the token is empty or holds characters that no token has"
        case .http(let failure): failure.message
        case .unauthorized(let place, let hasToken, let answer):
            (hasToken ? "\(place) does not accept the token (401)" : "\(place) wants a token (401)") + said(answer)
        case .forbidden(let place, _, let answer): "\(place) does not allow this (403)" + said(answer)
        case .notFound(let place): "nothing at \(place) (404)"
        case .refused(let place, let status, let answer): "\(place) refused the request (\(status))" + said(answer)
        case .unavailable(let place, let status, let answer): "\(place) failed (\(status))" + said(answer)
        case .misread(let place, let error): "the answer of \(place) \(error.predicate)"
        case .misreadOrder(let id, let place, let problem):
            (id.map { "order \($0)" } ?? "an order") + " of \(place): \(problem.message)"
        case .drifted(let place, let count):
            "orders moved between the pages of \(place), also after \(count) restarts"
        case .withheld(let place, let count):
            "\(place) counts \(count) more \(count == 1 ? "order" : "orders") and does not show them, asked twice"
        }
    }

    package var mend: String? {
        switch self {
        case .invalidAddress: "write it like http://127.0.0.1:8123 and give the token in ORDERSH_TOKEN"
        case .invalidToken: "set ORDERSH_TOKEN to the token alone, without 'Token'"
        case .http(let failure): failure.mend
        case .unauthorized(_, let hasToken, _):
            hasToken ? "check the token in ORDERSH_TOKEN" : "set ORDERSH_TOKEN to a staff account's token"
        case .forbidden: "use a staff account's token"
        case .notFound: "check the address: it should be the server's root"
        case .unavailable, .withheld: "try again later"
        case .drifted: "ask again when fewer orders come in, or without a limit, which reads by id"
        case .refused, .misread, .misreadOrder: nil
        }
    }

    private func said(_ answer: String?) -> String { answer.map { ": \($0)" } ?? "" }

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
