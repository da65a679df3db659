import OrderAPI
package import OrderEngine
package import OrderHTTP
package import OrderModel
import Synchronization

/// A list of the order API as a source of orders.
///
/// What it learns of the server while it is used stays with it, so that no query need find it out again.
package final class RemoteSource: ServerSource {
    package let name: String
    /// What the user should know before using it, such as a token that travels in the open.
    package let warnings: [String]

    let client: RemoteClient
    private let knowledge: Mutex<Knowledge>
    private let remember: @Sendable (ServerHabits) -> Void

    /// What is known of the server now.
    private struct Knowledge {
        var endpoint: ListEndpoint
        var habits: ServerHabits
    }

    /// A server; nothing is sent yet.
    ///
    /// `remember` is told whatever is learnt, for later sessions.
    package init(
        _ settings: ServerSettings,
        transport: HTTPTransport = HTTPTransport(),
        remember: @escaping @Sendable (ServerHabits) -> Void = { _ in }
    ) throws(RemoteError) {
        let location = try RemoteLocation(settings.url)
        var token: AccessToken?
        if let text = settings.token {
            guard let valid = AccessToken(text.secret) else { throw .invalidToken }
            token = valid
        }
        client = RemoteClient(location: location, token: token, transport: transport)
        knowledge = Mutex(Knowledge(endpoint: settings.scope ?? .admin, habits: settings.habits))
        self.remember = remember
        name = settings.name ?? location.name
        let isReadable = location.isExposed && token != nil
        warnings = isReadable ? ["\(location.name) is not encrypted; others on the network can read the token"] : []
    }

    /// A server by its base URL, such as `http://127.0.0.1:8123`, as staff.
    package convenience init(
        url: String,
        token: String?,
        transport: HTTPTransport = HTTPTransport()
    ) throws(RemoteError) {
        var settings = ServerSettings(url: url)
        settings.token = token.map(AccessTokenText.init)
        try self.init(settings, transport: transport)
    }

    package var capabilities: SourceCapabilities {
        knowledge.withLock { .api(endpoint: $0.endpoint, habits: $0.habits) }
    }

    /// The list that is read.
    var endpoint: ListEndpoint { knowledge.withLock { $0.endpoint } }

    package func learn(_ finding: ServerFinding) {
        let changed = knowledge.withLock { knowledge -> ServerHabits? in
            let before = knowledge.habits
            knowledge.habits.learn(finding)
            return knowledge.habits == before ? nil : knowledge.habits
        }
        if let changed { remember(changed) }
    }

    package func preview(of parameters: FilterParameters) -> RequestPreview {
        preview(of: APIEndpoint(endpoint), query: parameters.queryString)
    }

    package func preview(of lookup: Lookup) -> RequestPreview {
        switch lookup {
        case .identifier(let id):
            preview(of: APIEndpoint(endpoint), query: Self.parameters(forID: id).queryString)
        case .key(let key): preview(of: .tracking(key: key))
        case .number(let number): preview(of: .platformOrder(number: number))
        }
    }

    private func preview(of endpoint: APIEndpoint, query: String? = nil) -> RequestPreview {
        let address = client.location.address(of: endpoint, query: query?.isEmpty == true ? nil : query)
        return RequestPreview(url: address.description, needsToken: client.token != nil && !endpoint.isPublic)
    }

    package func order(_ lookup: Lookup) async throws -> Order? {
        switch lookup {
        case .identifier(let id): try await listedOrder(id: id)
        case .key(let key): try await singleOrder(.tracking(key: key))
        case .number(let number): try await singleOrder(.platformOrder(number: number))
        }
    }

    /// The admin API has no endpoint for one order, so the list is asked for a range of one id.
    private func listedOrder(id: Int) async throws -> Order? {
        let request = ScanRequest(fields: NeededFields(), parameters: Self.parameters(forID: id), maximumCount: 1)
        let reader = RemoteBatchReader(client: client, endpoint: endpoint, request: request)
        return try await reader.next()?.plainOrders.first
    }

    private static func parameters(forID id: Int) -> FilterParameters {
        var parameters = FilterParameters()
        parameters.idMinimum = id
        parameters.idMaximum = id
        return parameters
    }

    private func singleOrder(_ endpoint: APIEndpoint) async throws -> Order? {
        guard let answer = try await client.answer(of: endpoint) else { return nil }
        do throws(BodyError) {
            let document = try BodyError.object(in: answer.body)
            return Order(document: document, origin: Origin(source: answer.address.description))
        } catch {
            throw RemoteError.misread(place: answer.address.place, error)
        }
    }
}
