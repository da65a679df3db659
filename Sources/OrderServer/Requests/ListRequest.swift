package import OrderModel

/// A request for a page of a list, as the server understood it.
package struct ListRequest: Sendable, Hashable {
    /// Which orders, in which order.
    package var listing: Listing
    /// How many orders the page may have, within what the server grants.
    package var limit: Int
    package var offset: Int

    package init(listing: Listing, limit: Int, offset: Int) {
        self.listing = listing
        self.limit = limit
        self.offset = offset
    }
}

/// Which orders a list has and how they are ordered: all that decides about its pages but their size and place.
package struct Listing: Sendable, Hashable {
    package var endpoint: ListEndpoint
    /// Whose orders alone; nil for everybody's.
    package var customer: Int?
    /// The filters and the search; `ordering`, `limit` and `offset` are not given in it.
    package var filters: FilterParameters
    /// The keys in their turn; equal orders follow by id.
    ///
    /// Empty for the order of the ids.
    package var ordering: [OrderingTerm]
    /// Filters that keep what they should drop, as a fault.
    package var inverted: Set<ParameterName> = []
    /// Whether a filter asks for what lies beyond all values that orders can have; then no order is in the list.
    package var matchesNothing = false

    package init(
        endpoint: ListEndpoint,
        customer: Int? = nil,
        filters: FilterParameters = FilterParameters(),
        ordering: [OrderingTerm] = []
    ) {
        self.endpoint = endpoint
        self.customer = customer
        self.filters = filters
        self.ordering = ordering
    }
}
