import OrderModel

/// Pages through all orders by id: each page begins behind the last id, so that nothing can slip between pages.
final class KeysetPager {
    /// What one more page brought.
    enum Step {
        case rows([RemoteRow])
        case finished
        /// The page does not ascend above the last id: the server ignores `ordering` or `id_min`.
        case disobeyed
    }

    private let fetcher: PageFetcher
    private let parameters: FilterParameters
    private var remaining: Int?
    private var isFinished = false
    private var hasFetched = false
    /// The last id handed out; all matching orders up to it have been.
    private(set) var lastID: Int?

    init(fetcher: PageFetcher, parameters: FilterParameters, wanted: Int?) {
        self.fetcher = fetcher
        self.parameters = parameters
        remaining = wanted
    }

    func next() async throws -> Step {
        if isFinished || remaining == 0 || lastID == .max { return .finished }
        let start = lastID.map { max($0 + 1, parameters.idMinimum ?? .min) } ?? parameters.idMinimum
        let size = hasFetched ? PageFetcher.fullPageSize : PageFetcher.firstPageSize
        if let start, let maximum = parameters.idMaximum, start > maximum { return .finished }
        let limit = min(size, remaining ?? size)
        let page = try await page(from: start, limit: limit)
        hasFetched = true
        var previous = lastID
        for row in page.rows {
            if let previous, row.id <= previous { return .disobeyed }
            previous = row.id
        }
        let rows = page.rows.prefix(remaining ?? .max)
        isFinished = page.rows.isEmpty || (!page.hasNext && page.rows.count >= page.count)
        guard let last = rows.last else { return .finished }
        lastID = last.id
        remaining = remaining.map { $0 - rows.count }
        return .rows(Array(rows))
    }

    /// The page that begins at an id.
    ///
    /// One that is empty although it counts orders is asked for once more: its orders may have gone between the
    /// server's counting and its looking. After that, taking it for the end would lose orders without a word.
    private func page(from start: Int?, limit: Int) async throws -> FetchedPage {
        let change = { (parameters: inout FilterParameters) in
            parameters.ordering = [OrderingTerm(.id)]
            parameters.idMinimum = start
            parameters.limit = limit
            parameters.offset = nil
        }
        let first = try await fetcher.page(change)
        guard first.withholdsOrders else { return first }
        let second = try await fetcher.page(change)
        guard !second.withholdsOrders else {
            throw RemoteError.withheld(place: second.place, count: second.count)
        }
        return second
    }
}

extension FetchedPage {
    /// Whether the page holds nothing although it says that there is more.
    fileprivate var withholdsOrders: Bool { rows.isEmpty && (count > 0 || hasNext) }
}
