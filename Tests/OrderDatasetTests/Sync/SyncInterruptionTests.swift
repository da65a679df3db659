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

/// A sync that ends at any moment leaves a whole snapshot, and what it fetched is gone on with.
struct SyncInterruptionTests {
    /// What a test throws where something is to fail.
    private struct Failed: Error {}

    /// Fails at a step, once.
    private final class Trap: Sendable {
        private let step: Mutex<Int>

        init(at step: Int) {
            self.step = Mutex(step)
        }

        @Sendable func check() throws {
            let isNow = step.withLock { step in
                step -= 1
                return step == 0
            }
            if isNow { throw Failed() }
        }
    }

    @Test(arguments: [false, true])
    func failedAtAnyStepItGoesOn(_ isFirst: Bool) async throws {
        var step = 0
        while true {
            step += 1
            let fixture = try await Self.fixture(isFirst)
            let (old, before) = (isFirst ? nil : try await fixture.lines(), fixture.shop.pageCount)
            let trap = Trap(at: step)
            do {
                try await fixture.sync { $0.checkpoint = trap.check }
                #expect(step > 10)
                return
            } catch is Failed {}
            if SnapshotFile.exists(fixture.path) {
                let found = try await fixture.lines()
                #expect(found == fixture.shop.truth || found == old, "step \(step)")
            } else {
                #expect(isFirst)
            }
            try await fixture.sync()
            #expect(try await fixture.lines() == fixture.shop.truth, "step \(step)")
            #expect(fixture.folder.names == ["shop.orders"], "step \(step)")
            // Each task may lose the page that it had in hand, and the changes since are asked for once more.
            if isFirst { #expect(fixture.shop.pageCount - before <= 9 + 2 + 4, "step \(step)") }
        }
    }

    @Test(arguments: [false, true])
    func aServerThatFailsAtAnyRequestIsAskedAgain(_ isFirst: Bool) async throws {
        var request = 0
        while true {
            request += 1
            let fixture = try await Self.fixture(isFirst)
            let trap = Trap(at: request)
            fixture.shop.change { $0.hook = { _, _ in try trap.check() } }
            do {
                try await fixture.sync()
                #expect(request > 5)
                return
            } catch is Failed {}
            fixture.shop.change { shop in
                shop.update(1)
                shop.orders[2] = nil
            }
            try await fixture.sync()
            #expect(try await fixture.lines() == fixture.shop.truth, "request \(request)")
        }
    }

    /// A shop of 60 orders, its snapshot made or not, and then changed.
    private static func fixture(_ isFirst: Bool) async throws -> SyncFixture {
        let fixture = try SyncFixture(orderCount: 60)
        guard !isFirst else { return fixture }
        try await fixture.sync()
        fixture.shop.change { shop in
            for id in 10..<20 { shop.update(id) }
            shop.insert()
            shop.orders[30] = nil
        }
        return fixture
    }

    /// A sync of 60 orders of which half has come.
    private static func interrupted(_ change: (inout ChangingShop.State) -> Void = { _ in }) async throws -> SyncFixture
    {
        let fixture = try SyncFixture(orderCount: 60)
        fixture.shop.change { shop in
            change(&shop)
            shop.hook = { _, request in if request == 8 { throw Failed() } }
        }
        await #expect(throws: Failed.self) { try await fixture.sync { $0.taskCount = 1 } }
        fixture.shop.change { $0.hook = nil }
        return fixture
    }

    @Test func whatIsKeptIsForNobodyElse() async throws {
        let fixture = try await Self.interrupted()
        #expect(fixture.folder.names == ["shop.orders.syncing"])
        #expect(fixture.folder.permissions(of: "shop.orders.syncing") == 0o700)
        let names = TemporaryFolder.names(in: fixture.path + ".syncing")
        #expect(names == ["0.ndjson", "journal"])
        for name in names { #expect(fixture.folder.permissions(of: "shop.orders.syncing/" + name) == 0o600) }
    }

    @Test func whatIsKeptIsNotFetchedAgain() async throws {
        let fixture = try await Self.interrupted()
        let before = fixture.shop.pageCount
        let notes = Mutex<[String]>([])
        try await fixture.sync(note: { note in notes.withLock { $0.append(note) } })
        #expect(try await fixture.lines() == fixture.shop.truth)
        #expect(notes.withLock { $0 } == ["going on with an interrupted sync, of which 29 orders are here already"])
        // Five of ten pages, and the changes since.
        #expect(fixture.shop.pageCount - before <= 5 + 2)
    }

    @Test func aSnapshotThatIsNotMadeYetIsSaidToBeUnfinished() async throws {
        let fixture = try await Self.interrupted()
        #expect(throws: SnapshotError(.sync(.unmade), at: fixture.path)) { try SnapshotSource(path: fixture.path) }
        try await fixture.sync()
        _ = try SnapshotSource(path: fixture.path)
    }

    // MARK: With few requests

    /// Syncs with so many requests; whether something came into the snapshot.
    private static func sync(
        _ fixture: SyncFixture,
        requestCount: Int,
        _ change: (inout SyncRun.Options) -> Void
    ) async throws -> Bool {
        let isStored = Mutex(false)
        let last = fixture.shop.requestCount + requestCount
        fixture.shop.change { $0.hook = { _, request in if request > last { throw Failed() } } }
        defer { fixture.shop.change { $0.hook = nil } }
        do {
            try await fixture.sync { options in
                options.stored = { _ in isStored.withLock { $0 = true } }
                change(&options)
            }
            return true
        } catch is Failed {
            return isStored.withLock { $0 }
        }
    }

    @Test("whatever lies within the overlap, the snapshot moves on", arguments: [5, 8, 12])
    func runsOfFewRequestsMoveOn(_ requestCount: Int) async throws {
        let fixture = try SyncFixture(orderCount: 60)
        try await fixture.sync()
        var waited = 0
        var watermark = try KnownSnapshot(path: fixture.path)?.sync.watermark
        for _ in 0..<20 {
            fixture.shop.change { $0.update(3) }
            let isStored = try await Self.sync(fixture, requestCount: requestCount) { options in
                options.taskCount = 1
                // All orders lie within it: nine pages.
                options.overlap = TimeAmount(microseconds: TimeAmount.microsecondsPerDay)
            }
            waited = isStored ? 0 : waited + 1
            #expect(waited <= 4)
            guard isStored else { continue }
            let now = try KnownSnapshot(path: fixture.path)?.sync.watermark
            #expect(now != watermark)
            watermark = now
        }
        try await fixture.sync()
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    /// Every third order is gone: finding them takes more requests than a run has.
    @Test(arguments: [0, 5])
    func aComparisonThatIsCutShortHoldsNothingBack(_ changedCount: Int) async throws {
        let fixture = try SyncFixture(orderCount: 1500)
        try await fixture.sync()
        fixture.shop.change { shop in
            for id in stride(from: 1, to: 1400, by: 3) { shop.orders[id] = nil }
            for id in 1401..<1401 + changedCount { shop.update(id) }
        }
        var isStored: [Bool] = []
        for _ in 0..<3 {
            isStored.append(
                try await Self.sync(fixture, requestCount: 8) { $0.overlap = TimeAmount(microseconds: 1_000_000) }
            )
        }
        #expect(isStored == [false, true, true])
        #expect(try await fixture.lines().count == 1500)
        try await fixture.sync()
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test(arguments: ["journal", "0.ndjson"], 1...12)
    func damageIsNeverTakenOver(_ name: String, _ seed: Int) async throws {
        let fixture = try await Self.interrupted()
        let file = "shop.orders.syncing/" + name
        var random = SeededGenerator(seed: UInt64(seed))
        var bytes = Array(fixture.folder.text(of: file).utf8)
        let place = random.below(bytes.count)
        switch seed % 4 {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes.insert(UInt8(random.below(128)), at: place)
        case 2: bytes.remove(at: place)
        default: bytes[place] ^= UInt8(1 << random.below(7))
        }
        try fixture.folder.write(bytes, to: file)
        try await fixture.sync()
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test func lostFilesAreFetchedAgain() async throws {
        for name in ["journal", "0.ndjson"] {
            let fixture = try await Self.interrupted()
            try fixture.folder.write("", to: "shop.orders.syncing/" + name)
            try await fixture.sync()
            #expect(try await fixture.lines() == fixture.shop.truth)
        }
    }

    @Test func anotherQuestionDoesNotTakeItOver() async throws {
        let fixture = try await Self.interrupted()
        fixture.shop.change { $0.habits.status = "new" }
        guard case .sync(.unfinished)? = await fixture.problem() else {
            Issue.record("an unfinished sync of something else was taken over")
            return
        }
        try await fixture.sync { $0.restarts = true }
        #expect(try await fixture.lines() == fixture.shop.truth)
        #expect(fixture.folder.names == ["shop.orders"])
    }

    @Test func aPassThatIsTakenOverAlreadyIsNotTakenOverAgain() async throws {
        let fixture = try SyncFixture(orderCount: 60)
        // The last step: the snapshot is there, the folder not yet gone.
        let count = Mutex(0)
        try await SyncFixture(orderCount: 60).sync { $0.checkpoint = { count.withLock { $0 += 1 } } }
        let trap = Trap(at: count.withLock { $0 })
        await #expect(throws: Failed.self) { try await fixture.sync { $0.checkpoint = trap.check } }
        #expect(fixture.folder.names == ["shop.orders", "shop.orders.syncing"])
        fixture.shop.change { shop in
            shop.update(3)
            shop.orders[9] = nil
        }
        let report = try await fixture.sync()
        #expect(!report.isFull && report.changes.changedCount == 1 && report.changes.removedCount == 1)
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test func aCancelledSyncIsGoneOnWith() async throws {
        let fixture = try SyncFixture(orderCount: 60)
        let task = Mutex<Task<Void, any Error>?>(nil)
        fixture.shop.change { shop in
            shop.hook = { _, request in if request == 6 { task.withLock { $0?.cancel() } } }
        }
        let isReady = Mutex(false)
        let running = Task {
            while !isReady.withLock({ $0 }) { await Task.yield() }
            try await fixture.sync { $0.taskCount = 1 }
        }
        task.withLock { $0 = running }
        isReady.withLock { $0 = true }
        await #expect(throws: CancellationError.self) { try await running.value }
        #expect(fixture.folder.names == ["shop.orders.syncing"])
        try await fixture.sync()
        #expect(try await fixture.lines() == fixture.shop.truth)
    }

    @Test("before the first page came there is nothing to keep", arguments: 1...3)
    func aServerThatIsNotThereLeavesNothing(_ firstFailure: Int) async throws {
        let fixture = try SyncFixture(orderCount: 60)
        fixture.shop.change { $0.hook = { _, request in if request >= firstFailure { throw Failed() } } }
        await #expect(throws: Failed.self) { try await fixture.sync() }
        #expect(fixture.folder.names == [])
    }

    /// What a server that does not page by id ends in.
    private struct Contradiction: Failure {
        var category: FailureCategory { .incomplete }
        var message: String { "not by id" }
    }

    @Test func pagesThatAreNoneLeaveNothing() async throws {
        let fixture = try SyncFixture(orderCount: 60)
        fixture.shop.change { $0.hook = { _, request in if request == 8 { throw Contradiction() } } }
        await #expect(throws: Contradiction.self) { try await fixture.sync { $0.taskCount = 1 } }
        #expect(fixture.folder.names == [])
    }

    // MARK: In a process of its own

    /// What the probe's shop has, sorted.
    private static func probeLines(_ version: Int) -> [String] {
        (1...probeCount).filter { isInProbe($0, version) }.map { probeLine($0, version) }.sorted()
    }

    /// The changes since the version before, and nothing of what came or is gone without a date: a sync that was
    /// killed while it compared counts leaves that to the next pass.
    private static func changedProbeLines(_ version: Int) -> [String] {
        (1...probeCount).compactMap { id in
            if id.isMultiple(of: 10), isInProbe(id, version) { return probeLine(id, version) }
            return isInProbe(id, version - 1) ? probeLine(id, version - 1) : nil
        }
        .sorted()
    }

    private static func isInProbe(_ id: Int, _ version: Int) -> Bool {
        version <= 0 || !id.isMultiple(of: 50 + version)
    }

    private static func probeLine(_ id: Int, _ version: Int) -> String {
        let changes = id.isMultiple(of: 10) ? max(0, version) : 0
        let moment = ChangingShop.State.moment(1_000_000_000 + changes * 1_000_000 + id)
        return "{\"id\":\(id),\"updated_at\":\"\(moment.iso8601)\",\"version\":\(changes)}"
    }

    private static let probeCount = 6000

    private static func probe(_ path: String, _ version: Int, limitBytes: Int = 1 << 40) throws -> ChildProcess {
        let arguments = ["sync", path, "\(limitBytes)", "\(probeCount)", "\(version)"]
        return try ChildProcess([BuiltProgram.path("SnapshotProbe")] + arguments)
    }

    @Test func killedAtAnyMomentItGoesOn() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "shop.orders")
        var random = SeededGenerator(seed: 9)
        var killed = 0
        for version in 0..<12 {
            let (old, new) = (Self.probeLines(max(0, version - 1)), Self.probeLines(version))
            // The wait is what is tried out, not waited for: a kill may come at any moment.
            for _ in 0..<6 {
                let child = try Self.probe(path, version)
                usleep(UInt32(random.below(120_000)))
                child.endAtOnce()
                if child.waitForExit() == -SIGKILL { killed += 1 }
                guard SnapshotFile.exists(path) else { continue }
                let found = try await SyncFixture.lines(path)
                #expect(found == old || found == new || found == Self.changedProbeLines(version))
            }
            let last = try Self.probe(path, version)
            let words = String(decoding: last.readToEnd(), as: UTF8.self)
            #expect(last.waitForExit() == 0, "\(words)")
            #expect(try await SyncFixture.lines(path) == new)
            #expect(folder.names == ["shop.orders"])
        }
        #expect(killed > 0)
    }

    @Test(arguments: [1, 5000, 60_000, 200_000])
    func withoutRoomItGoesOnOnceThereIsSome(_ limitBytes: Int) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "shop.orders")
        let child = try Self.probe(path, 0, limitBytes: limitBytes)
        let words = String(decoding: child.readToEnd(), as: UTF8.self)
        #expect(child.waitForExit() == 1, "\(words)")
        #expect(words.contains("shop.orders"), "\(words)")
        #expect(!SnapshotFile.exists(path))
        #expect(try Self.probe(path, 0).waitForExit() == 0)
        #expect(try await SyncFixture.lines(path) == Self.probeLines(0))
    }
}
