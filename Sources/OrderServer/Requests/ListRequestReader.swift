package import OrderModel
import OrderReference

/// Reads the query of a list request as leniently, and refuses it in the same words, as Django REST framework does.
package struct ListRequestReader: Sendable {
    private let settings: ServerSettings

    package init(_ settings: ServerSettings) {
        self.settings = settings
    }

    /// The request that a query means; or the body of the 400 that it gets.
    ///
    /// `knows` tells whether any order has an id in one of the parameters that take ids, where that matters.
    package func read(
        query: String?,
        of endpoint: ListEndpoint,
        knows: @escaping @Sendable (ParameterName, Int) async throws -> Bool = { _, _ in true }
    ) async throws -> Result<ListRequest, RefusedQuery> {
        let values = query.map { lastValues($0, endpoint) } ?? [:]
        var form = FilterFormReader(endpoint: endpoint, settings: settings, knows: knows)
        try await form.read(values)
        guard form.problems.isEmpty else { return .failure(RefusedQuery(.object(JSONObject(form.problems)))) }
        var listing = Listing(endpoint: endpoint, filters: form.filters, ordering: ordering(values, endpoint))
        listing.inverted = form.inverted
        listing.matchesNothing = form.matchesNothing
        if let search = values[.search], !search.isEmpty {
            if search.utf8.contains(0) {
                return .failure(RefusedQuery(.array([.text(FormProblem.nullCharacter.message)])))
            }
            // A search without a term is none; even one that is to be turned around keeps everything.
            if !SearchTerms(search).terms.isEmpty {
                listing.filters.search = search
                if settings.faults.inverted.contains(ParameterName.search.rawValue) { listing.inverted.insert(.search) }
            }
        }
        return .success(ListRequest(listing: listing, limit: limit(values), offset: offset(values)))
    }

    /// The last value of each parameter that the endpoint knows and is not told to ignore.
    private func lastValues(_ query: String, _ endpoint: ListEndpoint) -> [ParameterName: String] {
        var values: [ParameterName: String] = [:]
        for field in QueryFields(Array(query.utf8)).all {
            guard let name = ParameterName(rawValue: String(decoding: field.name, as: UTF8.self)),
                endpoint.knows(name), !settings.faults.ignored.contains(name.rawValue)
            else { continue }
            values[name] = String(decoding: field.value, as: UTF8.self)
        }
        return values
    }

    /// The terms that are known, each field once, since its second place decides nothing.
    private func ordering(_ values: [ParameterName: String], _ endpoint: ListEndpoint) -> [OrderingTerm] {
        var terms: [OrderingTerm] = []
        for entry in (values[.ordering] ?? "").utf8.split(separator: UInt8(ascii: ",")) {
            var rest = strippedScalars(Substring(entry))
            let isDescending = rest.first == "-"
            if isDescending { rest = rest.dropFirst() }
            guard let name = OrderingName(rawValue: String(String.UnicodeScalarView(rest))), endpoint.knows(name),
                !terms.contains(where: { $0.name == name })
            else { continue }
            terms.append(OrderingTerm(name, isDescending: isDescending))
        }
        guard terms.isEmpty else { return terms }
        return endpoint == .admin ? ServerSettings.adminOrdering : settings.customerOrdering
    }

    private func limit(_ values: [ParameterName: String]) -> Int {
        guard let number = values[.limit].flatMap(FormInteger.init), number.clamped > 0 else {
            return settings.defaultLimit
        }
        return min(number.clamped, settings.maximumLimit ?? .max)
    }

    private func offset(_ values: [ParameterName: String]) -> Int {
        max(0, values[.offset].flatMap(FormInteger.init)?.clamped ?? 0)
    }
}

/// Why a query is refused: the JSON that a 400 has for a body.
package struct RefusedQuery: Error, Sendable, Hashable {
    package let body: JSONValue

    package init(_ body: JSONValue) {
        self.body = body
    }
}
