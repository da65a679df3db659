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

    /// Throws when the query needs a field that the source never sends.
    package static func check(_ query: Query, for capabilities: SourceCapabilities) throws(PlanError) {
        guard case .api(let endpoint, _) = capabilities else { return }
        if let field = SuppliedFields(endpoint: endpoint).missing(in: query) {
            throw .unsupplied(field: field, endpoint: endpoint)
        }
    }
}
