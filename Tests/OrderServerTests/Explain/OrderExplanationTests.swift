import OrderModel
import OrderServer
import Testing

@Suite struct OrderExplanationTests {
    @Test func anOrderThatFailsShowsWhere() async throws {
        let orders = try await ExplainedOrders()
        let first = try #require(orders.orders.first?.document.wholeIdentifier)
        let explanation = try await orders.explanation("id_min=\(first + 1)&status_in=new,hold&__order=\(first)")
        #expect(explanation.fates == ["id_min used", "status_in used"])
        let order = Explanation(json: explanation["order"] ?? .null)
        #expect(order["matches"] == .boolean(false))
        let conditions = order.list("conditions")
        #expect(conditions.map { $0.text("condition") } == ["status in (new, hold)", "id >= \(first + 1)"])
        #expect(conditions.last?["holds"] == .boolean(false))
        #expect(conditions.last?["values", "id"] == .number(String(first)))
    }

    @Test func everyOrderMatchesAsTheListSays() async throws {
        let orders = try await ExplainedOrders(Array(SampleOrders(count: 60)))
        let query = "has_notes=true&search=a&limit=100"
        let all = try await orders.explanation(query)
        var matching = 0
        for order in orders.orders {
            let id = order.document.wholeIdentifier ?? 0
            let explanation = try await orders.explanation("\(query)&__order=\(id)")
            if explanation["order", "matches"] == .boolean(true) { matching += 1 }
        }
        #expect(.number(String(matching)) == all["page", "count"])
        #expect(matching > 0)
    }

    @Test func searchedWordsNameTheirFields() async throws {
        let orders = try await ExplainedOrders()
        let first = try #require(orders.orders.first?.document.wholeIdentifier)
        let explanation = try await orders.explanation("search=\(first)+%22no%20%5C%22such%22&__order=\(first)")
        let terms = Explanation(json: explanation["order"] ?? .null).list("search")
        #expect(terms.map { $0.text("term") } == [String(first), "no \"such"])
        #expect(terms.first?["found_in"] == .array([.text("id")]))
        #expect(terms.last?["found_in"] == .array([]))
    }

    @Test(arguments: ["x", "", "-", "1.5", "--1", "1%30"]) func whatIsNoIdIsRefused(_ text: String) async throws {
        let orders = try await ExplainedOrders()
        let error = await #expect(throws: RefusedQuery.self) { try await orders.explanation("__order=\(text)") }
        #expect(error?.body.serialized() == #"{"__order":["Enter the id of an order, a whole number."]}"#)
    }

    @Test(arguments: ["999999999", "-1", "99999999999999999999999"])
    func whatIsNoOrderIsNotFound(_ text: String) async throws {
        let explanation = try await ExplainedOrders().explanation("__order=\(text)")
        #expect(explanation["order", "found"] == .boolean(false))
    }

    /// A customer is told nothing of others' orders, not even that there are any.
    @Test func othersOrdersAreNone() async throws {
        let orders = try await ExplainedOrders()
        let owners = try orders.orders.map { order in
            let owner = try Schema.field(named: "customer.id", in: .orders)?.value(in: order.document)
            return (id: order.document.wholeIdentifier ?? 0, owner: owner)
        }
        let owned = owners.compactMap { order -> (Int, Int)? in
            guard case .number(let number)? = order.owner, let owner = number.wholeNumber else { return nil }
            return (order.id, owner)
        }
        let (own, customer) = try #require(owned.first)
        let mine = try await orders.explanation("__order=\(own)", customer: customer)
        #expect(mine["order", "found"] == .boolean(true))
        let others = owners.filter { $0.owner != .number(Decimal(customer)) }
        #expect(others.count > 300)
        for other in others.prefix(40) {
            let explanation = try await orders.explanation("__order=\(other.id)&limit=100", customer: customer)
            #expect(explanation["order", "found"] == .boolean(false))
            #expect(explanation["order", "conditions"] == nil)
        }
        let expected = owners.count { $0.owner == .number(Decimal(customer)) }
        #expect(mine.list("steps").allSatisfy { ($0.number("left") ?? .max) <= expected })
        #expect(mine["plan", "orders_read"] == nil)
    }
}
