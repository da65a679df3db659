// A list request as Django REST framework reads it: what is not understood is ignored in some parameters and refused
// with a 400 in others, in its words.

import OrderModel
import OrderReference

/// What a request asks of a list.
struct ShopListing: Sendable {
    /// A condition of one parameter, and whether the server turns it around.
    struct Filter: Sendable {
        let condition: Condition
        let isInverted: Bool
    }

    var filters: [Filter] = []
    var search: String?
    var invertsSearch = false
    var leastID = Int.min
    var greatestID = Int.max
    var ordering: [OrderingTerm] = []
    var reversesOrdering = false
    var limit: Int
    var offset = 0
    /// The filters as text: two requests that have the same keep the same orders.
    var filterKey = ""
}

/// Parameters that the server refuses, each with what it says about it.
struct ShopRefusal: Error {
    let body: JSONValue

    init(_ problems: [(name: String, text: String)]) {
        body = .object(JSONObject(problems.map { JSONMember(key: $0.name, value: .array([.text($0.text)])) }))
    }

    /// A refusal that names no parameter.
    init(_ text: String) {
        body = .array([.text(text)])
    }
}

/// Reads the query of a list request.
struct ShopRequestReading {
    let endpoint: ListEndpoint
    let settings: ShopSettings
    private var listing: ShopListing
    private var problems: [(name: String, text: String)] = []

    static func listing(
        query: String,
        endpoint: ListEndpoint,
        settings: ShopSettings
    ) throws(ShopRefusal) -> ShopListing {
        var reading = ShopRequestReading(endpoint, settings)
        // The last value of a repeated parameter holds.
        var values: [ParameterName: String] = [:]
        for parameter in RawParameter.all(of: query) {
            if let name = ParameterName(rawValue: parameter.name) { values[name] = parameter.value }
        }
        for name in ParameterName.allCases {
            guard let value = values[name], !value.isEmpty, endpoint.knows(name),
                !settings.faults.ignored.contains(name.rawValue)
            else { continue }
            if settings.faults.refused.contains(name.rawValue) {
                reading.problems.append((name.rawValue, "Not here."))
            } else {
                reading.read(name, value)
            }
        }
        guard reading.problems.isEmpty else { throw ShopRefusal(reading.problems) }
        if let search = reading.listing.search, search.utf8.contains(0) {
            throw ShopRefusal("Null characters are not allowed.")
        }
        return reading.listing
    }

    private init(_ endpoint: ListEndpoint, _ settings: ShopSettings) {
        self.endpoint = endpoint
        self.settings = settings
        listing = ShopListing(limit: settings.habits.defaultLimit)
    }

    private mutating func read(_ name: ParameterName, _ value: String) {
        let isInverted = settings.faults.inverted.contains(name.rawValue)
        switch name {
        case .limit:
            guard let limit = Int(value), limit > 0 else { return }
            listing.limit = min(limit, settings.habits.maximumLimit ?? .max)
        case .offset: listing.offset = Int(value).map { max($0, 0) } ?? 0
        case .ordering:
            listing.ordering = value.split(separator: ",").compactMap { term($0) }
            listing.reversesOrdering = isInverted
        case .search:
            (listing.search, listing.invertsSearch) = (value, isInverted)
            listing.filterKey += "search=\(value)\(isInverted)&"
        default: readFilter(name, value, isInverted)
        }
    }

    private func term(_ text: Substring) -> OrderingTerm? {
        let trimmed = text.drop { $0 == " " }
        let isDescending = trimmed.hasPrefix("-")
        let name = OrderingName(rawValue: String(isDescending ? trimmed.dropFirst() : trimmed))
        guard let name, endpoint.knows(name) else { return nil }
        return OrderingTerm(name, isDescending: isDescending)
    }

    private mutating func readFilter(_ name: ParameterName, _ value: String, _ isInverted: Bool) {
        let kept = name == .statusIn && !settings.habits.refusesUnknownStatus ? Self.knownStatuses(in: value) : value
        let item = QueryItem(name: name.rawValue, value: kept).encoded
        let (parameters, problems) = FilterParameters.read(queryString: item)
        guard problems.isEmpty, !isRefused(name, parameters) else {
            // An unknown truth value means no filter; all else that can't be read is refused.
            if PresenceParameter(rawValue: name.rawValue) == nil {
                self.problems.append((name.rawValue, words(name, value)))
            }
            return
        }
        let isExcluded = settings.faults.excludedEnds.contains(name.rawValue)
        let margin = isExcluded ? 1 : 0
        if !isInverted, name == .idMinimum, let minimum = parameters.idMinimum {
            return listing.leastID = minimum + margin
        }
        if !isInverted, name == .idMaximum, let maximum = parameters.idMaximum {
            return listing.greatestID = maximum - margin
        }
        let exact = settings.habits.dateForm == .date ? daysOnly(parameters) : parameters
        guard let condition = exact.query(settings: settings.habits.filters).condition else { return }
        listing.filters.append(ShopListing.Filter(condition: condition, isInverted: isInverted))
        if isExcluded, case .comparison(let field, _, let end) = condition {
            let isEnd = Condition.comparison(field, .equal, end)
            listing.filters.append(ShopListing.Filter(condition: isEnd, isInverted: true))
        }
        listing.filterKey += item + "\(isInverted)&"
    }

    /// The known ones of some statuses; a lone comma, which matches nothing, when there is none.
    private static func knownStatuses(in value: String) -> String {
        let known = value.split(separator: ",").filter { OrderStatus(rawValue: String($0)) != nil }
        return known.isEmpty ? "," : known.joined(separator: ",")
    }

    private func isRefused(_ name: ParameterName, _ parameters: FilterParameters) -> Bool {
        if name == .status, endpoint == .customer, parameters.status == .deleted { return true }
        guard settings.habits.dateForm == .date else { return false }
        let bounds = [parameters.createdFrom, parameters.createdTo, parameters.updatedFrom, parameters.updatedTo]
        return bounds.contains { if case .instant? = $0 { true } else { false } }
    }

    /// A server that compares days leaves the last one out as a whole, its first moment included.
    private func daysOnly(_ parameters: FilterParameters) -> FilterParameters {
        guard !settings.habits.includesLastDay else { return parameters }
        var parameters = parameters
        for path in [\FilterParameters.createdTo, \FilterParameters.updatedTo] {
            guard case .day(let day)? = parameters[keyPath: path] else { continue }
            let start = settings.habits.zone.startOfDay(day)
            parameters[keyPath: path] = .instant(Instant(microseconds: start.microseconds - 1))
        }
        return parameters
    }

    private func words(_ name: ParameterName, _ value: String) -> String {
        switch name {
        case .status, .statusIn:
            let wrong = value.split(separator: ",").map(String.init).first { OrderStatus(rawValue: $0) == nil }
            return "Select a valid choice. \(wrong ?? value) is not one of the available choices."
        case .createdDate, .updatedDate: return "Enter a valid date."
        case .createdFrom, .createdTo, .updatedFrom, .updatedTo:
            return settings.habits.dateForm == .date ? "Enter a valid date." : "Enter a valid date/time."
        default: return "Enter a number."
        }
    }
}
