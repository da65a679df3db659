import OrderEngine
import OrderModel

/// Reads orders one page after the other in the order of their ids, up or down, as far as they are wanted.
///
/// A page is asked for only when its orders are surely needed.
final class KeysetPager {
    private let ledger: ScanLedger
    private var range: IDRange
    private let wanted: Int?
    private var delivered: [Int] = []
    private var fetchedCount = 0
    /// How many orders the server counted first.
    private var totalCount: Int?
    /// Reads the rest on a server that does not page by id.
    private var offsets: OffsetPager?

    init(_ ledger: ScanLedger, isDescending: Bool, wanted: Int?) {
        self.ledger = ledger
        self.wanted = wanted
        let base = ledger.requester.base
        range = IDRange(lower: base.idMinimum, upper: base.idMaximum, isDescending: isDescending)
        if ledger.isDistrusted(range.movingEnd) { offsets = offsetPager() }
    }

    /// The next orders, nil at the end.
    func next() async throws -> PagePart? {
        if let offsets { return try await offsets.next() }
        while !range.isComplete, missingCount != 0 {
            let limit = min(pageLimit, max(isFirst ? leastLimit : 1, missingCount ?? .max))
            try await ledger.announce(limit: limit, fetched: fetchedCount, of: totalCount, wanted: wanted)
            let page = try await ledger.page(range.request(ledger.requester.base, limit: limit))
            let lastID = range.lastID
            if isFirst { ledger.monitor?.expect(orderCount: min(max(page.count, page.ids.count), wanted ?? .max)) }
            totalCount = totalCount ?? page.count
            fetchedCount += page.ids.count
            let indices: [Int]
            do {
                indices = try range.accept(page, limit: limit, &ledger.claims)
                if range.hasShrunk, let lastID,
                    let error = try await ledger.excludedEnd(range.movingEnd, at: lastID)
                {
                    throw error
                }
            } catch let error as Disobedience {
                return try await goOnByOffset(after: error)
            }
            let part = PagePart(page: page, indices: Array(indices.prefix(missingCount ?? .max)))
            delivered += part.ids
            if !part.indices.isEmpty { return part }
        }
        return nil
    }

    private var isFirst: Bool { totalCount == nil }

    private var missingCount: Int? { wanted.map { max(0, $0 - delivered.count) } }

    private var leastLimit: Int { ledger.requester.base.ordering.isEmpty ? 1 : PageSize.least }

    private var pageLimit: Int {
        wanted == nil && isFirst ? min(ledger.limit, PageSize.guess) : ledger.limit
    }

    /// Goes on by offset, unless the order was asked for and is not kept: then the first so many are others.
    private func goOnByOffset(after error: Disobedience) async throws -> PagePart? {
        ledger.distrust(error.parameter)
        let isOrdered = !ledger.requester.base.ordering.isEmpty
        if isOrdered, error.parameter == .ordering {
            throw UntrustedParameter(parameter: error.parameter.rawValue, evidence: error.evidence)
        }
        ledger.warnOfOffsets(instead: error)
        let pager = offsetPager()
        offsets = pager
        return try await pager.next()
    }

    private func offsetPager() -> OffsetPager {
        let isOrdered = !ledger.requester.base.ordering.isEmpty
        return OffsetPager(ledger, promise: isOrdered ? .order : .completeness, wanted: wanted, delivered: delivered)
    }
}
