// Scans read by several workers at once: every batch counts once, and of several failures the first one is told.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan
import OrderReference
import OrderTestSupport
import Synchronization
import Testing

struct ScanRunTests {
    static let orders = generatedOrders(300, seed: 5)

    static let queries = [
        "orders select count(), sum(total), avg(total), median(total)",
        "orders group by status select status, count() as n, max(created_at) order by -n",
        "orders where status in (new, hold) order by -created_at limit 10", "orders where notes ~ \"ali\"",
        "orders order by total, -id limit 7 offset 3 select id, total",
        "items group by order.status select sum(quantity)",
        "orders search \"x\" limit 4", "orders limit 0", "orders where id > 100000", "payments limit 5",
    ]

    @Test("as many workers as there are, the same answer", arguments: queries)
    func answersAgree(text: String) async throws {
        let plan = try Planner.plan(try parse(text), for: .scanOnly, at: noon)
        let alone = try await PlanExecution.run(plan, source: SharedSource(Self.orders, readerCount: 1))
        let reference = ReferenceExecution(plan.resolvedQuery, time: noon, columnName: CanonicalPrinter.print)
        try reference.consume(Self.orders)
        let expected = try reference.finish().rows.map(\.values)
        #expect(alone.table.rows.map(\.values) == expected)
        for readerCount in 2...4 {
            let together = try await PlanExecution.run(
                plan,
                source: SharedSource(Self.orders, readerCount: readerCount)
            )
            #expect(together.table.rows.map(\.values) == expected)
            #expect(together.scannedCount == alone.scannedCount)
            #expect(together.matchedCount == alone.matchedCount)
            #expect(together.dropCounts == alone.dropCounts)
            #expect(together.statistics.orderCount == alone.statistics.orderCount)
        }
    }

    @Test("of several broken orders the first is told, whoever reads it", arguments: 1...4)
    func firstErrorWins(readerCount: Int) async throws {
        let plan = try Planner.plan(try parse("orders where total > 5 select count()"), for: .scanOnly, at: noon)
        for first in [0, 40, 163] {
            var orders = Self.orders
            for place in [first, first + 30, first + 60, first + 90] { orders[place] = orders[place].withoutTotal }
            for _ in 0..<10 {
                let source = SharedSource(orders, readerCount: readerCount)
                let error = await #expect(throws: EvaluationError.self) {
                    try await PlanExecution.run(plan, source: source)
                }
                #expect(error?.place == "order \(first + 1) (generated:\(first + 1))")
            }
        }
    }

    @Test("a batch that cannot be read fails the run, unless an earlier one fails too", arguments: 1...3)
    func failingReader(readerCount: Int) async throws {
        let plan = try Planner.plan(try parse("orders where total > 5"), for: .scanOnly, at: noon)
        var source = SharedSource(Self.orders, readerCount: readerCount)
        source.failingOrdinal = 9
        let error = await #expect(throws: UnreadableBatch.self) { try await PlanExecution.run(plan, source: source) }
        #expect(error?.ordinal == 9)
        var orders = Self.orders
        orders[8 * 7] = orders[8 * 7].withoutTotal
        var both = SharedSource(orders, readerCount: readerCount)
        both.failingOrdinal = 9
        await #expect(throws: EvaluationError.self) { try await PlanExecution.run(plan, source: both) }
    }

    @Test func aReaderThatCannotBeMadeFailsTheRun() async throws {
        let plan = try Planner.plan(try parse("orders"), for: .scanOnly, at: noon)
        var source = SharedSource(Self.orders, readerCount: 2)
        source.makesReaders = false
        await #expect(throws: UnreadableBatch.self) { try await PlanExecution.run(plan, source: source) }
    }

    @Test func cancellationStopsEveryWorker() async throws {
        let plan = try Planner.plan(try parse("orders"), for: .scanOnly, at: noon)
        let source = SharedSource(Self.orders, readerCount: 3)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await PlanExecution.run(plan, source: source)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("the request says what matters: fields, conditions, and what rows must beat")
    func request() throws {
        let limited = try Planner.plan(
            try parse("orders where status = new order by -total limit 3 select id, notes"),
            for: .scanOnly,
            at: noon
        ).request
        #expect(Set(limited.fields.orders.map(\.name)) == ["status", "total", "id"])
        #expect(limited.conditions.count == 1 && limited.time != nil)
        #expect(limited.bound?.field.name == "total" && limited.bound?.isDescending == true)
        #expect(!limited.fields.includesDocuments)
        let whole = try Planner.plan(try parse("orders"), for: .scanOnly, at: noon).request
        #expect(whole.fields.includesDocuments && whole.bound == nil)
        let grouped = try Planner.plan(
            try parse("items group by product_title select sum(order.total), count()"),
            for: .scanOnly,
            at: noon
        ).request
        #expect(grouped.fields.orders.map(\.name) == ["total"])
        #expect(grouped.fields.items?.map(\.name) == ["product_title"])
        // A key that may overflow is computed for every order, so none may be passed over.
        let unsafe = "orders order by -total, total * total limit 3"
        #expect(try Planner.plan(try parse(unsafe), for: .scanOnly, at: noon).request.bound == nil)
    }
}

/// Why a batch of the source below could not be read.
private struct UnreadableBatch: Error {
    let ordinal: Int
}

/// Orders in batches of columns, seven at a time, that several readers share.
private struct SharedSource: OrderSource {
    let name = "shared"
    let capabilities = SourceCapabilities.scanOnly
    let orders: [Order]
    let readerCount: Int
    var failingOrdinal: Int?
    var makesReaders = true

    init(_ orders: [Order], readerCount: Int) {
        self.orders = orders
        self.readerCount = readerCount
    }

    func makeScan(for request: ScanRequest) throws -> any OrderScan {
        SharedScan(source: self, fields: request.fields)
    }

    func order(_ lookup: Lookup) async throws -> Order? { nil }
}

private final class SharedScan: OrderScan {
    let source: SharedSource
    let fields: NeededFields
    private let nextOrdinal = Atomic(0)

    init(source: SharedSource, fields: NeededFields) {
        self.source = source
        self.fields = fields
    }

    var readerCount: Int { source.readerCount }

    func makeReader() throws -> any BatchReader {
        guard source.makesReaders else { throw UnreadableBatch(ordinal: -1) }
        return SharedReader(self)
    }

    func takeOrdinal() -> Int { nextOrdinal.wrappingAdd(1, ordering: .relaxed).oldValue }
}

private final class SharedReader: BatchReader {
    private let scan: SharedScan
    private(set) var ordinal = 0
    private(set) var statistics = ScanStatistics()

    init(_ scan: SharedScan) {
        self.scan = scan
    }

    func next() async throws -> OrderBatch? {
        try Task.checkCancellation()
        ordinal = scan.takeOrdinal()
        // Whoever is next may be first to finish.
        await Task.yield()
        if ordinal == scan.source.failingOrdinal { throw UnreadableBatch(ordinal: ordinal) }
        let part = scan.source.orders.dropFirst(ordinal * 7).prefix(7)
        guard !part.isEmpty else { return nil }
        statistics.orderCount += part.count
        var builder = ColumnTableBuilder(scan.fields)
        var (rows, plain): ([Order], [Order]) = ([], [])
        for order in part {
            if builder.append(order.document) { rows.append(order) } else { plain.append(order) }
        }
        let table = builder.finish(documents: DocumentsInMemory(rows))
        return OrderBatch(ordinal: ordinal, columns: table, plainOrders: plain)
    }
}

extension Order {
    /// The order with a total that is no number.
    fileprivate var withoutTotal: Order {
        var document = document
        for place in document.members.indices where document.members[place].key == "total" {
            document.members[place] = JSONMember(key: "total", value: .text("much"))
        }
        return Order(document: document, origin: origin)
    }
}
