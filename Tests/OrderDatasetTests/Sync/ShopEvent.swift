import OrderTestSupport

@testable import OrderDataset

/// What can happen to a shop's orders between two syncs.
enum ShopEvent: CaseIterable {
    case newOrders
    /// Orders with the greatest ids and old dates: an import that keeps dates, a restored backup.
    case importedOrders
    /// Orders between known ids, with old dates.
    case latecomers
    /// Orders that were deleted are there again as they were.
    case restoredOrders
    case deletions
    /// Many orders in a row are deleted.
    case purge
    case deletionOfTheNewest
    case changes
    /// Many orders are changed at one moment.
    case bulkChange
    /// The clock is set back by less than the overlap, and orders change before it is right again.
    case smallSetback
    case orderFromTheFuture
    case undatedOrder
    case longPause

    // MARK: What leaves no trace

    /// Orders are changed and keep their `updated_at`.
    case undatedChange
    /// Changed orders are there again as they were before.
    case undoneChange
    /// The clock is set back by more than the overlap, and orders change before it is right again.
    case largeSetback
    /// Below the last known id, as many orders go as come under old dates.
    case exchange

    /// Those that only reading everything shows, by design: no date and no count tells of them.
    static let traceless: [ShopEvent] = [.undatedChange, .undoneChange, .largeSetback, .exchange]

    static let noticed = allCases.filter { !traceless.contains($0) }

    /// Whether orders go, or come below the last known id under old dates: the two may hide each other in a count.
    var takesAway: Bool { [.deletions, .purge, .deletionOfTheNewest].contains(self) }
    var putsBetween: Bool { [.latecomers, .restoredOrders].contains(self) }
}

extension ChangingShop.State {
    private static let statuses = ["new", "hold"]

    /// Lets something happen.
    mutating func happen(_ event: ShopEvent, _ random: inout SeededGenerator) {
        switch event {
        case .newOrders:
            for _ in 0...random.below(9) {
                // Some ids are never given out.
                nextIdentifier += random.below(3)
                insert(status: random.pick(Self.statuses))
            }
        case .importedOrders: for _ in 0...random.below(9) { insertOld(nextIdentifier, &random) }
        case .latecomers, .restoredOrders: comeBetween(event, &random)
        case .deletions, .purge, .deletionOfTheNewest: takeAway(event, &random)
        case .changes: for _ in 0...random.below(9) { update(anyOrder(&random), status: random.pick(Self.statuses)) }
        case .bulkChange:
            let moment = clock + 60
            for id in orders.keys.sorted() where !random.oneIn(3) {
                update(id, status: random.pick(Self.statuses))
                orders[id]?.updated = moment
            }
            clock = moment
        case .smallSetback: changeWhileSet(backSeconds: 300, &random)
        case .largeSetback: changeWhileSet(backSeconds: 7200, &random)
        case .orderFromTheFuture: orders[anyOrder(&random)]?.updated = clock + 1_000_000
        case .undatedOrder:
            insert()
            orders[nextIdentifier - 1]?.updated = nil
        case .longPause: clock += 8 * 86_400
        case .undatedChange: orders[anyOrder(&random)]?.version += 1
        case .undoneChange:
            let id = anyOrder(&random)
            orders[id]?.version -= 1
            orders[id]?.updated = clock - 100_000
        case .exchange:
            let id = anyOrder(&random)
            deleted[id] = orders.removeValue(forKey: id)
            insertOld(gap(&random), &random)
        }
    }

    private func anyOrder(_ random: inout SeededGenerator) -> Int {
        orders.isEmpty ? 1 : random.pick(orders.keys.sorted())
    }

    /// An id below the last one that no order ever had, if there is one.
    private func gap(_ random: inout SeededGenerator) -> Int {
        let last = orders.keys.max() ?? 1
        let free = (1...max(1, last)).filter { orders[$0] == nil && deleted[$0] == nil }
        return free.isEmpty ? nextIdentifier : random.pick(free)
    }

    private mutating func insertOld(_ id: Int, _ random: inout SeededGenerator) {
        orders[id] = Entry(status: random.pick(Self.statuses), updated: 1000 + random.below(100_000))
        nextIdentifier = max(nextIdentifier, id + 1)
    }

    private mutating func comeBetween(_ event: ShopEvent, _ random: inout SeededGenerator) {
        guard event == .restoredOrders else {
            for _ in 0...random.below(5) { insertOld(gap(&random), &random) }
            return
        }
        for (id, entry) in deleted.sorted(by: { $0.key < $1.key }) where !random.oneIn(3) {
            orders[id] = entry
            deleted[id] = nil
        }
    }

    private mutating func takeAway(_ event: ShopEvent, _ random: inout SeededGenerator) {
        var gone: [Int] = []
        switch event {
        case .purge: gone = Array(orders.keys.sorted().dropFirst(random.below(40)).prefix(25))
        case .deletionOfTheNewest: gone = [orders.max { ($0.value.updated ?? 0) < ($1.value.updated ?? 0) }?.key ?? 1]
        default: for _ in 0...random.below(6) { gone.append(anyOrder(&random)) }
        }
        for id in gone {
            guard let entry = orders.removeValue(forKey: id) else { continue }
            deleted[id] = entry
        }
    }

    private mutating func changeWhileSet(backSeconds: Int, _ random: inout SeededGenerator) {
        clock -= backSeconds
        update(anyOrder(&random))
        clock += backSeconds
    }
}
