import OrderEngine
import OrderModel

/// What one scan has asked for and got: its pages' cost, its warnings, and what it learns of the server.
///
/// Used by one task.
final class ScanLedger {
    let requester: PageRequester
    let monitor: (any ScanMonitor)?
    var claims = PageClaims()
    private let habits: ServerHabits
    private let learn: @Sendable (ServerFinding) -> Void
    private var spent = ScanStatistics()
    /// The page size that a page came with which had been asked to be larger, and how often in a row.
    private var granted: (size: Int, count: Int)?

    init(
        _ requester: PageRequester,
        habits: ServerHabits,
        monitor: (any ScanMonitor)?,
        learn: @escaping @Sendable (ServerFinding) -> Void
    ) {
        self.requester = requester
        self.habits = habits
        self.monitor = monitor
        self.learn = learn
    }

    var statistics: ScanStatistics {
        var statistics = spent
        statistics.warnings += claims.warnings
        return statistics
    }

    /// The page size to ask for.
    var limit: Int { PageSize.largest(habits) }

    /// How many orders a page will have.
    var pageSize: Int { min(limit, granted?.size ?? limit) }

    /// How many orders a page will most likely have.
    private var likelyPageSize: Int { granted == nil && habits.maximumPageSize == nil ? PageSize.guess : pageSize }

    func isDistrusted(_ parameter: ParameterName) -> Bool { habits.distrusted.contains(parameter) }

    /// Fetches a page and counts it.
    func page(_ parameters: FilterParameters) async throws -> FetchedPage {
        do {
            let page = try await requester.page(parameters, isFirst: spent.requestCount == 0)
            note(page, limit: parameters.limit)
            return page
        } catch let change as CapabilitiesChanged {
            spent.requestCount += change.requestCount
            throw change
        } catch {
            noteLostRequest()
            throw error
        }
    }

    /// Fetches a scan's first page; again when it has fewer orders than were counted a moment ago.
    ///
    /// A cache may have answered with another page, which nothing else would show if it is the last one.
    func firstPage(_ parameters: FilterParameters) async throws -> FetchedPage {
        let page = try await page(parameters)
        guard let countedCount = requester.countedCount, page.count < countedCount else { return page }
        return try await self.page(parameters)
    }

    /// Counts a page that has come.
    func note(_ page: FetchedPage, limit: Int?) {
        spent.requestCount += page.statistics.requestCount
        spent.retryCount += page.statistics.retryCount
        spent.byteCount += page.statistics.byteCount
        monitor?.note(
            ScanProgress(
                orderCount: page.ids.count,
                requestCount: page.statistics.requestCount,
                byteCount: page.statistics.byteCount
            )
        )
        if let limit, page.ids.count < limit { noteShortPage(page) }
    }

    /// Counts a request whose answer nobody waits for, or that failed.
    func noteLostRequest() {
        spent.requestCount += 1
    }

    /// Asks whether one more page may be fetched, where pages are read one after the other.
    ///
    /// What is wanted is surely fetched, as far as there is so much; without that the reader may stop after any page.
    /// Of a first page only what is wanted is known.
    func announce(limit: Int, fetched: Int, of total: Int?, wanted: Int?) async throws {
        guard let total else {
            guard let wanted else { return }
            let count = min(limit, wanted)
            try await monitor?.willFetch(orderCount: count, upTo: count, requestCount: 1)
            return
        }
        let most = min(wanted ?? .max, max(total, fetched + 1))
        let next = wanted == nil ? min(most, fetched + min(limit, pageSize)) : most
        try await monitor?.willFetch(
            orderCount: next,
            upTo: most,
            requestCount: (most - 1) / max(1, likelyPageSize) + 1
        )
    }

    func noteDelivery(of count: Int) {
        spent.orderCount += count
    }

    func warn(_ text: String) {
        if !spent.warnings.contains(text) { spent.warnings.append(text) }
    }

    func warnOfOffsets(instead error: Disobedience) {
        warn(
            "the server does not page by id (\(error.parameter.rawValue): \(error.evidence)); "
                + "paging by offset instead, which is slower and less certain"
        )
    }

    /// Remembers a parameter that the server does not obey.
    func distrust(_ parameter: ParameterName) {
        learn(.distrusted([parameter]))
    }

    /// Learns the largest page that the server grants, when two in a row that could have had more are as large.
    private func noteShortPage(_ page: FetchedPage) {
        guard !page.ids.isEmpty, page.count > page.ids.count, page.hasNext else { return }
        guard let known = granted, known.size == page.ids.count else {
            granted = (page.ids.count, 1)
            return
        }
        granted = (known.size, known.count + 1)
        if known.count == 1, habits.maximumPageSize != known.size { learn(.maximumPageSize(known.size)) }
    }
}
