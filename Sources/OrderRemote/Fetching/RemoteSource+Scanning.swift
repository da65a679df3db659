package import OrderEngine
package import OrderModel

extension RemoteSource {
    package func makeScan(for request: ScanRequest) throws -> any OrderScan {
        let endpoint = try endpoint(for: request.parameters)
        if DetailScan.isNeeded(for: request, at: endpoint) {
            return DetailScan(request, client: client) { listScan(for: $0, at: endpoint) }
        }
        return listScan(for: request, at: endpoint)
    }

    /// One reader, which keeps several requests under way by itself.
    private func listScan(for request: ScanRequest, at endpoint: ListEndpoint) -> any OrderScan {
        SequentialScan { [self] in
            RemoteBatchReader(ledger(for: request, at: endpoint), maximumCount: request.maximumCount)
        }
    }

    package func page(_ parameters: FilterParameters, monitor: (any ScanMonitor)?) async throws -> ServerPage {
        let request = ScanRequest(fields: NeededFields(), parameters: parameters, monitor: monitor)
        let ledger = ledger(for: request, at: try endpoint(for: parameters))
        let page = try await ledger.page(parameters)
        ledger.noteDelivery(of: page.ids.count)
        return ServerPage(
            count: page.count,
            orders: try page.orders(at: Array(page.ids.indices)),
            hasNext: page.hasNext,
            statistics: ledger.statistics
        )
    }

    /// What a scan needs to send requests and to count what they cost.
    func ledger(for request: ScanRequest, at endpoint: ListEndpoint) -> ScanLedger {
        var habits = ServerHabits()
        if case .api(_, let known) = capabilities { habits = known }
        return ScanLedger(
            PageRequester(client, endpoint, request, habits: habits),
            habits: habits,
            monitor: request.monitor,
            learn: { [weak self] in self?.learn($0) }
        )
    }
}
