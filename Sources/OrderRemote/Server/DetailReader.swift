// The customer's list has no items and payments, so each order that can still match is asked for by itself, several at
// once. An order that is gone by then is left out and said; one that the list still shows is an error.

import OrderAPI
import OrderEngine
import OrderModel

/// Reads a customer's list and completes its orders, several details at once, in the list's order.
final class DetailReader: BatchReader {
    private let list: any BatchReader
    private let client: RemoteClient
    private let filter: DetailFilter
    private let monitor: (any ScanMonitor)?
    /// Listed orders that can pass and are not complete yet.
    private var pending: ArraySlice<Order> = []
    /// The list's batch that they are from.
    private(set) var ordinal = 0
    private var spent = ScanStatistics()
    private var deliveredCount = 0
    private var deletedIDs: [Int] = []
    private var step = DetailReader.firstStep

    /// How many requests are under way at once.
    private static let width = 8
    /// How many orders the first batches have, so that a query that wants few pays for few.
    private static let firstStep = 8
    private static let largestStep = 128

    init(list: any BatchReader, client: RemoteClient, filter: DetailFilter, monitor: (any ScanMonitor)?) {
        self.list = list
        self.client = client
        self.filter = filter
        self.monitor = monitor
    }

    var statistics: ScanStatistics {
        var statistics = list.statistics
        statistics.requestCount += spent.requestCount
        statistics.retryCount += spent.retryCount
        statistics.byteCount += spent.byteCount
        if let warning { statistics.warnings.append(warning) }
        return statistics
    }

    func next() async throws -> OrderBatch? {
        while true {
            try Task.checkCancellation()
            guard !pending.isEmpty else {
                guard let batch = try await list.next() else { return nil }
                try await take(batch)
                continue
            }
            let orders = try await completed(pending.prefix(step))
            pending = pending.dropFirst(step)
            step = min(step * 2, Self.largestStep)
            deliveredCount += orders.count
            if !orders.isEmpty { return OrderBatch(ordinal: ordinal, plainOrders: orders) }
        }
    }

    private func take(_ batch: OrderBatch) async throws {
        let rows = Array(0..<batch.columns.count)
        let listed = try (rows.isEmpty ? [] : batch.columns.documents.orders(at: rows)) + batch.plainOrders
        // Of both kinds, the best may stand last.
        if !rows.isEmpty, !batch.plainOrders.isEmpty { step = max(step, listed.count) }
        pending = listed.filter(filter.canPass)[...]
        ordinal = batch.ordinal
        guard !pending.isEmpty else { return }
        let orderCount = deliveredCount + pending.count
        try await monitor?.willFetch(
            orderCount: orderCount,
            upTo: orderCount,
            requestCount: spent.requestCount + pending.count
        )
    }

    /// The orders with their items and payments; those that are gone are left out.
    private func completed(_ listed: ArraySlice<Order>) async throws -> [Order] {
        let outcomes = try await withThrowingTaskGroup(of: (Int, DetailOutcome).self) { [client] group in
            var outcomes = [DetailOutcome?](repeating: nil, count: listed.count)
            var waiting = listed.enumerated().makeIterator()
            var underWayCount = 0
            func addNext() {
                guard let (index, order) = waiting.next() else { return }
                underWayCount += 1
                group.addTask { (index, try await DetailOutcome(of: order, client)) }
            }
            for _ in 0..<Self.width { addNext() }
            do {
                while let (index, outcome) = try await group.next() {
                    underWayCount -= 1
                    note(outcome)
                    outcomes[index] = outcome
                    addNext()
                }
            } catch {
                // The one that failed and those that nobody waits for any more.
                spent.requestCount += underWayCount
                throw error
            }
            return outcomes.compactMap(\.self)
        }
        deletedIDs += outcomes.filter { $0.order == nil }.map(\.id)
        return outcomes.compactMap(\.order)
    }

    /// Counts what an order has cost, at once, so that it is counted too when the next one fails.
    private func note(_ outcome: DetailOutcome) {
        spent.requestCount += outcome.requestCount
        spent.retryCount += outcome.retryCount
        spent.byteCount += outcome.byteCount
        monitor?.note(ScanProgress(requestCount: outcome.requestCount, byteCount: outcome.byteCount))
    }

    private var warning: String? {
        guard let first = deletedIDs.first else { return nil }
        if deletedIDs.count == 1 { return "order \(first) was deleted while it was read; it is left out" }
        let names = deletedIDs.prefix(5).map(String.init).joined(separator: ", ") + (deletedIDs.count > 5 ? ", …" : "")
        return "\(deletedIDs.count) orders were deleted while they were read; they are left out: \(names)"
    }
}

/// What became of one listed order.
private struct DetailOutcome: Sendable {
    let id: Int
    /// The completed order; nil when it was deleted after it was listed.
    let order: Order?
    let requestCount: Int
    let retryCount: Int
    let byteCount: Int

    init(of listed: Order, _ client: RemoteClient) async throws {
        guard let id = listed.document.wholeIdentifier else {
            throw RemoteError.misread(
                place: client.location.name,
                .misshapen("an order without an 'id' that is a whole number")
            )
        }
        self.id = id
        if let found = try await client.detail(ofOrder: id) {
            order = Order(
                document: Self.joined(listed.document, found.order.document),
                origin: found.order.origin
            )
            requestCount = found.requestCount
            retryCount = found.requestCount - 1
            byteCount = found.byteCount
            return
        }
        var search = ListedOrderSearch(client, id: id, in: .customer)
        guard try await search.run() == nil else {
            throw RemoteError.noDetail(id, place: client.location.name)
        }
        order = nil
        requestCount = 1 + search.requestCount
        retryCount = 0
        byteCount = 0
    }

    /// The listed order, which the server's filters have seen, with the detail's lists.
    private static func joined(_ listed: JSONObject, _ detail: JSONObject) -> JSONObject {
        let names = [Collection.items.rawValue, Collection.payments.rawValue]
        var document = listed
        document.members.removeAll { names.contains($0.key) }
        document.members += detail.members.filter { names.contains($0.key) }
        return document
    }
}
