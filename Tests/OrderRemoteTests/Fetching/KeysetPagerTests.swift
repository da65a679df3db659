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

    @Test func asksBeforeItGoesOn() async throws {
        let server = try ScriptedShop(ids: Array(1...9)).start()
        await #expect(throws: Watcher.Refusal.self) {
            try await scan(source(server.url), "ordering=-id", monitor: Watcher(refusesBeyond: 100))
        }
        #expect(server.requests.count == 1)
    }
}
