import OrderAPI
import OrderEngine
import OrderHTTP
import OrderModel

/// Fetches the pages of one scan, any number at once, and checks every order on them.
struct PageRequester: Sendable {
    private let client: RemoteClient
    private let endpoint: ListEndpoint
    /// What the scan was asked with.
    let base: FilterParameters
    /// How many orders the server counted for that before the scan.
    let countedCount: Int?
    private let fields: NeededFields
    private let checks: [RowCheck]

    init(_ client: RemoteClient, _ endpoint: ListEndpoint, _ request: ScanRequest, habits: ServerHabits) {
        self.client = client
        self.endpoint = endpoint
        let parameters = request.parameters
        base = parameters
        countedCount = request.countedCount
        checks = RowCheck.checks(for: parameters, habits, local: request.time?.zone ?? .utc)
        var fields = request.fields
        for check in checks { fields.insert(check.field) }
        for field in OrderingCheck(parameters.ordering).fields { fields.insert(field) }
        self.fields = fields
    }

    /// The list's address, for messages.
    var place: String { client.location.address(of: APIEndpoint(endpoint)).place }

    /// One page, its orders checked against the parameters that the scan was asked with.
    ///
    /// - Parameters:
    ///   - parameters: What to send: those of the scan, changed by whoever pages.
    ///   - isFirst: Whether nothing has been handed out yet, so that the query may still be planned again.
    /// - Returns: The page.
    /// - Throws: `UntrustedParameter` for an order that a parameter should have left out, `RejectedParameters` for
    ///   a 400 that names some, `RemoteError` for any other failure.
    func page(_ parameters: FilterParameters, isFirst: Bool) async throws -> FetchedPage {
        try Task.checkCancellation()
        guard let answer = try await answer(to: parameters, isFirst: isFirst) else {
            throw RemoteError.notFound(place: place)
        }
        let page = try FetchedPage(answer, fields: fields)
        for check in checks {
            for index in page.ids.indices {
                guard let evidence = try check.misfit(of: page, at: index) else { continue }
                throw UntrustedParameter(parameter: check.parameter.rawValue, evidence: evidence)
            }
        }
        return page
    }

    private func answer(to parameters: FilterParameters, isFirst: Bool) async throws -> HTTPAnswer? {
        do {
            return try await client.answer(of: APIEndpoint(endpoint), query: parameters.queryString)
        } catch let error as RejectedParameters {
            // Only what the scan was asked with can be left out, and pages can be smaller; the rest is the paging's own.
            let given = Set(base.givenNames.map(\.rawValue)).union([ParameterName.limit.rawValue])
            let names = error.names.filter(given.contains)
            guard isFirst, !names.isEmpty else {
                throw RemoteError.refused(place: place, status: 400, answer: error.answer)
            }
            throw RejectedParameters(names: names, answer: error.answer)
        } catch let error as RemoteError {
            guard case .refused(_, let status, _) = error, [413, 414, 431].contains(status), isFirst,
                let longest = base.longestName
            else { throw error }
            throw RejectedParameters(names: [longest.rawValue], answer: "the request is too long for it (\(status))")
        }
    }
}

extension FilterParameters {
    /// The list that takes the most room in a request, nil where there is none.
    fileprivate var longestName: ParameterName? {
        let lists = givenNames.filter { $0.rawValue.hasSuffix("_in") }
        return lists.max { text(of: $0)?.utf8.count ?? 0 < text(of: $1)?.utf8.count ?? 0 }
    }
}
