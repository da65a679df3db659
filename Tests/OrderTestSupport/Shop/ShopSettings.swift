// What a shop's server does where the API's documents are silent, and what it does wrong. The names of the habits
// follow the switches of the reference server, which `oracleFlags` lists, so that one case of a test runs on both.

package import OrderModel

/// How a shop's server behaves: as the reference server does when it is told nothing.
package struct ShopSettings: Sendable {
    package var habits = ShopHabits()
    package var faults = ShopFaults()
    /// The token that sees all orders; `test-token-customer-7` is customer 7's.
    package var staffToken = "test-token-admin"

    package init(_ change: (inout ShopSettings) -> Void = { _ in }) {
        change(&self)
    }
}

/// What servers of the API do differently without doing wrong.
package struct ShopHabits: Sendable {
    package enum DateForm: String, Sendable, CaseIterable {
        case isodatetime
        case datetime
        /// Only days; a time is refused.
        case date
    }

    package enum AmountForm: String, Sendable, CaseIterable {
        case number
        case string
        case float
    }

    /// The server's zone: of its days, and of the times that it writes.
    package var zone = TimeZoneRules.utc
    package var includesLastDay = true
    package var dateForm = DateForm.isodatetime
    package var blankIsMissing = false
    /// The largest `limit` that is granted, nil for no bound.
    package var maximumLimit: Int? = 100
    package var defaultLimit = 10
    package var amounts = AmountForm.number
    /// Whether an unknown status in `status_in` is a 400, or matches nothing.
    package var refusesUnknownStatus = true
    /// Whether null sorts below all values, or above.
    package var sortsNullLow = true
    /// Whether `search` ignores the case of all letters, or of ASCII's only.
    package var foldsAllLetters = false
    package var shufflesTies = false

    package static let tehran = TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600)

    var filters: FilterSettings {
        FilterSettings(zone: zone, blankIsMissing: blankIsMissing, createdToIncludesDay: includesLastDay)
    }

    /// The reference server's switches for the same habits.
    package var oracleFlags: [String] {
        var flags = [
            "--created-to-date", includesLastDay ? "inclusive" : "exclusive", "--range-filter", dateForm.rawValue,
            "--tz", zone.name, "--max-limit", String(maximumLimit ?? 0), "--default-limit", String(defaultLimit),
            "--decimals", amounts.rawValue, "--status-in", refusesUnknownStatus ? "strict" : "lax",
            "--nulls", sortsNullLow ? "low" : "high", "--search-fold", foldsAllLetters ? "upper" : "ascii",
        ]
        if blankIsMissing { flags.append("--blank-is-missing") }
        if shufflesTies { flags.append("--unstable-ties") }
        return flags
    }
}

/// What broken servers, and the machines in front of them, do.
///
/// Requests of the API are counted from 1; where something happens to every N-th, it is N, 2N and so on.
package struct ShopFaults: Sendable {
    package enum Redirect: Sendable {
        /// To another path of the same server, which answers.
        case samePlace
        /// To the same path of another server, such as `http://127.0.0.1:8000`.
        case elsewhere(String)
        case endless
    }

    package enum CountFault: Sendable {
        /// The number of all orders that the asker may see, whatever the filter.
        case ofAllOrders
        case added(Int)
    }

    /// Parameters that are silently ignored, by their names in the API.
    package var ignored: Set<String> = []
    /// Parameters that are answered with a 400 that names them.
    package var refused: Set<String> = []
    /// Filters that keep what they should drop; `ordering` turns the order around.
    package var inverted: Set<String> = []
    /// Ends of ranges (`id_min`, `shipping_cost_max`) that leave out what stands exactly there.
    package var excludedEnds: Set<String> = []
    /// The most that a page's count says, and up to where it links to a next one.
    package var countLimit: Int?
    package var failsEvery = 0
    package var failStatuses = [500, 502, 503, 429]
    package var retryAfter = "0"
    package var dropsEvery = 0
    package var cutsEvery = 0
    package var repeatsPageEvery = 0
    package var latencyMilliseconds = 0
    /// How many newer orders appear after each page of a list, and how many of the newest vanish.
    package var insertCount = 0
    package var deleteCount = 0
    package var redirect: Redirect?
    package var countFault: CountFault?
    package var compresses = false
    /// Whether every refusal repeats the `Authorization` header in its body.
    package var echoesAuthorization = false

    /// The reference server's switches for those of the faults that it has.
    package var oracleFlags: [String] {
        var flags: [String] = []
        for name in ignored.sorted() { flags += ["--ignore-filter", name] }
        for name in inverted.sorted() { flags += ["--invert-filter", name] }
        if failsEvery > 0 {
            flags += ["--fail-every", String(failsEvery), "--retry-after", retryAfter, "--fail-status"]
            flags.append(failStatuses.map { String($0) }.joined(separator: ","))
        }
        if dropsEvery > 0 { flags += ["--drop-connections", String(dropsEvery)] }
        if cutsEvery > 0 { flags += ["--truncate-body", String(cutsEvery)] }
        if latencyMilliseconds > 0 { flags += ["--latency-ms", String(latencyMilliseconds)] }
        if insertCount > 0 { flags += ["--insert-while-paging", String(insertCount)] }
        if deleteCount > 0 { flags += ["--delete-while-paging", String(deleteCount)] }
        if compresses { flags.append("--gzip") }
        return flags
    }
}
