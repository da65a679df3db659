// A whole scan: every order that matches, in no order, with as many requests at once as pay. The first page tells how
// many orders there are; the ids behind it are cut into ranges, and each is read page by page. Where a range turns
// out to have much more than the others, it is cut again for the requests that have nothing to do. Each cut may cost
// a request, since the last page of a range is seldom full; so there is a budget for them.

import OrderEngine
import OrderModel

/// Reads every order that matches, by disjoint ranges of ids, and falls back to offsets on a server that can't.
final class RangeScan {
    private let ledger: ScanLedger
    private let base: FilterParameters
    private var stage = Stage.beginning
    private let flight: PageFlight
    /// Ranges whose next page has not been asked for.
    private var ready: [IDRange] = []
    /// How many requests may be under way.
    private var width = 8
    /// The greatest id when the scan began.
    private var lastID: Int?
    /// How many orders the server counted first.
    private var firstCount = 0
    /// Whether a range turned out to have fewer orders than its pages counted.
    private var hasShrunk = false
    /// The pages' empty places, in pages: what the cuts have cost.
    private var wastedPageCount = 0.0
    /// How many orders the scan has been allowed to fetch.
    private var allowedCount = 0
    /// The ids that have been handed out, for telling whether some are missing, and which come again.
    private var delivered: [Int] = []
    /// Those of them that may come again.
    private var known: Set<Int> = []

    private enum Stage {
        case beginning
        case ranges
        case offsets(OffsetPager)
        case finished
    }

    init(_ ledger: ScanLedger) {
        self.ledger = ledger
        base = ledger.requester.base
        flight = PageFlight(ledger.requester)
    }

    /// The next orders, nil at the end.
    func next() async throws -> PagePart? {
        while true {
            switch stage {
            case .beginning:
                // An order by id is tried all the same: the first page shows whether it is kept.
                if ledger.isDistrusted(.idMinimum) {
                    beginOffsets()
                } else if let part = try await begin() {
                    return part
                }
            case .ranges:
                if let part = try await nextOfRanges() { return part }
            case .offsets(let pager):
                if let part = try await pager.next() { return part }
                stage = .finished
            case .finished: return nil
            }
        }
    }

    // MARK: The first page

    private func begin() async throws -> PagePart? {
        stage = .ranges
        if ledger.isDistrusted(.idMaximum) { width = 1 }
        var range = IDRange(lower: base.idMinimum, upper: base.idMaximum)
        let limit = ledger.limit
        let page = try await ledger.firstPage(range.request(base, limit: limit))
        firstCount = page.count
        ledger.monitor?.expect(orderCount: max(page.count, page.ids.count))
        let indices: [Int]
        do {
            indices = try range.accept(page, limit: limit, &ledger.claims)
        } catch let error as Disobedience {
            try giveUp(error, failed: range)
            return nil
        }
        if !range.isComplete {
            try await announce(max(page.count, page.ids.count + 1))
            if partCount(of: range) > 1 { try await findLastID(behind: range) }
            ready = parts(of: range)
            launch()
        }
        return handOut(indices, of: page)
    }

    /// Asks whether so many orders may be fetched.
    private func announce(_ orderCount: Int) async throws {
        allowedCount = orderCount
        try await ledger.monitor?.willFetch(
            orderCount: orderCount,
            upTo: orderCount,
            requestCount: pageCount(of: orderCount)
        )
    }

    /// Asks for the greatest id, beyond which no ranges are needed.
    private func findLastID(behind range: IDRange) async throws {
        var parameters = base
        parameters.ordering = [OrderingTerm(.id, isDescending: true)]
        parameters.limit = 1
        let page = try await ledger.page(parameters)
        wastedPageCount += 1
        guard let found = page.ids.first, let start = range.lastID, found >= start else {
            // Gone in between, or the server doesn't order like that; the ranges' own pages tell how far they reach.
            if !page.ids.isEmpty { ledger.warn("the server does not order by id from the greatest down") }
            return
        }
        lastID = found
    }

    // MARK: Ranges

    private func nextOfRanges() async throws -> PagePart? {
        // Counts may be wrong, so what comes is counted too.
        if delivered.count >= allowedCount, flight.count > 0 { try await announce(2 * delivered.count) }
        launch()
        guard flight.count > 0 else {
            if try await isComplete() { stage = .finished } else { beginOffsets() }
            return nil
        }
        do {
            let arrival = try await flight.next()
            return try take(arrival)
        } catch {
            for _ in 0..<flight.count { ledger.noteLostRequest() }
            flight.cancel()
            throw error
        }
    }

    private func take(_ arrival: PageFlight.Arrival) throws -> PagePart? {
        let page: FetchedPage
        do {
            page = try arrival.page.get()
        } catch {
            ledger.noteLostRequest()
            throw error
        }
        ledger.note(page, limit: arrival.limit)
        var range = arrival.range
        let indices: [Int]
        do {
            indices = try range.accept(page, limit: arrival.limit, &ledger.claims)
        } catch let error as Disobedience {
            try giveUp(error, failed: arrival.range)
            return nil
        }
        hasShrunk = hasShrunk || range.hasShrunk
        wastedPageCount += max(0, 1 - Double(page.ids.count) / Double(ledger.pageSize))
        if !range.isComplete { ready += parts(of: range) }
        launch()
        return handOut(indices, of: page)
    }

    private func handOut(_ indices: [Int], of page: FetchedPage) -> PagePart? {
        let isNew = { [known] index in !known.contains(page.ids[index]) }
        let part = PagePart(page: page, indices: known.isEmpty ? indices : indices.filter(isNew))
        delivered += part.ids
        return part.indices.isEmpty ? nil : part
    }

    private func launch() {
        while flight.count < width, let range = ready.popLast() {
            flight.launch(range, limit: ledger.limit)
        }
    }

    /// The rest of a range, in as many parts as pay.
    private func parts(of range: IDRange) -> [IDRange] {
        // The first part is launched first, so it stands last.
        range.parts(partCount(of: range), pageSize: ledger.pageSize, end: lastID).reversed()
    }

    /// In how many parts the rest of a range should be read.
    ///
    /// Only the largest range is cut, and only as far as requests have nothing to do and the budget allows.
    private func partCount(of range: IDRange) -> Int {
        let others = flight.ranges + ready
        let rest = range.remainingCount ?? 0
        guard !others.contains(where: { $0.remainingCount ?? 0 > rest }) else { return 1 }
        let isFirst = others.isEmpty && lastID == nil
        let committed = wastedPageCount + Double(others.count + 1) + (isFirst ? 1 : 0)
        let affordable = Int(max(0, budget - committed).rounded(.down)) + 1
        return max(1, min(width - others.count, affordable, pageCount(of: rest) / 2))
    }

    /// How many requests more than full pages would take the cuts may cost: one in twenty, or, where that is next to
    /// nothing, one in three up to one for each request at once.
    private var budget: Double {
        let pageCount = Double(pageCount(of: firstCount))
        return max(pageCount / 20, min(Double(width), pageCount / 3))
    }

    private func pageCount(of orderCount: Int) -> Int { (orderCount - 1) / ledger.pageSize + 1 }

    // MARK: Completeness

    /// Whether all that the server counted has been handed out, or has gone.
    ///
    /// If it counts as many now as at the beginning and some did not come, it does not list them by id as it should.
    private func isComplete() async throws -> Bool {
        guard ledger.claims.countsOrders else { return true }
        // Those that came since the beginning have greater ids, and hide none that are missing.
        let oldCount = lastID.map { last in delivered.count { $0 <= last } } ?? delivered.count
        if hasShrunk || oldCount < firstCount, let error = try await excludedEnd() {
            ledger.distrust(error.parameter)
            ledger.warnOfOffsets(instead: error)
            return false
        }
        guard delivered.count != firstCount else { return true }
        if delivered.count < firstCount {
            var parameters = base
            parameters.ordering = [OrderingTerm(.id)]
            parameters.limit = 1
            let count = try await ledger.page(parameters).count
            if count >= firstCount {
                ledger.warn(
                    "the server counts \(count) orders and showed \(delivered.count) by their ids; "
                        + "paging by offset instead"
                )
                return false
            }
        }
        ledger.warn(
            "orders came or went while they were read: the server counted \(firstCount) at the beginning, "
                + "\(delivered.count) were read"
        )
        return true
    }

    /// Which end of the ranges the server leaves out, if it does.
    private func excludedEnd() async throws -> Disobedience? {
        guard let id = delivered.last else { return nil }
        for parameter in [ParameterName.idMinimum, .idMaximum] where !ledger.isDistrusted(parameter) {
            if let error = try await ledger.excludedEnd(parameter, at: id) { return error }
        }
        return nil
    }

    // MARK: Servers that cannot do this

    /// Goes on in the way that the server can: range after range without ends, or by offset.
    private func giveUp(_ error: Disobedience, failed: IDRange) throws {
        let unread = (flight.ranges + ready + [failed]).compactMap(\.nextLower)
        for _ in 0..<flight.count { ledger.noteLostRequest() }
        flight.cancel()
        ready = []
        ledger.distrust(error.parameter)
        guard error.parameter == .idMaximum, let start = unread.min(), width > 1 else {
            ledger.warnOfOffsets(instead: error)
            return beginOffsets()
        }
        ledger.warn(
            "the server ignores \(error.parameter.rawValue) (\(error.evidence)); reading one page after the other"
        )
        width = 1
        known = Set(delivered)
        ready = [IDRange(lower: start, upper: base.idMaximum)]
    }

    private func beginOffsets() {
        stage = .offsets(OffsetPager(ledger, promise: .completeness, delivered: delivered))
    }
}
