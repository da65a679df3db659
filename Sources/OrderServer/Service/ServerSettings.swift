// How the server behaves where the API's documents are silent. The defaults are those of Django REST framework with
// the usual filters on SQLite, as they were observed.

package import OrderModel

/// What the API's documents leave open, and what this server does there.
package struct ServerSettings: Sendable {
    /// What `created_from` and its like take.
    package enum DateForm: String, Sendable, Hashable, CaseIterable {
        /// ISO 8601 with or without a time (`IsoDateTimeFilter`).
        case isodatetime
        /// The same and the forms of `DateTimeField`, such as `12/27/2025` (`DateTimeFilter`).
        case datetime
        /// Days only (`DateFilter`).
        case date
    }

    /// How amounts are written.
    package enum AmountForm: String, Sendable, Hashable, CaseIterable {
        /// `75000`, `12.5`
        case number
        /// `"75000.00"`
        case text
        /// `75000.0`
        case float
    }

    /// What an unknown status in `status_in` is.
    package enum StatusList: String, Sendable, Hashable, CaseIterable {
        /// A 400.
        case strict
        /// Nothing that an order could have; blanks around a status don't matter.
        case lax
    }

    /// What an id is that no order has, in `payment_method` and its like.
    package enum UnknownIdentifier: String, Sendable, Hashable, CaseIterable {
        /// A number like any other, which finds nothing.
        case number
        /// A 400.
        case refused
    }

    /// What the parameters take that are true or false; anything else is ignored without a word.
    package enum TruthForm: String, Sendable, Hashable, CaseIterable {
        /// true, false, 1, 0 in any case.
        case any
        /// True, False, true, false, 2, 3 as they stand.
        case plain
    }

    /// Which letters `search` takes for the same.
    package enum SearchFolding: String, Sendable, Hashable, CaseIterable {
        /// Those of ASCII, as SQLite does.
        case ascii
        /// All that have an upper-case form, as PostgreSQL does.
        case upper
    }

    /// Whether the paths other than the admin list's do without a trailing slash.
    package enum TrailingSlash: String, Sendable, Hashable, CaseIterable {
        case optional
        /// A 301 to the path with it.
        case redirect
    }

    /// The zone in which days begin, and in which times without one are read.
    package var zone = TimeZoneRules.utc
    /// Whether times are written in UTC instead of in `zone`.
    package var writesUTC = false
    package var dateEnd = ServerHabits.DateEnd.inclusive
    package var dateForm = DateForm.isodatetime
    /// The largest page that is granted; nil for no bound.
    package var maximumLimit: Int? = 100
    package var defaultLimit = 10
    package var amounts = AmountForm.number
    package var statusList = StatusList.strict
    package var unknownIdentifier = UnknownIdentifier.number
    package var truths = TruthForm.any
    /// What `has_notes` and its like say of the empty text.
    package var emptyText = ServerHabits.EmptyText.present
    package var nullOrder = ServerHabits.NullOrder.low
    package var searchFolding = SearchFolding.ascii
    /// Whether customers see their deleted orders.
    package var customerSeesDeleted = false
    /// How the customer's list is ordered where nobody asks; empty for the dataset's own order.
    package var customerOrdering = [OrderingTerm(.createdAt, isDescending: true)]
    package var trailingSlash = TrailingSlash.optional
    /// Whether redirects name the whole URL, as proxies make them do, and not only the path.
    package var redirectsToWholeURL = false
    /// Whether `/__ordersh/explain` is there.
    package var isDebugging = false
    package var faults = FaultSettings()

    package init() {}

    package static let adminOrdering = [OrderingTerm(.createdAt, isDescending: true)]
}
