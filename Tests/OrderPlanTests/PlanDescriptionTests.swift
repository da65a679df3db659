// The layout of `explain` and `explain analyze`, line by line: people read it, and scripts may.

import OrderEngine
import OrderModel
import OrderPlan
import Testing

struct PlanDescriptionTests {
    @Test func aPlanWithSomeOfEverything() throws {
        let plan = try plan(
            "orders search \"ali\" where status in (new, hold) and created_at >= today - 7d and total > 100k limit 20"
        )
        #expect(
            PlanDescription.text(of: plan) == """
                query       orders search "ali" where status in (new, hold) and created_at >= today - 7d and total > 100000 limit 20
                zone        UTC
                dates       today - 7d: 2025-12-20T00:00:00Z to before 2025-12-21T00:00:00Z
                request     GET /api/orders/?status_in=new,hold&created_from=2025-12-19T23:59:59.000000Z&search=ali&ordering=-created_at,id&limit=100
                search      server: in its own way, not repeated here
                conditions  exact     status in (new, hold)
                                      status_in=new,hold: the server's filter means the same
                            superset  created_at >= 2025-12-27 - 7d
                                      created_from=2025-12-19T23:59:59.000000Z: asked a second wider each way, as servers differ on fractions
                            here      total > 100000
                                      the server has no filter for total
                order       server
                strategy    pages in the server's order until 20 orders passed
                expected    1 request per 100 orders, until enough passed
                """
        )
    }

    @Test func exactAndCutByTheServer() throws {
        let plan = try plan("orders where status = new order by -id limit 3")
        #expect(
            PlanDescription.text(of: plan) == """
                query       orders where status = new order by -id limit 3
                zone        UTC
                request     GET /api/orders/?status=new&ordering=-id&limit=5
                conditions  exact     status = new
                                      status=new: the server's filter means the same
                order       server
                strategy    the first 3 orders as the server has them
                expected    1 request
                """
        )
    }

    @Test func aFileFiltersNothing() throws {
        let query = try parse("orders where total > 5 group by status")
        let plan = try Planner.plan(query, for: .scanOnly, at: noon)
        #expect(
            PlanDescription.text(of: plan) == """
                query       orders where total > 5 group by status
                zone        UTC
                request     none; the source is read as a whole
                conditions  here      total > 5
                                      the source filters nothing
                order       here: the groups
                strategy    every order that the source hands out; only the groups are kept
                """
        )
    }

    @Test func aSnapshotLeavesGroupsOut() throws {
        let query = try parse("orders where total > 5 and created_at in today")
        let plan = try Planner.plan(query, for: .scanOnly, at: noon)
        let text = PlanDescription.text(of: plan, skipsByRanges: true)
        let ranges = "the range of total, created_at rules them out"
        #expect(text.contains("request     none; groups of orders are left out where \(ranges)\n"))
        let unhelpful = try Planner.plan(try parse("orders"), for: .scanOnly, at: noon)
        #expect(PlanDescription.text(of: unhelpful, skipsByRanges: true).contains("the source is read as a whole"))
    }

    @Test func counts() throws {
        #expect(
            PlanDescription.text(of: try plan("orders where status in (new, hold) group by status")) == """
                query       orders where status in (new, hold) group by status
                zone        UTC
                request     GET /api/orders/?status_in=new,hold&ordering=id&limit=100
                conditions  exact     status in (new, hold)
                                      status_in=new,hold: the server's filter means the same
                order       here: the groups
                strategy    a count for each status
                expected    3 requests, several at once; a few more now, as status_in was not yet seen to work; every order is read if it doesn't
                """
        )
        let everything = PlanDescription.text(of: try plan("orders group by status"))
        #expect(everything.contains("            and 7 more for other statuses\n"))
        #expect(everything.hasSuffix("expected    10 requests, several at once"))
        #expect(PlanDescription.text(of: try plan("orders select count()")).hasSuffix("expected    1 request"))
    }

    @Test func analysedCount() async throws {
        let server = SimulatedServer(generatedOrders(100, seed: 3))
        let execution = try await PlanExecution.run(try plan("orders select count()"), source: server)
        let text = PlanDescription.text(of: execution)
        #expect(text.contains("\nrequests    1\n"))
        #expect(text.contains("\ncounted     100 orders by the server\nanswered    1 row\n"))
        #expect(text.contains("\ntime        "))
    }

    @Test func nothingToAsk() throws {
        let text = PlanDescription.text(of: try plan("orders where id > 5 and id < 5"))
        #expect(text.contains("request     none; the conditions contradict each other"))
        #expect(text.hasSuffix("strategy    nothing to fetch\nexpected    no request"))
    }

    @Test(
        "one of anything is not several",
        arguments: [
            ("orders where total > 0 order by -id limit 1", "until 1 order passed"),
            ("orders order by -id limit 1", "the first order as"),
            ("orders order by total limit 1", "only the best 1 order is kept"),
            ("payments order by amount limit 2", "only the best 2 payments are kept"),
        ]
    )
    func numbers(text: String, expected: String) throws {
        let description = PlanDescription.text(of: try plan(text))
        #expect(description.contains(expected), "\(description)")
    }

    @Test func analysedForOne() async throws {
        let plan = try plan("orders where id = 7 and total >= 0")
        let execution = try await PlanExecution.run(plan, source: SimulatedServer([generatedOrders(7, seed: 3)[6]]))
        let text = PlanDescription.text(of: execution)
        #expect(
            text.contains(
                "\nread        1 order, 0 bytes\nchecked     1 order here; 1 order passed\nanswered    1 row\n"
            ),
            "\(text)"
        )
    }

    @Test func analysedWithWhatItCost() async throws {
        let server = SimulatedServer(generatedOrders(100, seed: 3))
        let execution = try await PlanExecution.run(
            try plan("orders where status = new and total > 100"),
            source: server
        )
        let text = PlanDescription.text(of: execution)
        let passed = execution.matchedCount
        let read = execution.statistics.orderCount
        #expect(read > passed)
        #expect(text.contains("the server has no filter for total; dropped \(read - passed)"))
        #expect(text.contains("\nread        \(read) orders, 0 bytes\n"))
        #expect(text.contains("\nchecked     \(read) orders here; \(passed) orders passed\n"))
        #expect(text.contains("\nanswered    \(passed) rows\n"))
    }
}
