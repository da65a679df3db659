import OrderAPI
package import OrderEngine
package import OrderHTTP
package import OrderModel

/// A list of the order API as a source of orders.
///
/// What it learns of the server while it is used stays with it, so that no query need find it out again.
package final class RemoteSource: ServerSource {
    package let name: String
    /// What the user should know before using it, such as a token that travels in the open.
    package let warnings: [String]

    let client: RemoteClient
    private let knowledge: ServerKnowledge
    private let remember: @Sendable (ListEndpoint, ServerHabits) -> Void

    /// A server; nothing is sent yet.
    ///
    /// `remember` is told whatever is learnt, and of which list, for later sessions.
    package init(
        _ settings: ServerSettings,
        transport: HTTPTransport = HTTPTransport(),
        remember: @escaping @Sendable (ListEndpoint, ServerHabits) -> Void = { _, _ in }
    ) throws(RemoteError) {
        let location = try RemoteLocation(settings.url)
        var token: AccessToken?
        if let text = settings.token {
            guard let valid = AccessToken(text.secret) else { throw .invalidToken(profile: settings.name) }
            token = valid
        }
        knowledge = ServerKnowledge(scope: settings.scope ?? location.impliedScope, habits: settings.habits)
        client = RemoteClient(
            location: location,
            token: token,
            transport: transport,
            knowledge: knowledge,
            profile: settings.name
        )
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
        let (endpoint, habits) = knowledge.current
        return .api(endpoint: endpoint, habits: habits)
    }

    /// The list that is read.
    var endpoint: ListEndpoint { knowledge.endpoint }

    /// The list that parameters are for.
    ///
    /// A plan that was made for the staff's list may come after it was noticed that the customer's must be read,
    /// which would ignore what only the staff's knows.
    func endpoint(for parameters: FilterParameters) throws(CapabilitiesChanged) -> ListEndpoint {
        let endpoint = endpoint
        guard parameters.givenNames.allSatisfy(endpoint.knows),
            parameters.ordering.allSatisfy({ endpoint.knows($0.name) })
        else { throw CapabilitiesChanged(message: "the \(endpoint.rawValue) list has other parameters") }
        return endpoint
    }

    package func learn(_ finding: ServerFinding) {
        if let (endpoint, habits) = knowledge.learn(finding) { remember(endpoint, habits) }
    }

    package func preview(of parameters: FilterParameters) -> RequestPreview {
        preview(of: APIEndpoint(endpoint), query: parameters.queryString)
    }

    func preview(of endpoint: APIEndpoint, query: String? = nil) -> RequestPreview {
        let address = client.location.address(of: endpoint, query: query?.isEmpty == true ? nil : query)
        return RequestPreview(url: address.description, needsToken: client.token != nil && !endpoint.isPublic)
    }
}
