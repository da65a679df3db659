// Counts: how few requests they take, what they prove, and that no fault of a server makes one wrong.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan
import OrderTestSupport
import Testing

struct CountRunTests {
    static let orders = generatedOrders(240, seed: 31)
    static let fewOrders = Array(orders.prefix(90))

    /// Runs a query; the server with what it has learnt, and the only value of the answer's first row.
    @discardableResult
    private static func count(_ text: String, on server: SimulatedServer) async throws -> Execution {
        let plan = try Planner.plan(try parse(text), for: server.capabilities, at: noon)
        return try await PlanExecution.run(plan, source: server)
    }

    private static func expected(_ text: String, _ orders: [Order] = orders) async throws -> [[Value]] {
        let file = SimulatedServer(orders, capabilities: .scanOnly)
        return try await count(text, on: file).table.rows.map(\.values)
    }

    private static func server(
        of orders: [Order] = orders,
        pageSize: Int = 40,
        _ change: (inout ServerNature) -> Void = { _ in }
    ) -> SimulatedServer {
        var nature = ServerNature()
        nature.pageSize = pageSize
        change(&nature)
        return SimulatedServer(orders, nature: nature)
    }

    private static func proved(_ server: SimulatedServer) -> Set<ParameterName> {
        guard case .api(_, let habits) = server.capabilities else { return [] }
        return habits.proved
    }

    @Test(
        "at most three requests the first time and one afterwards",
        arguments: [
            ("orders select count()", 1, 20), ("orders where status = new select count()", 3, 20),
            ("orders where status in (new, hold, completed) and customer in (1, 2, 3) select count()", 3, 20),
            ("orders where has customer and payment_method in (1, 2) select count() as n order by n limit 3", 3, 40),
            ("orders where id >= 100 select count() having count() > 5", 3, 20),
            ("orders where id between 50 and 300 and has customer select count() + 1", 3, 20),
            ("orders where shipping_cost >= 10 and status in (new, hold, failed, completed) select count()", 3, 40),
            ("orders where id > 100 and status = new select count()", 2, 40),
            ("orders where status = new group by status", 3, 20),
        ]
    )
    func requests(text: String, first: Int, pageSize: Int) async throws {
        let server = Self.server(pageSize: pageSize)
        let execution = try await Self.count(text, on: server)
        #expect(execution.table.rows.map(\.values) == (try await Self.expected(text)))
        #expect(execution.statistics.requestCount == first)
        let again = try await Self.count(text, on: server)
        #expect(again.table.rows.map(\.values) == execution.table.rows.map(\.values))
        #expect(again.statistics.requestCount == 1)
    }

    @Test("one count per status and one more; without conditions nothing need be proved")
    func statuses() async throws {
        let server = Self.server(pageSize: 20)
        let known = Self.orders.filter { order in
            if case .text("weird")? = order.document["status"] { return false }
            return true
        }
        let sound = SimulatedServer(known, nature: server.nature)
        for text in [
            "orders group by status", "orders group by status select count() as n, status order by -n, status limit 3",
            "orders group by status select status having count() > 20 order by status",
        ] {
            let execution = try await Self.count(text, on: sound)
            #expect(execution.table.rows.map(\.values) == (try await Self.expected(text, known)))
            #expect(execution.statistics.requestCount == 10)
            #expect(execution.scannedCount == 0)
        }
        #expect(Self.proved(sound) == [.status])
        let part = "orders where status in (new, hold) and has customer group by status"
        #expect(try await Self.count(part, on: sound).statistics.requestCount == 5)
        let again = try await Self.count(part, on: sound)
        #expect(again.statistics.requestCount == 3)
        #expect(again.table.rows.map(\.values) == (try await Self.expected(part, known)))
    }

    @Test("few orders are read instead of counted for each status")
    func fewOrders() async throws {
        let few = Array(Self.orders.prefix(15))
        let server = Self.server(of: few, pageSize: 20)
        server.learn(.maximumPageSize(20))
        let execution = try await Self.count("orders group by status", on: server)
        #expect(execution.table.rows.map(\.values) == (try await Self.expected("orders group by status", few)))
        #expect(execution.statistics.requestCount == 2)
    }

    @Test("a server that ignores the order of its orders can have none of a kind")
    func absenceWithoutAnOrder() async throws {
        let server = Self.server { $0.ignored = [.ordering] }
        let text = "orders where status = failed and shipping_cost between 100000000 and 200000000 select count()"
        let execution = try await Self.count(text, on: server)
        #expect(execution.table.rows.map(\.values) == (try await Self.expected(text)))
    }

    @Test("a status that nobody documents is found by the sum")
    func undocumentedStatus() async throws {
        let server = Self.server()
        let execution = try await Self.count("orders group by status", on: server)
        #expect(execution.table.rows.map(\.values) == (try await Self.expected("orders group by status")))
        #expect(execution.table.rows.contains { $0.values[0] == .text("weird") })
        #expect(execution.scannedCount == Self.orders.count)
        #expect(execution.plan.strategy == .everyOrder)
    }

    static let counted = [
        "orders where status = new select count()", "orders where status in (new, hold, failed) select count()",
        "orders where customer = 1 select count()", "orders where customer in (1, 2) and status = new group by status",
        "orders where has customer and has payment_method select count()", "orders where id <= 200 select count()",
        "orders where id between 30 and 390 and status in (new, hold) select count()",
        "orders where customer is null and status in (new, hold, failed, refunded) group by status",
        "orders where shipping_cost <= 10 and has customer select count()", "orders group by status",
        "orders where status = new and customer = 1 and payment_method = 2 and shipping_cost = 0 select count()",
        "orders where id > 1000 select count()", "orders where customer = 99 select count()",
        "orders where status = new and customer = 99 select count()", "orders where shipping_cost >= 99 select count()",
        "orders where id = 84 select count()", "orders where id in (33, 34, 35, 36) select count()",
        "orders where id between 40 and 42 select count()", "orders where shipping_cost = 10 select count()",
        "orders where shipping_cost >= 11 and id < 30 select count()",
    ]

    @Test("whatever a server ignores, turns around or counts wrong, no count is wrong", arguments: counted)
    func faults(text: String) async throws {
        let expected = try await Self.expected(text, Self.fewOrders)
        let names = Set(try plan(text).parameters.givenNames).union([.status, .statusIn, .idMinimum, .idMaximum])
        for pageSize in [9] {
            for name in names {
                for fault in [\ServerNature.ignored, \ServerNature.inverted, \ServerNature.refused] {
                    let server = Self.server(of: Self.fewOrders, pageSize: pageSize) { $0[keyPath: fault] = [name] }
                    let rows = try await Self.count(text, on: server).table.rows.map(\.values)
                    #expect(rows == expected, "\(name) \(pageSize) \(fault)")
                    #expect(!Self.proved(server).contains(name), "\(name) \(pageSize) \(fault)")
                }
            }
            for name in [.idMinimum, .idMaximum, .shippingCostMinimum, .shippingCostMaximum] as [ParameterName] {
                let server = Self.server(of: Self.fewOrders, pageSize: pageSize) { $0.excludedEnds = [name] }
                // What the first count proves must not spoil the second.
                for _ in 0..<2 {
                    let rows = try await Self.count(text, on: server).table.rows.map(\.values)
                    #expect(rows == expected, "the end of \(name)")
                }
                #expect(!Self.proved(server).contains(name))
            }
            let server = Self.server(of: Self.fewOrders, pageSize: pageSize) { $0.countsEverything = true }
            let rows = try await Self.count(text, on: server).table.rows.map(\.values)
            #expect(rows == expected)
            #expect(Self.proved(server).isEmpty)
        }
    }

    @Test("two faults at once", arguments: 0..<6)
    func pairsOfFaults(seed: Int) async throws {
        var numbers = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<25 {
            let text = numbers.pick(Self.counted)
            let pageSize = numbers.pick([4, 9, 20])
            let used = try plan(text).parameters.givenNames
            let server = Self.server(of: Self.fewOrders, pageSize: pageSize) { nature in
                for _ in 0..<3 {
                    guard !used.isEmpty else { continue }
                    let name = numbers.pick(used)
                    if numbers.below(2) == 0 { nature.ignored.insert(name) } else { nature.inverted.insert(name) }
                }
            }
            let rows = try await Self.count(text, on: server).table.rows.map(\.values)
            #expect(
                rows == (try await Self.expected(text, Self.fewOrders)),
                "\(text) \(server.nature.ignored) \(server.nature.inverted)"
            )
        }
    }

    @Test("orders that change between the requests cost requests, never a wrong count", arguments: 0..<2)
    func drift(seed: Int) async throws {
        for text in Self.counted {
            let counts = try await [Self.expected(text), Self.expected(text, Self.changed(Self.orders))]
            for moment in 1...3 {
                let server = Self.server(pageSize: 20 + seed) { nature in
                    nature.change = { number, orders in number == moment ? Self.changed(orders) : orders }
                }
                let rows = try await Self.count(text, on: server).table.rows.map(\.values)
                // Several counts, one after the other, can see orders move from one to another only if the sum differs.
                #expect(counts.contains(rows), "\(text) at request \(moment)")
            }
        }
    }

    /// The orders after a few have gone and new ones come.
    private static func changed(_ orders: [Order]) -> [Order] {
        orders.filter { ($0.document.wholeIdentifier ?? 0) % 7 != 0 } + generatedOrders(260, seed: 77).suffix(20)
    }

    @Test("an empty answer is not believed of a filter that may be turned around")
    func emptyAnswers() async throws {
        let onlyNew = Self.orders.map { order in
            var document = order.document
            for place in document.members.indices where document.members[place].key == "status" {
                document.members[place] = JSONMember(key: "status", value: .text("new"))
            }
            return Order(document: document, origin: order.origin)
        }
        for text in ["orders where status = new and customer = 1", "orders where status = new limit 5"] {
            var nature = ServerNature()
            nature.inverted = [.status]
            let server = SimulatedServer(onlyNew, nature: nature)
            let execution = try await Self.count(text, on: server)
            #expect(execution.table.rows.map(\.values) == (try await Self.expected(text, onlyNew)))
            #expect(!execution.table.rows.isEmpty)
            #expect(execution.warnings.contains("the query was planned again without status"))
        }
        let honest = Self.server()
        let none = try await Self.count("orders where status = new and customer = 99", on: honest)
        #expect(none.table.rows.isEmpty && none.warnings.isEmpty)
        #expect(Self.proved(honest) == [.customer])
        let again = try await Self.count("orders where status = hold and customer = 99", on: honest)
        #expect(again.table.rows.isEmpty && again.statistics.requestCount == 2)
    }

    /// Where costs rise with ids, a narrowed range of costs hides the very order that would prove the range of ids.
    @Test(arguments: [[.idMinimum], [.idMaximum]] as [Set<ParameterName>])
    func anEndOfIDsIsNotProvedByAnOrderThatItsCostHides(ignored: Set<ParameterName>) async throws {
        let orders = (1...6).map { id in
            Order(
                document: JSONObject(
                    generatedOrders(1, seed: UInt64(id))[0].document.members.map { member in
                        let isID = member.key == "id" || member.key == "shipping_cost"
                        return isID ? JSONMember(key: member.key, value: .number(String(id))) : member
                    }
                ),
                origin: Origin(source: "risen", line: id)
            )
        }
        let server = Self.server(of: orders) { $0.ignored = ignored }
        for text in [
            "orders where id between 1 and 6 and shipping_cost between 1 and 6 select count()",
            "orders where id >= 1 and shipping_cost >= 1 select count()",
            "orders where id <= 6 and shipping_cost <= 6 select count()",
            "orders where id >= 4 select count()", "orders where id <= 3 select count()",
        ] {
            let execution = try await Self.count(text, on: server)
            #expect(execution.table.rows.map(\.values) == (try await Self.expected(text, orders)), "\(text)")
            #expect(Self.proved(server).isDisjoint(with: ignored), "\(text)")
        }
    }

    @Test("a full page without a next one is not all that there is")
    func countsUpToAPage() async throws {
        for text in ["orders where has customer select count()", "orders where shipping_cost <= 10 select count()"] {
            let server = Self.server(pageSize: 100) { $0.countLimit = 100 }
            #expect(try await Self.count(text, on: server).table.rows.map(\.values) == (try await Self.expected(text)))
        }
    }

    @Test("a search is nobody's count")
    func search() throws {
        #expect(try plan("orders search \"x\" select count()").strategy == .everyOrder)
        #expect(try plan("orders where total > 5 select count()").strategy == .everyOrder)
        #expect(try plan("orders group by customer.id").strategy == .everyOrder)
        #expect(try plan("items select count()").strategy == .everyOrder)
    }
}
