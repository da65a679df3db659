import OrderEngine
import OrderModel

/// A scan of a server's list, page by page.
///
/// Without an order asked for, it pages by id, which nothing can disturb, and falls back to offsets on a server
/// that can't; with one, it pages by offset in that order.
final class RemoteBatchReader: BatchReader {
    private enum Stage {
        case keyset(KeysetPager)
        case offset(OffsetPager)
        case finished
    }

    private let fetcher: PageFetcher
    private let wanted: Int?
    private let ordering: [OrderingTerm]
    private var stage: Stage

    var statistics: ScanStatistics { fetcher.statistics }

    init(client: RemoteClient, endpoint: ListEndpoint, request: ScanRequest) {
        let parameters = request.parameters
        fetcher = PageFetcher(client: client, endpoint: endpoint, parameters: parameters)
        wanted = [parameters.limit, request.maximumCount].compactMap { $0 }.min()
        ordering = parameters.ordering
        let start = parameters.offset ?? 0
        if parameters.matchesNothing || wanted == 0 {
            stage = .finished
        } else if start == 0, ordering.isEmpty || ordering.first == OrderingTerm(.id) {
            stage = .keyset(KeysetPager(fetcher: fetcher, parameters: parameters, wanted: wanted))
        } else {
            stage = .offset(
                OffsetPager(
                    fetcher: fetcher,
                    ordering: ordering,
                    promise: .order,
                    start: start,
                    wanted: wanted
                )
            )
        }
    }

    func next() async throws -> OrderBatch? {
        guard let rows = try await nextRows() else {
            stage = .finished
            return nil
        }
        fetcher.noteDelivery(of: rows.count)
        return OrderBatch(plainOrders: rows.map(\.order))
    }

    private func nextRows() async throws -> [RemoteRow]? {
        while true {
            switch stage {
            case .finished: return nil
            case .offset(let pager): return try await pager.next()
            case .keyset(let pager):
                switch try await pager.next() {
                case .rows(let rows): return rows
                case .finished: return nil
                case .disobeyed: try fallBack(from: pager)
                }
            }
        }
    }

    /// Goes on by offset; what has been handed out already is left out.
    private func fallBack(from pager: KeysetPager) throws {
        guard ordering.isEmpty else {
            throw UntrustedParameter(
                parameter: ParameterName.ordering.rawValue,
                evidence: "a page ordered by id does not ascend"
            )
        }
        fetcher.warn("the server does not page by id; paging by offset instead, which is slower and less certain")
        stage = .offset(
            OffsetPager(
                fetcher: fetcher,
                ordering: [],
                promise: .completeness(above: pager.lastID),
                start: 0,
                wanted: wanted.map { $0 - fetcher.statistics.orderCount }
            )
        )
    }
}
