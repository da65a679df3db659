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
        /// Every order comes once, in any order.
        case completeness
    }

    private let ledger: ScanLedger
    private let ordering: [OrderingTerm]
    private let check: OrderingCheck
    private let promise: Promise
    private let start: Int
    private let wanted: Int?

    /// The pass under way: how far it is, its last order, and its orders that are not handed out yet.
    private var position: Int
    private var lastID: Int?
    private var firstPage: [Int] = []
    private var passIDs: Set<Int> = []
    private var pending: [PagePart] = []
    private var pendingCount = 0
    private var isPassComplete = false
    /// Whether the last page was empty although there should have been more.
    private var isRepeated = false
    private var restartCount = 0
    private var fetchedCount = 0
    /// How many orders the server counted first.
    private var totalCount: Int?

    private var delivered: Set<Int>
    /// The last order handed out, which a new pass must find again before it hands out more.
    private var anchor: Int?
    private var isAnchorPassed: Bool

    private static let maximumRestarts = 3
    /// Up to so many wanted orders are kept back until all are there, so that a restart stays invisible.
    private static let keptBackLimit = 10_000

    /// Begins to page.
    ///
    /// - Parameters:
    ///   - ledger: The scan's.
    ///   - promise: What is promised.
    ///   - wanted: How many orders are wanted in all.
    ///   - delivered: Those that have been handed out already, in their order.
    init(_ ledger: ScanLedger, promise: Promise, wanted: Int? = nil, delivered: [Int] = []) {
        self.ledger = ledger
        let asked = ledger.requester.base.ordering
        // Without a last key that no two orders share, equal ones could swap between pages.
        ordering = asked.contains { $0.name == .id } ? asked : asked + [OrderingTerm(.id)]
        check = OrderingCheck(ordering)
        self.promise = promise
        start = ledger.requester.base.offset ?? 0
        self.wanted = wanted
        self.delivered = Set(delivered)
        position = start
        if case .order = promise { anchor = delivered.last }
        isAnchorPassed = anchor == nil
    }

    /// The next orders, nil at the end.
    func next() async throws -> PagePart? {
        while true {
            if let part = takePending() { return part }
            if isPassComplete { return nil }
            try await advance()
        }
    }

    /// What may be handed out now.
    private func takePending() -> PagePart? {
        guard !pending.isEmpty, isAnchorPassed, isPassComplete || !keepsBack else { return nil }
        let part = pending.removeFirst()
        delivered.formUnion(part.ids)
        pendingCount -= part.indices.count
        anchor = part.ids.last
        return part
    }

    /// Whether orders are kept back until the pass is complete.
    private var keepsBack: Bool {
        guard case .order = promise, let wanted else { return false }
        return wanted <= Self.keptBackLimit
    }

    private var missingCount: Int? {
        wanted.map { max(0, $0 - delivered.count - pendingCount) }
    }

    // MARK: Pages

    /// Fetches one page and takes its orders over, or starts the pass again.
    private func advance() async throws {
        let overlap = lastID == nil || ledger.pageSize == 1 ? 0 : 1
        let limit = pageLimit(overlap: overlap)
        let page = try await fetch(offset: position - overlap, limit: limit)
        if overlap > 0, page.ids.first != lastID {
            try checkOffset(of: page)
            return try restart(at: page)
        }
        try checkOrder(of: page)
        let rowCount = page.ids.count - overlap
        if rowCount == 0, !ledger.claims.ends(with: page, position: position) {
            // Asked once more: its orders may have gone between the server's counting and its looking.
            guard !isRepeated else {
                throw RemoteError.withheld(place: page.place, count: page.count - position)
            }
            isRepeated = true
            return
        }
        isRepeated = false
        let passCount = passIDs.count
        guard try take(page, from: overlap) else { return try restart(at: page) }
        if rowCount > 0, passIDs.count == passCount {
            // Going on like this might never end.
            try checkOffset(of: page)
            return try restart(at: page)
        }
        position += rowCount
        if firstPage.isEmpty { firstPage = page.ids }
        isPassComplete =
            rowCount == 0 || missingCount == 0 && isAnchorPassed
            || !ledger.claims.goesOn(behind: page, position: position, limit: limit)
        if isPassComplete, !isAnchorPassed { throw drift(at: page) }
    }

    private func pageLimit(overlap: Int) -> Int {
        let isGuess = wanted == nil && promise == .order && fetchedCount == 0
        let size = isGuess ? min(ledger.limit, PageSize.guess) : ledger.limit
        guard isAnchorPassed, let missingCount else { return size }
        let least = fetchedCount == 0 ? PageSize.least : 1
        return max(1, min(size, max(least, missingCount + overlap)))
    }

    private func fetch(offset: Int, limit: Int) async throws -> FetchedPage {
        try await ledger.announce(limit: limit, fetched: fetchedCount, of: totalCount, wanted: wanted)
        var parameters = ledger.requester.base
        parameters.ordering = ordering
        parameters.limit = limit
        parameters.offset = offset == 0 ? nil : offset
        let page = try await ledger.page(parameters)
        let rest = max(page.count - min(start, page.count), page.ids.count)
        totalCount = totalCount ?? rest
        if fetchedCount == 0, delivered.isEmpty {
            ledger.monitor?.expect(orderCount: min(rest, wanted ?? .max))
        }
        fetchedCount += page.ids.count
        return page
    }

    /// Takes a page's orders over; false when it shows that orders have moved.
    private func take(_ page: FetchedPage, from first: Int) throws -> Bool {
        var indices: [Int] = []
        for index in page.ids.indices.dropFirst(first) {
            let id = page.ids[index]
            // An order that stands beside itself did not move: the server lists it twice.
            if id == lastID {
                ledger.claims.noteDuplicate()
                continue
            }
            lastID = id
            guard passIDs.insert(id).inserted else { return false }
            if isAnchorPassed, let wanted, delivered.count + pendingCount + indices.count >= wanted { continue }
            switch promise {
            case .completeness: if delivered.contains(id) { continue }
            case .order:
                guard isAnchorPassed else {
                    // A new order before the anchor belongs where orders have been handed out already.
                    guard delivered.contains(id) else { throw drift(at: page) }
                    isAnchorPassed = id == anchor
                    continue
                }
                if delivered.contains(id) { return false }
            }
            indices.append(index)
        }
        if !indices.isEmpty { pending.append(PagePart(page: page, indices: indices)) }
        pendingCount += indices.count
        return true
    }

    // MARK: Faults

    /// Refuses an answer in another order than was asked for, since what comes first would then be wrong.
    private func checkOrder(of page: FetchedPage) throws {
        guard case .order = promise, let evidence = try check.misfit(in: page) else { return }
        throw UntrustedParameter(parameter: ParameterName.ordering.rawValue, evidence: evidence)
    }

    /// Refuses a server that answers its first page whatever the offset is.
    private func checkOffset(of page: FetchedPage) throws {
        guard let first = page.ids.first, first == firstPage.first,
            page.ids.elementsEqual(firstPage.prefix(page.ids.count))
        else { return }
        if case .order = promise {
            // Without this order, which only offsets can follow, the orders can be read by their ids.
            throw UntrustedParameter(
                parameter: ParameterName.offset.rawValue,
                evidence: "it shows \(firstPage.count) of \(page.count) orders, always the same"
            )
        }
        throw RemoteError.unpageable(place: page.place, shown: firstPage.count, count: page.count)
    }

    private func restart(at page: FetchedPage) throws {
        guard restartCount < Self.maximumRestarts else { throw drift(at: page) }
        restartCount += 1
        ledger.warn("orders moved between two pages; the paging was started again")
        position = start
        lastID = nil
        passIDs = []
        firstPage = []
        guard case .order = promise else { return }
        pending = []
        pendingCount = 0
        isAnchorPassed = anchor == nil
    }

    private func drift(at page: FetchedPage) -> RemoteError {
        .drifted(place: page.place, restartCount: restartCount)
    }
}
