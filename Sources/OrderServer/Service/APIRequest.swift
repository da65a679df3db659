/// A request as the API sees it, whatever carried it.
package struct APIRequest: Sendable {
    package var method: String
    /// The path as it was sent, percent-encoded, without the query.
    package var path: String
    /// The query as it was sent, without the `?`; nil where there is none.
    package var query: String?
    /// The header `Authorization`, of which nothing may ever be shown.
    package var authorization: String?
    /// The header `Host`, from which the links of a page are made.
    package var host: String?
    /// The header `Accept`.
    package var accept: String?

    package init(
        method: String = "GET",
        path: String,
        query: String? = nil,
        authorization: String? = nil,
        host: String? = nil,
        accept: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.authorization = authorization
        self.host = host
        self.accept = accept
    }
}
