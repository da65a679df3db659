// Finds what no date of change tells: orders that are gone from a server, and orders that came under an old date. The
// server counts; where it counts other than there should be, ranges of ids are halved and counted until one can be
// read. Every order found gone has been looked for in the list itself; a count alone takes nothing out. Where an order
// that is gone and one that came hide each other in a count, the next full pass sees it.

import OrderModel

/// Compares the orders that a snapshot would have with those that a server counts.
struct CountComparison {
    let server: any SyncServer
    let parameters: FilterParameters
    /// What the server counts by; it may ask for less than what is read.
    var countedParameters: FilterParameters
    /// The ids that the snapshot would have, ascending.
    let expected: [Int]
    /// The last id that was known before; nil when none was.
    ///
    /// Behind it nothing that is gone can hide what came.
    let lastKnown: Int?
    /// Whether orders that are gone are left alone, and only those that came are looked for.
    var leavesLosses = false
    /// Whether what came behind the last known id is looked for too.
    var looksBehind = true
    /// Takes the documents of a range that was read.
    let take: ([UInt8]) throws -> [Int]

    /// So many orders come with one request, or about so many.
    private static let pageCount = 100
    /// To read so many pages is no great matter.
    private static let mostPages = 20

    /// More requests than this are too many beside those that reading everything takes.
    private var budget: Int { max(2 * Self.mostPages, expected.count / Self.pageCount / 2) }

    /// A range of ids, and how many orders the server has in it.
    private struct Span {
        let identifiers: ClosedRange<Int>
        let count: Int

        var pageCount: Int { max(0, count) / CountComparison.pageCount + 1 }
    }

    /// The ids that are gone; the orders that came have been taken by then.
    ///
    /// - Throws: `FullPassNeeded` when so much differs that a full pass is cheaper.
    func gone() async throws -> [Int] {
        var spans = try await outerSpans()
        let counted = spans.reduce(0) { $0 &+ $1.count }
        let tooMany = FullPassNeeded(
            reason: "the server counts \(Quantity.orders(counted)) where \(Quantity.grouped(expected.count)) "
                + "\(expected.count == 1 ? "was" : "were") expected"
        )
        var gone: [Int] = []
        var cost = spans.count
        while let span = spans.popLast() {
            let known = known(in: span.identifiers)
            guard leavesLosses ? known.count < span.count : known.count != span.count else { continue }
            let isRead = known.count < 2 || span.pageCount <= min(Self.mostPages, Self.searchCost(span, known.count))
            cost += isRead ? span.pageCount : 1
            guard cost <= budget else { throw tooMany }
            if isRead {
                gone += try await missing(known, in: span.identifiers)
            } else {
                spans += try await halves(of: span, known)
            }
        }
        return gone
    }

    /// All ids, cut behind the last known one.
    private func outerSpans() async throws -> [Span] {
        var ranges = [Int.min...Int.max]
        if let lastKnown, lastKnown < .max {
            ranges = [Int.min...lastKnown]
            if looksBehind { ranges.append((lastKnown + 1)...Int.max) }
        }
        var spans: [Span] = []
        for range in ranges { spans.append(Span(identifiers: range, count: try await count(range))) }
        return spans
    }

    private func halves(of span: Span, _ known: ArraySlice<Int>) async throws -> [Span] {
        let middle = known[known.startIndex + known.count / 2 - 1]
        let left = span.identifiers.lowerBound...middle
        let leftCount = try await count(left)
        let right = (middle + 1)...span.identifiers.upperBound
        return [Span(identifiers: left, count: leftCount), Span(identifiers: right, count: span.count &- leftCount)]
    }

    /// About how many requests the halving takes for orders that lie anywhere in a range.
    private static func searchCost(_ span: Span, _ knownCount: Int) -> Int {
        let differing = min(1_000_000, (span.count &- knownCount).magnitude)
        let pagesEach = UInt(max(span.pageCount, knownCount / pageCount + 1)) / max(1, differing)
        let steps = UInt.bitWidth - pagesEach.leadingZeroBitCount
        return Int(differing) * (steps + 1)
    }

    /// Those of some ids that the server's list does not have.
    private func missing(_ known: ArraySlice<Int>, in range: ClosedRange<Int>) async throws -> [Int] {
        var found: Set<Int> = []
        let reader = try server.makeReader(of: range, parameters: parameters)
        while let bytes = try await reader.next() { found.formUnion(try take(bytes)) }
        return leavesLosses ? [] : known.filter { !found.contains($0) }
    }

    private func count(_ range: ClosedRange<Int>) async throws -> Int {
        var parameters = countedParameters
        // The ends of all numbers are no bounds, and not every server could read them.
        if range.lowerBound > .min { parameters.idMinimum = max(range.lowerBound, parameters.idMinimum ?? .min) }
        if range.upperBound < .max { parameters.idMaximum = min(range.upperBound, parameters.idMaximum ?? .max) }
        guard !parameters.matchesNothing else { return 0 }
        return try await server.count(of: parameters)
    }

    private func known(in range: ClosedRange<Int>) -> ArraySlice<Int> {
        expected[index(of: range.lowerBound)..<indexAfter(range.upperBound)]
    }

    /// Where the first id stands that is not below another.
    private func index(of identifier: Int) -> Int {
        var (low, high) = (0, expected.count)
        while low < high {
            let middle = (low + high) / 2
            if expected[middle] < identifier { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func indexAfter(_ identifier: Int) -> Int {
        identifier == .max ? expected.count : index(of: identifier + 1)
    }
}
