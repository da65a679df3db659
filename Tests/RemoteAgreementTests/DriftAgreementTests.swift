// Shops that are open: orders come and go between the pages. Right is an answer that holds every order which was
// there all the time, matches, and belongs into it, exactly once, and none that never matched.

import OrderLanguage
import OrderModel
import OrderPlan
import OrderReference
import OrderTestSupport
import Testing

/// Queries while orders appear and vanish.
struct DriftAgreementTests {
    struct Drift: Sendable, CustomTestStringConvertible {
        let inserts: Int
        let deletes: Int
        var testDescription: String { "\(inserts) come and \(deletes) go after each page" }
    }

    static let queries = [
        "orders select id", "orders where status in (completed, new) select id",
        "orders where total > 100000 select id", "orders where customer is not null select id",
        "orders where created_at >= 2024-06-01 select id", "orders order by -created_at limit 90 select id",
        "orders order by -created_at limit 20 select id", "orders order by id limit 70 select id",
        "orders order by -id limit 25 select id", "orders order by total limit 30 select id",
        "orders where status = completed order by -updated_at limit 50 select id",
        "orders where total > 100000 order by -created_at limit 30 select id",
        "orders select count()", "orders where status = completed select count()",
    ]

    @Test(
        "orders that come and go while paging",
        arguments: [(1, 0), (0, 1), (1, 1), (3, 0), (0, 3)].map { Drift(inserts: $0.0, deletes: $0.1) },
        [7, 20, 50]
    )
    func driftWhilePaging(drift: Drift, pageSize: Int) async throws {
        var answered = 0
        for text in Self.queries {
            let server = try ShopServer(
                RemoteFixture.orders,
                ShopSettings {
                    $0.habits.maximumLimit = pageSize
                    $0.faults.insertCount = drift.inserts
                    $0.faults.deleteCount = drift.deletes
                }
            )
            let query = try RemoteFixture.query(text)
            do {
                let found = try await RemoteFixture.execution(query, try RemoteFixture.source(server.url))
                let gone = Set(server.deletedIDs)
                let stayed = server.orders.filter { !gone.contains($0.wholeIdentifier ?? 0) }
                try Self.expectRight(found.table, query, always: stayed, ever: server.orders + server.inserted)
                answered += 1
            } catch let failure as any Failure {
                #expect(failure.category == .incomplete, "\(text): \(failure.message)")
            }
            server.stop()
        }
        #expect(answered >= 6)
    }

    /// The orders that were there all the time, and all that ever were, tell what may be answered.
    static func expectRight(
        _ table: ResultTable,
        _ query: Query,
        always: [JSONObject],
        ever: [JSONObject]
    ) throws {
        let text = CanonicalPrinter.print(query)
        if query.isGrouped {
            let least = try RemoteFixture.expected(query, always).rows[0].values[0]
            let most = try RemoteFixture.expected(query, ever).rows[0].values[0]
            let count = table.rows[0].values[0]
            #expect(!Value.sortsBefore(count, least) && !Value.sortsBefore(most, count), "\(text): \(count)")
            return
        }
        let found = table.rows.map(\.values[0])
        #expect(Set(found).count == found.count, "\(text): an order stands twice")
        // All that ever matched, in the answer's order: the found ones must be part of it, in that order.
        var unlimited = query
        unlimited.limit = nil
        let candidates = try RemoteFixture.expected(unlimited, ever).rows.map(\.values[0])
        let kept = candidates.filter(Set(found).contains)
        #expect((found == kept) as Bool, "\(text): \(found) instead of \(kept)")
        // All that were there throughout and stand before the answer's last: none may be missing.
        let isWhole = query.limit.map { found.count < $0 } ?? true
        let last = isWhole ? candidates.count : found.last.flatMap { candidates.firstIndex(of: $0) } ?? 0
        let stayed = Set(try RemoteFixture.expected(unlimited, always).rows.map(\.values[0]))
        let missing = candidates.prefix(last).filter { stayed.contains($0) && !found.contains($0) }
        #expect(missing.isEmpty, "\(text): \(missing) are missing")
    }
}
