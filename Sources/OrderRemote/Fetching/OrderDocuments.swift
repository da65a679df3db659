// A server's orders as documents, range of ids by range, for whoever keeps a copy of them. Nothing falls back to
// offsets here: a copy that is made in parts, and goes on after an interruption, needs ranges that can be trusted.

package import OrderEngine
package import OrderModel

/// How many orders match and between which ids they stand.
package struct ListExtent: Sendable, Hashable {
    package let count: Int
    /// The smallest id, nil when there are no orders.
    package let firstID: Int?
    package let lastID: Int?
    package let statistics: ScanStatistics
}

/// Some orders as documents.
package struct DocumentPage: Sendable {
    /// Ascending.
    package let identifiers: [Int]
    /// A line for each order with the very bytes that the server sent, without line breaks between values.
    package let lines: [UInt8]
    /// The greatest `updated_at`, nil where none has one.
    package let lastUpdated: Instant?
    /// What has been spent since the page before.
    package let statistics: ScanStatistics
}

extension RemoteSource {
    /// How many orders match and between which ids, in one request or two.
    package func extent(of parameters: FilterParameters) async throws -> ListExtent {
        let request = ScanRequest(fields: NeededFields(), parameters: parameters)
        let ledger = ledger(for: request, at: try endpoint(for: parameters))
        var upward = IDRange(lower: parameters.idMinimum, upper: parameters.idMaximum)
        var downward = IDRange(lower: parameters.idMinimum, upper: parameters.idMaximum, isDescending: true)
        let first = try await ledger.ids(of: &upward, limit: 1)
        guard let firstID = first.ids.first else {
            guard first.count == 0 else {
                throw RemoteError.withheld(place: ledger.requester.place, count: first.count)
            }
            return ListExtent(count: 0, firstID: nil, lastID: nil, statistics: ledger.statistics)
        }
        let lastID = try await ledger.ids(of: &downward, limit: 1).ids.first ?? firstID
        guard lastID >= firstID else {
            throw RemoteError.disobedient(
                place: ledger.requester.place,
                evidence: "its first order by id is \(firstID), its last is \(lastID)"
            )
        }
        return ListExtent(count: first.count, firstID: firstID, lastID: lastID, statistics: ledger.statistics)
    }

    /// The orders of a range of ids that match; nothing is sent before the reader is asked.
    ///
    /// One id more is asked for at either end: a server that leaves an end out costs no order then. One that is known
    /// not to obey `id_max` is not asked for it; the reading then ends with the page that goes beyond the range.
    package func documents(
        in range: ClosedRange<Int>,
        parameters: FilterParameters,
        monitor: (any ScanMonitor)?
    ) -> DocumentReader {
        let lower = max(range.lowerBound, parameters.idMinimum ?? .min)
        let upper = min(range.upperBound, parameters.idMaximum ?? .max)
        return DocumentReader(from: lower, to: upper, endsRange: !isDistrusted(.idMaximum)) { [self] in
            var fields = NeededFields()
            if let field = DocumentReader.updatedField { fields.insert(field) }
            // The range has the ends; held against the parameters', what stands beside them would not fit.
            let others = parameters.dropping([.idMinimum, .idMaximum])
            let request = ScanRequest(fields: fields, parameters: others, monitor: monitor)
            return ledger(for: request, at: try endpoint(for: parameters))
        }
    }

    private func isDistrusted(_ parameter: ParameterName) -> Bool {
        if case .api(_, let habits) = capabilities { habits.distrusted.contains(parameter) } else { false }
    }
}

/// Reads the documents of one range of ids, page by page; used by one task.
package final class DocumentReader {
    fileprivate static let updatedField = Schema.field(named: "updated_at", in: .orders)

    private let begin: () throws -> ScanLedger
    private var ledger: ScanLedger?
    /// The ends of what is wanted, and the range that is asked for.
    private let lower: Int
    private let upper: Int
    private var range: IDRange
    private var reported = ScanStatistics()
    /// How many orders the server counted first.
    private var firstCount: Int?
    private var deliveredCount = 0

    fileprivate init(from lower: Int, to upper: Int, endsRange: Bool, _ begin: @escaping () throws -> ScanLedger) {
        self.lower = lower
        self.upper = upper
        // The ends of all numbers are no bounds, and not every server could read them.
        range = IDRange(lower: lower > .min ? lower - 1 : nil, upper: endsRange && upper < .max ? upper + 1 : nil)
        self.begin = begin
    }

    /// What has been spent in all.
    package var statistics: ScanStatistics { ledger?.statistics ?? ScanStatistics() }

    /// The next page, nil at the end of the range; never an empty one.
    package func next() async throws -> DocumentPage? {
        let ledger = try begun()
        if ledger.requester.base.matchesNothing { return nil }
        if lower > upper { return nil }
        while !range.isComplete, !isPassed {
            var part = try await ledger.part(of: &range, limit: ledger.limit)
            firstCount = firstCount ?? part.page.count
            deliveredCount += part.indices.count
            if range.isComplete { try await checkCompleteness(ledger) }
            part = PagePart(page: part.page, indices: part.indices.filter { isWanted(part.page.ids[$0]) })
            guard !part.indices.isEmpty else { continue }
            ledger.noteDelivery(of: part.indices.count)
            return try documents(part, ledger)
        }
        return nil
    }

    /// Whether the reading of a range that is asked for without its end has gone beyond it.
    private var isPassed: Bool { range.upper == nil && range.lastID.map { $0 >= upper } ?? false }

    private func isWanted(_ identifier: Int) -> Bool { lower <= identifier && identifier <= upper }

    /// Refuses a server that still counts as many orders as at the beginning and has shown fewer by their ids.
    private func checkCompleteness(_ ledger: ScanLedger) async throws {
        guard let firstCount, deliveredCount < firstCount, ledger.claims.countsOrders else { return }
        var whole = IDRange(lower: range.lower, upper: range.upper)
        let count = try await ledger.ids(of: &whole, limit: 1).count
        guard count < firstCount else {
            throw RemoteError.disobedient(
                place: ledger.requester.place,
                evidence: "it counts \(count) orders and showed \(deliveredCount)"
            )
        }
    }

    private func begun() throws -> ScanLedger {
        if let ledger { return ledger }
        let ledger = try begin()
        self.ledger = ledger
        return ledger
    }

    private func documents(_ part: PagePart, _ ledger: ScanLedger) throws -> DocumentPage {
        var lines: [UInt8] = []
        var lastUpdated: Instant?
        for index in part.indices {
            try part.page.appendLine(at: index, to: &lines)
            guard let field = Self.updatedField, case .instant(let instant) = try part.page.value(of: field, at: index)
            else { continue }
            lastUpdated = lastUpdated.map { max($0, instant) } ?? instant
        }
        defer { reported = ledger.statistics }
        return DocumentPage(
            identifiers: part.ids,
            lines: lines,
            lastUpdated: lastUpdated,
            statistics: ledger.statistics.since(reported)
        )
    }
}

extension ScanLedger {
    /// The next page of a range, on a server that must page by id.
    fileprivate func part(of range: inout IDRange, limit: Int) async throws -> PagePart {
        let page = try await page(range.request(requester.base, limit: limit))
        do {
            return PagePart(page: page, indices: try range.accept(page, limit: limit, &claims))
        } catch let error as Disobedience {
            // Without an end a range can still be read, from page to page; who asks again says so.
            if error.parameter == .idMaximum {
                throw UntrustedParameter(parameter: error.parameter.rawValue, evidence: error.evidence)
            }
            distrust(error.parameter)
            throw RemoteError.disobedient(place: page.place, evidence: error.evidence)
        }
    }

    fileprivate func ids(of range: inout IDRange, limit: Int) async throws -> (ids: [Int], count: Int) {
        let part = try await part(of: &range, limit: limit)
        return (part.ids, part.page.count)
    }
}

extension ScanStatistics {
    /// What has been added since an earlier state of the same.
    fileprivate func since(_ earlier: ScanStatistics) -> ScanStatistics {
        var difference = self
        difference.requestCount -= earlier.requestCount
        difference.retryCount -= earlier.retryCount
        difference.byteCount -= earlier.byteCount
        difference.orderCount -= earlier.orderCount
        difference.warnings.removeAll(where: earlier.warnings.contains)
        return difference
    }
}
