// Finds the orders that are gone from a server, where it counts fewer than there should be: ranges of ids are halved
// and counted until one is short enough to be read. Every order found gone has been looked for in the list itself; a
// count alone takes nothing out. Where a deletion and a new order cancel each other out in a count, the next run, or
// the next full pass, sees it.

import OrderModel

/// Looks for orders that are gone.
struct DeletionSearch {
    let server: any SyncServer
    let parameters: FilterParameters
    /// The ids that the snapshot would have, ascending.
    let expected: [Int]
    /// Takes the documents of a range that was read.
    let take: ([UInt8]) throws -> [Int]

    /// So many counts and reads cost more than reading everything.
    private var budget: Int { max(20, expected.count / Self.leafCount / 2) }
    /// A range of so many orders is read: about a page.
    private static let leafCount = 100

    /// A range of ids, and how many orders the server has in it.
    private struct Span {
        let identifiers: ClosedRange<Int>
        let count: Int
    }

    /// The ids that are gone; nil when there are so many that a full pass is cheaper.
    ///
    /// Only up to the largest known id: what came behind it since is the next run's.
    func gone() async throws -> [Int]? {
        guard let first = expected.first, let last = expected.last else { return [] }
        // An order that was unknown before the first known one is counted too.
        let all = min(first, 0)...last
        let total = try await count(all)
        var spans = [Span(identifiers: all, count: total)]
        var gone: [Int] = []
        var cost = 1
        while let span = spans.popLast() {
            let known = known(in: span.identifiers)
            guard known.count != span.count else { continue }
            guard cost < budget else { return nil }
            cost += 1
            if known.count <= Self.leafCount {
                gone += try await missing(known, in: span.identifiers)
                continue
            }
            let middle = known[known.startIndex + known.count / 2 - 1]
            let left = span.identifiers.lowerBound...middle
            let leftCount = try await count(left)
            spans.append(Span(identifiers: left, count: leftCount))
            spans.append(
                Span(identifiers: (middle + 1)...span.identifiers.upperBound, count: span.count - leftCount)
            )
        }
        return gone
    }

    /// Those of some ids that the server's list does not have.
    private func missing(_ known: ArraySlice<Int>, in range: ClosedRange<Int>) async throws -> [Int] {
        var found: Set<Int> = []
        let reader = try server.makeReader(of: range, parameters: parameters)
        while let bytes = try await reader.next() { found.formUnion(try take(bytes)) }
        return known.filter { !found.contains($0) }
    }

    private func count(_ range: ClosedRange<Int>) async throws -> Int {
        var parameters = parameters
        parameters.idMinimum = max(range.lowerBound, parameters.idMinimum ?? .min)
        parameters.idMaximum = min(range.upperBound, parameters.idMaximum ?? .max)
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
