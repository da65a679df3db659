package import OrderModel

/// A place that orders come from: a file, a snapshot, a server, the built-in sample.
///
/// A source hands out orders in batches; what it filters itself is only what its capabilities say, and the caller
/// checks the rest.
package protocol OrderSource: Sendable {
    /// The name that messages and the prompt show: a path, a URL without secrets, `the built-in sample`.
    var name: String { get }
    var capabilities: SourceCapabilities { get }
    /// Whether it keeps the ranges of its values, and leaves out whole groups of orders in which none can matter.
    var skipsByRanges: Bool { get }
    /// The API's list that all orders came from, so that they lack what it lacks; nil when that is not known.
    var originalList: ListEndpoint? { get }
    /// Begins a scan; nothing is read before its readers are asked.
    func makeScan(for request: ScanRequest) throws -> any OrderScan
    /// One order by id, number or tracking key, nil when there is none; whatever way the source does it best.
    func order(_ lookup: Lookup) async throws -> Order?
}

extension OrderSource {
    package var skipsByRanges: Bool { false }
    package var originalList: ListEndpoint? { nil }
}

/// What a source can filter, order and cut by itself.
package enum SourceCapabilities: Sendable, Hashable {
    /// Nothing: every order is read and everything is decided here.
    case scanOnly
    /// The order API's parameters, at one of its list endpoints, on a server of which this is known.
    case api(endpoint: ListEndpoint, habits: ServerHabits = ServerHabits())
}

extension SourceCapabilities {
    /// The same with something more known of the server.
    package func learning(_ finding: ServerFinding) -> SourceCapabilities {
        guard case .api(let endpoint, var habits) = self else { return self }
        habits.learn(finding)
        return .api(endpoint: endpoint, habits: habits)
    }
}

/// What to ask of a source.
///
/// Only `fields` must be obeyed; a source that filters nothing ignores the rest, which saves work where it can.
package struct ScanRequest: Sendable {
    /// What every batch must supply.
    package var fields: NeededFields
    package var parameters: FilterParameters
    /// How many orders are wanted at most, when the parameters say all there is to say; nil for all of them.
    package var maximumCount: Int?
    /// What an order must fulfil to matter, all of them, relative dates resolved: a source that knows the range of
    /// its values may leave out a batch in which none can.
    package var conditions: [Condition]
    /// What an order must beat to matter, where the best few are wanted.
    package var bound: SortBound?
    /// The moment and zone that the conditions' days are cut by; nil where there are no conditions.
    package var time: TimeContext?
    /// Who watches, and may refuse to fetch so much.
    package var monitor: (any ScanMonitor)?
    /// How many orders a server counted for these parameters a moment ago; nil when it wasn't asked.
    package var countedCount: Int?

    package init(
        fields: NeededFields,
        parameters: FilterParameters = FilterParameters(),
        maximumCount: Int? = nil,
        conditions: [Condition] = [],
        bound: SortBound? = nil,
        time: TimeContext? = nil,
        monitor: (any ScanMonitor)? = nil
    ) {
        self.fields = fields
        self.parameters = parameters
        self.maximumCount = maximumCount
        self.conditions = conditions
        self.bound = bound
        self.time = time
        self.monitor = monitor
    }
}

/// A scan that one or several readers share; together they hand out every batch once.
package protocol OrderScan: Sendable {
    /// How many readers may usefully work side by side.
    var readerCount: Int { get }
    /// How much there is to read, for showing how far it is; nil where nobody knows.
    var extent: ScanExtent? { get }
    /// A reader of its own for one task.
    func makeReader() throws -> any BatchReader
}

extension OrderScan {
    package var extent: ScanExtent? { nil }
}

/// How much a scan may read at most; some of it may turn out not to matter.
package enum ScanExtent: Sendable, Hashable {
    case orders(Int)
    case bytes(Int)
}

/// One worker's part of a scan.
///
/// Used by one task; `next` checks for cancellation at least once a batch.
package protocol BatchReader: AnyObject {
    /// The next batch, nil when the whole scan has no more; never an empty one.
    func next() async throws -> OrderBatch?
    /// The place of the batch that `next` was making when it threw, for finding the error that comes first.
    var ordinal: Int { get }
    var statistics: ScanStatistics { get }
}

extension BatchReader {
    package var ordinal: Int { 0 }
}

/// A scan that can only be read from its beginning to its end, by one reader.
package struct SequentialScan: OrderScan {
    private let begin: @Sendable () throws -> any BatchReader

    package init(_ begin: @escaping @Sendable () throws -> any BatchReader) {
        self.begin = begin
    }

    package var readerCount: Int { 1 }

    package func makeReader() throws -> any BatchReader { try begin() }
}

/// What a scan has cost so far.
package struct ScanStatistics: Sendable, Hashable {
    /// All attempts, retries included.
    package var requestCount: Int
    package var retryCount = 0
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
