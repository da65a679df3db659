/// The links of a page: the request's own URL with another offset, as Django REST framework writes it.
package struct PageLinks: Sendable {
    /// The URL of the next page; nil on the last one.
    package let next: String?
    /// The URL of the page before; nil on the first one.
    package let previous: String?

    /// The links of a page of so many orders in all.
    ///
    /// - Parameters:
    ///   - base: The URL of the list without a query: `http://127.0.0.1:8080/api/orders/`.
    ///   - query: The query as it was sent.
    ///   - request: The page that was asked for.
    ///   - count: How many orders the list has.
    package init(base: String, query: String?, request: ListRequest, count: Int) {
        next = nil
        previous = nil
    }
}
