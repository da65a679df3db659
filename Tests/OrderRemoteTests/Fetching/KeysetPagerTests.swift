import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Whole scans, which page by id.
struct KeysetPagerTests {
    @Test func pagesByIdWithoutOffsets() async throws {
        let server = try ScriptedShop(ids: [9, 1, 7, 3, 5, 2, 8]).start()
        let outcome = try await scan(source(server.url))
        #expect(outcome.ids == [1, 2, 3, 5, 7, 8, 9])
        #expect(
            server.requests.map(\.target) == [
                "/api/orders/?ordering=id&limit=100", "/api/orders/?id_min=4&ordering=id&limit=1000",
                "/api/orders/?id_min=9&ordering=id&limit=1000",
            ]
        )
        #expect(outcome.statistics.requestCount == 3)
        #expect(outcome.statistics.orderCount == 7)
        #expect(outcome.statistics.byteCount > 0)
        #expect(outcome.statistics.warnings == [])
    }

    @Test func staysWithinTheRequestsOwnIds() async throws {
        let server = try ScriptedShop(ids: Array(1...20)).start()
        #expect(try await scan(source(server.url), "id_min=4&id_max=12").ids == Array(4...12))
        #expect(server.requests.count == 3)
    }

    @Test func stopsAtTheWantedNumber() async throws {
        let server = try ScriptedShop(ids: Array(1...20)).start()
        #expect(try await scan(source(server.url), maximumCount: 4).ids == [1, 2, 3, 4])
        #expect(server.requests.map { $0.parameter("limit") } == ["4", "1"])
    }

    @Test(arguments: ["status_in=,", "id_min=5&id_max=4", "shipping_cost_min=2&shipping_cost_max=1"])
    func asksNothingWhenNothingCanMatch(query: String) async throws {
        let server = try ScriptedShop(ids: [1]).start()
        #expect(try await scan(source(server.url), query).ids == [])
        #expect(server.requests.isEmpty)
    }

    @Test func asksNothingForNoOrders() async throws {
        let server = try ScriptedShop(ids: [1]).start()
        #expect(try await scan(source(server.url), maximumCount: 0).ids == [])
        #expect(server.requests.isEmpty)
    }

    @Test func anEmptyShopIsOneRequest() async throws {
        let server = try ScriptedShop(ids: []).start()
        #expect(try await scan(source(server.url)).ids == [])
        #expect(server.requests.count == 1)
    }

    @Test func ordersThatComeAndGoBetweenPagesDisturbNothing() async throws {
        var shop = ScriptedShop(ids: Array(1...9))
        shop.change = { request, ids in
            if request == 2 { ids.removeAll { $0 == 1 || $0 == 2 } }
            if request == 3 { ids.insert(10, at: 0) }
        }
        let server = try shop.start()
        #expect(try await scan(source(server.url)).ids == Array(1...10))
    }

    @Test("an empty page that counts orders is asked for again, and is never taken for the end", arguments: [1, 2])
    func anEmptyPageIsNotTheEnd(number: Int) async throws {
        let once = try ScriptedShop(ids: Array(1...9), emptyPages: [number]).start()
        #expect(try await scan(source(once.url)).ids == Array(1...9))
        let always = try ScriptedShop(ids: Array(1...9), emptyPages: Set(number...20)).start()
        let error = await #expect(throws: RemoteError.self) { try await scan(source(always.url)) }
        #expect(error == .withheld(place: always.url + "/api/orders/", count: number == 1 ? 9 : 6))
        #expect(error?.category == .incomplete)
        #expect(always.requests.count == number + 1)
    }

    @Test(arguments: ["ordering", "id_min"])
    func fallsBackToOffsetsWhenTheServerDoesNotPageById(ignored: String) async throws {
        let server = try ScriptedShop(ids: [9, 1, 7, 3, 5, 2, 8], ignored: [ignored]).start()
        let outcome = try await scan(source(server.url))
        #expect(outcome.ids.sorted() == [1, 2, 3, 5, 7, 8, 9])
        #expect(outcome.statistics.warnings.count == 1)
        #expect(server.requests.contains { $0.parameter("offset") != nil })
    }

    @Test func anOrderByIdThatWasAskedForIsNotGivenUp() async throws {
        let server = try ScriptedShop(ids: [9, 1, 7], ignored: ["ordering"]).start()
        await #expect(throws: UntrustedParameter.self) { try await scan(source(server.url), "ordering=id") }
    }
}
