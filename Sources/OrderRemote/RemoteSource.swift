import OrderAPI
package import OrderEngine
package import OrderHTTP
package import OrderModel

/// The order API's admin list as a source of orders.
package struct RemoteSource: OrderSource {
    package let name: String
    package let capabilities = SourceCapabilities.api(endpoint: .admin)
    /// What the user should know before using it, such as a token that travels in the open.
    package let warnings: [String]

    private let client: RemoteClient
    private static let endpoint = ListEndpoint.admin

    /// A server by its base URL, such as `http://127.0.0.1:8123`; nothing is sent yet.
    package init(url: String, token: String?, transport: HTTPTransport = HTTPTransport()) throws(RemoteError) {
        let location = try RemoteLocation(url)
        var accessToken: AccessToken?
        if let token {
            guard let valid = AccessToken(token) else { throw .invalidToken }
            accessToken = valid
        }
        client = RemoteClient(location: location, token: accessToken, transport: transport)
        name = location.name
        let isReadable = location.isExposed && token != nil
        warnings = isReadable ? ["\(location.name) is not encrypted; others on the network can read the token"] : []
    }

    package func makeScan(for request: ScanRequest) -> any OrderScan {
        SequentialScan { [client] in RemoteBatchReader(client: client, endpoint: Self.endpoint, request: request) }
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
        var parameters = FilterParameters()
        parameters.idMinimum = id
        parameters.idMaximum = id
        let request = ScanRequest(fields: NeededFields(), parameters: parameters, maximumCount: 1)
        let reader = RemoteBatchReader(client: client, endpoint: Self.endpoint, request: request)
        return try await reader.next()?.plainOrders.first
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
