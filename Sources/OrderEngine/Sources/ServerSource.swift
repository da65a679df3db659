package import OrderModel

/// A source that is a server of the order API: it counts, learns, and shows its requests before it sends them.
package protocol ServerSource: OrderSource {
    /// Takes in what was found out about the server; `capabilities` have it from then on.
    func learn(_ finding: ServerFinding)
    /// One page of the list, in one request, as the parameters ask for it, `limit` and `ordering` included.
    ///
    /// Throws `UntrustedParameter` for an order that a parameter should have left out, `RejectedParameters` for a 400.
    func page(_ parameters: FilterParameters, monitor: (any ScanMonitor)?) async throws -> ServerPage
    /// What `page` would send.
    func preview(of parameters: FilterParameters) -> RequestPreview
    /// What `order` would send.
    func preview(of lookup: Lookup) -> RequestPreview
}

/// One page of a server's list.
package struct ServerPage: Sendable {
    /// How many orders match in all, on this page and others.
    package let count: Int
    package let orders: [Order]
    /// Whether the server says that there are more.
    package let hasNext: Bool
    package let statistics: ScanStatistics

    package init(count: Int, orders: [Order], hasNext: Bool, statistics: ScanStatistics) {
        self.count = count
        self.orders = orders
        self.hasNext = hasNext
        self.statistics = statistics
    }
}

/// A request that is shown and not sent; all of them are GET.
package struct RequestPreview: Sendable, Hashable {
    /// The whole URL; it never holds a token.
    package let url: String
    /// Whether the source's token goes with it.
    package let needsToken: Bool

    package init(url: String, needsToken: Bool) {
        self.url = url
        self.needsToken = needsToken
    }
}

/// A source's capabilities are others than it said, such as a token that turns out to be a customer's.
///
/// A reader throws it before its first batch; the query is then planned again with the new capabilities.
package struct CapabilitiesChanged: Failure, Hashable {
    package let message: String
    /// How many requests it took to find that out.
    package let requestCount: Int
    package var category: FailureCategory { .credentials }

    package init(message: String, requestCount: Int = 0) {
        self.message = message
        self.requestCount = requestCount
    }
}
