package import OrderModel

/// Why a query cannot be planned.
package indirect enum PlanError: Error, Sendable, Hashable {
    case unresolvable(UnresolvablePeriod)
    /// A field that the source never sends; it must not be taken for null.
    case unsupplied(field: String, endpoint: ListEndpoint)
    /// A constant that has no value.
    case uncomputable(text: String, problem: String)
    /// A moment after `in`, where only a period makes sense; no order is from exactly that moment.
    case singleMoment(text: String)
    /// A part of the condition that only we could check, where the user wants the server to.
    case notPushed(part: String, reason: String)
    /// What was found out about the source, with requests, after which the query cannot be planned any more.
    case changed(String, PlanError)
}

extension PlanError: Failure {
    package var category: FailureCategory {
        if case .changed = self { .failed } else { .usage }
    }

    package var message: String {
        switch self {
        case .unresolvable(let period): period.message
        case .unsupplied(let field, let endpoint): "the API's \(endpoint.rawValue) list does not send '\(field)'"
        case .uncomputable(let text, let problem): "'\(text)' cannot be computed: \(problem)"
        case .singleMoment(let text): "'\(text)' is a single moment, not a period"
        case .notPushed(let part, let reason): "the server cannot be asked for '\(part)': \(reason)"
        case .changed(let change, let problem): "\(change); \(problem.message)"
        }
    }

    package var mend: String? {
        switch self {
        case .unresolvable(let period): period.mend
        case .unsupplied: "ask a file or snapshot that has it"
        case .uncomputable: nil
        case .changed(_, let problem): problem.mend
        case .notPushed: "without --require-pushdown it is checked here"
        case .singleMoment: "compare it with '>=' or '<'"
        }
    }
}
