package import OrderModel

/// Reads the query of a list request as leniently, and refuses it in the same words, as Django REST framework does.
package struct ListRequestReader: Sendable {
    private let settings: ServerSettings

    package init(_ settings: ServerSettings) {
        self.settings = settings
    }

    /// The request that a query means; or the body of the 400 that it gets.
    ///
    /// `knows` tells whether any order has an id in one of the parameters that take ids, where that matters.
    package func read(
        query: String?,
        of endpoint: ListEndpoint,
        knows: (ParameterName, Int) throws -> Bool = { _, _ in true }
    ) throws -> Result<ListRequest, RefusedQuery> {
        .success(ListRequest(listing: Listing(endpoint: endpoint), limit: settings.defaultLimit, offset: 0))
    }
}

/// Why a query is refused: the JSON that a 400 has for a body.
package struct RefusedQuery: Error, Sendable, Hashable {
    package let body: JSONValue

    package init(_ body: JSONValue) {
        self.body = body
    }
}
