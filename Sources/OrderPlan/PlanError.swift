package import OrderModel

/// Why a query cannot be planned; nothing was sent.
package enum PlanError: Error, Sendable, Hashable {
    case unresolvable(UnresolvablePeriod)
    /// A field that the source never sends; it must not be taken for null.
    case unsupplied(field: String, endpoint: ListEndpoint)
}

extension PlanError: Failure {
    package var category: FailureCategory { .usage }

    package var message: String {
        switch self {
        case .unresolvable(let period): period.message
        case .unsupplied(let field, let endpoint): "the API's \(endpoint.rawValue) list does not send '\(field)'"
        }
    }

    package var mend: String? {
        switch self {
        case .unresolvable(let period): period.mend
        case .unsupplied: "ask a file or snapshot that has it"
        }
    }
}
