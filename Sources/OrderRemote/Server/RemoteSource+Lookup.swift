import OrderAPI
package import OrderEngine
import OrderHTTP
package import OrderModel

// One order, from the endpoint that has it: what comes back must be the order that was asked for.
extension RemoteSource {
    package func order(_ lookup: Lookup) async throws -> Order? {
        switch lookup {
        case .identifier(let id):
            do {
                return try await order(id: id)
            } catch is CapabilitiesChanged {
                return try await order(id: id)
            }
        case .key(let key):
            guard !key.isEmpty else { throw RemoteError.invalidLookup("an empty key names no order") }
            return try await order(.tracking(key: key), named: key, in: "key")
        case .number(let number):
            guard !number.isEmpty else { throw RemoteError.invalidLookup("an empty number names no order") }
            return try await order(.platformOrder(number: number), named: number, in: "number")
        }
    }

    package func preview(of lookup: Lookup) -> RequestPreview {
        switch lookup {
        case .identifier(let id):
            switch endpoint {
            case .admin: preview(of: .adminList, query: Self.parameters(for: id...id).queryString)
            case .customer: preview(of: .customerDetail(id: id))
            }
        case .key(let key): preview(of: .tracking(key: key))
        case .number(let number): preview(of: .platformOrder(number: number))
        }
    }

    private func order(id: Int) async throws -> Order? {
        switch endpoint {
        case .admin: try await client.listedOrder(id: id, in: .admin)
        case .customer: try await client.detail(ofOrder: id)?.order
        }
    }

    /// The order of a key or number; servers may find it in other letters than it has.
    private func order(_ endpoint: APIEndpoint, named name: String, in key: String) async throws -> Order? {
        let found: RemoteDocument?
        do {
            found = try await client.document(of: endpoint)
        } catch RemoteError.notFound where name.utf8.contains(UInt8(ascii: "/")) || [".", ".."].contains(name) {
            // Many servers don't let such a name into their paths, however it is written; it is no wrong address.
            found = nil
        }
        guard let found else { return nil }
        switch found.order.document[key] {
        case .text(let own)?, .number(let own)?:
            guard own.lowercased().utf8.elementsEqual(name.lowercased().utf8) else {
                throw RemoteError.wrongOrder(place: found.place, asked: "\(key) \(name)", answered: "\(key) \(own)")
            }
        default: throw RemoteError.misread(place: found.place, .misshapen("no '\(key)' that is a text"))
        }
        return found.order
    }

    /// An id and so many on either side.
    fileprivate static func range(around id: Int, _ margin: Int) -> ClosedRange<Int> {
        (max(id, .min + margin) - margin)...(min(id, .max - margin) + margin)
    }

    fileprivate static func parameters(for range: ClosedRange<Int>) -> FilterParameters {
        var parameters = FilterParameters()
        parameters.idMinimum = range.lowerBound
        parameters.idMaximum = range.upperBound
        parameters.ordering = [OrderingTerm(.id)]
        parameters.limit = range.count
        return parameters
    }
}

extension RemoteClient {
    /// One of the caller's own orders with its items and payments; nil when there is none of that id.
    func detail(ofOrder id: Int) async throws -> RemoteDocument? {
        guard let found = try await document(of: .customerDetail(id: id)) else { return nil }
        guard let own = found.order.document.wholeIdentifier else {
            throw RemoteError.misread(place: found.place, .misshapen("no 'id' that is a whole number"))
        }
        guard own == id else {
            throw RemoteError.wrongOrder(place: found.place, asked: "order \(id)", answered: "order \(own)")
        }
        return found
    }

    /// An order from a list: the admin API has no endpoint for one order, so it is asked for a range of one id.
    ///
    /// A server may leave out the ends of its ranges, so that none is believed only when a wider one is as empty.
    func listedOrder(id: Int, in list: ListEndpoint) async throws -> Order? {
        for margin in 0...1 {
            if let order = try await listedOrder(id: id, margin: margin, in: list) { return order }
        }
        return nil
    }

    /// How many requests it takes to find that a list lacks an order.
    static let absenceRequestCount = 2

    private func listedOrder(id: Int, margin: Int, in list: ListEndpoint) async throws -> Order? {
        let endpoint = APIEndpoint(list)
        let near = RemoteSource.range(around: id, margin)
        let parameters = RemoteSource.parameters(for: near)
        guard let answer = try await answer(of: endpoint, query: parameters.queryString) else {
            throw RemoteError.notFound(place: location.address(of: endpoint).place)
        }
        let page: OrderPage
        do throws(BodyError) {
            page = try OrderPage(body: answer.body)
        } catch {
            throw RemoteError.misread(place: answer.address.place, error)
        }
        guard !page.results.isEmpty else {
            guard page.count == 0 else { throw RemoteError.withheld(place: answer.address.place, count: page.count) }
            return nil
        }
        for document in page.results {
            guard let own = document.wholeIdentifier else {
                throw RemoteError.misread(
                    place: answer.address.place,
                    .misshapen("an order without an 'id' that is a whole number")
                )
            }
            if own == id { return Order(document: document, origin: Origin(source: answer.address.description)) }
            guard near.contains(own) else {
                throw RemoteError.wrongOrder(
                    place: answer.address.place,
                    asked: "order \(id)",
                    answered: "order \(own)"
                )
            }
        }
        return nil
    }
}
