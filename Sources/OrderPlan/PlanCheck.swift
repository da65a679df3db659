package import OrderEngine
package import OrderModel

/// What can be said against a query on a source before its values are known.
package enum PlanCheck {
    /// Throws when the query needs a field that the source never sends.
    package static func check(_ query: Query, for capabilities: SourceCapabilities) throws(PlanError) {
        guard case .api(let endpoint) = capabilities else { return }
        if let field = SuppliedFields(endpoint: endpoint).missing(in: query) {
            throw .unsupplied(field: field, endpoint: endpoint)
        }
    }
}
