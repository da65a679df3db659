import OrderModel
import Testing

@testable import OrderServer

@Suite struct PageBodyTests {
    @Test(arguments: [
        ([], #"{"count":5,"next":null,"previous":null,"results":[]}"#),
        (["{}"], #"{"count":5,"next":null,"previous":null,"results":[{}]}"#),
        ([#"{"id":1}"#, #"{"id":2}"#], #"{"count":5,"next":null,"previous":null,"results":[{"id":1},{"id":2}]}"#),
    ])
    func ordersStandInAPageAsTheyWereWritten(_ orders: [String], _ body: String) {
        let page = ServedPage(count: 5, orders: orders.map { Array($0.utf8) })
        let request = ListRequest(listing: Listing(endpoint: .admin), limit: 10, offset: 0)
        let links = PageLinks(base: "http://shop/", query: nil, request: request, count: 5)
        #expect(String(decoding: PageBody.bytes(of: page, links), as: UTF8.self) == body)
    }
}
