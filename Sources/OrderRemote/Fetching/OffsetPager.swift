// Paging by offset, where an order is wanted that only the server can make, or where a server can't page by id.
// Between two pages orders may come, go or move, which shifts all that stand behind them. So pages overlap by one
// order, which must be the same on both; else the paging starts again from its beginning.

import OrderEngine
import OrderModel

/// Pages by offset and notices when orders move between the pages.
final class OffsetPager {
    /// What the paging promises to whoever reads it.
    enum Promise {
        /// The orders come in the order asked for.
        case order
        /// Every order comes once, in any order; those up to this id have come already.
        case completeness(above: Int?)
    }

    private let fetcher: PageFetcher
    private let ordering: [OrderingTerm]
    private let check: OrderingCheck
    private let promise: Promise
    private let start: Int
    private let wanted: Int?

    /// The pass under way: how far it is, its last order, and its orders that are not handed out yet.
    private var position: Int
    private var last: RemoteRow?
    private var pending: [RemoteRow] = []
    private var pendingIDs: Set<Int> = []
    private var isPassComplete = false
    private var restartCount = 0
    private var hasFetched = false

    private var delivered: Set<Int> = []
    /// The last order handed out, which a new pass must find again before it hands out more.
    private var anchor: Int?
    private var isAnchorPassed = true

    private static let maximumRestarts = 3
    /// Up to so many wanted orders are kept back until all are there, so that a restart stays invisible.
    private static let keptBackLimit = 10_000

    init(
        fetcher: PageFetcher,
        ordering: [OrderingTerm],
        promise: Promise,
        start: Int,
        wanted: Int?
    ) {
        self.fetcher = fetcher
        // Without a last key that no two orders share, equal ones could swap between pages.
        let isTotal = ordering.contains { $0.name == .id }
        self.ordering = isTotal ? ordering : ordering + [OrderingTerm(.id)]
        check = OrderingCheck(self.ordering)
        self.promise = promise
        self.start = start
        self.wanted = wanted
        position = start
    }

    /// The next orders, nil at the end.
    func next() async throws -> [RemoteRow]? {
        while true {
            if let rows = takePending() { return rows }
            if isPassComplete { return nil }
            try await advance()
        }
    }

    /// What may be handed out now.
    private func takePending() -> [RemoteRow]? {
        guard !pending.isEmpty, isAnchorPassed, isPassComplete || !keepsBack else { return nil }
        let rows = pending
        delivered.formUnion(pendingIDs)
        dropPending()
        anchor = rows.last?.id
        return rows
    }

    /// Whether orders are kept back until the pass is complete.
    private var keepsBack: Bool {
        guard case .order = promise, let wanted else { return false }
        return wanted <= Self.keptBackLimit
    }

    private var missingCount: Int? {
        wanted.map { max(0, $0 - delivered.count - pending.count) }
    }

    /// Fetches one page and takes its orders over, or starts the pass again.
    private func advance() async throws {
        let overlap = last == nil ? 0 : 1
        let size = hasFetched ? PageFetcher.fullPageSize : PageFetcher.firstPageSize
        let limit = isAnchorPassed ? min(size, (missingCount ?? size) + overlap) : size
        let offset = position - overlap
        let page = try await fetcher.page { parameters in
            parameters.ordering = ordering
            parameters.limit = max(limit, 1)
            parameters.offset = offset == 0 ? nil : offset
        }
        hasFetched = true
        if let last, page.rows.first?.id != last.id { return try restart(at: page) }
        let rows = page.rows.dropFirst(overlap)
        try checkOrder(of: page)
        let endsEarly = rows.isEmpty && position < page.count
        guard !endsEarly else { return try restart(at: page) }
        position += rows.count
        last = rows.last ?? last
        for row in rows {
            guard try take(row, at: page) else { return try restart(at: page) }
        }
        isPassComplete = rows.isEmpty || position >= page.count || missingCount == 0
        if isPassComplete, !isAnchorPassed { throw drift(at: page) }
    }

    /// Takes one order over; false when it shows that orders have moved.
    private func take(_ row: RemoteRow, at page: FetchedPage) throws -> Bool {
        if missingCount == 0, isAnchorPassed { return true }
        switch promise {
        case .completeness(let bound):
            if let bound, row.id <= bound { return true }
            if delivered.contains(row.id) || pendingIDs.contains(row.id) {
                if restartCount == 0 { fetcher.warn("the server answered some orders twice; they are counted once") }
                return true
            }
        case .order:
            guard isAnchorPassed else {
                // A new order before the anchor belongs where orders have been handed out already.
                guard delivered.contains(row.id) else { throw drift(at: page) }
                isAnchorPassed = row.id == anchor
                return true
            }
            if delivered.contains(row.id) || pendingIDs.contains(row.id) { return false }
        }
        pending.append(row)
        pendingIDs.insert(row.id)
        return true
    }

    private func dropPending() {
        pending = []
        pendingIDs = []
    }

    /// Refuses an answer in another order than was asked for, since what comes first would then be wrong.
    private func checkOrder(of page: FetchedPage) throws {
        guard case .order = promise else { return }
        for (first, second) in zip(page.rows, page.rows.dropFirst()) {
            let evidence = try RemoteError.reading(order: first.id, at: page.place) { () throws(FieldProblem) in
                try check.misfit(first, before: second)
            }
            guard let evidence else { continue }
            throw UntrustedParameter(parameter: ParameterName.ordering.rawValue, evidence: evidence)
        }
    }

    private func restart(at page: FetchedPage) throws {
        guard restartCount < Self.maximumRestarts else { throw drift(at: page) }
        restartCount += 1
        fetcher.warn("orders moved between two pages; the paging was started again")
        position = start
        last = nil
        if case .order = promise {
            dropPending()
            isAnchorPassed = anchor == nil
        }
    }

    private func drift(at page: FetchedPage) -> RemoteError {
        .drifted(place: page.place, restartCount: restartCount)
    }
}
