import OrderAPI
import OrderEngine
import OrderHTTP
import OrderModel

/// Gets answers from one server and turns everything but a good one into an error that says what it was.
struct RemoteClient: Sendable {
    let location: RemoteLocation
    let token: AccessToken?
    let transport: HTTPTransport
    let knowledge: ServerKnowledge
    /// The profile's name, for messages; nil for a bare URL.
    let profile: String?

    /// The answer of an endpoint with status 200; nil for the API's own 404, which means that there is none.
    ///
    /// Where nobody said whose orders to read, a token that may not read the staff's list is tried on the customer's,
    /// and `CapabilitiesChanged` is thrown if that answers.
    func answer(of endpoint: APIEndpoint, query: String? = nil) async throws -> HTTPAnswer? {
        let answer = try await get(endpoint, query)
        guard answer.status != 200 else {
            if endpoint == .adminList { knowledge.noteStaff() }
            return answer
        }
        let problem = ServerProblem(body: answer.body)
        if answer.status == 404, problem.isOfAPI { return nil }
        if answer.status == 403, endpoint == .adminList { try await noticeCustomer(after: answer) }
        throw failure(of: endpoint, answer, problem)
    }

    /// The document of an endpoint that answers one order; nil when there is none.
    func document(of endpoint: APIEndpoint) async throws -> RemoteDocument? {
        guard let answer = try await answer(of: endpoint) else { return nil }
        do throws(BodyError) {
            let order = Order(
                document: try BodyError.object(in: answer.body),
                origin: Origin(source: answer.address.description)
            )
            return RemoteDocument(
                order: order,
                place: answer.address.place,
                requestCount: answer.requestCount,
                byteCount: answer.body.count
            )
        } catch {
            throw RemoteError.misread(place: answer.address.place, error)
        }
    }

    /// No token goes with what is public, wherever it may be redirected to.
    private func get(_ endpoint: APIEndpoint, _ query: String?) async throws -> HTTPAnswer {
        let address = location.address(of: endpoint, query: query)
        do {
            var answer = try await transport.get(HTTPRequest(address, token: endpoint.isPublic ? nil : token))
            // What is no answer of the API is shown to the user, and may repeat the token.
            if let token, answer.status != 200 || answer.body.first != UInt8(ascii: "{") {
                answer.body = token.hidden(in: answer.body)
            }
            return answer
        } catch let failure as HTTPFailure {
            throw RemoteError.http(failure)
        }
    }

    /// Throws if the token turns out to be a customer's, or if that could not be found out.
    private func noticeCustomer(after refusal: HTTPAnswer) async throws {
        guard knowledge.mayBeCustomer, token != nil else { return }
        var requestCount = refusal.requestCount
        if knowledge.endpoint == .admin {
            let answer = try await get(.customerList, "limit=1")
            requestCount += answer.requestCount
            switch answer.status {
            case 200 where (try? OrderPage(body: answer.body)) != nil: knowledge.switchToCustomer()
            case 408, 429, 500...: throw failure(of: .customerList, answer, ServerProblem(body: answer.body))
            default: return
            }
        }
        throw CapabilitiesChanged(
            message: "the token is a customer's: its own orders are read",
            requestCount: requestCount
        )
    }

    private func failure(of endpoint: APIEndpoint, _ answer: HTTPAnswer, _ problem: ServerProblem) -> any Error {
        let place = answer.address.place
        switch answer.status {
        case 400 where !problem.parameters.isEmpty:
            return RejectedParameters(
                names: problem.parameters.map(\.name),
                answer: ServerText.line(problem.parameters.map { "\($0.name): \($0.text)" }.joined(separator: "; "))
            )
        case 401: return RemoteError.unauthorized(place: place, access(to: endpoint), answer: problem.line)
        case 403: return RemoteError.forbidden(place: place, access(to: endpoint), answer: problem.line)
        case 404: return RemoteError.notFound(place: place, answer: problem.line)
        case 408, 429, 500...: return RemoteError.unavailable(place: place, Refusal(answer), answer: problem.line)
        default: return RemoteError.refused(place: place, status: answer.status, answer: problem.line)
        }
    }

    private func access(to endpoint: APIEndpoint) -> ServerAccess {
        let subject: ServerAccess.Subject =
            switch endpoint {
            case .adminList: .list(.admin)
            case .customerList, .customerDetail: .list(.customer)
            case .tracking: .tracking
            case .platformOrder: .otherPlatform
            }
        return ServerAccess(
            subject,
            hasToken: token != nil && !endpoint.isPublic,
            profile: profile,
            isScopeStated: knowledge.isScopeStated
        )
    }
}

/// One order as an endpoint of single orders answered it, and what that took.
struct RemoteDocument: Sendable {
    let order: Order
    /// The address without a query, for messages.
    let place: String
    let requestCount: Int
    let byteCount: Int
}
