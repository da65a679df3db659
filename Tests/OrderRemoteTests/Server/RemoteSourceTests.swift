import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

struct RemoteSourceTests {
    @Test(
        arguments: [
            ("", "/api/orders/"), ("/", "/api/orders/"), ("/api/orders", "/api/orders/"),
            ("/api/orders/", "/api/orders/"), ("/shop/", "/shop/api/orders/"),
            ("/shop/api/orders/", "/shop/api/orders/"),
        ]
    )
    func asksTheAdminListWithItsSlash(suffix: String, path: String) async throws {
        let server = try ScriptedShop(ids: [1]).start()
        _ = try await scan(source(server.url + suffix))
        #expect(server.requests.map(\.path) == [path])
        #expect(server.requests.first?.header("Authorization") == "Token geheim")
    }

    @Test(
        arguments: [
            "http://user:secret@host", "http://host/?token=secret", "host", "ftp://host", "http://", "http://host:0",
        ]
    )
    func refusesOtherAddressesWithoutRepeatingThem(url: String) throws {
        let error = #expect(throws: RemoteError.self) { try source(url) }
        #expect(error?.category == .usage)
        #expect(error?.message.contains("secret") == false)
        #expect(error?.mend != nil)
    }

    @Test func refusesABrokenToken() {
        #expect(throws: RemoteError.invalidToken(profile: nil)) { try source("http://127.0.0.1", token: "a\nb") }
    }

    @Test func warnsWhenTheTokenTravelsInTheOpen() throws {
        #expect(try source("http://shop.example").warnings.count == 1)
        #expect(try source("http://shop.example", token: nil).warnings == [])
        #expect(try source("https://shop.example").warnings == [])
        #expect(try source("http://127.0.0.1:1").warnings == [])
    }

    @Test func ordersSayWhichPageTheyCameFrom() async throws {
        let server = try ScriptedShop(ids: [1]).start()
        let reader = try source(server.url).makeScan(for: ScanRequest(fields: NeededFields())).makeReader()
        let batch = try #require(try await reader.next())
        let origins = try batch.columns.documents.orders(at: [0]).map(\.origin.source)
        #expect(origins == [server.url + "/api/orders/?ordering=id&limit=1000"])
    }

    @Test func cancellationEndsAScan() async throws {
        let server = try LocalServer { _ in .silence }
        let source = try source(server.url)
        let task = Task { try await scan(source).ids }
        await server.waitForRequest()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
