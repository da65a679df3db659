import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// A server's orders as documents, for a copy of them.
struct OrderDocumentsTests {
    private func read(_ reader: DocumentReader) async throws -> [DocumentPage] {
        var pages: [DocumentPage] = []
        while let page = try await reader.next() { pages.append(page) }
        return pages
    }

    @Test func theExtentIsTwoSmallRequests() async throws {
        let server = try ScriptedShop(ids: [5, 90, 7]).start()
        let extent = try await source(server.url).extent(of: FilterParameters())
        #expect(extent.count == 3)
        #expect(extent.firstID == 5)
        #expect(extent.lastID == 90)
        #expect(extent.statistics.requestCount == 2)
        #expect(server.requests.map(\.query) == ["ordering=id&limit=1", "ordering=-id&limit=1"])
    }

    @Test func anEmptyExtentIsOneRequest() async throws {
        let server = try ScriptedShop(ids: []).start()
        let extent = try await source(server.url).extent(of: FilterParameters())
        #expect(extent.count == 0)
        #expect(extent.firstID == nil)
        #expect(extent.lastID == nil)
        #expect(server.requests.count == 1)
    }

    @Test func readsARangePageByPage() async throws {
        let server = try ScriptedShop(ids: Array(1...20)).start()
        let watcher = Watcher()
        let reader = try source(server.url).documents(in: 4...11, parameters: FilterParameters(), monitor: watcher)
        let pages = try await read(reader)
        #expect(pages.map(\.identifiers) == [[4, 5], [6, 7, 8], [9, 10, 11]])
        let lines = (4...11).map { ScriptedShop.order($0) + "\n" }.joined()
        #expect(pages.flatMap(\.lines) == Array(lines.utf8))
        #expect(pages.map { $0.lastUpdated?.iso8601 } == ["005", "008", "011"].map { "2025-02-01T00:00:00.\($0)000Z" })
        #expect(pages.map(\.statistics.requestCount) == [1, 1, 1])
        #expect(pages.map(\.statistics.orderCount) == [2, 3, 3])
        #expect(watcher.seen.progress.requestCount == 4)
        #expect(
            server.requests.map(\.query) == [
                "id_min=3&id_max=12&ordering=id&limit=1000", "id_min=6&id_max=12&ordering=id&limit=1000",
                "id_min=9&id_max=12&ordering=id&limit=1000", "id_min=12&id_max=12&ordering=id&limit=1000",
            ]
        )
    }

    @Test(arguments: [["id_max"], ["id_min"], ["id_min", "id_max"]] as [Set<String>])
    func aServerThatLeavesEndsOutCostsNoOrder(names: Set<String>) async throws {
        let settings = ShopSettings { $0.faults.excludedEnds = names }
        let server = try ShopServer(SampleOrders(count: 60).map(\.document), settings)
        defer { server.stop() }
        let ids = server.orders.compactMap(\.wholeIdentifier).sorted()
        let reader = try source(server.url, token: settings.staffToken).documents(
            in: ids[10]...ids[40],
            parameters: FilterParameters(),
            monitor: nil
        )
        #expect(try await read(reader).flatMap(\.identifiers) == Array(ids[10...40]))
    }

    @Test func aRangeWithoutOrdersHasNoPage() async throws {
        let server = try ScriptedShop(ids: [1, 50]).start()
        let source = try source(server.url)
        #expect(try await read(source.documents(in: 2...49, parameters: FilterParameters(), monitor: nil)).isEmpty)
        #expect(server.requests.count == 1)
        var parameters = FilterParameters()
        parameters.idMinimum = 60
        #expect(try await read(source.documents(in: 2...49, parameters: parameters, monitor: nil)).isEmpty)
        #expect(server.requests.count == 1)
    }

    @Test func aDocumentKeepsItsBytesOnOneLine() async throws {
        let order = "{\n \"id\" : 7.0e0,\r\n\t\"notes\": \"a\\nb\", \"x\": [1,\n2], \"updated_at\": null }"
        let server = try LocalServer { _ in .json(#"{"count":1,"next":null,"results":[\#n\#(order)\#n]}"#) }
        let pages = try await read(
            source(server.url).documents(in: 1...9, parameters: FilterParameters(), monitor: nil)
        )
        let line = "{ \"id\" : 7.0e0,\t\"notes\": \"a\\nb\", \"x\": [1,2], \"updated_at\": null }\n"
        #expect(pages.map { String(decoding: $0.lines, as: UTF8.self) } == [line])
        #expect(pages.map(\.identifiers) == [[7]])
        #expect(pages.allSatisfy { $0.lastUpdated == nil })
    }

    @Test("an end that the server ignores or turns around is not sent again", arguments: [false, true])
    func rangesWithoutAnEnd(isInverted: Bool) async throws {
        var shop = ScriptedShop(ids: [30, 2, 9, 7, 4, 5, 6, 1])
        if isInverted { shop.inverted = ["id_max"] } else { shop.ignored = ["id_max"] }
        let server = try shop.start()
        let source = try source(server.url)
        let error = await #expect(throws: UntrustedParameter.self) {
            try await read(source.documents(in: 3...7, parameters: FilterParameters(), monitor: nil))
        }
        #expect(error?.parameter == "id_max")
        source.learn(.distrusted([.idMaximum]))
        let pages = try await read(source.documents(in: 3...7, parameters: FilterParameters(), monitor: nil))
        #expect(pages.flatMap(\.identifiers) == [4, 5, 6, 7])
        #expect(server.requests.suffix(2).allSatisfy { $0.parameter("id_max") == nil })
    }

    @Test(arguments: ["ordering", "id_min"])
    func aServerThatDoesNotPageByIdIsRefused(ignored: String) async throws {
        let server = try ScriptedShop(ids: [30, 2, 9, 7, 4, 5, 6, 1], ignored: [ignored]).start()
        let reader = try source(server.url).documents(in: 3...7, parameters: FilterParameters(), monitor: nil)
        let error = await #expect(throws: RemoteError.self) { try await read(reader) }
        #expect(error?.category == .incomplete)
        #expect(error?.message.contains("does not page by id") == true)
    }

    @Test(arguments: [[2, 5, 9, 3, 4], [2, 5, 7, 3, 4, 8]])
    func ordersThatAreNotShownByTheirIdsAreMissed(ids: [Int]) async throws {
        let server = try ScriptedShop(ids: ids, ignored: ["ordering"]).start()
        let reader = try source(server.url).documents(in: 2...9, parameters: FilterParameters(), monitor: nil)
        let error = await #expect(throws: RemoteError.self) { try await read(reader) }
        #expect(error?.category == .incomplete)
    }

    @Test func ordersThatGoWhileTheyAreReadAreNoFault() async throws {
        var shop = ScriptedShop(ids: Array(1...9))
        shop.change = { request, ids in if request == 2 { ids.removeAll { $0 == 5 } } }
        let server = try shop.start()
        let pages = try await read(
            source(server.url).documents(in: 1...99, parameters: FilterParameters(), monitor: nil)
        )
        #expect(pages.flatMap(\.identifiers) == [1, 2, 3, 4, 6, 7, 8, 9])
    }

    @Test func aServerThatOrdersUpwardsOnlyHasNoExtent() async throws {
        var shop = ScriptedShop(ids: [3, 1, 2], pageLimit: 1)
        shop.inverted = ["ordering"]
        let server = try shop.start()
        let error = await #expect(throws: RemoteError.self) {
            try await source(server.url).extent(of: FilterParameters())
        }
        #expect(error?.category == .incomplete)
    }

    @Test func whatTheParametersRuleOutIsRefused() async throws {
        let server = try ScriptedShop(ids: [1, 2, 3]).start()
        var parameters = FilterParameters()
        parameters.status = .hold
        let reader = try source(server.url).documents(in: 1...9, parameters: parameters, monitor: nil)
        let error = await #expect(throws: UntrustedParameter.self) { try await read(reader) }
        #expect(error?.parameter == "status")
    }
}
