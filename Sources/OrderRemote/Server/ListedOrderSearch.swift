import OrderAPI
import OrderEngine
import OrderHTTP
import OrderModel

/// Looks for one order in a list: the admin API has no endpoint for one order, so ranges of ids around it are asked for.
///
/// A server may leave out the ends of its ranges, ignore them or turn them around; so that there is no such order is
/// believed only of a page that shows its neighbours, or of a list without any order.
struct ListedOrderSearch {
    private let client: RemoteClient
    private let id: Int
    private let list: ListEndpoint
    /// How many requests it took.
    private(set) var requestCount = 0
    /// What gave away that the server does not obey, where something did.
    private var evidence: String?

    init(_ client: RemoteClient, id: Int, in list: ListEndpoint) {
        self.client = client
        self.id = id
        self.list = list
    }

    /// The order; nil when the list has none of that id.
    mutating func run() async throws -> Order? {
        let exact = try await page(Self.exactParameters(of: id))
        if let order = exact.order(id) { return order }
        let isDisobedient = !exact.identifiers.isEmpty
        for question in questions {
            let page = try await page(question)
            if let order = page.order(id) { return order }
            if !isDisobedient, page.proves(question, withoutOrder: id) { return nil }
        }
        throw RemoteError.disobedient(
            place: client.location.address(of: APIEndpoint(list)).place,
            evidence: evidence ?? "no order comes for ids around \(id), although there are others"
        )
    }

    /// What asks for the order alone.
    static func exactParameters(of id: Int) -> FilterParameters {
        parameters(lower: id, upper: id, limit: 1)
    }

    private static func parameters(lower: Int?, upper: Int?, isDescending: Bool = false, limit: Int) -> FilterParameters
    {
        var parameters = FilterParameters()
        parameters.idMinimum = lower
        parameters.idMaximum = upper
        parameters.ordering = [OrderingTerm(.id, isDescending: isDescending)]
        parameters.limit = limit
        return parameters
    }

    /// The order with its neighbours above and below, by one end of a range alone, and then the ends of the whole list.
    private var questions: [FilterParameters] {
        let count = 3
        return [
            Self.parameters(lower: id > .min ? id - 1 : id, upper: nil, limit: count),
            Self.parameters(lower: nil, upper: id < .max ? id + 1 : id, isDescending: true, limit: count),
            Self.parameters(lower: nil, upper: nil, isDescending: true, limit: count),
            Self.parameters(lower: nil, upper: nil, limit: count),
        ]
    }

    private mutating func page(_ parameters: FilterParameters) async throws -> Page {
        let endpoint = APIEndpoint(list)
        requestCount += 1
        guard let answer = try await client.answer(of: endpoint, query: parameters.queryString) else {
            throw RemoteError.notFound(place: client.location.address(of: endpoint).place)
        }
        requestCount += answer.requestCount - 1
        let page = try Page(answer)
        if evidence == nil { evidence = page.misfit(for: parameters) }
        return page
    }

    /// A page of the list.
    private struct Page {
        let count: Int
        let identifiers: [Int]
        private let orders: [Order]

        init(_ answer: HTTPAnswer) throws {
            let place = answer.address.place
            let page: OrderPage
            do throws(BodyError) {
                page = try OrderPage(body: answer.body)
            } catch {
                throw RemoteError.misread(place: place, error)
            }
            guard !page.results.isEmpty || page.count == 0 else {
                throw RemoteError.withheld(place: place, count: page.count)
            }
            count = page.count
            identifiers = try page.results.map { document in
                guard let identifier = document.wholeIdentifier else {
                    throw RemoteError.misread(
                        place: place,
                        .misshapen("an order without an 'id' that is a whole number")
                    )
                }
                return identifier
            }
            orders = page.results.map { Order(document: $0, origin: Origin(source: answer.address.description)) }
        }

        func order(_ id: Int) -> Order? { identifiers.firstIndex(of: id).map { orders[$0] } }

        /// An order that a range should have left out.
        func misfit(for parameters: FilterParameters) -> String? {
            if let lower = parameters.idMinimum, let id = identifiers.first(where: { $0 < lower }) {
                return "order \(id) came for id_min=\(lower)"
            }
            if let upper = parameters.idMaximum, let id = identifiers.first(where: { $0 > upper }) {
                return "order \(id) came for id_max=\(upper)"
            }
            let isDescending = parameters.ordering.first?.isDescending == true
            let pair = zip(identifiers, identifiers.dropFirst()).first { isDescending ? $0 <= $1 : $0 >= $1 }
            return pair.map { "order \($0) came before order \($1) for ordering=\(isDescending ? "-id" : "id")" }
        }

        /// Whether an order that is not on the page cannot be in the list.
        ///
        /// A page in the order asked for shows every order from the end of its range on, as far as it goes.
        func proves(_ question: FilterParameters, withoutOrder id: Int) -> Bool {
            guard let first = identifiers.first else {
                return question.idMinimum == nil && question.idMaximum == nil
            }
            // One order alone is in any order.
            guard misfit(for: question) == nil, identifiers.count > 1 || count == 1 else { return false }
            if question.idMinimum != nil || question.idMaximum != nil || count == identifiers.count { return true }
            return question.ordering.first?.isDescending == true ? first < id : first > id
        }
    }
}
