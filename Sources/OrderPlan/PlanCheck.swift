package import OrderEngine
package import OrderModel

/// What can be said against a query on a source before its values are known.
package enum PlanCheck {
    /// Whether the source's orders have a field at all.
    package static func sends(_ field: Field, _ capabilities: SourceCapabilities) -> Bool {
        var query = Query(field.collection)
        query.columns = [Column(.field(field))]
        do throws(PlanError) {
            try check(query, for: capabilities)
            return true
        } catch {
            return false
        }
    }

    /// Throws where a part of the query would be checked here that the source could not be asked for.
    ///
    /// What depends on values that are given later is not judged; it is when it runs.
    package static func requirePushdown(
        _ query: Query,
        on source: any OrderSource,
        at time: TimeContext
    ) throws(PlanError) {
        guard let bound = try? query.bound(to: [:]) else { return }
        try Planner.plan(bound, for: source.capabilities, at: time).requirePushdown()
    }

    /// Throws when the query needs a field that the source's orders never have, because their list lacks it.
    package static func check(_ query: Query, on source: any OrderSource) throws(PlanError) {
        try check(query, for: source.capabilities)
        guard source.capabilities == .scanOnly else { return }
        // Where the orders came from stands in the file, which is looked into only if it matters.
        for endpoint in ListEndpoint.allCases {
            guard let field = SuppliedFields(endpoint: endpoint).missing(in: query) else { continue }
            if source.originalList == endpoint { throw .unsupplied(field: field, endpoint: endpoint) }
        }
    }

    /// Throws when the query needs a field that the source never sends.
    package static func check(_ query: Query, for capabilities: SourceCapabilities) throws(PlanError) {
        guard case .api(let endpoint, _) = capabilities else { return }
        if let field = SuppliedFields(endpoint: endpoint).missing(in: query) {
            throw .unsupplied(field: field, endpoint: endpoint)
        }
    }
}
