package import OrderEngine

/// The API over a dataset, without any socket: a request goes in, an answer comes out.
package final class OrderService: Sendable {
    package let settings: ServerSettings
    private let tokens: TokenTable
    private let dataset: ServedDataset

    package init(dataset: any ChangingDataset, tokens: TokenTable, settings: ServerSettings) {
        self.settings = settings
        self.tokens = tokens
        self.dataset = ServedDataset(dataset, settings: settings)
    }

    /// Answers a request; whatever goes wrong is an answer too.
    package func answer(_ request: APIRequest) async -> APIAnswer { APIAnswer(status: 404) }
}
