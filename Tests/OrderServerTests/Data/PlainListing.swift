import OrderModel
import OrderReference

@testable import OrderServer

/// A list made the slow way: each order is asked by the plain evaluator, and two at a time are compared.
struct PlainListing {
    let listing: Listing
    let settings: ServerSettings

    /// The orders of the list.
    func orders(of documents: [JSONObject]) throws -> [Order] {
        let evaluator = Evaluator(time: TimeContext(now: Instant(microseconds: 0), zone: settings.zone))
        let found = try documents.filter { document in
            let order = Order(document: document, origin: Origin(source: "test"))
            guard !document.isOrderOfOtherPlatform, isOwn(document) else { return false }
            for name in listing.filters.givenNames where name != .search {
                let alone = listing.filters.keeping([name]).query(settings: settings.filterSettings)
                guard let condition = alone.condition else { continue }
                if try evaluator.holds(condition, for: Row(order)) == listing.inverted.contains(name) { return false }
            }
            return try isFound(order)
        }
        let terms = listing.ordering + [OrderingTerm(.id, isDescending: tiesDescend)]
        let keyed = found.map { document in
            (document: document, values: terms.map { value($0.name.rawValue, of: document) })
        }
        return keyed.sorted { precedes($0.values, $1.values, terms) }
            .map { Order(document: $0.document, origin: Origin(source: "test")) }
    }

    private func isFound(_ order: Order) throws -> Bool {
        guard let search = listing.filters.search, !SearchTerms(search).terms.isEmpty else { return true }
        let matcher = SearchMatcher(
            search,
            in: listing.endpoint.searchFields,
            folding: settings.searchFolding == .ascii ? .ascii : .upperCase
        )
        return try matcher.matches(order) != listing.inverted.contains(.search)
    }

    private func isOwn(_ document: JSONObject) -> Bool {
        guard let customer = listing.customer else { return true }
        guard value("customer__id", of: document) == .number(Decimal(customer)) else { return false }
        return settings.customerSeesDeleted || value("status", of: document) != .text("deleted")
    }

    private func value(_ name: String, of document: JSONObject) -> Value {
        guard let field = Schema.field(named: name, in: .orders) else { return .null }
        return (try? field.value(in: document)) ?? .null
    }

    private func precedes(_ left: [Value], _ right: [Value], _ terms: [OrderingTerm]) -> Bool {
        for (index, term) in terms.enumerated() {
            let (first, second) = term.isDescending ? (right[index], left[index]) : (left[index], right[index])
            if first.isNull != second.isNull { return first.isNull == (settings.nullOrder == .low) }
            if Value.sortsBefore(first, second), !first.isNull { return true }
            if Value.sortsBefore(second, first), !second.isNull { return false }
        }
        return false
    }

    private var tiesDescend: Bool {
        guard listing.endpoint == .admin, let first = listing.ordering.first, first.isDescending else { return false }
        let names = Set(listing.filters.givenNames).subtracting(listing.inverted)
        return [.createdAt, .customerID].contains(first.name)
            && names.isDisjoint(with: [.paymentMethodIn, .customerIn])
    }
}
