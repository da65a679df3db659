package import OrderModel

/// How a query is answered from the counts of pages, without the orders.
package struct CountPlan: Sendable, Hashable {
    /// Asks how many orders fulfil the condition.
    package let total: FilterParameters
    /// Asks for each of these statuses how many of them have it; empty where only the total matters.
    package let parts: [Part]
    /// The key of the only group that there can be; nil for several, empty where the query has no keys.
    let onlyKey: [Value]?
    /// The parameters of the total that were never seen to work.
    package let unproved: Set<ParameterName>

    /// A request for one status.
    package struct Part: Sendable, Hashable {
        package let status: OrderStatus
        package let parameters: FilterParameters
    }

    /// All requests, once everything is proved.
    package var requests: [FilterParameters] { [total] + parts.map(\.parameters) }

    /// The counts that answer a query which a server filters exactly; nil where counts alone don't.
    init?(_ query: Query, _ parameters: FilterParameters, _ endpoint: ListEndpoint, _ habits: ServerHabits) {
        guard query.isGrouped, query.collection == .orders, parameters.search == nil, Self.onlyCounts(query) else {
            return nil
        }
        var total = parameters
        total.limit = 1
        self.total = total
        unproved = Set(parameters.givenNames).subtracting(habits.proved)
        guard let group = query.groups.first?.expression else {
            (parts, onlyKey) = ([], [])
            return
        }
        guard query.groups.count == 1, case .field(let field) = group, field.name == "status" else { return nil }
        let statuses = parameters.status.map { [$0] } ?? parameters.statusIn ?? OrderStatus.allCases
        if statuses.count == 1 {
            (parts, onlyKey) = ([], [.text(statuses[0].rawValue)])
        } else {
            parts = statuses.compactMap { Self.part($0, total, endpoint, habits) }
            onlyKey = nil
            guard parts.count == statuses.count, Set(statuses).count == statuses.count else { return nil }
        }
    }

    private static func part(
        _ status: OrderStatus,
        _ total: FilterParameters,
        _ endpoint: ListEndpoint,
        _ habits: ServerHabits
    ) -> Part? {
        var parameters = total
        (parameters.status, parameters.statusIn) = (nil, nil)
        // The customer's list documents `deleted` for `status_in` only.
        if !habits.distrusted.contains(.status), endpoint == .admin || status != .deleted {
            parameters.status = status
        } else if !habits.distrusted.contains(.statusIn) {
            parameters.statusIn = [status]
        } else {
            return nil
        }
        return Part(status: status, parameters: parameters)
    }

    /// Whether how many rows each group has is all that the answer needs.
    private static func onlyCounts(_ query: Query) -> Bool {
        var counts = true
        _ = query.replacingExpressions { expression in
            guard case .aggregate(let aggregate, let argument) = expression else { return nil }
            counts = counts && aggregate == .count && argument == nil
            return expression
        }
        return counts
    }
}
