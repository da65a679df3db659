import OrderAPI
import OrderEngine
import OrderHTTP
import OrderModel

/// Gets answers from one server and turns everything but a good one into an error that says what it was.
struct RemoteClient: Sendable {
    let location: RemoteLocation
    let token: AccessToken?
    let transport: HTTPTransport

    /// The answer of an endpoint with status 200; nil for the API's own 404, which means that there is none.
    func answer(of endpoint: APIEndpoint, query: String? = nil) async throws -> HTTPAnswer? {
        let address = location.address(of: endpoint, query: query)
        let answer: HTTPAnswer
        do {
            answer = try await transport.get(HTTPRequest(address, token: endpoint.isPublic ? nil : token))
        } catch let failure as HTTPFailure {
            throw RemoteError.http(failure)
        }
        guard answer.status != 200 else { return answer }
        let problem = ServerProblem(body: answer.body)
        if answer.status == 404, problem.isJSON { return nil }
        throw failure(answer, problem)
    }

    private func failure(_ answer: HTTPAnswer, _ problem: ServerProblem) -> any Error {
        let place = answer.address.place
        let hasToken = token != nil
        switch answer.status {
        case 400 where !problem.parameters.isEmpty:
            return RejectedParameters(
                names: problem.parameters.map(\.name),
                answer: problem.parameters.map { "\($0.name): \($0.text)" }.joined(separator: "; ")
            )
        case 401: return RemoteError.unauthorized(place: place, hasToken: hasToken, answer: problem.line)
        case 403: return RemoteError.forbidden(place: place, hasToken: hasToken, answer: problem.line)
        case 404: return RemoteError.notFound(place: place)
        case 408, 429, 500...: return RemoteError.unavailable(place: place, status: answer.status, answer: problem.line)
        default: return RemoteError.refused(place: place, status: answer.status, answer: problem.line)
        }
    }
}
