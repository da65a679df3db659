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
        let page = try await fetcher.page { parameters in
            parameters.ordering = [OrderingTerm(.id)]
            parameters.idMinimum = start
            parameters.limit = limit
            parameters.offset = nil
        }
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
}
