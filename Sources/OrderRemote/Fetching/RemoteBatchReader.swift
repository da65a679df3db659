import OrderEngine
import OrderModel

/// A scan of a server's list, page by page.
///
/// Every matching order is read by ranges of ids, several at once, which nothing can disturb; the first so many by
/// their ids one page after the other; any other order by offset.
final class RemoteBatchReader: BatchReader {
    private enum Pager {
        case ranges(RangeScan)
        case keyset(KeysetPager)
        case offset(OffsetPager)
        case nothing
    }

    private let ledger: ScanLedger
    private let arrivesInOrder: Bool
    private let pager: Pager
    private(set) var ordinal = 0

    var statistics: ScanStatistics { ledger.statistics }

    /// Begins a scan; nothing is sent yet.
    init(_ ledger: ScanLedger, maximumCount: Int?) {
        self.ledger = ledger
        let parameters = ledger.requester.base
        let wanted = [parameters.limit, maximumCount].compactMap { $0 }.min()
        let ordering = parameters.ordering
        arrivesInOrder = !ordering.isEmpty || wanted != nil || parameters.offset != nil
        if parameters.matchesNothing || wanted == 0 {
            pager = .nothing
        } else if parameters.offset ?? 0 != 0 || (ordering.first.map { $0.name != .id } ?? false) {
            pager = .offset(OffsetPager(ledger, promise: .order, wanted: wanted))
        } else if ordering.isEmpty, wanted == nil {
            pager = .ranges(RangeScan(ledger))
        } else {
            let isDescending = ordering.first?.isDescending ?? false
            pager = .keyset(KeysetPager(ledger, isDescending: isDescending, wanted: wanted))
        }
    }

    func next() async throws -> OrderBatch? {
        while let part = try await nextPart() {
            let batch = try batch(of: part)
            guard batch.orderCount > 0 else { continue }
            ledger.noteDelivery(of: batch.orderCount)
            ordinal += 1
            return batch
        }
        return nil
    }

    private func nextPart() async throws -> PagePart? {
        switch pager {
        case .ranges(let scan): try await scan.next()
        case .keyset(let pager): try await pager.next()
        case .offset(let pager): try await pager.next()
        case .nothing: nil
        }
    }

    /// Orders that come in the answer's order stay whole: whoever reads them stops in the middle of a page.
    private func batch(of part: PagePart) throws -> OrderBatch {
        if arrivesInOrder {
            return OrderBatch(ordinal: ordinal, plainOrders: try part.page.orders(at: part.indices))
        }
        return part.page.batch(of: part.indices, ordinal: ordinal)
    }
}
