import OrderDataset
import OrderModel
import OrderServer
import Testing

/// One way for both servers to be set up.
struct RefereeScenario: Sendable, CustomTestStringConvertible {
    let name: String
    /// The oracle's switches.
    let oracle: [String]
    /// The same for our server.
    let settings: ServerSettings
    /// Queries of the admin list that matter with some settings, and are sent whatever the share.
    static let queries = ["status_in=new,pending&limit=2", "status_in=pending", "limit=99999999999999999999"]
    /// Which share of the table of edges is sent, one in so many.
    let edgeShare: Int

    var testDescription: String { name }

    init(_ name: String, edgeShare: Int = 8, oracle: [String] = [], _ change: (inout ServerSettings) -> Void = { _ in })
    {
        self.name = name
        self.oracle = oracle
        self.edgeShare = edgeShare
        var settings = ServerSettings()
        change(&settings)
        self.settings = settings
    }

    /// Every switch at its default, and at each of its other values in at least one.
    static let all: [RefereeScenario] = [
        RefereeScenario("defaults", edgeShare: 1),
        RefereeScenario(
            "Tehran, last day excluded, amounts as text, lax statuses, whole locations",
            oracle: [
                "--tz", "Asia/Tehran", "--created-to-date", "exclusive", "--decimals", "string", "--status-in", "lax",
                "--slash", "redirect", "--absolute-location", "--max-limit", "7",
            ]
        ) {
            $0.zone = tehran
            $0.dateEnd = .exclusive
            $0.amounts = .text
            $0.statusList = .lax
            $0.trailingSlash = .redirect
            $0.redirectsToWholeURL = true
            $0.maximumLimit = 7
        },
        RefereeScenario(
            "New York, dates and times, floats, known ids only, plain booleans, any page",
            oracle: [
                "--tz", "America/New_York", "--range-filter", "datetime", "--decimals", "float", "--fk-filter", "model",
                "--bool-filter", "plain", "--max-limit", "0", "--default-limit", "4",
            ]
        ) {
            $0.zone = newYork
            $0.dateForm = .datetime
            $0.amounts = .float
            $0.unknownIdentifier = .refused
            $0.truths = .plain
            $0.maximumLimit = nil
            $0.defaultLimit = 4
        },
        RefereeScenario(
            "days only, blank is missing, deleted orders shown, null last, all letters folded, no default order",
            oracle: [
                "--range-filter", "date", "--blank-is-missing", "--customer-sees-deleted", "--nulls", "high",
                "--search-fold", "upper", "--customer-ordering", "none",
            ]
        ) {
            $0.dateForm = .date
            $0.emptyText = .missing
            $0.customerSeesDeleted = true
            $0.nullOrder = .high
            $0.searchFolding = .upper
            $0.customerOrdering = []
        },
        RefereeScenario(
            "New York days, last day excluded, times in UTC, redirects, another default order",
            oracle: [
                "--tz", "America/New_York", "--range-filter", "date", "--created-to-date", "exclusive", "--render-tz",
                "utc", "--slash", "redirect", "--customer-ordering=-updated_at,id", "--nulls", "high",
            ]
        ) {
            $0.zone = newYork
            $0.writesUTC = true
            $0.dateForm = .date
            $0.dateEnd = .exclusive
            $0.trailingSlash = .redirect
            $0.customerOrdering = [OrderingTerm(.updatedAt, isDescending: true), OrderingTerm(.id)]
            $0.nullOrder = .high
        },
        RefereeScenario(
            "Tehran, dates and times, last day excluded, filters that are ignored or turned around",
            oracle: [
                "--tz", "Asia/Tehran", "--range-filter", "datetime", "--created-to-date", "exclusive",
                "--ignore-filter", "status", "--ignore-filter", "created_from", "--ignore-filter", "offset",
                "--invert-filter", "customer_in", "--invert-filter", "has_notes", "--invert-filter", "search",
                "--invert-filter", "id_min", "--invert-filter", "created_to",
            ]
        ) {
            $0.zone = tehran
            $0.dateForm = .datetime
            $0.dateEnd = .exclusive
            $0.faults.ignored = ["status", "created_from", "offset"]
            $0.faults.inverted = ["customer_in", "has_notes", "search", "id_min", "created_to"]
        },
    ]

    private static let tehran = zone("Asia/Tehran")
    private static let newYork = zone("America/New_York")

    private static func zone(_ name: String) -> TimeZoneRules {
        guard let rules = try? ZoneDirectory.system().rules(named: name) else {
            preconditionFailure("the system knows the zone \(name)")
        }
        return rules
    }
}
