// A request goes the way it goes through Django REST framework: the host and the path, then the form of the answer,
// who asks, whether they may, the method, and only then what is asked for.

package import OrderEngine
import OrderModel

/// The API over a dataset, without any socket: a request goes in, an answer comes out.
package final class OrderService: Sendable {
    package let settings: ServerSettings
    let tokens: TokenTable
    private let dataset: ServedDataset
    private let reader: ListRequestReader
    private let faults: FaultCounter
    private let description: SharedValue<[UInt8]>
    private let report: @Sendable (any Error) -> Void

    /// What is wrong with the dataset is told to `report`; no client learns it.
    package init(
        dataset: any ChangingDataset,
        tokens: TokenTable,
        settings: ServerSettings,
        report: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        self.settings = settings
        self.tokens = tokens
        self.dataset = ServedDataset(dataset, settings: settings)
        self.report = report
        reader = ListRequestReader(settings)
        faults = FaultCounter(settings.faults)
        description = SharedValue { Array(APIDescription(settings).json.serialized().utf8) }
    }

    /// Lets go of the dataset, when no more requests come.
    package func end() { dataset.end() }

    /// Answers a request; whatever goes wrong is an answer too.
    package func answer(_ request: APIRequest) async -> APIAnswer {
        guard request.path.utf8.starts(with: "/api/".utf8) else { return await honestAnswer(request) }
        switch faults.next() {
        case .answered: return await honestAnswer(request)
        case .answeredInstead(let answer): return answer
        case .cut:
            var answer = await honestAnswer(request)
            if !answer.body.isEmpty, request.method != "HEAD" { answer.delivery = .cutInHalf }
            return answer
        }
    }

    private func honestAnswer(_ request: APIRequest) async -> APIAnswer {
        guard HostName.isSound(request.host ?? Self.unknownHost) else { return .page(status: 400) }
        do {
            if let answer = try await ownAnswer(request) { return answer }
            let path = PercentCoding.decodeLeniently(Array(request.path.utf8))
            guard let route = APIRoute(path, trailingSlash: settings.trailingSlash) else {
                return redirect(path, request) ?? .page(status: 404)
            }
            guard Self.takesFields(of: request) else { return .page(status: 400) }
            var answer = try await self.answer(request, at: route)
            answer.headers.append(("Allow", Self.methods))
            return answer
        } catch {
            return answer(for: error)
        }
    }

    /// What a client gets of something that went wrong here: a status, and nothing of the insides.
    private func answer(for error: any Error) -> APIAnswer {
        switch error {
        case is CancellationError: return .page(status: 503)
        case let unreadable as UnreadableDataset:
            report(unreadable.reason)
            var answer = APIAnswer.detail("The dataset cannot be read at the moment.", status: 503)
            answer.headers.append(("Retry-After", "5"))
            return answer
        default:
            report(error)
            return .page(status: 500)
        }
    }

    /// The dataset as it is now.
    private func state() async throws -> ServedState {
        do {
            return try await dataset.state()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw UnreadableDataset(reason: error)
        }
    }

    /// That the dataset is not there, or no dataset any more; it may be again at the next request.
    private struct UnreadableDataset: Error {
        let reason: any Error
    }

    /// Django takes no more fields than these from a query.
    private static let maximumFieldCount = 1000

    private static func takesFields(of request: APIRequest) -> Bool {
        (request.query ?? "").utf8.count { $0 == UInt8(ascii: "&") } < maximumFieldCount
    }

    private static let methods = "GET, HEAD, OPTIONS"
    private static let unknownHost = "localhost"

    /// The redirect to the same path with a slash, where that is one of the API's.
    private func redirect(_ path: [UInt8], _ request: APIRequest) -> APIAnswer? {
        let slash = UInt8(ascii: "/")
        guard path.last != slash, APIRoute(path + [slash], trailingSlash: settings.trailingSlash) != nil else {
            return nil
        }
        var location = DjangoURL.encodedPath(path) + "/"
        if let query = request.query, !query.isEmpty { location += "?" + DjangoURL.encodedQuery(query) }
        if settings.redirectsToWholeURL { location = origin(of: request) + location }
        return APIAnswer(
            status: 301,
            headers: [("Content-Type", "text/html; charset=utf-8"), ("Location", location)]
        )
    }

    private func origin(of request: APIRequest) -> String { "http://" + (request.host ?? Self.unknownHost) }
}

// What every endpoint does before it does its own work.
extension OrderService {
    private func answer(_ request: APIRequest, at route: APIRoute) async throws -> APIAnswer {
        if let refusal = ContentNegotiation.refusal(of: request) { return refusal }
        guard !route.isPublic else { return try await permitted(request, route, caller: nil) }
        let caller: Caller
        switch identify(request) {
        case .success(let known): caller = known
        case .failure(let refusal): return refusal.answer
        }
        return await answer(to: caller) {
            guard route.admits(caller.scope) else { return .forbidden }
            return try await permitted(request, route, caller: caller)
        }
    }

    /// Does a known caller's work, and notes for the log whose it was, also where it failed.
    private func answer(to caller: Caller, _ work: () async throws -> APIAnswer) async -> APIAnswer {
        var answer: APIAnswer
        do {
            answer = try await WorkLimit.$caller.withValue(caller.name, operation: work)
        } catch {
            answer = self.answer(for: error)
        }
        answer.callerName = caller.name
        return answer
    }

    /// Who asks; or the 401 that they get.
    private func identify(_ request: APIRequest) -> Result<Caller, Refusal> {
        switch Credentials(request.authorization) {
        case .none: return .failure(Refusal("Authentication credentials were not provided."))
        case .refused(let reason): return .failure(Refusal(reason))
        case .token(let token):
            guard let caller = tokens.caller(token: token) else { return .failure(Refusal("Invalid token.")) }
            return .success(caller)
        }
    }

    /// A 401.
    private struct Refusal: Error {
        let answer: APIAnswer

        init(_ reason: String) {
            var answer = APIAnswer.detail(reason, status: 401)
            answer.headers.append(("WWW-Authenticate", "Token"))
            self.answer = answer
        }
    }

    private func permitted(_ request: APIRequest, _ route: APIRoute, caller: Caller?) async throws -> APIAnswer {
        switch request.method {
        case "GET", "HEAD": break
        case "OPTIONS": return .description(of: route)
        default: return .detail("Method \"\(request.method)\" not allowed.", status: 405)
        }
        switch (route, caller?.scope) {
        case (.adminList, _):
            return try await list(request, of: .admin, customer: nil, path: APIRoute.adminPath)
        case (.customerList, .customer(let customer)?):
            let hasSlash = request.path.utf8.last == UInt8(ascii: "/")
            let path = APIRoute.customerPath + (hasSlash ? "/" : "")
            return try await list(request, of: .customer, customer: customer, path: path)
        case (.customerOrder(let id), .customer(let customer)?):
            guard let integer = FormInteger(id) else { return .detail("Not found.", status: 404) }
            guard let number = integer.exact else { return .detail(Self.noOrder, status: 404) }
            return try await order(.ownOrder(id: number, customer: customer))
        case (.tracking(let key), _): return try await order(.key(key))
        case (.platformOrder(let number), .admin?):
            return try await order(
                .platformOrder(number: number),
                otherwise: "No AkinonOrder matches the given query."
            )
        default: return .detail("You do not have permission to perform this action.", status: 403)
        }
    }
}

// What the endpoints answer.
extension OrderService {
    private static let noOrder = "No Order matches the given query."

    private func order(_ lookup: ServedLookup, otherwise reason: String = noOrder) async throws -> APIAnswer {
        guard let body = try await state().order(lookup) else { return .detail(reason, status: 404) }
        return .json(body)
    }

    private func list(
        _ request: APIRequest,
        of endpoint: ListEndpoint,
        customer: Int?,
        path: String
    ) async throws -> APIAnswer {
        let state = try await state()
        var wanted: ListRequest
        switch try await reader.read(query: request.query, of: endpoint, knows: state.knows) {
        case .success(let request): wanted = request
        case .failure(let refusal): return .json(refusal.body, status: 400)
        }
        wanted.listing.customer = customer
        let page = try await state.page(of: wanted.listing, limit: wanted.limit, offset: wanted.offset)
        let links = PageLinks(
            base: origin(of: request) + path,
            query: request.query,
            request: wanted,
            count: page.count
        )
        return .json(PageBody.bytes(of: page, links))
    }
}

// What the server answers of its own, beside the API.
extension OrderService {
    private func ownAnswer(_ request: APIRequest) async throws -> APIAnswer? {
        let isExplanation = settings.isDebugging && request.path.utf8.starts(with: Self.explanationPath.utf8)
        guard isExplanation || ["/healthz", "/openapi.json"].contains(request.path) else { return nil }
        guard ["GET", "HEAD"].contains(request.method) else {
            var refusal = APIAnswer.page(status: 405)
            refusal.headers.append(("Allow", "GET, HEAD"))
            return refusal
        }
        if isExplanation { return try await explanation(of: request) }
        return request.path == "/healthz" ? await health() : .json(try await description.value())
    }

    /// Whether the dataset can be read.
    private func health() async -> APIAnswer {
        func answer(_ word: String, status: Int) -> APIAnswer {
            .json(.object(JSONObject([JSONMember(key: "status", value: .text(word))])), status: status)
        }
        do {
            _ = try await dataset.state()
            return answer("ok", status: 200)
        } catch {
            report(error)
            return answer("unavailable", status: 503)
        }
    }

    private static let explanationPath = "/__ordersh/explain"

    /// How a list request would be understood, whose path follows; without one, a request for the caller's own list.
    private func explanation(of request: APIRequest) async throws -> APIAnswer {
        let caller: Caller
        switch identify(request) {
        case .success(let known): caller = known
        case .failure(let refusal): return refusal.answer
        }
        return await answer(to: caller) { try await explanation(of: request, for: caller) }
    }

    private func explanation(of request: APIRequest, for caller: Caller) async throws -> APIAnswer {
        let path = PercentCoding.decodeLeniently(Array(request.path.utf8.dropFirst(Self.explanationPath.utf8.count)))
        let endpoint: ListEndpoint
        let customer: Int?
        switch (explainedRoute(path, of: caller), caller.scope) {
        case (.adminList?, .admin): (endpoint, customer) = (.admin, nil)
        case (.customerList?, .customer(let own)): (endpoint, customer) = (.customer, own)
        case (.adminList?, _), (.customerList?, _): return .forbidden
        default: return .detail("Only lists are explained.", status: 404)
        }
        guard Self.takesFields(of: request) else { return .page(status: 400) }
        do {
            let explanation = try await RequestExplanation(settings).explain(
                query: request.query,
                endpoint: endpoint,
                customer: customer,
                state: try await state()
            )
            return .json(Array((explanation.serializedPretty() + "\n").utf8))
        } catch let refusal as RefusedQuery {
            return .json(refusal.body, status: 400)
        }
    }

    private func explainedRoute(_ path: [UInt8], of caller: Caller) -> APIRoute? {
        guard path.isEmpty || path == Array("/".utf8) else {
            return APIRoute(path, trailingSlash: .optional)
                ?? APIRoute(path + [UInt8(ascii: "/")], trailingSlash: .optional)
        }
        return caller.scope == .admin ? .adminList : .customerList
    }
}

extension APIAnswer {
    /// What a token gets that opens something else.
    fileprivate static let forbidden = detail("You do not have permission to perform this action.", status: 403)

    /// What `OPTIONS` says of an endpoint.
    fileprivate static func description(of route: APIRoute) -> APIAnswer {
        let kinds = JSONValue.array([.text("application/json")])
        return .json(
            .object(
                JSONObject([
                    JSONMember(key: "name", value: .text(route.name)),
                    JSONMember(key: "description", value: .text("")),
                    JSONMember(key: "renders", value: kinds),
                    JSONMember(key: "parses", value: kinds),
                ])
            )
        )
    }
}
