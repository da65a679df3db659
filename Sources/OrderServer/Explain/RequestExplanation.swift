package import OrderModel

/// What the server understood of a request, for whoever debugs a filter; only with `--debug`.
package struct RequestExplanation: Sendable {
    private let settings: ServerSettings

    package init(_ settings: ServerSettings) {
        self.settings = settings
    }

    /// The explanation of a list request, as JSON: each parameter and what became of it, the condition in the
    /// language, the plan, and the rows at each step.
    package func explain(
        query: String?,
        endpoint: ListEndpoint,
        customer: Int?,
        state: ServedState
    ) async throws -> JSONValue { .null }
}
