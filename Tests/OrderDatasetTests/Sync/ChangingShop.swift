import OrderEngine
import OrderModel
import OrderTestSupport
import Synchronization

@testable import OrderDataset

/// A shop whose orders come, change and go, with a list of small pages; made to fail or to change at any request.
final class ChangingShop: SyncServer {
    /// One order, as far as a sync is concerned.
    struct Entry: Hashable {
        var status = "new"
        var version = 0
        /// Seconds; nil for an order without `updated_at`.
        var updated: Int?
    }

    /// What a server may do wrong, or otherwise.
    struct Habits {
        /// `updated_from` filters by something else.
        var misreadsUpdates = false
        /// `updated_from` is refused: for moments, for days too.
        var refusesMoments = false
        var refusesDays = false
        /// Only orders of this status belong to the question.
        var status: String?
        /// Whether the server filters by it.
        var filtersStatus = false
        var isRelative = false
        var customer: Int?
        var server = "https://shop.example"
    }

    struct State {
        var orders: [Int: Entry] = [:]
        /// Those that were deleted and may be restored.
        var deleted: [Int: Entry] = [:]
        /// Moves on with every change.
        var clock = 1_000_000
        var nextIdentifier = 1
        var requestCount = 0
        var pageCount = 0
        var habits = Habits()
        var hook: (@Sendable (inout State, _ request: Int) throws -> Void)?
        /// The parameters that are not sent any more.
        var avoided: Set<String> = []
        var takesDays = false
        var sent: [FilterParameters] = []
    }

    private let state = Mutex(State())
    static let pageSize = 7

    init(orderCount: Int = 0) {
        change { shop in for _ in 0..<orderCount { shop.insert() } }
    }

    func change<Result: Sendable>(_ body: (inout sending State) throws -> Result) rethrows -> Result {
        try state.withLock { try body(&$0) }
    }

    var requestCount: Int { change { $0.requestCount } }
    var pageCount: Int { change { $0.pageCount } }

    /// What a snapshot in step with the shop exports: lines in any order, so sorted.
    var truth: [String] {
        change { shop in
            shop.orders.filter { shop.belongs($0.value) }.map { State.line($0.key, $0.value) }.sorted()
        }
    }

    // MARK: The server

    private func request<Result: Sendable>(_ answer: (inout State) throws -> Result) throws -> Result {
        try state.withLock { shop in
            shop.requestCount += 1
            try shop.hook?(&shop, shop.requestCount)
            return try answer(&shop)
        }
    }

    func state() async throws -> SyncServerState {
        try request { shop in
            let question = SyncQuestion(
                server: shop.habits.server,
                endpoint: shop.habits.customer == nil ? .admin : .customer,
                condition: shop.habits.status.map { "status = \($0)" },
                zone: "UTC"
            )
            var answer = SyncServerState(question: question)
            answer.customer = shop.habits.customer
            let newest = shop.orders.max { ($0.value.updated ?? 0, $0.key) < ($1.value.updated ?? 0, $1.key) }
            answer.newest = newest.flatMap { newest in newest.value.updated.map { (newest.key, State.moment($0)) } }
            return answer
        }
    }

    func selection(at now: Instant) throws -> SyncSelection {
        change { shop in
            var selection = SyncSelection()
            selection.isRelative = shop.habits.isRelative
            guard let status = shop.habits.status else { return selection }
            if shop.habits.filtersStatus { selection.parameters.status = OrderStatus(rawValue: status) }
            selection.isCountable = shop.habits.filtersStatus
            selection.makeScreen = { { document in document["status"] == .text(status) } }
            return selection
        }
    }

    func extent(of parameters: FilterParameters) async throws -> SyncExtent? {
        try request { shop in
            let found = try shop.matches(parameters)
            guard let first = found.first, let last = found.last else { return nil }
            return SyncExtent(count: found.count, identifiers: first...last)
        }
    }

    func count(of parameters: FilterParameters) async throws -> Int {
        try request { shop in try shop.matches(parameters).count }
    }

    func makeReader(of range: ClosedRange<Int>, parameters: FilterParameters) throws -> any SyncReader {
        Reader(shop: self, range: range, parameters: parameters)
    }

    func avoid(_ names: [String], wereRefused: Bool) -> Bool {
        change { shop in names.filter { shop.avoided.insert($0).inserted }.count == names.count }
    }

    var refusedNames: [String] { change { $0.avoided.sorted() } }

    var takesDays: Bool { change { $0.takesDays } }

    func useDays() { change { $0.takesDays = true } }

    var pageSize: Int { Self.pageSize }

    /// Pages by id, as a real one does.
    private final class Reader: SyncReader {
        let shop: ChangingShop
        var next: Int?
        let last: Int
        let parameters: FilterParameters

        init(shop: ChangingShop, range: ClosedRange<Int>, parameters: FilterParameters) {
            self.shop = shop
            next = range.lowerBound
            last = range.upperBound
            self.parameters = parameters
        }

        func next() async throws -> [UInt8]? {
            guard let start = next else { return nil }
            try Task.checkCancellation()
            var parameters = parameters
            parameters.idMinimum = start
            parameters.idMaximum = last
            let (page, isLast) = try shop.request { [parameters] shop in
                shop.pageCount += 1
                let found = try shop.matches(parameters, atMost: ChangingShop.pageSize + 1)
                let page = found.prefix(ChangingShop.pageSize)
                let lines = page.compactMap { id in shop.orders[id].map { (id, State.line(id, $0)) } }
                return (lines, found.count <= ChangingShop.pageSize)
            }
            next = isLast || page.last?.0 == last ? nil : page.last.map { $0.0 + 1 }
            guard !page.isEmpty else { return nil }
            return Array(page.map { $0.1 + "\n" }.joined().utf8)
        }
    }
}

extension ChangingShop.State {
    typealias Entry = ChangingShop.Entry

    static func moment(_ seconds: Int) -> Instant { Instant(microseconds: Int64(seconds) * 1_000_000) }

    static func line(_ id: Int, _ entry: Entry) -> String {
        let updated = entry.updated.map { "\"\(moment($0).iso8601)\"" } ?? "null"
        return "{\"id\":\(id),\"status\":\"\(entry.status)\",\"updated_at\":\(updated),\"version\":\(entry.version)}"
    }

    func belongs(_ entry: Entry) -> Bool { habits.status.map { entry.status == $0 } ?? true }

    /// The ids that the list has, ascending; no more than that are looked for.
    mutating func matches(_ parameters: FilterParameters, atMost limit: Int = .max) throws -> [Int] {
        sent.append(parameters)
        var earliest = Int.min
        switch parameters.updatedFrom {
        case .instant(let instant):
            if habits.refusesMoments {
                throw RejectedParameters(names: ["updated_from"], answer: "Enter a valid date.")
            }
            earliest = Int(instant.microseconds / 1_000_000)
        case .day(let day):
            if habits.refusesDays { throw RejectedParameters(names: ["updated_from"], answer: "Enter a valid date.") }
            earliest = Int(TimeZoneRules.utc.startOfDay(day).microseconds / 1_000_000)
        case nil: break
        }
        var found: [Int] = []
        // Ids are given out in turn, so that none need be sorted.
        var id = max(1, parameters.idMinimum ?? 1)
        let last = min(nextIdentifier - 1, parameters.idMaximum ?? .max)
        while id <= last, found.count < limit {
            if let entry = orders[id], fits(entry, parameters, earliest) { found.append(id) }
            id += 1
        }
        return found
    }

    private func fits(_ entry: Entry, _ parameters: FilterParameters, _ earliest: Int) -> Bool {
        if let status = parameters.status, status.rawValue != entry.status { return false }
        guard parameters.updatedFrom != nil else { return true }
        if habits.misreadsUpdates { return entry.version == 0 && (entry.updated ?? 0) >= earliest }
        return entry.updated.map { $0 >= earliest } ?? false
    }

    // MARK: Changes

    mutating func insert(status: String = "new") {
        clock += 60
        orders[nextIdentifier] = Entry(status: status, updated: clock)
        nextIdentifier += 1
    }

    mutating func update(_ id: Int, status: String? = nil) {
        guard var entry = orders[id] else { return }
        clock += 60
        entry.version += 1
        entry.updated = clock
        if let status { entry.status = status }
        orders[id] = entry
    }

    mutating func changeSomething(_ random: inout SeededGenerator) {
        let id = 1 + random.below(max(1, nextIdentifier))
        switch random.below(6) {
        case 0, 1: insert(status: random.pick(["new", "hold"]))
        case 2: orders[id] = nil
        default: update(id, status: random.pick(["new", "hold"]))
        }
    }
}

/// A snapshot that is kept in step with a shop, in a folder of its own.
struct SyncFixture {
    let folder: TemporaryFolder
    let path: String
    let shop: ChangingShop

    init(orderCount: Int) throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "shop.orders")
        shop = ChangingShop(orderCount: orderCount)
    }

    /// The clock of this machine, a little ahead of the shop's.
    static func options(_ shop: ChangingShop, note: @escaping @Sendable (String) -> Void = { _ in }) -> SyncRun.Options
    {
        var options = SyncRun.Options(programVersion: "test") {
            ChangingShop.State.moment(shop.change { $0.clock } + 5)
        }
        options.note = note
        return options
    }

    @discardableResult
    func sync(
        _ change: (inout SyncRun.Options) -> Void = { _ in },
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> SyncReport {
        var options = Self.options(shop, note: note)
        change(&options)
        return try await SyncRun(server: shop, into: path, options: options).run()
    }

    /// The lines of the snapshot, sorted.
    func lines() async throws -> [String] { try await Self.lines(path) }

    static func lines(_ path: String) async throws -> [String] {
        String(decoding: try await SnapshotFixture.export(path), as: UTF8.self)
            .split(separator: "\n").map(String.init).sorted()
    }

    /// An error of a sync, by its problem.
    func problem(_ change: (inout SyncRun.Options) -> Void = { _ in }) async -> SnapshotError.Problem? {
        do {
            try await sync(change)
            return nil
        } catch {
            return (error as? SnapshotError)?.problem
        }
    }
}
