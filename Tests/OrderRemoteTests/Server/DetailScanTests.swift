import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Synchronization
import Testing

/// Items and payments of a customer's orders come from each order's detail, for those orders only that can pass.
@Suite(.timeLimit(.minutes(10))) struct DetailScanTests {
    @Test(arguments: [Wanted.items, .payments, .listOfItems, .both])
    func everyOrderIsCompleted(wanted: Wanted) async throws {
        // More than a page, and more than are completed at once.
        let ids = Array(1...140)
        let server = try CustomerShop(ids).start()
        let (found, statistics) = try await orders(customer(server), ScanRequest(fields: wanted.fields))
        #expect(found.compactMap { $0.document["id"].flatMap(wholeNumber) } == ids)
        for (id, order) in zip(ids, found) {
            #expect(JSONValue.object(order.document) == (try JSONParser.parse(Array(CustomerShop.detail(id).utf8))))
            #expect(order.origin.source == server.url + CustomerShop.listPath + "/\(id)")
        }
        let details = server.requests.filter { $0.path != CustomerShop.listPath }
        #expect(Set(details.map(\.path)).count == ids.count)
        #expect(details.count == ids.count)
        #expect(details.allSatisfy { $0.header("Authorization") == "Token geheim" && $0.query.isEmpty })
        #expect(statistics.requestCount == server.requests.count)
        #expect(statistics.warnings == [])
    }

    /// What a query may want of the details.
    enum Wanted: CaseIterable {
        case items, payments, listOfItems, both

        var fields: NeededFields {
            var fields = NeededFields()
            switch self {
            case .items: fields.insertRows(of: .items)
            case .payments: fields.insertRows(of: .payments)
            case .listOfItems: if let items = Schema.field(named: "items", in: .orders) { fields.insert(items) }
            case .both:
                fields.insertRows(of: .items)
                fields.insertRows(of: .payments)
            }
            return fields
        }
    }

    @Test func withoutThemNoDetailIsAskedFor() async throws {
        let server = try CustomerShop([1, 2]).start()
        var fields = NeededFields()
        fields.insert(try #require(Schema.field(named: "total", in: .orders)))
        fields.includesDocuments = true
        #expect(try await orders(customer(server), ScanRequest(fields: fields)).orders.count == 2)
        #expect(server.requests.allSatisfy { $0.path == CustomerShop.listPath })
    }

    @Test(
        arguments: [
            // On orders, on items with the order's field, and with what only the detail or nobody can tell.
            (Condition.comparison(field("total"), .greaterOrEqual, number(50)), [5, 6, 7]),
            (.comparison(field("order.total", .items), .greaterOrEqual, number(50)), [5, 6, 7]),
            (.comparison(field("unit_price", .items), .greaterOrEqual, number(5)), [1, 2, 3, 4, 5, 6, 7]),
            (.has(field("items")), [1, 2, 3, 4, 5, 6, 7]),
            (
                .quantified(.any, .items, .comparison(field("unit_price", .items), .equal, number(5))),
                [1, 2, 3, 4, 5, 6, 7]
            ),
            (
                .or([
                    .comparison(field("total"), .equal, number(50)),
                    .quantified(.any, .items, .comparison(field("unit_price", .items), .equal, number(1))),
                ]), [1, 2, 3, 4, 5, 6, 7]
            ),
            (.comparison(field("shipping_cost"), .equal, number(5)), [1, 2, 3, 4, 5, 6, 7]),
        ] as [(Condition, [Int])]
    )
    func onlyOrdersThatCanPassCostARequest(condition: Condition, ids: [Int]) async throws {
        let server = try CustomerShop(Array(1...7)).start()
        let request = ScanRequest(
            fields: Wanted.items.fields,
            conditions: [condition],
            time: TimeContext(now: Instant(microseconds: 0), zone: .utc)
        )
        let found = try await orders(customer(server), request).orders
        #expect(found.compactMap { $0.document["id"].flatMap(wholeNumber) } == ids)
        #expect(server.requests.count { $0.path != CustomerShop.listPath } == ids.count)
    }

    @Test func anOrderDeletedAfterItWasListedIsLeftOutAndSaid() async throws {
        let shops = Mutex<CustomerShop?>(nil)
        let shop = CustomerShop([1, 2, 3, 4]) { id in
            guard id.isMultiple(of: 2) else { return nil }
            shops.withLock { $0 }?.delete(id)
            return .missing
        }
        shops.withLock { $0 = shop }
        let server = try shop.start()
        let (found, statistics) = try await orders(customer(server), ScanRequest(fields: Wanted.items.fields))
        #expect(found.compactMap { $0.document["id"].flatMap(wholeNumber) } == [1, 3])
        #expect(statistics.warnings == ["2 orders were deleted while they were read; they are left out: 2, 4"])
        #expect(statistics.requestCount == server.requests.count)
        shops.withLock { $0 = nil }
    }

    @Test(
        arguments: [
            (LocalResponse.missing, FailureCategory.incomplete, "lists order 3 and has no detail of it, asked twice"),
            (.html("<h1>Not Found</h1>", status: 404), .failed, "nothing at"),
            (.json(CustomerShop.detail(4)), .incomplete, "answered order 4, and order 3 was asked for"),
            (.json(#"{"detail":"No."}"#, status: 401), .credentials, "does not accept the token (401)"),
            (.html("<title>Server Error</title>", status: 500), .unavailable, "(500, 2 attempts): Server Error"),
            (.json(#"{"id":3,"#), .failed, "is no JSON"),
            (.hangUp, .unavailable, "no answer from"),
        ]
    )
    func aBadDetailFailsTheScan(answer: LocalResponse, category: FailureCategory, words: String) async throws {
        let server = try CustomerShop([1, 2, 3, 4]) { $0 == 3 ? answer : nil }.start()
        let error = await #expect(throws: RemoteError.self) {
            try await orders(customer(server), ScanRequest(fields: Wanted.items.fields))
        }
        #expect(error?.category == category)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func whatWasSpentBeforeAFailureIsCounted() async throws {
        let refused = LocalResponse.json(#"{"detail":"No."}"#, status: 401)
        // The last one is refused only when the three beside it were asked for too: it stops what is under way.
        let gate = try Gate(count: 4)
        let server = try CustomerShop(Array(1...12)) { id in
            if id > 8 { gate.enter() }
            return id == 12 ? refused : nil
        }.start()
        let reader = try customer(server).makeScan(for: ScanRequest(fields: Wanted.items.fields)).makeReader()
        #expect(try await reader.next()?.plainOrders.count == 8)
        await #expect(throws: RemoteError.self) { try await reader.next() }
        #expect(server.requests.count == 13)
        #expect(reader.statistics.requestCount == 13)
    }

    /// Each of the first two details waits for the other.
    @Test func severalDetailsAreUnderWayAtOnce() async throws {
        let gate = try Gate(count: 2)
        let server = try CustomerShop([1, 2, 3]) { id in
            if id < 3 { gate.enter() }
            return nil
        }.start()
        let found = try await orders(customer(server), ScanRequest(fields: Wanted.items.fields)).orders
        #expect(found.compactMap { $0.document["id"].flatMap(wholeNumber) } == [1, 2, 3])
    }

    @Test func aReaderThatIsLeftEarlyHasPaidForFewDetails() async throws {
        let server = try CustomerShop(Array(1...500)).start()
        let reader = try customer(server).makeScan(for: ScanRequest(fields: Wanted.items.fields)).makeReader()
        let batch = try #require(try await reader.next())
        #expect(batch.plainOrders.first?.document["id"] == .number("1"))
        #expect(server.requests.count { $0.path != CustomerShop.listPath } <= 8)
    }

    @Test func whoWatchesIsAskedBeforeTheDetailsAreFetched() async throws {
        let server = try CustomerShop(Array(1...20)).start()
        let watcher = DetailWatcher()
        var request = ScanRequest(fields: Wanted.items.fields)
        request.monitor = watcher
        _ = try await orders(customer(server), request)
        #expect(watcher.questions.withLock { $0 }.contains { $0 == (20, 20) })
        #expect(watcher.requestCount.withLock { $0 } == server.requests.count)

        let refusing = DetailWatcher(refusesFrom: 20)
        request.monitor = refusing
        let before = server.requests.count
        await #expect(throws: Refusal.self) { try await orders(customer(server), request) }
        #expect(server.requests.dropFirst(before).allSatisfy { $0.path == CustomerShop.listPath })
    }

    @Test func cancellationEndsIt() async throws {
        let server = try CustomerShop([1, 2]) { _ in .silence }.start()
        let source = try customer(server)
        let task = Task { try await orders(source, ScanRequest(fields: Wanted.items.fields)).orders.count }
        await server.waitForRequest()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    private func customer(_ server: LocalServer) throws -> RemoteSource {
        try source(settings(server.url, scope: .customer))
    }
}

private func field(_ name: String, _ collection: OrderModel.Collection = .orders) -> Expression {
    Schema.field(named: name, in: collection).map { .field($0) } ?? .alias(name)
}

private func number(_ number: Int) -> Expression { .literal(.number(Decimal(number))) }

private struct Refusal: Error {}

/// Notes what a scan asks and says.
private final class DetailWatcher: ScanMonitor {
    let questions = Mutex<[(Int, Int)]>([])
    let requestCount = Mutex(0)
    private let refusesFrom: Int

    init(refusesFrom: Int = .max) {
        self.refusesFrom = refusesFrom
    }

    func note(_ progress: ScanProgress) { requestCount.withLock { $0 += progress.requestCount } }
    func expect(orderCount: Int) {}

    func willFetch(orderCount: Int, upTo most: Int, requestCount: Int) async throws {
        questions.withLock { $0.append((orderCount, requestCount)) }
        if requestCount >= refusesFrom { throw Refusal() }
    }
}
