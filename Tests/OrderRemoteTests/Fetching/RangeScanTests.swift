import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Synchronization
import Testing

/// Whole scans, which read several ranges of ids at once.
struct RangeScanTests {
    @Test func aFewPagesComeOneAfterTheOther() async throws {
        let server = try ScriptedShop(ids: [9, 1, 7, 3, 5, 2, 8]).start()
        let outcome = try await scan(source(server.url))
        #expect(outcome.ids == [1, 2, 3, 5, 7, 8, 9])
        #expect(
            server.requests.map(\.target) == [
                "/api/orders/?ordering=id&limit=1000", "/api/orders/?id_min=4&ordering=id&limit=1000",
                "/api/orders/?id_min=9&ordering=id&limit=1000",
            ]
        )
        #expect(outcome.statistics.requestCount == 3)
        #expect(outcome.statistics.orderCount == 7)
        #expect(outcome.statistics.byteCount > 0)
        #expect(outcome.statistics.warnings == [])
    }

    @Test func whatFitsOnOnePageIsOneRequest() async throws {
        for ids in [[], [7], [1, 2, 3]] {
            let server = try ScriptedShop(ids: ids).start()
            #expect(try await scan(source(server.url)).ids == ids)
            #expect(server.requests.count == 1)
        }
    }

    /// Ways in which the ids of 600 orders may lie.
    struct Spread: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let ids: [Int]

        init(_ name: String, _ ids: [Int]) {
            testDescription = name
            self.ids = ids
        }
    }

    static let spreads: [Spread] = [
        Spread("dense", Array(1...600)),
        Spread("far away", Array(9_000_000_001...9_000_000_600)),
        Spread("every seventh", (1...600).map { $0 * 7 }),
        Spread("scattered", scattered(600, in: 1...200_000)),
        Spread("two heaps", Array(1...300) + Array(5_000_000...5_000_299)),
        Spread("ever denser", (1...600).map { 5_000_000 - (601 - $0) * (601 - $0) }),
        Spread("ever sparser", (1...600).map { $0 * $0 }),
        Spread("enormous", [1, 2, 3] + (0..<597).map { 4_000_000_000_000_000_000 + $0 * 1_000_000_000_000_000 }),
        Spread("at both ends of all numbers", [.min + 1, -5] + (0..<598).map { Int.max - $0 }.reversed()),
    ]

    private static func scattered(_ count: Int, in range: ClosedRange<Int>) -> [Int] {
        var random = SeededGenerator(seed: 11)
        var ids: Set<Int> = []
        while ids.count < count { ids.insert(Int.random(in: range, using: &random)) }
        return ids.sorted()
    }

    @Test("every order once, with few requests more than full pages", arguments: spreads)
    func readsAllWithFewRequests(spread: Spread) async throws {
        let server = try ScriptedShop(ids: spread.ids).start()
        let outcome = try await scan(source(server.url))
        #expect(outcome.ids.sorted() == spread.ids)
        #expect(outcome.statistics.warnings == [])
        // One in twenty more than full pages.
        #expect(server.requests.count <= 210)
        #expect(outcome.statistics.requestCount == server.requests.count)
        #expect(server.requests.allSatisfy { $0.parameter("offset") == nil })
        // Several requests at once, except where the ids' places are beyond what can be reckoned.
        #expect(server.connectionCount > 1 || spread.ids.last == .max)
    }

    @Test func denseIdsAreCutWhereThePagesEnd() async throws {
        let server = try ScriptedShop(ids: Array(1...600)).start()
        _ = try await scan(source(server.url))
        #expect(server.requests.count == 201)
        #expect(server.requests.filter { $0.parameter("ordering") == "-id" }.count == 1)
    }

    @Test func generatedShopsOfAnySizeAreReadWhole() async throws {
        var random = SeededGenerator(seed: 5)
        for round in 0..<30 {
            let count = Int.random(in: 0...150, using: &random)
            let span = [count, 3 * count, 1000 * count, 1 << 40].randomElement(using: &random) ?? 1
            var ids: Set<Int> = []
            while ids.count < count { ids.insert(Int.random(in: 1...max(span, 1), using: &random)) }
            let pageLimit = Int.random(in: 1...20, using: &random)
            let server = try ScriptedShop(ids: Array(ids), pageLimit: pageLimit).start()
            let outcome = try await scan(source(server.url))
            let pages = max(1, (count - 1) / pageLimit + 1)
            #expect(outcome.ids.sorted() == ids.sorted(), "round \(round)")
            #expect(server.requests.count <= pages + max(1, min(8, pages / 3), pages / 20), "round \(round)")
        }
    }

    @Test func staysWithinTheRequestsOwnIds() async throws {
        let server = try ScriptedShop(ids: Array(1...200)).start()
        #expect(try await scan(source(server.url), "id_min=4&id_max=112").ids.sorted() == Array(4...112))
        #expect(server.requests.allSatisfy { Int($0.parameter("id_min") ?? "4") ?? 0 >= 4 })
        #expect(server.requests.allSatisfy { Int($0.parameter("id_max") ?? "999") ?? 0 <= 112 })
    }

    @Test(arguments: ["status_in=,", "id_min=5&id_max=4", "shipping_cost_min=2&shipping_cost_max=1"])
    func asksNothingWhenNothingCanMatch(query: String) async throws {
        let server = try ScriptedShop(ids: [1]).start()
        #expect(try await scan(source(server.url), query).ids == [])
        #expect(server.requests.isEmpty)
    }

    // MARK: Orders that come and go

    @Test func ordersThatComeAndGoBetweenPagesAreSaid() async throws {
        var shop = ScriptedShop(ids: Array(1...9))
        shop.change = { request, ids in
            if request == 2 { ids.removeAll { $0 == 1 || $0 == 2 } }
            if request == 3 { ids.insert(10, at: 0) }
        }
        let server = try shop.start()
        let outcome = try await scan(source(server.url))
        #expect(outcome.ids == Array(1...10))
        #expect(
            outcome.statistics.warnings == [
                "orders came or went while they were read: the server counted 9 at the beginning, 10 were read"
            ]
        )
    }

    @Test func ordersThatGoBeforeTheyAreReadAreSaidAndNotMissed() async throws {
        var shop = ScriptedShop(ids: Array(1...300))
        shop.change = { request, ids in if request == 20 { ids.removeAll { $0.isMultiple(of: 10) } } }
        let server = try shop.start()
        let outcome = try await scan(source(server.url))
        #expect(Set(outcome.ids).isSuperset(of: (1...300).filter { !$0.isMultiple(of: 10) }))
        #expect(outcome.ids.count == Set(outcome.ids).count)
        #expect(outcome.statistics.warnings.count == 1)
        #expect(server.requests.allSatisfy { $0.parameter("offset") == nil })
    }

    // MARK: Faults

    @Test("an empty page that counts orders is asked for again, and is never taken for the end", arguments: [1, 2])
    func anEmptyPageIsNotTheEnd(number: Int) async throws {
        let once = try ScriptedShop(ids: Array(1...9), emptyPages: [number]).start()
        #expect(try await scan(source(once.url)).ids == Array(1...9))
        let always = try ScriptedShop(ids: Array(1...9), emptyPages: Set(number...20)).start()
        let error = await #expect(throws: RemoteError.self) { try await scan(source(always.url)) }
        #expect(error == .withheld(place: always.url + "/api/orders/", count: number == 1 ? 9 : 6))
        #expect(error?.category == .incomplete)
        #expect(always.requests.count == number + 1)
    }

    @Test(arguments: [500, 401, 404])
    func aFailureInOneRangeEndsAll(status: Int) async throws {
        var shop = ScriptedShop(ids: Array(1...600))
        shop.answer = { $0 == 30 ? .json(#"{"detail":"no"}"#, status: status) : nil }
        let server = try shop.start()
        await #expect(throws: RemoteError.self) { try await scan(source(server.url, attempts: 1)) }
        #expect(server.requests.count < 60)
    }

    @Test func aBodyCutInOneRangeEndsAll() async throws {
        var shop = ScriptedShop(ids: Array(1...600))
        shop.answer = { $0 > 30 ? .json(#"{"count":3,"next":null,"results":[{"id":1},{"id":"#) : nil }
        let server = try shop.start()
        let error = await #expect(throws: RemoteError.self) { try await scan(source(server.url)) }
        #expect(error?.message.contains("no JSON") == true)
    }

    @Test func aMisfitInOneRangeIsTheScans() async throws {
        var shop = ScriptedShop(ids: (1...600).map { $0 * 2 })
        shop.page = { request, ids in request > 40 ? ids.map { $0 + 1 } : ids }
        let server = try shop.start()
        let error = await #expect(throws: UntrustedParameter.self) { try await scan(source(server.url), "status=hold") }
        #expect(error?.parameter == "status")
    }

    @Test func cancellationEndsAllRanges() async throws {
        var shop = ScriptedShop(ids: Array(1...600))
        shop.answer = { $0 > 10 ? .silence : nil }
        let server = try shop.start()
        let source = try source(server.url)
        let task = Task { try await scan(source).ids }
        while server.requests.count < 12 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(
        "an end of the ranges that is left out costs no order",
        arguments: ["id_min", "id_max"],
        [4, 40, 300, -300]
    )
    func excludedEnds(parameter: String, count: Int) async throws {
        var shop = ScriptedShop(ids: Array(1...abs(count)))
        shop.excludedEnds = [parameter]
        // New orders that come meanwhile hide nothing.
        if count < 0 { shop.change = { request, ids in if request == 9 { ids += (901...999) } } }
        let server = try shop.start()
        let source = try source(server.url)
        for _ in 0..<2 {
            let ids = try await scan(source).ids
            #expect(Set(ids).isSuperset(of: 1...abs(count)) && Set(ids).count == ids.count)
        }
        guard case .api(_, let habits) = source.capabilities else { return }
        let isMet = parameter == "id_min" || abs(count) > 40
        #expect(!isMet || habits.distrusted.map(\.rawValue) == [parameter])
    }

    // MARK: Watching

    @Test func theWatcherIsAskedOnceWithTheWholeSize() async throws {
        let server = try ScriptedShop(ids: Array(1...300), pageLimit: 10).start()
        let watcher = Watcher()
        let outcome = try await scan(source(server.url), monitor: watcher)
        let seen = watcher.seen
        #expect(seen.expected == [300])
        #expect(seen.asked == [300])
        #expect(seen.progress.requestCount == server.requests.count)
        #expect(seen.progress.byteCount == outcome.statistics.byteCount)
    }

    @Test func aRefusalEndsTheScanAfterItsFirstPage() async throws {
        let server = try ScriptedShop(ids: Array(1...300), pageLimit: 10).start()
        await #expect(throws: Watcher.Refusal.self) {
            try await scan(source(server.url), monitor: Watcher(refusesBeyond: 100))
        }
        #expect(server.requests.count == 1)
    }

    /// Behind the greatest of all numbers no further page can be asked for.
    @Test(arguments: ["", "ordering=id&limit=5", "ordering=-created_at&limit=5"])
    func moreOrdersBehindTheGreatestIdAreRefused(query: String) async throws {
        var shop = ScriptedShop(ids: [.max])
        shop.count = { _ in "50" }
        let server = try shop.start()
        let error = await #expect(throws: (any Error).self) { try await scan(source(server.url), query) }
        #expect(error is RemoteError || error is UntrustedParameter)
        #expect(server.requests.count < 30)
    }

    // MARK: Page sizes

    @Test func learnsTheLargestPage() async throws {
        let server = try ScriptedShop(ids: Array(1...300), pageLimit: 10).start()
        let source = try source(server.url)
        _ = try await scan(source)
        guard case .api(_, let habits) = source.capabilities else { return }
        #expect(habits.maximumPageSize == 10)
        _ = try await scan(source)
        #expect(server.requests.last?.parameter("limit") == "10")
    }
}

/// Notes what a scan tells, and may refuse.
final class Watcher: ScanMonitor {
    struct Refusal: Error {}

    struct Seen {
        var progress = ScanProgress()
        var expected: [Int] = []
        var asked: [Int] = []
        /// Each different question: how many orders, up to how many, in how many requests.
        var questions: [String] = []
    }

    private let limit: Int
    private let state = Mutex(Seen())

    init(refusesBeyond limit: Int = .max) {
        self.limit = limit
    }

    var seen: Seen { state.withLock { $0 } }

    func note(_ progress: ScanProgress) {
        state.withLock { state in
            state.progress.orderCount += progress.orderCount
            state.progress.requestCount += progress.requestCount
            state.progress.byteCount += progress.byteCount
        }
    }

    func expect(orderCount: Int) {
        state.withLock { $0.expected.append(orderCount) }
    }

    func willFetch(orderCount: Int, upTo most: Int, requestCount: Int) async throws {
        state.withLock { state in
            state.asked.append(orderCount)
            let question = "\(orderCount) of \(most) in \(requestCount)"
            if state.questions.last != question { state.questions.append(question) }
        }
        if orderCount > limit { throw Refusal() }
    }
}
