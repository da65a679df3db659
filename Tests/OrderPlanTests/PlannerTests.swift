// The planner's table, case by case: what is sent for a condition, and how far it is trusted.

import OrderEngine
import OrderLanguage
import OrderModel
import OrderPlan
import Testing

struct PlannerTests {
    /// The admin list's plan of one condition: the parameters sent, and `exact`, `superset` or `here`.
    @Test(
        "what each kind of condition becomes",
        arguments: [
            ("status = new", "status=new", "exact"),
            ("status in (new, hold)", "status_in=new,hold", "exact"),
            ("status = new or status = hold", "status_in=new,hold", "exact"),
            ("status = new or status in (hold, failed)", "status_in=new,hold,failed", "exact"),
            ("status = deleted", "status=deleted", "exact"),
            ("status != new", "", "here"),
            ("status not in (new, hold)", "", "here"),
            ("not status = new", "", "here"),
            ("status = \"weird\"", "", "here"),
            ("status in (new, \"weird\")", "", "here"),
            ("status ~ \"ne\"", "", "here"),
            ("customer = 17", "customer=17", "exact"),
            ("customer.id in (17, 18)", "customer_in=17,18", "exact"),
            ("payment_method = 3 or payment_method = 4", "payment_method_in=3,4", "exact"),
            ("billing_city in (3, 8)", "billing_city_in=3,8", "exact"),
            ("billing_country = 1.5", "", "here"),
            ("billing_state != 3", "", "here"),
            ("customer.id > 5", "", "here"),
            ("payment_method = \"Card\"", "", "here"),
            ("customer = 99999999999999999999", "", "here"),
            ("id = 7", "id_min=6&id_max=8", "superset"),
            ("id >= 7", "id_min=6", "superset"),
            ("id > 7", "id_min=7", "superset"),
            ("id <= 7", "id_max=8", "superset"),
            ("id < 7", "id_max=7", "superset"),
            ("id between 3 and 9", "id_min=2&id_max=10", "superset"),
            ("id in (9, 3, 5)", "id_min=2&id_max=10", "superset"),
            ("id in (4)", "id_min=3&id_max=5", "superset"),
            ("id in (5, 4, 6, 4)", "id_min=3&id_max=7", "superset"),
            ("id = 4 or id in (5, 7)", "id_min=3&id_max=8", "superset"),
            (
                "id in (-9223372036854775808, 9223372036854775807)",
                "id_min=-9223372036854775808&id_max=9223372036854775807", "superset"
            ),
            ("id != 7", "", "here"),
            ("id >= 2.5", "id_min=2", "superset"),
            ("id < 2.5", "id_max=3", "superset"),
            ("id < 99999999999999999999", "", "here"),
            ("not id < 7", "id_min=6", "superset"),
            ("not id > 7", "id_max=8", "superset"),
            ("not status != new", "status=new", "exact"),
            ("not shipping_cost < 10", "", "here"),
            ("shipping_cost >= 10", "shipping_cost_min=9", "superset"),
            ("shipping_cost <= 10", "shipping_cost_max=11", "superset"),
            ("shipping_cost > 10", "shipping_cost_min=9", "superset"),
            ("shipping_cost < 10", "shipping_cost_max=11", "superset"),
            ("shipping_cost = 10", "shipping_cost_min=9&shipping_cost_max=11", "superset"),
            ("shipping_cost >= 10.5", "shipping_cost_min=9", "superset"),
            ("shipping_cost <= 10.5", "shipping_cost_max=12", "superset"),
            ("customer is null", "has_customer=false", "exact"),
            ("customer is not null", "has_customer=true", "exact"),
            ("has billing_city", "has_billing_city=true", "exact"),
            ("not has billing_city", "has_billing_city=false", "exact"),
            ("notes is null", "has_notes=false", "superset"),
            ("has notes", "has_notes=true", "superset"),
            ("notes is not null", "", "here"),
            ("not has notes", "", "here"),
            ("notes = \"x\"", "", "here"),
            ("total > 100", "", "here"),
            ("is_paid", "", "here"),
            ("items.quantity > 3", "", "here"),
            ("status = new or total > 5", "", "here"),
            ("status = new or customer = 5", "", "here"),
            ("id = count", "", "here"),
            (
                "created_at in 2025-12-27",
                "created_from=2025-12-26T23:59:59.000000Z&created_to=2025-12-28T00:00:00.999999Z", "superset"
            ),
            ("created_at >= 2025-12-27", "created_from=2025-12-26T23:59:59.000000Z", "superset"),
            ("created_at > 2025-12-27", "created_from=2025-12-27T23:59:59.000000Z", "superset"),
            ("created_at < 2025-12-27", "created_to=2025-12-27T00:00:00.999999Z", "superset"),
            ("created_at <= 2025-12-27", "created_to=2025-12-28T00:00:00.999999Z", "superset"),
            ("updated_at >= today - 7d", "updated_from=2025-12-19T23:59:59.000000Z", "superset"),
            ("updated_at < now - 36h", "updated_to=2025-12-26T00:00:00.999999Z", "superset"),
            (
                "created_at between 2025-12-01 and 2025-12-02",
                "created_from=2025-11-30T23:59:59.000000Z&created_to=2025-12-03T00:00:00.999999Z", "superset"
            ),
            (
                "created_at in (2025-12-01, 2025-12-05)",
                "created_from=2025-11-30T23:59:59.000000Z&created_to=2025-12-06T00:00:00.999999Z", "superset"
            ),
            ("created_at != 2025-12-27", "", "here"),
            ("created_at <= 9999", "", "here"),
            ("day(created_at) = 2025-12-27", "", "here"),
        ]
    )
    func table(condition: String, sent: String, trust: String) throws {
        let plan = try plan("orders where \(condition)")
        #expect(plan.parameters.queryString == sent)
        #expect(plan.conjuncts.map(\.trust.rawValue) == [trust])
        #expect(plan.conjuncts[0].parameters.joined(separator: "&") == sent)
        #expect(plan.strategy == .everyOrder)
    }

    @Test(
        "conjuncts on one parameter are intersected",
        arguments: [
            ("status in (new, hold) and status in (hold, failed)", "status=hold"),
            ("id >= 3 and id >= 5 and id <= 9 and id < 8", "id_min=4&id_max=8"),
            ("shipping_cost >= 3 and shipping_cost >= 5", "shipping_cost_min=4"),
            (
                "created_at >= 2025-12-01 and created_at >= 2025-12-05 and created_at < 2026 and created_at < 2027",
                "created_from=2025-12-04T23:59:59.000000Z&created_to=2026-01-01T00:00:00.999999Z"
            ),
            ("customer in (1, 2) and customer = 2", "customer=2"),
            ("id in (3, 5, 9) and id > 3 and id < 9", "id_min=4&id_max=6"),
            ("id in (3, 5, 9) and id in (5, 9, 11)", "id_min=4&id_max=10"),
        ]
    )
    func intersections(condition: String, sent: String) throws {
        #expect(try plan("orders where \(condition)").parameters.queryString == sent)
    }

    @Test(
        "a range whose ends the server was seen to count in is asked for as it is",
        arguments: [
            ("id = 7", "id_min=7&id_max=7", "exact"), ("id > 7", "id_min=8", "exact"),
            ("id between 3 and 9", "id_min=3&id_max=9", "exact"), ("id in (5, 4, 6)", "id_min=4&id_max=6", "exact"),
            ("id in (9, 3, 5)", "id_min=3&id_max=9", "superset"), ("not id >= 7.5", "id_max=7", "exact"),
            ("shipping_cost >= 10", "shipping_cost_min=10", "exact"),
            ("shipping_cost > 10", "shipping_cost_min=10", "superset"),
            ("shipping_cost <= 10.5", "shipping_cost_max=11", "superset"),
        ]
    )
    func provedEnds(condition: String, sent: String, trust: String) throws {
        var habits = ServerHabits()
        habits.proved = [.idMinimum, .idMaximum, .shippingCostMinimum, .shippingCostMaximum]
        let query = try parse("orders where \(condition)")
        let plan = try Planner.plan(query, for: .api(endpoint: .admin, habits: habits), at: noon)
        #expect(plan.parameters.queryString == sent)
        #expect(plan.conjuncts.map(\.trust.rawValue) == [trust])
    }

    @Test("a count asks for the very range, whose ends it proves")
    func countedEnds() throws {
        let plan = try plan("orders where id > 7 and shipping_cost <= 10 select count()")
        #expect(plan.parameters.queryString == "id_min=8&shipping_cost_max=10")
        #expect(plan.conjuncts.map(\.trust) == [.exact, .exact])
    }

    @Test(
        "answered without a request",
        arguments: [
            "orders where status = new and status = hold", "orders where id > 5 and id < 5", "orders limit 0",
            "orders where customer is null and has customer", "orders where shipping_cost > 5 and shipping_cost < 2",
            "orders where id in (3, 9) and id between 4 and 8", "orders where id in (3) and id in (4)",
            "orders where created_at > 2025-12-27 and created_at < 2025-12-28",
            "orders where updated_at in 2025-11 and updated_at in 2025-12",
            "orders where customer = 1 and customer = 2", "orders where id > 99999999999999999999",
            "orders where id = 2.5", "orders where id < -99999999999999999999",
            "items where order.status = new and order.status = hold",
        ]
    )
    func nothing(text: String) throws {
        guard case .nothing = try plan(text).strategy else {
            Issue.record("\(text) should need no request")
            return
        }
    }

    @Test(
        "who orders and who cuts",
        arguments: [
            ("orders limit 5", "-created_at,id", Plan.Strategy.firstOrders(count: 5)),
            ("orders limit 5 offset 3", "-created_at,id", .firstOrders(count: 8)),
            ("orders where total > 5 limit 5", "-created_at,id", .untilEnough(count: 5)),
            ("orders where created_at in today limit 5", "-created_at,id", .untilEnough(count: 5)),
            ("orders where status = new order by shipping_cost limit 5", "shipping_cost,id", .firstOrders(count: 5)),
            ("orders order by -id limit 5", "-id", .firstOrders(count: 5)),
            ("orders order by -id, status limit 5", "-id", .firstOrders(count: 5)),
            ("orders order by status, -updated_at limit 5", "status,-updated_at,id", .firstOrders(count: 5)),
            ("orders select id as n, created_at as at order by at limit 5", "created_at,id", .firstOrders(count: 5)),
            ("orders order by customer.id limit 5", "", .everyOrder),
            ("orders where customer in (1, 2) order by customer.id limit 5", "customer__id,id", .firstOrders(count: 5)),
            (
                "orders where customer.id is not null order by customer.id limit 5", "customer__id,id",
                .untilEnough(count: 5)
            ),
            ("orders where customer != 1 order by customer.id limit 5", "", .everyOrder),
            ("orders where has customer order by customer.id limit 5", "", .everyOrder),
            ("orders order by customer.username limit 5", "", .everyOrder),
            ("orders order by total limit 5", "", .everyOrder),
            ("orders order by -created_at", "", .everyOrder),
            ("orders", "", .everyOrder),
            ("orders select count(), sum(total) limit 5", "", .everyOrder),
            ("items limit 5", "-created_at,id", .untilEnough(count: 5)),
            ("items order by order.created_at limit 5", "", .everyOrder),
        ]
    )
    func ordering(text: String, ordering: String, strategy: Plan.Strategy) throws {
        let plan = try plan(text)
        #expect(plan.parameters.ordering.map(\.description).joined(separator: ",") == ordering)
        #expect(plan.strategy == strategy)
        if case .firstOrders(let count) = strategy {
            #expect(plan.request.maximumCount == count)
        } else {
            #expect(plan.request.maximumCount == nil)
        }
    }

    @Test func itemsPushWhatIsTheirOrders() throws {
        let plan = try plan("items where order.status = completed and quantity > 1 and order.id >= 5")
        #expect(plan.parameters.queryString == "status=completed&id_min=4")
        #expect(plan.conjuncts.map(\.trust) == [.exact, .here, .superset])
        #expect(plan.conjuncts[1].reason == "the server filters orders, not their items")
    }

    @Test func customerListKnowsLess() throws {
        let text = "orders where customer = 1 and shipping_cost >= 5 and has billing_city and status = deleted"
        let plan = try plan(text, endpoint: .customer)
        #expect(plan.parameters.queryString == "status_in=deleted")
        #expect(plan.conjuncts.map(\.trust) == [.here, .here, .here, .exact])
        #expect(plan.conjuncts[0].reason == "the customer list has no filter for it")
    }

    @Test func distrustedParametersAreNotUsed() throws {
        let text = "orders where status = new and id between 1 and 9 search \"x\" limit 5"
        let one = try plan(text, distrusting: [.status, .idMaximum, .search, .ordering])
        #expect(one.parameters.queryString == "status_in=new&id_min=0")
        #expect(one.conjuncts.map(\.trust) == [.exact, .superset])
        #expect(one.search == .here)
        #expect(one.strategy == .everyOrder)
        let two = try plan("orders where status = new", distrusting: [.status, .statusIn])
        #expect(two.conjuncts.map(\.trust) == [.here])
        #expect(two.conjuncts[0].reason == "the server was found not to obey status")
    }

    @Test func aSearchDoneHereNeedsMoreThanTheFirstOrders() throws {
        let plan = try plan("orders where status = new search \"x\" limit 5", distrusting: [.search])
        #expect(plan.parameters.queryString == "status=new&ordering=-created_at,id")
        #expect(plan.search == .here)
        #expect(plan.strategy == .untilEnough(count: 5))
        #expect(plan.request.maximumCount == nil)
    }

    @Test func searchIsTheServers() throws {
        let remote = try plan("orders search \"ali, tehran\"")
        #expect(remote.search == .server)
        #expect(remote.parameters.queryString == "search=ali,%20tehran")
        #expect(try plan("orders search \" , \"").search == Plan.SearchPlan.none)
        let local = try Planner.plan(try parse("orders search \"ali\" where id = 1"), for: .scanOnly, at: noon)
        #expect(local.search == .here)
        #expect(local.parameters.queryString.isEmpty)
        #expect(local.conjuncts.map(\.trust) == [.here])
    }

    @Test func zoneMovesTheSpan() throws {
        let tehran = TimeContext(now: noon.now, zone: TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600))
        let plan = try plan("orders where created_at >= today", at: tehran)
        #expect(plan.parameters.queryString == "created_from=2025-12-26T20:29:59.000000Z")
        #expect(
            plan.spans.map { $0.description(in: tehran.zone) } == [
                "today: 2025-12-27T00:00:00+03:30 to before 2025-12-28T00:00:00+03:30"
            ]
        )
    }

    @Test(
        "a field that the source never sends is an error",
        arguments: [
            ("orders where customer.email = \"x\"", ListEndpoint.admin, "customer.email"),
            ("items select order.customer.email", .admin, "order.customer.email"),
            ("orders order by customer.first_name", .customer, "customer.first_name"),
            ("items select order.extra", .customer, "order.extra"),
        ]
    )
    func unsuppliedFields(text: String, endpoint: ListEndpoint, field: String) throws {
        #expect(throws: PlanError.unsupplied(field: field, endpoint: endpoint)) { try plan(text, endpoint: endpoint) }
        let query = try parse(text)
        #expect(throws: Never.self) { try Planner.plan(query, for: .scanOnly, at: noon) }
    }

    /// A condition on the moment of creation with `$d` in it, bound to a number of hours.
    private static func bound(_ condition: (Expression, Expression) -> Condition, hours: Int64) throws -> Query {
        var query = Query(.orders)
        let moved = Expression.arithmetic(.subtract, .literal(.period(.relative(.day, 0))), .parameter("d"))
        let createdAt = try #require(Schema.field(named: "created_at", in: .orders))
        query.condition = condition(.field(createdAt), moved)
        let amount = TimeAmount(microseconds: hours * 3600 * TimeAmount.microsecondsPerSecond)
        return try query.bound(to: ["d": .literal(.duration(amount))])
    }

    @Test(
        "a single moment after 'in' is an error, a period is not",
        arguments: [
            { .membership($0, [$1]) },
            { .not(.or([.isNull($0), .membership($0, [.literal(.period(.relative(.day, 0))), $1])])) },
            { .membership(.function(.day, [$0]), [$1]) },
            { .quantified(.any, .items, .and([.isNull($1), .membership($0, [$1])])) },
        ] as [@Sendable (Expression, Expression) -> Condition]
    )
    func singleMoments(condition: @Sendable (Expression, Expression) -> Condition) throws {
        let moment = try Self.bound(condition, hours: 36)
        let error = #expect(throws: PlanError.self) { try Planner.plan(moment, for: .scanOnly, at: noon) }
        #expect(error == .singleMoment(text: "today - 1d12h"))
        #expect(error?.message == "'today - 1d12h' is a single moment, not a period")
        #expect(error?.mend == "compare it with '>=' or '<'")
        #expect(error?.category == .usage)
        let period = try Self.bound(condition, hours: 48)
        #expect(throws: Never.self) { try Planner.plan(period, for: .scanOnly, at: noon) }
        let later = try Self.bound({ .comparison($0, .greaterOrEqual, $1) }, hours: 36)
        #expect(throws: Never.self) { try Planner.plan(later, for: .scanOnly, at: noon) }
        var literal = moment
        literal.condition = .membership(.literal(.now), [.literal(.instant(noon.now))])
        #expect(throws: Never.self) { try Planner.plan(literal, for: .scanOnly, at: noon) }
    }

    @Test(
        "a constant without a value is an error of the query, not of an order",
        arguments: [
            ("orders where created_at > today - 9999999d", "today - 9999999d", "'-'"),
            ("orders where id = 1 or created_at in (today, today - 9999999d)", "today - 9999999d", "'-'"),
            (
                "items where quantity > -(99999999999999999999 * 99999999999999999999)",
                "-(99999999999999999999 * 99999999999999999999)", "'*'"
            ),
            ("orders select total + 99999999999999999999 * 99999999999999999999", "", "'*'"),
            ("orders group by status having count() > 99999999999999999999 * 99999999999999999999", "", "'*'"),
            ("orders order by total * (99999999999999999999 * 99999999999999999999)", "", "'*'"),
        ]
    )
    func uncomputableConstants(text: String, part: String, operation: String) throws {
        let quoted = part.isEmpty ? "99999999999999999999 * 99999999999999999999" : part
        for capabilities in [SourceCapabilities.scanOnly, .api(endpoint: .admin)] {
            let query = try parse(text)
            let error = #expect(throws: PlanError.self) { try Planner.plan(query, for: capabilities, at: noon) }
            let problem = "the result of \(operation) does not fit in 38 digits"
            #expect(error?.message == "'\(quoted)' cannot be computed: \(problem)")
            #expect(error?.category == .usage)
        }
    }

    @Test func constantsKeepTheirText() throws {
        let plan = try plan("orders where total > 1 / 0 and shipping_cost > 2 + 3 select 1 + 1, coalesce(total, 2 * 3)")
        #expect(plan.conjuncts.map(\.trust) == [.here, .superset])
        #expect(plan.parameters.queryString == "shipping_cost_min=4")
        #expect(PlanDescription.text(of: plan).contains("superset  shipping_cost > 2 + 3\n"))
    }

    @Test("the items and payments of a customer's orders come with their details")
    func customersItems() throws {
        for text in [
            "items limit 3", "payments", "orders where any(items where quantity > 1)", "orders where has payments",
        ] {
            let customers = try plan(text, endpoint: .customer)
            #expect(
                PlanDescription.text(of: customers).hasSuffix("; and 1 request per order for its items and payments")
            )
            #expect(!PlanDescription.text(of: try plan(text)).contains("per order for"))
        }
    }

    @Test func unresolvableDatesAreErrors() throws {
        var query = try parse("orders")
        query.condition = .not(
            .has(.literal(.period(.relative(.year, -3000))))
        )
        #expect(throws: PlanError.unresolvable(UnresolvablePeriod(unit: .year, offset: -3000))) {
            try Planner.plan(query, for: .scanOnly, at: noon)
        }
    }
}
