import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Scans in an order that the server makes, which page by offset.
///
/// The greater the last digit of an id, the newer the order.
struct OffsetPagerTests {
    @Test func pagesOverlapByOneOrder() async throws {
        let server = try ScriptedShop(ids: Array(1...7)).start()
        let outcome = try await scan(source(server.url), "ordering=-created_at,id")
        #expect(outcome.ids == [7, 6, 5, 4, 3, 2, 1])
        #expect(server.requests.map { $0.parameter("offset") } == [nil, "2", "4"])
        #expect(server.requests.map { $0.parameter("limit") } == ["100", "1000", "1000"])
        #expect(outcome.statistics.warnings == [])
    }

    @Test func endsTheOrderWithTheId() async throws {
        let server = try ScriptedShop(ids: []).start()
        _ = try await scan(source(server.url), "ordering=-created_at")
        #expect(server.requests.first?.parameter("ordering") == "-created_at,id")
    }

    @Test func readsNoMoreThanIsWanted() async throws {
        let server = try ScriptedShop(ids: Array(1...20)).start()
        #expect(try await scan(source(server.url), "ordering=-created_at&limit=5").ids == [9, 19, 8, 18, 7])
        #expect(server.requests.map { $0.parameter("limit") } == ["5", "3"])
    }

    @Test func whatFitsOnAPageIsOneRequest() async throws {
        let server = try ScriptedShop(ids: Array(1...20), pageLimit: 10).start()
        #expect(try await scan(source(server.url), "ordering=-created_at&limit=10").ids.count == 10)
        #expect(server.requests.count == 1)
    }

    @Test func beginsAtTheOffset() async throws {
        let server = try ScriptedShop(ids: Array(1...9)).start()
        #expect(try await scan(source(server.url), "ordering=-created_at&offset=5").ids == [4, 3, 2, 1])
        #expect(try await scan(source(server.url), "offset=7&limit=5").ids == [8, 9])
        #expect(try await scan(source(server.url), "ordering=-id&offset=50").ids == [])
    }

    @Test func pagesOfOneOrderCannotOverlap() async throws {
        let server = try ScriptedShop(ids: Array(1...5), pageLimit: 1).start()
        #expect(try await scan(source(server.url), "ordering=-created_at").ids == [5, 4, 3, 2, 1])
        #expect(server.requests.count < 12)
    }

    // MARK: Orders that move

    @Test func startsAgainUnseenWhenAnOrderComesBetweenPages() async throws {
        var shop = ScriptedShop(ids: Array(1...8))
        shop.change = { request, ids in if request == 2 { ids.append(9) } }
        let server = try shop.start()
        let outcome = try await scan(source(server.url), "ordering=-created_at&limit=5")
        #expect(outcome.ids == [9, 8, 7, 6, 5])
        #expect(outcome.statistics.warnings.count == 1)
    }

    @Test func anOrderThatVanishesBetweenPagesLosesNoOther() async throws {
        var shop = ScriptedShop(ids: Array(1...9))
        shop.change = { request, ids in if request == 2 { ids.removeAll { $0 == 9 } } }
        let server = try shop.start()
        let outcome = try await scan(source(server.url), "ordering=-created_at")
        #expect(outcome.ids == [9, 8, 7, 6, 5, 4, 3, 2, 1])
    }

    @Test func anEarlierOrderThatComesLateCannotBeMended() async throws {
        var shop = ScriptedShop(ids: Array(1...8))
        shop.change = { request, ids in if request == 2 { ids.append(9) } }
        let server = try shop.start()
        let error = await #expect(throws: RemoteError.self) {
            try await scan(source(server.url), "ordering=-created_at")
        }
        #expect(error?.category == .incomplete)
    }

    @Test func restartsEnd() async throws {
        var shop = ScriptedShop(ids: Array(1...8))
        shop.change = { request, ids in ids.append(109 - 10 * request) }
        let server = try shop.start()
        let error = await #expect(throws: RemoteError.self) {
            try await scan(source(server.url), "ordering=-created_at&limit=8")
        }
        #expect(error == .drifted(place: server.url + "/api/orders/", restartCount: 3))
    }

    @Test func tiesThatSwapAreNoticed() async throws {
        var shop = ScriptedShop(ids: Array(1...40).map { $0 * 10 })
        shop.page = { request, ids in request.isMultiple(of: 2) ? ids.reversed() : ids }
        let server = try shop.start()
        let error = await #expect(throws: (any Error).self) {
            try await scan(source(server.url), "ordering=-created_at&limit=30")
        }
        #expect(error is RemoteError || error is UntrustedParameter)
    }

    // MARK: Servers that disobey

    @Test func anOffsetThatIsIgnoredIsNamed() async throws {
        let server = try ScriptedShop(ids: Array(1...9), ignored: ["offset"]).start()
        let error = await #expect(throws: UntrustedParameter.self) {
            try await scan(source(server.url), "ordering=-created_at&limit=8")
        }
        #expect(error?.parameter == "offset")
        #expect(error?.evidence == "it shows 3 of 9 orders, always the same")
        #expect(server.requests.count == 2)
    }

    @Test func anOrderingThatIsIgnoredIsNoticed() async throws {
        let server = try ScriptedShop(ids: [1, 2, 3], ignored: ["ordering"]).start()
        let error = await #expect(throws: UntrustedParameter.self) {
            try await scan(source(server.url), "ordering=-created_at&limit=2")
        }
        #expect(error == UntrustedParameter(parameter: "ordering", evidence: "order 1 comes before order 2"))
    }

    @Test func ordersListedTwiceAreCountedOnce() async throws {
        var shop = ScriptedShop(ids: Array(1...5), pageLimit: 30)
        shop.page = { _, ids in ids.flatMap { [$0, $0] } }
        shop.count = { "\($0 * 2)" }
        let server = try shop.start()
        let outcome = try await scan(source(server.url), "ordering=-created_at")
        #expect(outcome.ids == [5, 4, 3, 2, 1])
        #expect(outcome.statistics.warnings.count == 1)
    }

    @Test func aCountThatIsTooLargeIsNoEndlessSearch() async throws {
        var shop = ScriptedShop(ids: Array(1...9))
        shop.count = { "\($0 + 5)" }
        let server = try shop.start()
        let error = await #expect(throws: RemoteError.self) {
            try await scan(source(server.url), "ordering=-created_at&limit=20")
        }
        #expect(error?.category == .incomplete)
        #expect(server.requests.count < 30)
    }

    @Test("an order that is not kept is seen although one order is wanted", arguments: ["-created_at,id", "id"])
    func oneWantedOrderIsNotBelieved(ordering: String) async throws {
        let server = try ScriptedShop(ids: [3, 5, 4, 1, 2], ignored: ["ordering"]).start()
        let error = await #expect(throws: UntrustedParameter.self) {
            try await scan(source(server.url), "ordering=\(ordering)&limit=1")
        }
        #expect(error?.parameter == "ordering")
    }

    /// Pages of one order cannot overlap, so that nothing but their repetition tells.
    @Test(arguments: ["ordering=-created_at&limit=5", "ordering=-created_at", "offset=0"])
    func oneOrderForAnyOffsetIsNoEndlessSearch(query: String) async throws {
        var shop = ScriptedShop(ids: Array(1...5), ignored: ["offset", "id_min", "id_max"])
        shop.page = { _, _ in [5] }
        let server = try shop.start()
        let error = await #expect(throws: (any Error).self) { try await scan(source(server.url), query) }
        #expect((error as? any Failure)?.category == .incomplete)
        #expect(server.requests.count < 30)
    }
}
