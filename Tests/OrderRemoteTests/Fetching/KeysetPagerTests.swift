import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Scans in the order of ids, which page by id, and no further than is wanted.
struct KeysetPagerTests {
    @Test func stopsAtTheWantedNumber() async throws {
        let server = try ScriptedShop(ids: Array(1...20)).start()
        #expect(try await scan(source(server.url), maximumCount: 4).ids == [1, 2, 3, 4])
        #expect(server.requests.map { $0.parameter("limit") } == ["4", "1"])
    }

    @Test func asksNothingForNoOrders() async throws {
        let server = try ScriptedShop(ids: [1]).start()
        #expect(try await scan(source(server.url), maximumCount: 0).ids == [])
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["ordering=-id", "ordering=-id,status"])
    func goesDownFromTheGreatest(query: String) async throws {
        let server = try ScriptedShop(ids: Array(1...7)).start()
        #expect(try await scan(source(server.url), query).ids == [7, 6, 5, 4, 3, 2, 1])
        #expect(server.requests.map { $0.parameter("id_max") } == [nil, "4", "1"])
        #expect(server.requests.map { $0.parameter("limit") } == ["100", "1000", "1000"])
    }

    @Test func anOrderByIdThatIsNotKeptIsNotGivenUp() async throws {
        let server = try ScriptedShop(ids: [9, 1, 7], ignored: ["ordering"]).start()
        let error = await #expect(throws: UntrustedParameter.self) { try await scan(source(server.url), "ordering=id") }
        #expect(error?.parameter == "ordering")
    }

    @Test(arguments: ["id_min", "id_max"])
    func goesOnByOffsetWhereIdsAreIgnored(ignored: String) async throws {
        let server = try ScriptedShop(ids: Array(1...9), ignored: [ignored]).start()
        let source = try source(server.url)
        #expect(try await scan(source, "ordering=id&limit=8").ids == Array(1...8))
        #expect(try await scan(source, "ordering=-id&limit=8").ids == Array(2...9).reversed())
    }

    @Test("an end that is left out costs no order", arguments: ["id_min", "id_max"], ["ordering=id", "ordering=-id"])
    func excludedEnds(parameter: String, query: String) async throws {
        var shop = ScriptedShop(ids: Array(1...20))
        shop.excludedEnds = [parameter]
        let server = try shop.start()
        let source = try source(server.url)
        let expected = query == "ordering=id" ? Array(1...20) : (1...20).reversed()
        let isMet = (parameter == "id_min") == (query == "ordering=id")
        for round in 0...1 {
            let outcome = try await scan(source, query)
            #expect(outcome.ids == expected)
            #expect(outcome.statistics.warnings.contains { $0.contains(parameter) } == (isMet && round == 0))
        }
        guard case .api(_, let habits) = source.capabilities else { return }
        #expect(habits.distrusted.map(\.rawValue) == (isMet ? [parameter] : []))
    }

    @Test("an order that goes is no end that is left out")
    func deletedOrdersAccuseNobody() async throws {
        var shop = ScriptedShop(ids: Array(1...20))
        shop.change = { request, ids in if request == 2 { ids.removeAll { [17, 18].contains($0) } } }
        let server = try shop.start()
        let source = try source(server.url)
        let ids = try await scan(source, "ordering=-id").ids
        #expect(ids == [20, 19, 18] + (1...16).reversed())
        guard case .api(_, let habits) = source.capabilities else { return }
        #expect(habits.distrusted.isEmpty)
    }

    @Test(
        "what is asked for, and what may come of it",
        arguments: [
            ("ordering=-id&limit=8", ["8 of 8 in 1", "8 of 8 in 3"]),
            ("ordering=-id", ["6 of 10 in 4", "9 of 10 in 4", "10 of 10 in 4"]),
            ("ordering=-created_at&limit=7&offset=1", ["7 of 7 in 1", "7 of 7 in 3"]),
        ]
    )
    func announces(query: String, asked: [String]) async throws {
        let server = try ScriptedShop(ids: Array(1...10)).start()
        let watcher = Watcher()
        _ = try await scan(source(server.url), query, monitor: watcher)
        #expect(watcher.seen.questions == asked)
    }

    @Test func asksBeforeItGoesOn() async throws {
        let server = try ScriptedShop(ids: Array(1...9)).start()
        await #expect(throws: Watcher.Refusal.self) {
            try await scan(source(server.url), "ordering=-id", monitor: Watcher(refusesBeyond: 5))
        }
        #expect(server.requests.count == 1)
    }
}
