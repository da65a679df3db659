import OrderAPI
import Testing

struct APIEndpointTests {
    @Test(
        arguments: [
            (APIEndpoint.adminList, "/api/orders/"),
            (.customerList, "/api/shop/customers/me/orders"),
            (.customerDetail(id: 17), "/api/shop/customers/me/orders/17"),
            (.tracking(key: "0c86ab758d3e236cb5a4"), "/api/shop/customers/me/orders/0c86ab758d3e236cb5a4/tracking"),
            (.tracking(key: "../../orders?x#y"), "/api/shop/customers/me/orders/..%2F..%2Forders%3Fx%23y/tracking"),
            (.tracking(key: ".."), "/api/shop/customers/me/orders/%2E%2E/tracking"),
            (.platformOrder(number: "bf7b66149236455"), "/api/i1/orders/bf7b66149236455"),
            (.platformOrder(number: "a b"), "/api/i1/orders/a%20b"),
        ]
    )
    func pathsAreAsDocumentedAndCannotBeLeft(endpoint: APIEndpoint, path: String) {
        #expect(endpoint.path == path)
    }

    @Test func onlyTrackingIsPublic() {
        #expect(APIEndpoint.tracking(key: "a").isPublic)
        #expect(!APIEndpoint.adminList.isPublic)
        #expect(!APIEndpoint.platformOrder(number: "a").isPublic)
    }
}
