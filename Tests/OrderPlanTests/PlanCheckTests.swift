import OrderEngine
import OrderModel
import OrderPlan
import Testing

@Suite struct PlanCheckTests {
    @Test(
        "what the list never sent is no null in a snapshot of it",
        arguments: [
            ("orders where extra is null select count()", ListEndpoint.customer, "extra"),
            ("items group by product_title", .customer, "product_title"),
            ("orders where customer.email is null", .admin, "customer.email"),
        ]
    )
    func whatTheListLacks(text: String, list: ListEndpoint, field: String) throws {
        let query = try parse(text)
        #expect(throws: PlanError.unsupplied(field: field, endpoint: list)) {
            try PlanCheck.check(query, on: StoredOrders(originalList: list))
        }
        try PlanCheck.check(query, on: StoredOrders(originalList: nil))
    }

    @Test func whatTheSourceCannotBeAskedForIsFoundBeforeAnythingRuns() throws {
        let server = SimulatedServer([])
        let query = try parse("orders where status = new and total > 5")
        #expect(throws: PlanError.self) { try PlanCheck.requirePushdown(query, on: server, at: noon) }
        try PlanCheck.requirePushdown(try parse("orders where status = new"), on: server, at: noon)
        try PlanCheck.requirePushdown(query, on: StoredOrders(originalList: nil), at: noon)
        // A value that is given later may be one that the server knows.
        var later = query
        later.condition = .comparison(.parameter("x"), .equal, .literal(.number(Decimal(1))))
        try PlanCheck.requirePushdown(later, on: server, at: noon)
        #expect(server.requests.isEmpty)
    }

    @Test func whatItHasMayBeAsked() throws {
        let query = try parse("orders where extra is null and customer.mobile_number ~ \"9\"")
        try PlanCheck.check(query, on: StoredOrders(originalList: .admin))
    }
}

/// A file that knows which list its orders came from.
private struct StoredOrders: OrderSource {
    let originalList: ListEndpoint?
    var name: String { "stored orders" }
    var capabilities: SourceCapabilities { .scanOnly }

    func makeScan(for request: ScanRequest) throws -> any OrderScan {
        SequentialScan { throw Unread() }
    }

    func order(_ lookup: Lookup) async throws -> Order? { nil }

    private struct Unread: Error {}
}
