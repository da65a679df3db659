extension FilterParameters {
    /// The parameters as names and values, in a fixed order; none is ever an empty text.
    package var queryItems: [QueryItem] {
        ParameterName.allCases.compactMap { name in
            text(of: name).map { QueryItem(name: name.rawValue, value: $0) }
        }
    }

    /// The parameters as a URL's query, percent-encoded, without the `?`.
    package var queryString: String {
        queryItems.map(\.encoded).joined(separator: "&")
    }

    /// A parameter's value as the API writes it, not yet encoded; nil when it isn't given.
    package func text(of name: ParameterName) -> String? {
        switch name.slot {
        case .status: status?.rawValue
        case .statusList: statusIn.map { Self.list($0.map(\.rawValue)) }
        case .identifier(let path): self[keyPath: path].map { String($0) }
        case .identifierList(let path): self[keyPath: path].map { Self.list($0.map { String($0) }) }
        case .presence(let parameter): presence[parameter].map { $0 ? "true" : "false" }
        case .amount(let path): self[keyPath: path]?.description
        case .date(let path): self[keyPath: path]?.description
        case .bound(let path): self[keyPath: path]?.description
        case .search: search.flatMap { $0.isEmpty ? nil : $0 }
        case .ordering: ordering.isEmpty ? nil : ordering.map(\.description).joined(separator: ",")
        case .limit: limit.map { String($0) }
        case .offset: offset.map { String($0) }
        }
    }

    /// A comma-separated list; the empty one is a lone comma, which matches nothing, where `=` matches everything.
    private static func list(_ entries: [String]) -> String {
        entries.isEmpty ? "," : entries.joined(separator: ",")
    }
}

extension DateBound: CustomStringConvertible {
    /// As the API reads it: `2025-12-27`, or `2025-12-27T18:17:09.771123Z`, always with six digits.
    package var description: String {
        switch self {
        case .day(let date): date.description
        case .instant(let instant): instant.fullTimestamp
        }
    }
}

extension Instant {
    /// The moment in UTC with `Z` and six digits; outside of the years 1 to 9999, which no timestamp can name,
    /// the nearest moment inside, where no order lies between.
    fileprivate var fullTimestamp: String {
        let time = TimeZoneRules.utc.civilTime(at: self)
        return "\(time)" + (time.microsecond == 0 ? ".000000Z" : "Z")
    }
}
