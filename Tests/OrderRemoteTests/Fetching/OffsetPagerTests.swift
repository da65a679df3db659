import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Scans in an order that the server makes, which page by offset.
struct OffsetPagerTests {
    @Test func pagesOverlapByOneOrder() async throws {
        let server = try ScriptedShop(ids: Array(1...7)).start()
        let outcome = try await scan(source(server.url), "ordering=-id")
        #expect(outcome.ids == [7, 6, 5, 4, 3, 2, 1])
        #expect(server.requests.map { $0.parameter("offset") } == [nil, "2", "4"])
        #expect(outcome.statistics.warnings == [])
    }

    @Test func endsTheOrderWithTheId() async throws {
        let server = try ScriptedShop(ids: []).start()
        _ = try await scan(source(server.url), "ordering=-created_at")
        #expect(server.requests.first?.parameter("ordering") == "-created_at,id")
    }

    @Test func readsNoMoreThanIsWanted() async throws {
        let server = try ScriptedShop(ids: Array(1...20)).start()
        #expect(try await scan(source(server.url), "ordering=-id&limit=5").ids == [20, 19, 18, 17, 16])
        #expect(server.requests.map { $0.parameter("limit") } == ["5", "3"])
    }

    @Test func beginsAtTheOffset() async throws {
        let server = try ScriptedShop(ids: Array(1...9)).start()
        #expect(try await scan(source(server.url), "ordering=-id&offset=5").ids == [4, 3, 2, 1])
        #expect(try await scan(source(server.url), "offset=7&limit=5").ids == [8, 9])
        #expect(try await scan(source(server.url), "ordering=-id&offset=50").ids == [])
    }

    @Test func startsAgainUnseenWhenAnOrderComesBetweenPages() async throws {
        var shop = ScriptedShop(ids: Array(1...9))
        shop.change = { request, ids in if request == 2 { ids.append(10) } }
        let server = try shop.start()
        let outcome = try await scan(source(server.url), "ordering=-id&limit=5")
        #expect(outcome.ids == [10, 9, 8, 7, 6])
        #expect(outcome.statistics.warnings.count == 1)
    }

    @Test func anOrderThatVanishesBetweenPagesLosesNoOther() async throws {
        var shop = ScriptedShop(ids: Array(1...9))
        shop.change = { request, ids in if request == 2 { ids.removeAll { $0 == 9 } } }
        let server = try shop.start()
        #expect(try await scan(source(server.url), "ordering=-id").ids == [9, 8, 7, 6, 5, 4, 3, 2, 1])
    }

    @Test func anEarlierOrderThatComesLateCannotBeMended() async throws {
        var shop = ScriptedShop(ids: Array(1...9))
        shop.change = { request, ids in if request == 2 { ids.append(10) } }
        let server = try shop.start()
        let error = await #expect(throws: RemoteError.self) { try await scan(source(server.url), "ordering=-id") }
        #expect(error?.category == .incomplete)
    }

    @Test func restartsEnd() async throws {
        var shop = ScriptedShop(ids: Array(1...9))
        shop.change = { request, ids in ids.append(100 + request) }
        let server = try shop.start()
        let error = await #expect(throws: RemoteError.self) {
            try await scan(source(server.url), "ordering=-id&limit=8")
        }
        #expect(error == .drifted(place: server.url + "/api/orders/", restartCount: 3))
    }

    @Test func anOffsetThatIsIgnoredIsNoticed() async throws {
        let server = try ScriptedShop(ids: Array(1...9), ignored: ["offset"]).start()
        let error = await #expect(throws: RemoteError.self) {
            try await scan(source(server.url), "ordering=-id&limit=8")
        }
        #expect(error?.category == .incomplete)
    }

    @Test func anOrderingThatIsIgnoredIsNoticed() async throws {
        let server = try ScriptedShop(ids: [1, 2, 3], ignored: ["ordering"]).start()
        let error = await #expect(throws: UntrustedParameter.self) {
            try await scan(source(server.url), "ordering=-id&limit=2")
        }
        #expect(error == UntrustedParameter(parameter: "ordering", evidence: "order 1 comes before order 2"))
    }
}
