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
            case .admin: preview(of: .adminList, query: ListedOrderSearch.exactParameters(of: id).queryString)
            case .customer: preview(of: .customerDetail(id: id))
            }
        case .key(let key): preview(of: .tracking(key: key))
        case .number(let number): preview(of: .platformOrder(number: number))
        }
    }

    private func order(id: Int) async throws -> Order? {
        switch endpoint {
        case .admin:
            var search = ListedOrderSearch(client, id: id, in: .admin)
            return try await search.run()
        case .customer: return try await client.detail(ofOrder: id)?.order
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
}
