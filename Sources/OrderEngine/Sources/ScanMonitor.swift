/// Who watches scans, and may stop one before it costs too much.
///
/// Called by all tasks of a scan, at any rate; what it shows and whom it asks is its own affair.
package protocol ScanMonitor: Sendable {
    /// What was done since the last call by the same task.
    func note(_ progress: ScanProgress)
    /// How many orders a scan will hand out in all, as soon as that is known.
    func expect(orderCount: Int)
    /// How many bytes a scan has before it, where that is what is known.
    func expect(byteCount: Int)
    /// Asked before requests are sent that bring the orders fetched for a query to `orderCount`.
    ///
    /// Throws to refuse. A scan that knows its size asks once, after its first page; one that stops when there is
    /// enough asks whenever it goes on, and says to how many orders it may come, in how many requests.
    func willFetch(orderCount: Int, upTo most: Int, requestCount: Int) async throws
}

extension ScanMonitor {
    package func expect(byteCount: Int) {}
}

/// A step of a scan.
package struct ScanProgress: Sendable, Hashable {
    package var orderCount: Int
    package var requestCount: Int
    package var byteCount: Int

    package init(orderCount: Int = 0, requestCount: Int = 0, byteCount: Int = 0) {
        self.orderCount = orderCount
        self.requestCount = requestCount
        self.byteCount = byteCount
    }
}
