package import OrderModel

/// How many orders a page is asked for; servers grant less without a word.
package enum PageSize {
    /// Where nothing is known of the server.
    package static let full = 1000
    /// The first page of a scan that goes on until there is enough, since most of them end with it.
    package static let guess = 100
    /// The least for a page whose order matters, wanted or not: one order alone is in any order.
    package static let least = 5

    /// The largest page to ask a server of these habits for; one that grants more is not asked for more.
    package static func largest(_ habits: ServerHabits) -> Int {
        max(1, min(habits.maximumPageSize ?? full, full))
    }

    /// What to try where a server refuses the largest page instead of granting less; nil where nothing is left.
    package static func smaller(than habits: ServerHabits) -> Int? {
        [100, 10].first { $0 < largest(habits) }
    }
}

extension ScanRequest {
    /// What a server of these habits is asked first; nil where nothing is asked.
    ///
    /// Every order is read by ranges of ids, the first so many by id or, in any other order, by offset.
    package func firstPage(_ habits: ServerHabits) -> FilterParameters? {
        let wanted = [parameters.limit, maximumCount].compactMap { $0 }.min()
        guard !parameters.matchesNothing, wanted != 0 else { return nil }
        let full = PageSize.largest(habits)
        var page = parameters
        if parameters.ordering.isEmpty, wanted == nil, parameters.offset ?? 0 == 0 {
            page.ordering = [OrderingTerm(.id)]
            page.limit = full
            page.offset = nil
            return page
        }
        if page.offset == 0 { page.offset = nil }
        if page.offset == nil, page.ordering.first.map({ $0.name == .id }) ?? true {
            page.ordering = [page.ordering.first ?? OrderingTerm(.id)]
        } else if !page.ordering.contains(where: { $0.name == .id }) {
            page.ordering.append(OrderingTerm(.id))
        }
        page.limit = min(
            full,
            wanted.map { max($0, parameters.ordering.isEmpty ? 1 : PageSize.least) } ?? PageSize.guess
        )
        return page
    }
}
