import OrderModel
import OrderReference

/// What a listing means in the language, part by part: what the list demands by itself, then each parameter alone.
struct ListingMeaning {
    let listing: Listing
    let settings: ServerSettings
    /// In the order in which an explanation tries them.
    let parts: [Part]

    /// One parameter, or what the list demands by itself, as a filter of its own.
    struct Part {
        /// Nil for what the list demands by itself, and for what lies beyond all values.
        let parameter: ParameterName?
        let filter: ListingFilter
        var isBeyondAllValues = false

        var condition: Condition? { Condition.all(of: filter.conditions) }
    }

    init(_ listing: Listing, _ settings: ServerSettings) {
        self.listing = listing
        self.settings = settings
        let scope = Listing(endpoint: listing.endpoint, customer: listing.customer)
        let parameters = listing.filters.givenNames.map { name in
            var alone = Listing(endpoint: listing.endpoint, filters: listing.filters.keeping([name]))
            alone.inverted = listing.inverted.intersection([name])
            return Part(parameter: name, filter: ListingFilter(alone, settings))
        }
        var nothing = Listing(endpoint: listing.endpoint)
        nothing.matchesNothing = true
        let beyond = Part(parameter: nil, filter: ListingFilter(nothing, settings), isBeyondAllValues: true)
        parts =
            [Part(parameter: nil, filter: ListingFilter(scope, settings))] + parameters
            + (listing.matchesNothing ? [beyond] : [])
    }

    var condition: Condition? { Condition.all(of: parts.compactMap(\.condition)) }

    /// The words of the search; none where there is none.
    var searchTerms: [String] { listing.filters.search.map { SearchTerms($0).terms } ?? [] }

    var searchFields: [Field] { listing.endpoint.searchFields }

    /// Whether the search keeps what it should drop, as a fault.
    var isSearchInverted: Bool { listing.inverted.contains(.search) }

    /// The query of the language that means the listing; equal orders follow by id, as in the list.
    func query(limit: Int, offset: Int) -> Query {
        var query = Query(.orders)
        query.condition = condition
        query.search = searchTerms.isEmpty || isSearchInverted ? nil : listing.filters.search
        query.order = listing.ordering.map(Sort.init)
        if !listing.ordering.contains(where: { $0.name == .id }) {
            query.order.append(Sort(OrderingTerm(.id, isDescending: listing.tiesDescend)))
        }
        query.limit = limit
        query.offset = offset == 0 ? nil : offset
        return query
    }

    /// In what the query's answer in the prompt may differ from the list.
    var reservations: [String] {
        var reservations: [String] = []
        if !searchTerms.isEmpty {
            reservations.append("the prompt's search looks in staff's fields and ignores the case of all letters")
        }
        if isSearchInverted { reservations.append("the search is turned around as a fault, which no query says") }
        for field in listing.ordering.filter(putsNullFirst).compactMap(\.field) {
            reservations.append("orders without \(field.name) come first here, and last in the prompt")
        }
        return reservations
    }
}

extension ListingMeaning {
    /// Whether null stands first by a term; the language always has it last.
    private func putsNullFirst(_ term: OrderingTerm) -> Bool {
        term.field?.isNullable == true && term.isDescending == (settings.nullOrder == .high)
    }
}

extension OrderingTerm {
    fileprivate var field: Field? { Schema.field(named: name.rawValue, in: .orders) }
}

extension Sort {
    fileprivate init(_ term: OrderingTerm) {
        guard let field = term.field else { preconditionFailure("lists are ordered by fields") }
        self.init(.field(field), isDescending: term.isDescending)
    }
}
