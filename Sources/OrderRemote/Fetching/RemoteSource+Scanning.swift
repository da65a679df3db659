package import OrderEngine
package import OrderModel

extension RemoteSource {
    package func makeScan(for request: ScanRequest) -> any OrderScan {
        let endpoint = endpoint
        return SequentialScan { [client] in RemoteBatchReader(client: client, endpoint: endpoint, request: request) }
    }

    package func page(_ parameters: FilterParameters, monitor: (any ScanMonitor)?) async throws -> ServerPage {
        let fetcher = PageFetcher(client: client, endpoint: endpoint, parameters: parameters)
        let page = try await fetcher.page { _ in }
        return ServerPage(
            count: page.count,
            orders: page.rows.map(\.order),
            hasNext: page.hasNext,
            statistics: fetcher.statistics
        )
    }
}
