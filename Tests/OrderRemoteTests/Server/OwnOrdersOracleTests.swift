import OrderEngine
import OrderModel
import OrderReference
import OrderRemote
import OrderTestSupport
import Testing

/// A customer's own orders on the reference server and on ours, with items and payments, against the server's data file.
@Suite(
    .serialized,
    .enabled(if: OracleServer.isAvailable, "set ORDERSH_ORACLE to the oracle's folder")
)
struct OwnOrdersOracleTests {
    private static let noon = TimeContext(now: Instant(microseconds: 1_766_836_800_000_000), zone: .utc)

    @Test(arguments: ReferenceServer.Kind.allCases)
    func itemsAndPaymentsOfEveryCustomerAreThoseOfTheFile(kind: ReferenceServer.Kind) async throws {
        let oracle = try await ReferenceServer.start(kind, count: 120)
        for (customer, expected) in Self.ordersByCustomer(oracle.orders) {
            var fields = NeededFields()
            fields.insertRows(of: .items)
            fields.insertRows(of: .payments)
            let source = try source(settings(oracle.url, token: "test-token-customer-\(customer)", scope: .customer))
            let found = try await orders(source, ScanRequest(fields: fields))
            #expect(found.orders.count == expected.count)
            #expect(found.statistics.warnings == [])
            for (own, inFile) in zip(found.orders, expected) {
                #expect(own.document.wholeIdentifier == inFile.wholeIdentifier)
                try Self.expectSame(own.document, inFile)
            }
        }
        oracle.stop()
    }

    @Test(arguments: ReferenceServer.Kind.allCases)
    func generatedConditionsGiveTheSameRowsAsOnTheFile(kind: ReferenceServer.Kind) async throws {
        let oracle = try await ReferenceServer.start(kind, count: 150, flags: ["--decimals", "string"])
        var comparisonCount = 0
        for (customer, all) in Self.ordersByCustomer(oracle.orders).prefix(6) {
            let source = try source(settings(oracle.url, token: "test-token-customer-\(customer)", scope: .customer))
            var generator = QueryGenerator(seed: UInt64(customer) + 7)
            for collection in OrderModel.Collection.allCases {
                for _ in 0..<8 {
                    var query = Query(collection)
                    query.condition = generator.condition(collection, depth: 2)
                    guard let condition = try? query.resolved(in: Self.noon).condition else { continue }
                    var fields = NeededFields(of: condition)
                    fields.insertRows(of: .items)
                    let request = ScanRequest(fields: fields, conditions: condition.conjuncts, time: Self.noon)
                    let found = try await orders(source, request).orders
                    let local = all.map { Order(document: Self.ownForm($0), origin: Origin(source: "file")) }
                    guard let expected = Self.rows(local, collection, condition) else { continue }
                    #expect(Self.rows(found, collection, condition) == expected, "\(condition)")
                    comparisonCount += 1
                }
            }
        }
        #expect(comparisonCount > 60)
        oracle.stop()
    }

    @Test(arguments: ReferenceServer.Kind.allCases)
    func failuresInBetweenAreRetried(kind: ReferenceServer.Kind) async throws {
        let oracle = try await ReferenceServer.start(
            kind,
            count: 60,
            flags: ["--fail-every", "5", "--fail-status", "503"]
        )
        let (customer, expected) = try #require(Self.ordersByCustomer(oracle.orders).max { $0.1.count < $1.1.count })
        var fields = NeededFields()
        fields.insertRows(of: .payments)
        // Several requests are under way at once, so that chance may let one of them be the fifth again and again.
        let source = try OrderRemoteTests.source(
            settings(oracle.url, token: "test-token-customer-\(customer)"),
            maximumAttempts: 20
        )
        await #expect(throws: CapabilitiesChanged.self) { try await orders(source, ScanRequest(fields: fields)) }
        let found = try await orders(source, ScanRequest(fields: fields))
        #expect(found.orders.map(\.document.wholeIdentifier) == expected.map(\.wholeIdentifier))
        #expect(found.statistics.requestCount > expected.count)
        oracle.stop()
    }

    @Test(arguments: ReferenceServer.Kind.allCases)
    func lookupsOfACustomer(kind: ReferenceServer.Kind) async throws {
        let oracle = try await ReferenceServer.start(kind, count: 60)
        let grouped = Self.ordersByCustomer(oracle.orders)
        let (customer, own) = try #require(grouped.first)
        let (_, foreign) = try #require(grouped.dropFirst().first)
        let source = try source(settings(oracle.url, token: "test-token-customer-\(customer)", profile: "mine"))
        let id = try #require(own.first?.wholeIdentifier)
        let found = try #require(try await source.order(.identifier(id)))
        try Self.expectSame(found.document, own[0])
        #expect(source.capabilities == .api(endpoint: .customer))
        #expect(try await source.order(.identifier(try #require(foreign.first?.wholeIdentifier))) == nil)
        let error = await #expect(throws: RemoteError.self) {
            try await source.order(.number("bf7b66149236455"))
        }
        #expect(error?.category == .credentials)
        #expect(error?.mend?.contains("profile 'mine'") == true)
        let platform = try self.source(settings(oracle.url, token: "test-token-i1"))
        let order = try #require(try await platform.order(.number("bf7b66149236455")))
        let total = try #require(Schema.field(named: "total", in: .orders))
        #expect(try total.value(in: order.document) == .number(Decimal(coefficient: 164, scale: 1)))
        oracle.stop()
    }

    private func source(_ settings: ServerSettings) throws -> RemoteSource {
        try OrderRemoteTests.source(settings)
    }

    /// Each customer's orders that the customer may see, by id.
    private static func ordersByCustomer(_ orders: [JSONObject]) -> [(Int, [JSONObject])] {
        var grouped: [Int: [JSONObject]] = [:]
        for order in orders where order["status"] != .text("deleted") {
            guard case .object(let customer)? = order["customer_data"], let id = customer.wholeIdentifier else {
                continue
            }
            grouped[id, default: []].append(order)
        }
        return grouped.sorted { $0.key < $1.key }.map { customer, orders in
            (customer, orders.sorted { ($0.wholeIdentifier ?? 0) < ($1.wholeIdentifier ?? 0) })
        }
    }

    /// An order of the file as its customer sees it: without what the customer's endpoints never send.
    private static func ownForm(_ order: JSONObject) -> JSONObject {
        JSONObject(
            order.members.compactMap { member in
                if member.key == "extra" { return nil }
                if member.key == "items" { return ownItems(member) }
                guard member.key == "customer_data", case .object(let customer) = member.value else { return member }
                let parts = customer.members.filter { ["id", "username", "full_name"].contains($0.key) }
                return JSONMember(key: "customer", value: .object(JSONObject(parts)))
            }
        )
    }

    /// A customer's items are of no product; they have its data as it was when the order was made.
    private static func ownItems(_ member: JSONMember) -> JSONMember {
        guard case .array(let items) = member.value else { return member }
        let own = items.map { item -> JSONValue in
            guard case .object(let item) = item else { return item }
            let names = ["product", "product_title", "product_name"]
            return .object(JSONObject(item.members.filter { !names.contains($0.key) }))
        }
        return JSONMember(key: member.key, value: .array(own))
    }

    /// Both documents have the same values, items and payments.
    private static func expectSame(_ own: JSONObject, _ inFile: JSONObject) throws {
        let form = ownForm(inFile)
        for field in Schema.fields(of: .orders) where field.type != .object && field.type != .document {
            let (left, right) = (try? field.value(in: own), try? field.value(in: form))
            #expect(left == right, "\(field.name)")
        }
        for collection in [OrderModel.Collection.items, .payments] {
            let (left, right) = (try own.rows(of: collection), try form.rows(of: collection))
            #expect(left.count == right.count)
            for (left, right) in zip(left, right) {
                for field in Schema.fields(of: collection) where !field.isFromParent && field.type != .object {
                    if field.type == .document { continue }
                    #expect(try field.value(in: left) == field.value(in: right), "\(field.name)")
                }
            }
        }
    }

    /// The rows that a condition lets pass, by order and position; nil where it cannot be evaluated.
    private static func rows(_ orders: [Order], _ collection: OrderModel.Collection, _ condition: Condition)
        -> [String]?
    {
        let evaluator = Evaluator(time: noon)
        var passing: [String] = []
        for order in orders {
            guard let rows = try? Row.rows(of: order, in: collection) else { return nil }
            for row in rows {
                guard let holds = try? evaluator.holds(condition, for: row) else { return nil }
                if holds { passing.append("\(order.document.wholeIdentifier ?? 0)/\(row.position)") }
            }
        }
        return passing
    }
}
