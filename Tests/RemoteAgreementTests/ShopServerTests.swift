// The project's own test server beside the reference server: the same requests, the same statuses, counts and orders.
// Only so far is it a fair stand-in where there is no reference server.

import OrderModel
import OrderTestSupport
import Testing

/// The shop's server, alone and beside the reference server.
struct ShopServerTests {
    @Test(
        "the shop's server answers as the reference server does",
        .enabled(if: OracleServer.isAvailable, "set ORDERSH_ORACLE to the reference server's folder"),
        arguments: HabitCase.all + faults
    )
    func answersAsTheOracle(habit: HabitCase) async throws {
        let flags = habit.settings.habits.oracleFlags + habit.settings.faults.oracleFlags
        let oracle = try await OracleServer.start(count: 120, flags: flags)
        let shop = try ShopServer(oracle.orders, habit.settings)
        var requests = RequestGenerator(seed: 17, orders: oracle.orders)
        let customer = RemoteFixture.busiestCustomer(of: oracle.orders)
        var counts: [Int: Int] = [:]
        for number in 0..<80 * RemoteFixture.factor {
            let asker = number.isMultiple(of: 3) ? customer : .staff
            let target = requests.target(asker)
            var expected = try ShopAnswer(LocalClient.get(target, from: oracle.url, token: asker.token))
            var found = try ShopAnswer(LocalClient.get(target, from: shop.url, token: asker.token))
            // Without an id at its end, an order says nothing of equal ones.
            if habit.settings.faults.ignored == ["ordering"] { (expected.ids, found.ids) = ([], []) }
            #expect(found == expected, "\(asker): \(target)")
            counts[expected.status, default: 0] += 1
        }
        #expect(counts[200, default: 0] > 30)
        #expect(counts[400, default: 0] > 2)
        oracle.stop()
        shop.stop()
    }

    static let faults = ["status", "id_min", "created_from", "has_notes", "ordering", "customer_in", "search", "limit"]
        .flatMap { name in
            let ignoring = HabitCase("ignoring \(name)") { $0.faults.ignored = [name] }
            let inverting = HabitCase("inverting \(name)") { $0.faults.inverted = [name] }
            // The reference server turns neither the order nor the page around.
            return ["ordering", "limit"].contains(name) ? [ignoring] : [ignoring, inverting]
        }

    static let paths: [(path: String, token: String?, status: Int)] = [
        ("/api/orders/", nil, 401), ("/api/orders/", "wrong", 401), ("/api/orders/", "test-token-admin", 200),
        ("/api/orders", "test-token-admin", 301), ("/api/orders/", "test-token-nonstaff", 403),
        ("/api/orders/", "test-token-customer-1", 403), ("/api/shop/customers/me/orders", "test-token-admin", 403),
        ("/api/shop/customers/me/orders", "test-token-customer-1", 200),
        ("/api/shop/customers/me/orders/999999", "test-token-customer-1", 404),
        ("/api/shop/customers/me/orders/nothing/tracking", nil, 404),
        ("/api/i1/orders/bf7b66149236455", "test-token-i1", 200), ("/api/i1/orders/none", "test-token-i1", 404),
        ("/api/i1/orders/bf7b66149236455", "test-token-customer-1", 403), ("/api/other", "test-token-admin", 404),
    ]

    @Test func tokensAndPaths() async throws {
        let shop = try ShopServer(RemoteFixture.orders)
        for (path, token, status) in Self.paths {
            #expect(try LocalClient.get(path, from: shop.url, token: token).status == status, "\(path)")
        }
        #expect(shop.log.map(\.status) == Self.paths.map(\.status))
        #expect(shop.log.map(\.hasAuthorization) == Self.paths.map { $0.token != nil })
        #expect(shop.log.map(\.hasStaffToken) == Self.paths.map { $0.token == "test-token-admin" })
        guard OracleServer.isAvailable else { return }
        let oracle = try await OracleServer.start(count: 10)
        for (path, token, status) in Self.paths {
            #expect(try LocalClient.get(path, from: oracle.url, token: token).status == status, "\(path)")
        }
        oracle.stop()
    }
}

/// What is compared of an answer: status, count and ids of a page, or what was refused and why.
private struct ShopAnswer: Equatable {
    let status: Int
    var count = -1
    var ids: [Int] = []
    var hasNext = false
    var refusal: JSONValue?

    init(_ answer: LocalClient.Answer) throws {
        status = answer.status
        guard status == 200 else {
            refusal = status == 400 ? try JSONParser.parse(answer.body) : nil
            return
        }
        guard case .object(let page) = try JSONParser.parse(answer.body), case .number(let count)? = page["count"],
            case .array(let results)? = page["results"]
        else { return }
        self.count = Int(count) ?? -1
        hasNext = page["next"] != .null
        ids = results.compactMap { if case .object(let order) = $0 { order.wholeIdentifier } else { nil } }
    }
}

/// Makes random list requests, sound ones and some that a server refuses or ignores.
private struct RequestGenerator {
    private var random: SeededGenerator
    private let orders: [JSONObject]

    init(seed: UInt64, orders: [JSONObject]) {
        random = SeededGenerator(seed: seed)
        self.orders = orders
    }

    mutating func target(_ asker: Asker) -> String {
        let path = asker == .staff ? "/api/orders/" : "/api/shop/customers/me/orders"
        var items = (0..<random.pick([0, 1, 1, 1, 2, 2, 3])).map { _ in
            let name = random.pick(ParameterName.allCases.filter { ![.ordering, .limit, .offset].contains($0) })
            return QueryItem(name: name.rawValue, value: value(of: name))
        }
        items.append(QueryItem(name: "ordering", value: ordering()))
        if !random.oneIn(3) {
            items.append(QueryItem(name: "limit", value: random.pick(["5", "30", "500", "0", "x"])))
        }
        if random.oneIn(3) { items.append(QueryItem(name: "offset", value: random.pick(["3", "40", "-1", "1000"]))) }
        return path + "?" + items.map(\.encoded).joined(separator: "&")
    }

    /// Always ends in an id, without which equal orders may stand in any order.
    private mutating func ordering() -> String {
        let names = [
            "-created_at", "updated_at", "status", "-shipping_cost", "customer__id", "-customer__first_name", "nothing",
            "-billing_city__name", "payment_method__name",
        ]
        return random.pick(names) + random.pick([",id", ",-id"])
    }

    private mutating func value(of name: ParameterName) -> String {
        switch name {
        case .status: return random.pick(OrderStatus.names + ["pending", ""])
        case .statusIn: return random.pick(["new,hold", "completed", "new,pending", ",", "", "shipped,deleted,new"])
        case .idMinimum, .idMaximum: return random.pick([String(anyID()), String(anyID()), "x", "0"])
        case .shippingCostMinimum, .shippingCostMaximum: return random.pick(["0", "75000", "45000.5", "1e"])
        case .createdDate, .updatedDate: return random.pick([day(), day(), "2025-13-01"])
        case .createdFrom, .createdTo, .updatedFrom, .updatedTo:
            return random.pick([day(), day(), moment(), moment(), "soon"])
        case .search: return random.pick(["a", "ALI", "تهران", "1", "\"a b\"", "a,o", "İ", "09", "@example", "ş"])
        case _ where name.rawValue.hasPrefix("has_"): return random.pick(["true", "false", "1", "maybe"])
        case _ where name.rawValue.hasSuffix("_in"): return random.pick(["1,2", "3", "2,99", "x", ","])
        default: return random.pick(["1", "2", "3", "99", "x"])
        }
    }

    private mutating func anyID() -> Int { random.pick(orders).wholeIdentifier ?? 0 }

    private mutating func moment() -> String {
        guard case .text(let text)? = random.pick(orders)[random.pick(["created_at", "updated_at"])] else { return "" }
        return text
    }

    private mutating func day() -> String { String(moment().prefix(10)) }
}
