package import OrderModel

/// A place that orders come from: a file, a server, the built-in sample.
///
/// A source hands out whole orders in batches; what it filters itself is only what its capabilities say, and
/// the caller checks the rest.
package protocol OrderSource: Sendable {
    /// The name that messages and the prompt show: a path, a URL without secrets, `the built-in sample`.
    var name: String { get }
    var capabilities: SourceCapabilities { get }
    /// Begins a scan. The reader is pulled, so that memory stays bounded by one batch.
    func makeReader(for request: ScanRequest) throws -> any BatchReader
    /// One order by id, number or tracking key, nil when there is none; whatever way the source does it best.
    func order(_ lookup: Lookup) async throws -> Order?
}

/// What a source can filter, order and cut by itself.
package enum SourceCapabilities: Sendable, Hashable {
    /// Nothing: every order is read and everything is decided here.
    case scanOnly
    /// The order API's parameters, at one of its list endpoints.
    case api(endpoint: ListEndpoint)
}

/// What to ask of a source.
///
/// A source that filters nothing ignores the parameters.
package struct ScanRequest: Sendable {
    package var parameters: FilterParameters
    /// How many orders are wanted at most, when the parameters say all there is to say; nil for all of them.
    package var maximumCount: Int?

    package init(parameters: FilterParameters = FilterParameters(), maximumCount: Int? = nil) {
        self.parameters = parameters
        self.maximumCount = maximumCount
    }
}

/// Some orders of a scan, in the source's order.
package struct OrderBatch: Sendable {
    package let orders: [Order]

    package init(orders: [Order]) {
        self.orders = orders
    }
}

/// A running scan.
///
/// Used by one task; `next` checks for cancellation at least once a batch.
package protocol BatchReader: AnyObject {
    /// The next batch, nil at the end; never an empty one.
    func next() async throws -> OrderBatch?
    var statistics: ScanStatistics { get }
}

/// What a scan has cost so far.
package struct ScanStatistics: Sendable, Hashable {
    package var requestCount: Int
    package var byteCount: Int
    package var orderCount: Int
    /// What a careful reader must know: drift while paging, duplicates dropped, a server that ignored a filter.
    package var warnings: [String]

    package init(requestCount: Int = 0, byteCount: Int = 0, orderCount: Int = 0, warnings: [String] = []) {
        self.requestCount = requestCount
        self.byteCount = byteCount
        self.orderCount = orderCount
        self.warnings = warnings
    }
}
