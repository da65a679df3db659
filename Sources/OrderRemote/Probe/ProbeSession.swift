import OrderAPI
import OrderHTTP
import OrderModel

/// The requests of one probe: few, and each one counted.
final class ProbeSession {
    let endpoint: ListEndpoint
    private let client: RemoteClient
    /// How many requests may still be sent.
    private(set) var remainingCount: Int
    /// What was sent, attempts included.
    private(set) var requestCount = 0

    init(client: RemoteClient, endpoint: ListEndpoint, maximumRequests: Int) {
        self.client = client
        self.endpoint = endpoint
        remainingCount = maximumRequests
    }

    /// One page of the list.
    ///
    /// Throws `NoRequestLeft`, `RejectedParameters`, or what `RemoteClient` throws.
    func page(_ parameters: FilterParameters) async throws -> ProbePage {
        try Task.checkCancellation()
        guard remainingCount > 0 else { throw NoRequestLeft() }
        remainingCount -= 1
        requestCount += 1
        let target = APIEndpoint(endpoint)
        guard let answer = try await client.answer(of: target, query: parameters.queryString) else {
            throw RemoteError.notFound(place: client.location.address(of: target).place, answer: nil)
        }
        requestCount += answer.requestCount - 1
        do throws(BodyError) {
            return try ProbePage(body: answer.body)
        } catch {
            throw RemoteError.misread(place: answer.address.place, error)
        }
    }
}

/// A probe has sent as many requests as it may.
struct NoRequestLeft: Error {}

/// A page as a probe sees it.
struct ProbePage {
    /// How many orders match in all, as the server says.
    let count: Int
    /// In the server's order.
    let rows: [ProbeRow]
    let hasNext: Bool
    /// The page sizes that the links to the pages beside name: what the server made of the `limit` that was asked.
    let linkedLimits: [Int]

    init(body: [UInt8]) throws(BodyError) {
        let page = try OrderPage(body: body)
        count = page.count
        rows = page.results.compactMap(ProbeRow.init)
        guard rows.count == page.results.count else { throw .misshapen("an order without a whole id") }
        hasNext = page.next != nil
        let links = [page.next, try Self.previous(in: body)].compactMap(\.self)
        linkedLimits = links.compactMap(Self.limit)
    }

    /// Whether these are all orders that match, so that one which isn't here does not.
    var isComplete: Bool { !hasNext && count == rows.count && Set(rows.map(\.id)).count == rows.count }

    private static func previous(in body: [UInt8]) throws(BodyError) -> String? {
        guard case .text(let link)? = try BodyError.object(in: body)["previous"] else { return nil }
        return link
    }

    private static func limit(in link: String) -> Int? {
        guard let mark = link.firstIndex(of: "?") else { return nil }
        let entry = link[mark...].dropFirst().split(separator: "&").first { $0.hasPrefix("limit=") }
        return entry.flatMap { Int($0.dropFirst(6)) }.flatMap { $0 > 0 ? $0 : nil }
    }
}
