import OrderAPI
import OrderEngine
import OrderHTTP
import OrderModel

/// The pages of one scan: asks for them, checks every order on them, and counts what that costs.
final class PageFetcher {
    private let client: RemoteClient
    private let endpoint: ListEndpoint
    private let base: FilterParameters
    private let checks: [RowCheck]
    private(set) var statistics = ScanStatistics()

    /// The page size that a scan begins with, so that the first orders come soon.
    static let firstPageSize = 100
    /// The page size that it then asks for; servers grant less without a word.
    static let fullPageSize = 1000

    init(client: RemoteClient, endpoint: ListEndpoint, parameters: FilterParameters) {
        self.client = client
        self.endpoint = endpoint
        base = parameters
        checks = RowCheck.checks(for: parameters)
    }

    /// One page, its orders checked against the parameters that the scan was asked with.
    func page(_ change: (inout FilterParameters) -> Void) async throws -> FetchedPage {
        try Task.checkCancellation()
        var parameters = base
        change(&parameters)
        let page = try await fetch(parameters)
        for row in page.rows { try check(row, at: page.place) }
        return page
    }

    func warn(_ text: String) {
        if !statistics.warnings.contains(text) { statistics.warnings.append(text) }
    }

    func noteDelivery(of count: Int) {
        statistics.orderCount += count
    }

    private func fetch(_ parameters: FilterParameters) async throws -> FetchedPage {
        guard let answer = try await answer(to: parameters) else {
            throw RemoteError.notFound(place: client.location.address(of: APIEndpoint(endpoint)).place)
        }
        statistics.requestCount += answer.attemptCount
        statistics.byteCount += answer.body.count
        do {
            let page = try OrderPage(body: answer.body)
            return try FetchedPage(page, address: answer.address)
        } catch let error as BodyError {
            throw RemoteError.misread(place: answer.address.place, error)
        } catch let problem as FieldProblem {
            throw RemoteError.misreadOrder(nil, place: answer.address.place, problem)
        }
    }

    private func answer(to parameters: FilterParameters) async throws -> HTTPAnswer? {
        do {
            return try await client.answer(of: APIEndpoint(endpoint), query: parameters.queryString)
        } catch let error as RejectedParameters {
            // Only what the scan was asked with can be left out; the rest is this reader's own.
            let given = Set(base.givenNames.map(\.rawValue))
            let names = error.names.filter(given.contains)
            guard statistics.requestCount == 0, !names.isEmpty else {
                let place = client.location.address(of: APIEndpoint(endpoint)).place
                throw RemoteError.refused(place: place, status: 400, answer: error.answer)
            }
            throw RejectedParameters(names: names, answer: error.answer)
        }
    }

    private func check(_ row: RemoteRow, at place: String) throws {
        for check in checks {
            let evidence = try RemoteError.reading(order: row.id, at: place) { () throws(FieldProblem) in
                try check.misfit(of: row)
            }
            guard let evidence else { continue }
            throw UntrustedParameter(parameter: check.parameter.rawValue, evidence: evidence)
        }
    }
}

/// A page as a scan sees it.
struct FetchedPage {
    /// How many orders match the page's request in all.
    let count: Int
    let hasNext: Bool
    let rows: [RemoteRow]
    /// The page's address without its query, for messages.
    let place: String

    init(_ page: OrderPage, address: WebAddress) throws {
        count = page.count
        hasNext = page.next != nil
        let origin = Origin(source: address.description)
        rows = try page.results.map { try RemoteRow(Order(document: $0, origin: origin)) }
        place = address.place
    }
}

/// An order of a page with its id, by which pages are compared.
struct RemoteRow {
    let id: Int
    let order: Order

    init(_ order: Order) throws(FieldProblem) {
        let value = try Self.idField.value(in: order.document)
        guard case .number(let number) = value, let id = number.wholeNumber else {
            throw FieldProblem(field: "id", found: "too large", expected: "a whole number within 64 bits")
        }
        self.id = id
        self.order = order
    }

    private static let idField: Field = {
        guard let field = Schema.field(named: "id", in: .orders) else { preconditionFailure("orders have an id") }
        return field
    }()
}
