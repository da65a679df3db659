import OrderEngine
import OrderModel
import OrderServer
import OrderTestSupport

/// Orders of the sample and what the server explains of requests for them.
struct ExplainedOrders {
    let orders: [Order]
    let settings: ServerSettings
    let state: ServedState

    init(_ orders: [Order] = Array(SampleOrders(count: 400)), _ settings: ServerSettings = ServerSettings())
        async throws
    {
        self.orders = orders
        self.settings = settings
        state = try await ServedDataset(MemoryDataset(orders.map(\.document)), settings: settings).state()
    }

    func explanation(_ query: String, customer: Int? = nil) async throws -> Explanation {
        Explanation(
            json: try await RequestExplanation(settings).explain(
                query: query,
                endpoint: customer == nil ? .admin : .customer,
                customer: customer,
                state: state
            )
        )
    }
}

/// Reads an explanation.
struct Explanation {
    let json: JSONValue

    subscript(_ path: String...) -> JSONValue? {
        path.reduce(Optional(json)) { found, key in
            guard case .object(let object)? = found else { return nil }
            return object[key]
        }
    }

    func text(_ key: String) -> String? {
        guard case .text(let text)? = self[key] else { return nil }
        return text
    }

    func list(_ key: String) -> [Explanation] {
        guard case .array(let elements)? = self[key] else { return [] }
        return elements.map(Explanation.init)
    }

    func number(_ key: String) -> Int? {
        guard case .number(let digits)? = self[key] else { return nil }
        return Int(digits)
    }

    /// What became of each parameter, in short: `status used`.
    var fates: [String] { list("parameters").map { "\($0.text("name") ?? "") \($0.text("fate") ?? "")" } }
}
