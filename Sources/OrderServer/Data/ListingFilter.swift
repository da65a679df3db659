// Which orders a list has. The filters are those of the prompt: the parameters become a condition of the language,
// which columns are tried with by the engine, and orders that fit no columns by the plain evaluator.

import OrderEngine
import OrderModel
import OrderReference

/// Decides which orders are in a list.
///
/// An order whose value cannot be read, where a filter needs it, fails the request and is named: it must not be
/// missing without a word. Only whose order it is, and whether it is deleted, are decided without it: an order whose
/// customer cannot be read belongs to nobody.
struct ListingFilter: Sendable {
    /// What batches must supply.
    private(set) var fields = NeededFields()
    /// What all orders of the list fulfil.
    let conditions: [Condition]
    let time: TimeContext
    private let scope: ListingScope
    /// The scope and what is asked for, as columns are tried with them.
    private let compiled: CompiledCondition?
    /// What is asked for, as whole orders are.
    private let asked: Condition?
    /// The search for each term.
    private let searches: [CompiledSearch]
    private let plainSearch: PlainSearch?
    private let searchIsInverted: Bool

    /// What a search is made from, for orders that fit no columns.
    private struct PlainSearch {
        let text: String
        let fields: [Field]
        let folding: TextFolding
    }

    init(_ listing: Listing, _ settings: ServerSettings) {
        time = TimeContext(now: Instant(microseconds: 0), zone: settings.zone)
        scope = ListingScope(customer: listing.customer, showsDeleted: settings.customerSeesDeleted)
        let asked = Self.conditions(of: listing, settings.filterSettings)
        self.asked = Condition.all(of: asked)
        conditions = scope.conditions + asked
        compiled = Condition.all(of: conditions).map { [time] in CompiledCondition($0, over: .orders, time: time) }
        for condition in conditions { fields.insert(condition) }
        searchIsInverted = listing.inverted.contains(.search)
        // Without a term, a search finds everything, and turned around it does so too.
        if let text = listing.filters.search, !SearchTerms(text).terms.isEmpty {
            let searched = PlainSearch(
                text: text,
                fields: listing.endpoint.searchFields,
                folding: settings.searchFolding == .ascii ? .ascii : .upperCase
            )
            plainSearch = searched
            searches = CompiledSearch(text, in: searched.fields, folding: searched.folding).parts
            for field in searched.fields { fields.insert(field) }
        } else {
            plainSearch = nil
            searches = []
        }
    }

    /// What the filters ask for, those turned around that are so by a fault.
    private static func conditions(of listing: Listing, _ settings: FilterSettings) -> [Condition] {
        let obeyed = listing.filters.dropping(listing.inverted).query(settings: settings).condition
        let inverted = listing.inverted.sorted { $0.rawValue < $1.rawValue }.compactMap { name in
            listing.filters.keeping([name]).query(settings: settings).condition.map { Condition.not($0) }
        }
        // Every order has an id.
        let nothing = listing.matchesNothing ? [Condition.isNull(.field(.identifier))] : []
        return [obeyed].compactMap(\.self) + inverted + nothing
    }

    /// The rows of a batch that are in the list, of those among the candidates.
    func rows(of rows: TableRows, among candidates: Bitmap) throws -> Bitmap {
        var selected = candidates
        if let compiled { selected = try compiled.select(in: rows, among: selected) }
        if !searches.isEmpty {
            var found = selected
            for search in searches where !found.isEmpty {
                // A client's search may have thousands of terms.
                try Task.checkCancellation()
                found = try search.select(in: rows, among: found)
            }
            if searchIsInverted { selected.subtract(found) } else { selected = found }
        }
        return selected
    }

    /// Those of some orders that fit no columns which are in the list.
    func orders(of orders: [Order]) throws -> [Order] {
        guard !orders.isEmpty else { return [] }
        let evaluator = Evaluator(time: time)
        let matcher = plainSearch.map { SearchMatcher($0.text, in: $0.fields, folding: $0.folding) }
        return try orders.filter { order in
            try Task.checkCancellation()
            guard !order.document.isOrderOfOtherPlatform, scope.holds(order) else { return false }
            if let asked, try !evaluator.holds(asked, for: Row(order)) { return false }
            guard let matcher else { return true }
            do {
                return try matcher.matches(order) != searchIsInverted
            } catch let problem as ValueProblem {
                throw EvaluationError(problem, in: order)
            }
        }
    }
}

/// Whose orders alone a list has, deleted ones hidden from customers.
struct ListingScope: Sendable {
    let customer: Int?
    let showsDeleted: Bool

    /// What an order fulfils; empty for staff, who see everything.
    var conditions: [Condition] {
        guard let customer, let identifier = Self.customerField, let status = Self.statusField else { return [] }
        let own = Condition.comparison(.field(identifier), .equal, .literal(.number(Decimal(customer))))
        let deleted = Condition.comparison(.field(status), .equal, .literal(.status(OrderStatus.deleted.rawValue)))
        return showsDeleted ? [own] : [own, .not(deleted)]
    }

    /// The same for a whole order.
    func holds(_ order: Order) -> Bool {
        guard let customer else { return true }
        let ownership = OrderOwnership(order)
        return ownership.customer == customer && (showsDeleted || !ownership.isDeleted)
    }

    fileprivate static let customerField = Schema.field(named: "customer.id", in: .orders)
    fileprivate static let statusField = Schema.field(named: "status", in: .orders)
}

/// Who may see an order.
struct OrderOwnership: Sendable {
    /// The customer's id; nil for nobody's, or where it cannot be read.
    let customer: Int?
    let isDeleted: Bool

    init(_ order: Order) {
        let identifier = ListingScope.customerField.flatMap { try? $0.value(in: order.document) }
        let status = ListingScope.statusField.flatMap { try? $0.value(in: order.document) }
        if case .number(let number)? = identifier { customer = number.wholeNumber } else { customer = nil }
        if case .text(let text)? = status {
            isDeleted = text.utf8.elementsEqual(OrderStatus.deleted.rawValue.utf8)
        } else {
            isDeleted = false
        }
    }
}

extension ServerSettings {
    /// What the parameters mean here.
    var filterSettings: FilterSettings {
        FilterSettings(
            zone: zone,
            blankIsMissing: emptyText == .missing,
            createdToIncludesDay: dateEnd == .inclusive
        )
    }
}
