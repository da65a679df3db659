// Queries of the kind that a server can help with, as text, with values taken from the data, so that conditions hold
// for some orders and not for others. What a server can't filter stands among them, so that every split occurs.

import OrderLanguage
import OrderModel
import OrderTestSupport

/// Makes random queries over some orders.
struct RemoteQueryGenerator {
    private var random: SeededGenerator
    private let orders: [JSONObject]
    private let asker: Asker
    private var plain: QueryGenerator

    init(seed: UInt64, orders: [JSONObject], asker: Asker) {
        random = SeededGenerator(seed: seed)
        self.orders = orders
        self.asker = asker
        plain = QueryGenerator(seed: seed)
    }

    /// A query; one in six is of any kind that the language can write.
    mutating func query() -> Query {
        if random.oneIn(6) {
            var query = plain.query()
            query.search = nil
            return query
        }
        let text = text()
        guard case .query(let query)? = Checker.check(SourceText(text)).statements.first?.kind else {
            let problems = Checker.check(SourceText(text)).diagnostics.map(\.message).joined(separator: "; ")
            preconditionFailure("\(text) is no query: \(problems)")
        }
        return query
    }

    private mutating func text() -> String {
        let conditions = (0..<random.pick([0, 1, 1, 1, 2, 2, 3])).map { _ in condition() }
        let filter = conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and ")
        if asker == .staff, random.oneIn(8) {
            let ending = random.pick([
                "", " limit 4", " select count()", " group by product_title select sum(quantity), count()",
                " group by order.status select sum(total)",
            ])
            let own =
                random.oneIn(2) ? " where quantity > 1" : " where order.status in (new, completed) and quantity > 1"
            return "items\(own)\(ending)"
        }
        return "orders\(filter)\(ending())"
    }

    private mutating func ending() -> String {
        switch random.below(10) {
        case 0, 1: return " select count()"
        case 2:
            return " group by status select status, " + random.pick(["count()", "count(), sum(total)"])
        case 3: return " select count(), sum(total), max(created_at), count_distinct(status)"
        case 4: return " select id, status, created_at"
        default:
            let key = random.pick([
                "", " order by -created_at", " order by id", " order by -id", " order by created_at", " order by total",
                " order by -updated_at", " order by status", " order by shipping_cost", " order by -shipping_cost",
                " order by customer.id", " order by notes", " order by -status, created_at",
                " order by billing_city.name",
            ])
            let limit = random.pick([
                "", " limit 1", " limit 3", " limit 20", " limit 7 offset 5", " limit 70", " offset 30",
            ])
            return key + limit + random.pick(["", " select id, total", " select id, status, notes, updated_at"])
        }
    }

    // MARK: Conditions

    private mutating func condition() -> String {
        if random.oneIn(12) { return "(\(test()) or \(test()))" }
        if random.oneIn(15) { return "not (\(test()))" }
        return test()
    }

    private mutating func test() -> String {
        switch random.below(14) {
        case 0, 1: return statusTest()
        case 2, 3: return referenceTest()
        case 4: return identifierTest()
        case 5: return amountTest()
        case 6: return presenceTest()
        case 7, 8, 9, 10: return timeTest()
        default: return otherTest()
        }
    }

    private mutating func statusTest() -> String {
        let names = OrderStatus.names
        return random.pick([
            "status = \(random.pick(names))", "status in (\(random.pick(names)), \(random.pick(names)))",
            "status != \(random.pick(names))", "(status = \(random.pick(names)) or status = \(random.pick(names)))",
            "status not in (new, \(random.pick(names)))", "status = 'awaiting'",
        ])
    }

    private mutating func referenceTest() -> String {
        let name = random.pick([
            "payment_method", "shipping_method", "billing_country", "billing_state", "billing_city", "customer",
        ])
        let id = reference(name)
        return random.pick([
            "\(name) = \(id)", "\(name) in (\(id), \(reference(name)))", "\(name) is null", "\(name) is not null",
            "has \(name)", "not has \(name)", "\(name) != \(id)", "\(name).id = \(id) and \(name) in (\(id), 77)",
            "\(name).id >= \(id)",
        ])
    }

    /// An id that occurs, mostly.
    private mutating func reference(_ name: String) -> Int {
        guard case .object(let object)? = random.pick(orders)[name + "_data"] else { return random.below(5) }
        return object.wholeIdentifier ?? 1
    }

    private mutating func identifierTest() -> String {
        let (first, second) = (anyID(), anyID())
        return random.pick([
            "id = \(first)", "id >= \(first)", "id < \(first)",
            "id between \(min(first, second)) and \(max(first, second))",
            "id in (\(first), \(second))", "id > \(first) and id <= \(second)", "id != \(first)", "id > \(first).5",
        ])
    }

    private mutating func anyID() -> Int { random.pick(orders).wholeIdentifier ?? 0 }

    private mutating func amountTest() -> String {
        let cost = random.pick([
            "0", "75000", "45000", "25000.5", "25000.50", "1e3".replacing("e3", with: "000"), "0.01",
        ])
        let sign = random.pick([">=", "<=", ">", "<", "=", "!="])
        return "shipping_cost \(sign) \(cost)"
    }

    private mutating func presenceTest() -> String {
        let name = random.pick([
            "notes", "notes", "billing_address", "billing_postal_code", "billing_national_code",
            "billing_mobile_number",
            "billing_first_name", "billing_last_name",
        ])
        return random.pick([
            "\(name) is null", "\(name) is not null", "has \(name)", "not has \(name)", "\(name) = ''", "\(name) != ''",
        ])
    }

    private mutating func timeTest() -> String {
        let name = random.pick(["created_at", "created_at", "updated_at"])
        let (first, second) = (moment(name), moment(name))
        let (early, late) = (min(first, second), max(first, second))
        let day = { (instant: Instant) in TimeZoneRules.utc.day(of: instant).description }
        let sign = random.pick([">=", "<=", ">", "<", "="])
        switch random.below(7) {
        case 0: return "\(name) in \(day(first))"
        case 1: return "\(name) \(sign) \(day(first))"
        case 2: return "\(name) \(sign) \(first.iso8601)"
        case 3: return "\(name) between \(day(early)) and \(day(late))"
        case 4: return "\(name) >= \(early.iso8601) and \(name) < \(late.iso8601)"
        case 5: return "\(name) in \(random.pick(["last month", "this year", "yesterday", "2025-10", "2025"]))"
        default: return "\(name) >= now - \(random.below(60))d"
        }
    }

    private mutating func moment(_ name: String) -> Instant {
        guard case .text(let text)? = random.pick(orders)[name], let instant = Instant(dataISO8601: text) else {
            return Instant(microseconds: 1_760_000_000_000_000)
        }
        return instant
    }

    private mutating func otherTest() -> String {
        var tests = [
            "total > 500000", "is_paid", "not is_paid", "notes ~ 'a'", "key starts with 'a'", "amount_outstanding > 0",
            "updated_at - created_at > 2d", "weekday(created_at) = 1", "length(key) > 3", "quantity between 1 and 4",
        ]
        if asker == .staff {
            tests += ["any(items where quantity > 2)", "none(payments where approved)", "customer.first_name ~ 'a'"]
        }
        return random.pick(tests)
    }
}
