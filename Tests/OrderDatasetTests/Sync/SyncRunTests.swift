import OrderEngine
import OrderModel
import OrderTestSupport
import Synchronization
import Testing

@testable import OrderDataset

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A snapshot is in step with its server after every sync, whatever has changed and at whatever moment.
struct SyncRunTests {
    @Test(arguments: [0, 1, 7, 8, 100])
    func aFirstSyncHasEveryOrder(_ count: Int) async throws {
        let fixture = try SyncFixture(orderCount: count)
        let report = try await fixture.sync()
        #expect(try await fixture.lines() == fixture.shop.truth)
        #expect(report.changes.addedCount == count)
        #expect(report.isFull)
        #expect(fixture.folder.names == ["shop.orders"])
        #expect(fixture.folder.permissions(of: "shop.orders") & 0o077 == 0)
    }

    @Test func aSecondSyncFetchesOnlyWhatChanged() async throws {
        let fixture = try SyncFixture(orderCount: 300)
        try await fixture.sync()
        let before = fixture.shop.pageCount
        fixture.shop.change { shop in
            shop.update(7)
            shop.insert()
        }
        let report = try await fixture.sync { $0.overlap = TimeAmount(microseconds: 60_000_000) }
        #expect(try await fixture.lines() == fixture.shop.truth)
        #expect(report.changes.addedCount == 1 && report.changes.changedCount == 1 && report.changes.removedCount == 0)
        #expect(!report.isFull)
        #expect(fixture.shop.pageCount == before + 1)
    }

    @Test func deletionsAreFoundByCounting() async throws {
        let fixture = try SyncFixture(orderCount: 2000)
        try await fixture.sync()
        fixture.shop.change { shop in
            for id in [1, 700, 1999] { shop.orders[id] = nil }
            shop.update(5)
        }
        let before = fixture.shop.requestCount
        let report = try await fixture.sync()
        #expect(try await fixture.lines() == fixture.shop.truth)
        #expect(report.changes.removedCount == 3 && !report.isFull)
        #expect(fixture.shop.requestCount - before < 2000 / ChangingShop.pageSize / 2)
    }

    @Test func manyDeletionsAreFoundByReadingEverything() async throws {
        let fixture = try SyncFixture(orderCount: 9000)
        try await fixture.sync()
        fixture.shop.change { shop in for id in stride(from: 1, to: 9000, by: 30) { shop.orders[id] = nil } }
        let notes = Mutex<[String]>([])
        let report = try await fixture.sync(note: { note in notes.withLock { $0.append(note) } })
        #expect(try await fixture.lines() == fixture.shop.truth)
        #expect(report.isFull && report.changes.removedCount == 300)
        let reason = "the server counts 8,700 orders where 9,000 were expected"
        #expect(notes.withLock { $0 } == ["reading everything: \(reason)"])
    }

    /// A snapshot under several names is one snapshot, with one lock and one unfinished sync.
    @Test func aLinkIsAnotherNameOfTheSameSnapshot() async throws {
        let fixture = try SyncFixture(orderCount: 60)
        let folder = fixture.folder.path(of: "links")
        let link = folder + "/link.orders"
        #expect(mkdir(folder, 0o700) == 0)
        #expect(symlink("again.orders", link) == 0)
        #expect(symlink("../shop.orders", folder + "/again.orders") == 0)
        let options = SyncFixture.options(fixture.shop)
        let syncing = SyncRun(server: fixture.shop, into: link, options: options)
        let importing = SnapshotImport(
            paths: [try fixture.folder.write("{\"id\":1}\n", to: "more.ndjson")],
            into: link,
            options: SnapshotImport.Options(time: Instant(microseconds: 1), programVersion: "test")
        )
        do {
            let lock = try SyncFolder(besideSnapshot: fixture.path)
            defer { lock.release() }
            await #expect(throws: SnapshotError(.sync(.running), at: folder + "/../shop.orders")) {
                try await syncing.run()
            }
            let writeLock = try WriteLock(path: fixture.path) { _, _ in }
            defer { writeLock.release() }
            await #expect(throws: SnapshotError(.locked, at: folder + "/../shop.orders")) { try await importing.run() }
        }
        _ = try await syncing.run()
        #expect(fixture.folder.names == ["links", "more.ndjson", "shop.orders"])
        #expect(TemporaryFolder.names(in: folder) == ["again.orders", "link.orders"])
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test(arguments: ["round.orders", "/dev/null"])
    func aLinkThatLeadsToNoFileIsLeftAsItIs(_ target: String) throws {
        let folder = try TemporaryFolder()
        let link = folder.path(of: "round.orders")
        #expect(symlink(target, link) == 0)
        #expect(SnapshotFile.target(of: link) == link)
    }

    @Test func allOrdersMayGoOnlyIfThatIsSaid() async throws {
        let fixture = try SyncFixture(orderCount: 300)
        try await fixture.sync()
        fixture.shop.change { shop in for id in 1...290 { shop.orders[id] = nil } }
        #expect(await fixture.problem() == .sync(.manyGone(count: 290, of: 300)))
        #expect(try await fixture.lines().count == 300)
        try await fixture.sync { $0.isFull = true }
        #expect(try await fixture.lines() == fixture.shop.truth)
        fixture.shop.change { $0.orders = [:] }
        try await fixture.sync { $0.isFull = true }
        #expect(try await fixture.lines() == [])
        fixture.shop.change { $0.insert() }
        try await fixture.sync()
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test(arguments: 1...20)
    func afterChangesDuringAndBetweenRunsAQuietRunIsExact(_ seed: Int) async throws {
        let fixture = try SyncFixture(orderCount: 120)
        if seed.isMultiple(of: 3) { fixture.shop.change { $0.habits.status = "new" } }
        if seed.isMultiple(of: 6) { fixture.shop.change { $0.habits.filtersStatus = true } }
        // Without counts that can be compared, only reading everything finds what was deleted.
        let needsFullPass = seed.isMultiple(of: 3) && !seed.isMultiple(of: 6)
        let random = Mutex(SeededGenerator(seed: UInt64(seed)))
        for _ in 0..<4 {
            fixture.shop.change { shop in
                shop.hook = { shop, _ in
                    random.withLock { random in if random.oneIn(3) { shop.changeSomething(&random) } }
                }
            }
            try await fixture.sync { $0.taskCount = 1 + seed % 3 }
            fixture.shop.change { shop in
                shop.hook = nil
                random.withLock { random in for _ in 0..<random.below(20) { shop.changeSomething(&random) } }
            }
            try await fixture.sync { $0.isFull = needsFullPass }
            #expect(try await fixture.lines() == fixture.shop.truth)
        }
    }

    @Test func anOrderThatLeavesTheConditionGoes() async throws {
        let fixture = try SyncFixture(orderCount: 20)
        fixture.shop.change { shop in
            shop.habits.status = "new"
            shop.update(3, status: "hold")
        }
        try await fixture.sync()
        #expect(try await fixture.lines().count == 19)
        fixture.shop.change { shop in
            shop.update(3, status: "new")
            shop.update(4, status: "hold")
        }
        let report = try await fixture.sync()
        #expect(try await fixture.lines() == fixture.shop.truth)
        #expect(!report.isFull && report.changes.removedCount == 1 && report.changes.addedCount == 1)
    }

    @Test func aConditionWithRelativeDatesIsReadAnew() async throws {
        let fixture = try SyncFixture(orderCount: 20)
        fixture.shop.change { shop in
            shop.habits.status = "new"
            shop.habits.isRelative = true
        }
        try await fixture.sync()
        #expect(try await fixture.sync().isFull)
    }

    // MARK: Servers with habits

    @Test func aServerThatMisreadsChangesIsFoundOut() async throws {
        let fixture = try SyncFixture(orderCount: 200)
        try await fixture.sync()
        fixture.shop.change { shop in
            shop.habits.misreadsUpdates = true
            shop.update(150)
        }
        let report = try await fixture.sync()
        #expect(report.isFull)
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test(arguments: [false, true])
    func aServerThatRefusesMomentsIsAskedForDays(_ refusesDays: Bool) async throws {
        let fixture = try SyncFixture(orderCount: 50)
        try await fixture.sync()
        fixture.shop.change { shop in
            shop.habits.refusesMoments = true
            shop.habits.refusesDays = refusesDays
            shop.update(20)
        }
        #expect(try await fixture.sync().isFull == refusesDays)
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test func ordersWithoutADateOfChangeAreReadAnew() async throws {
        let fixture = try SyncFixture(orderCount: 20)
        fixture.shop.change { $0.orders[5]?.updated = nil }
        try await fixture.sync()
        fixture.shop.change { $0.orders[5]?.version = 9 }
        #expect(try await fixture.sync().isFull)
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test func anOrderFromTheFutureHidesNoChange() async throws {
        let fixture = try SyncFixture(orderCount: 20)
        fixture.shop.change { $0.orders[5]?.updated = 4_000_000_000 }
        try await fixture.sync()
        fixture.shop.change { $0.update(6) }
        let report = try await fixture.sync()
        #expect(!report.isFull && report.changes.changedCount == 1)
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test func aServerThatWasSetBackIsReadAnew() async throws {
        let fixture = try SyncFixture(orderCount: 20)
        let old = fixture.shop.change { $0.orders }
        fixture.shop.change { for id in 1...20 { $0.update(id) } }
        try await fixture.sync()
        fixture.shop.change { $0.orders = old }
        #expect(try await fixture.sync().isFull)
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test func anOldFullPassIsRepeated() async throws {
        let fixture = try SyncFixture(orderCount: 20)
        try await fixture.sync()
        fixture.shop.change { $0.clock += 6 * 86_400 }
        #expect(try await !fixture.sync().isFull)
        fixture.shop.change { $0.clock += 2 * 86_400 }
        #expect(try await fixture.sync().isFull)
        #expect(try await !fixture.sync().isFull)
    }

    // MARK: What is refused

    @Test func anotherServerConditionOrCustomerIsRefused() async throws {
        let fixture = try SyncFixture(orderCount: 20)
        try await fixture.sync()
        fixture.shop.change { $0.habits.server = "https://other.example" }
        let found = "the orders of https://shop.example"
        let other = SyncProblem.otherQuestion(found: found, wanted: "the orders of https://other.example")
        #expect(await fixture.problem() == .sync(other))
        fixture.shop.change { shop in
            shop.habits.server = "https://shop.example"
            shop.habits.status = "new"
        }
        let narrower = SyncProblem.otherQuestion(found: found, wanted: found + " where status = new (days of UTC)")
        #expect(await fixture.problem() == .sync(narrower))
        #expect(fixture.folder.names == ["shop.orders"])
    }

    @Test func anotherCustomersTokenIsRefused() async throws {
        let fixture = try SyncFixture(orderCount: 20)
        fixture.shop.change { $0.habits.customer = 12 }
        try await fixture.sync()
        fixture.shop.change { $0.habits.customer = 13 }
        #expect(await fixture.problem() == .sync(.otherCustomer))
    }

    @Test func importedAndSyncedDoNotMix() async throws {
        let imported = try SnapshotFixture()
        try await imported.importing("{\"id\":1}\n")
        let options = SyncFixture.options(ChangingShop())
        let sync = SyncRun(server: ChangingShop(), into: imported.path, options: options)
        await #expect(throws: SnapshotError(.sync(.notSynced), at: imported.path)) { try await sync.run() }
        let fixture = try SyncFixture(orderCount: 3)
        try await fixture.sync()
        let file = try fixture.folder.write("{\"id\":9}\n", to: "more.ndjson")
        let importOptions = SnapshotImport.Options(time: Instant(microseconds: 1), programVersion: "test")
        let work = SnapshotImport(paths: [file], into: fixture.path, options: importOptions)
        await #expect(throws: SnapshotError(.sync(.keepsInStep(with: "https://shop.example")), at: fixture.path)) {
            try await work.run()
        }
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test func nobodyElseMayWriteMeanwhile() async throws {
        let fixture = try SyncFixture(orderCount: 30)
        let path = fixture.path
        let problems = Mutex<[SnapshotError.Problem?]>([])
        try await fixture.sync { options in
            options.checkpoint = {
                let second = Self.problem { _ = try SyncFolder(besideSnapshot: path) }
                let importing = Self.problem { _ = try WriteLock(path: path) { _, _ in } }
                problems.withLock { $0.append(contentsOf: [second, importing]) }
            }
        }
        let found = problems.withLock { $0 }
        #expect(found.count > 10)
        // The last step stands behind the import, when the snapshot is free for another one again.
        #expect(
            found.dropLast(2) == (0..<found.count - 2).map { $0.isMultiple(of: 2) ? .sync(.running) : .locked }[...]
        )
        #expect(found.suffix(2) == [.sync(.running), nil])
    }

    private static func problem(_ body: () throws -> Void) -> SnapshotError.Problem? {
        do {
            try body()
            return nil
        } catch {
            return (error as? SnapshotError)?.problem
        }
    }
}
