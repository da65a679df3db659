import OrderModel
import OrderTestSupport
import Synchronization
import Testing

@testable import OrderDataset

/// Whatever happens to a shop between two syncs, the snapshot has the shop's orders after the second; but for a few
/// things of which nothing tells, which are named.
struct SyncAgreementTests {
    /// A shop with gaps between its ids, deleted orders, and a clock that has gone on since the last order.
    private static func fixture(_ seed: Int, _ random: inout SeededGenerator) throws -> SyncFixture {
        let fixture = try SyncFixture(orderCount: 0)
        fixture.shop.change { shop in
            // Every third shop is synced with a condition that the server counts by.
            if seed.isMultiple(of: 3) {
                shop.habits.status = "new"
                shop.habits.filtersStatus = true
            }
            for _ in 0..<12 { shop.happen(.newOrders, &random) }
            for _ in 0..<4 { shop.happen(.deletions, &random) }
            for _ in 0..<90 { shop.insert() }
        }
        return fixture
    }

    @Test(arguments: 1...30)
    func afterWhateverHappenedTheSnapshotHasTheShopsOrders(_ seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let fixture = try Self.fixture(seed, &random)
        try await fixture.sync()
        for _ in 0..<6 {
            var events: [ShopEvent] = []
            for _ in 0...random.below(4) {
                let event = random.pick(ShopEvent.noticed)
                guard !(event.takesAway && events.contains(where: \.putsBetween)),
                    !(event.putsBetween && events.contains(where: \.takesAway))
                else { continue }
                events.append(event)
                fixture.shop.change { $0.happen(event, &random) }
            }
            try await fixture.sync()
            #expect(try await fixture.lines() == fixture.shop.truth, "seed \(seed) after \(events)")
        }
    }

    @Test(arguments: ShopEvent.noticed, 1...4)
    func oneThingThatHappensIsNoticed(_ event: ShopEvent, _ seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let fixture = try Self.fixture(1, &random)
        try await fixture.sync()
        fixture.shop.change { $0.happen(event, &random) }
        try await fixture.sync()
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test(arguments: ShopEvent.traceless)
    func whatLeavesNoTraceIsFoundByReadingEverything(_ event: ShopEvent) async throws {
        var random = SeededGenerator(seed: 5)
        let fixture = try Self.fixture(1, &random)
        try await fixture.sync()
        fixture.shop.change { $0.happen(event, &random) }
        try await fixture.sync()
        #expect(try await fixture.lines() != fixture.shop.truth)
        try await fixture.sync { $0.isFull = true }
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    /// A restored backup: the first order is behind all that were known, and one that is gone evens out the count.
    @Test func anOldOrderWithTheGreatestIdIsFound() async throws {
        let fixture = try SyncFixture(orderCount: 300)
        try await fixture.sync()
        fixture.shop.change { shop in
            shop.orders[301] = ChangingShop.Entry(updated: 1000)
            shop.nextIdentifier = 302
        }
        #expect(try await fixture.sync().changes.addedCount == 1)
        #expect(try await fixture.lines() == fixture.shop.truth)
        fixture.shop.change { shop in
            shop.orders[302] = ChangingShop.Entry(updated: 1000)
            shop.orders[17] = nil
            shop.nextIdentifier = 303
            shop.insert()
        }
        let report = try await fixture.sync()
        #expect(report.changes.addedCount == 2 && report.changes.removedCount == 1 && !report.isFull)
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    /// Where no order fulfilled the condition, the first one that does may be an old one.
    @Test func aSnapshotWithoutOrdersFindsAnOldOne() async throws {
        let fixture = try SyncFixture(orderCount: 20)
        fixture.shop.change { shop in
            shop.habits.status = "hold"
            shop.habits.filtersStatus = true
        }
        try await fixture.sync()
        fixture.shop.change { $0.orders[21] = ChangingShop.Entry(status: "hold", updated: 1000) }
        fixture.shop.change { $0.nextIdentifier = 22 }
        try await fixture.sync()
        #expect(try await fixture.lines() == fixture.shop.truth)
    }
}
