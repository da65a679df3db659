/// What one server of the order API is known to do where the API's documents are silent.
///
/// A profile states it, `probe` finds it out, and every query adds to it. What is nil is not known; then a plan asks
/// for more and checks the rest itself.
package struct ServerHabits: Sendable, Hashable {
    /// Whether a day as the end of a range (`created_to=2025-12-31`) includes that day.
    package var dateEnd: DateEnd?
    /// The name of the zone in which the server's days begin, such as `Asia/Tehran`.
    package var zoneName: String?
    /// The first and the last day that are known to begin as they do in that zone; nil for all before or behind.
    package var zoneStart: CivilDate?
    package var zoneEnd: CivilDate?
    /// What `created_from` and the like take.
    package var dateForm: DateForm?
    /// Whether instants are compared as they are, to the microsecond, both ends included.
    package var comparesInstantsExactly: Bool?
    /// What `has_notes` and the like say of the empty text.
    package var emptyText: EmptyText?
    /// Where null stands when a list ascends.
    package var nullOrder: NullOrder?
    /// The largest `limit` that the server grants.
    package var maximumPageSize: Int?
    /// Parameters that were seen to do what they say, so that even a page's count can be trusted with them.
    package var proved: Set<ParameterName> = []
    /// Parameters that were seen to be ignored, turned around or refused.
    package var distrusted: Set<ParameterName> = []

    package enum DateEnd: String, Sendable, Hashable, CaseIterable {
        case inclusive
        case exclusive
    }

    package enum DateForm: String, Sendable, Hashable, CaseIterable {
        /// Moments in UTC are understood.
        case instants
        /// Only days are.
        case days
    }

    package enum EmptyText: String, Sendable, Hashable, CaseIterable {
        /// It counts as a text: only null is missing.
        case present
        /// It counts as missing, like null.
        case missing
    }

    package enum NullOrder: String, Sendable, Hashable, CaseIterable {
        /// First when ascending, last when descending, as SQLite and MySQL have it.
        case low
        /// Last when ascending, first when descending, as PostgreSQL has it.
        case high
    }

    package init() {}

    /// The rules of the server's zone, where all these days are known to begin as they do there: a query's own zone,
    /// UTC or a fixed offset; nil for any other, or none known.
    package func zone(besides local: TimeZoneRules, on days: [CivilDate]) -> TimeZoneRules? {
        let known = (zoneStart ?? .earliest)...max(zoneEnd ?? .latest, zoneStart ?? .earliest)
        guard let zoneName, days.allSatisfy(known.contains) else { return nil }
        if ["UTC", "Etc/UTC", "Z"].contains(zoneName) { return .utc }
        return zoneName == local.name ? local : TimeZoneRules(fixedOffset: zoneName)
    }

    /// Takes a finding in; trust once lost stays lost.
    package mutating func learn(_ finding: ServerFinding) {
        switch finding {
        case .proved(let names): proved.formUnion(names.subtracting(distrusted))
        case .distrusted(let names):
            distrusted.formUnion(names)
            proved.subtract(names)
        case .maximumPageSize(let size): maximumPageSize = size
        case .dateForm(let form): dateForm = form
        }
    }
}

/// Something that was found out about a server while it was used.
package enum ServerFinding: Sendable, Hashable {
    case proved(Set<ParameterName>)
    case distrusted(Set<ParameterName>)
    case maximumPageSize(Int)
    case dateForm(ServerHabits.DateForm)
}
