import OrderAPI
import OrderEngine
import OrderHTTP
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

struct RemoteLocationTests {
    @Test(
        arguments: [
            ("", nil), ("/", nil), ("/api/orders", nil), ("/api/orders/", nil), ("/api/orders/#top", nil),
            ("/api/i1/orders/", nil), ("/api/shop/customers/me/orders", .customer),
            ("/api/shop/customers/me/orders/", .customer),
        ] as [(String, ListEndpoint?)],
        ["", "/shop", "/a/b%20c"]
    )
    func takesWhatUsersPaste(_ pasted: (path: String, scope: ListEndpoint?), below folder: String) throws {
        let location = try RemoteLocation("https://Shop.Example:8443" + folder + pasted.path)
        #expect(location.name == "https://shop.example:8443" + folder)
        #expect(location.impliedScope == pasted.scope)
        let address = location.address(of: .adminList, query: "limit=1")
        #expect(address.description == "https://shop.example:8443\(folder)/api/orders/?limit=1")
    }

    @Test func theCustomersAddressMeansTheCustomersList() async throws {
        let server = try CustomerShop([1]).start()
        let source = try source(settings(server.url + CustomerShop.listPath))
        #expect(source.capabilities == .api(endpoint: .customer))
        #expect(try await scan(source).ids == [1])
        #expect(
            try RemoteSource(settings(server.url + CustomerShop.listPath, scope: .admin)).capabilities
                == .api(endpoint: .admin)
        )
    }
}
