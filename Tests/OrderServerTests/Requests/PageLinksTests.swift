import OrderModel
import OrderServer
import Testing

/// The links of pages; each was compared with what the API's own server writes.
@Suite struct PageLinksTests {
    private static let base = "http://shop.example:8080/api/orders/"

    typealias Case = (query: String?, count: Int, next: String?, previous: String?)

    private static let cases: [Case] = [
        (nil, 25, "limit=10&offset=10", nil),
        (nil, 10, nil, nil),
        ("", 0, nil, nil),
        ("limit=5", 6, "limit=5&offset=5", nil),
        ("limit=500", 250, "limit=100&offset=100", nil),
        ("limit=abc&offset=20", 25, nil, "limit=10&offset=10"),
        ("offset=10", 25, "limit=10&offset=20", "limit=10"),
        ("offset=5", 25, "limit=10&offset=15", "limit=10"),
        ("offset=400", 25, nil, "limit=10&offset=390"),
        ("offset=99999999999999999999", 25, nil, "limit=10&offset=99999999999999999989"),
        ("zoo=1&status=new&A=2&_=3", 11, "A=2&_=3&limit=10&offset=10&status=new&zoo=1", nil),
        ("p=1&p=0&limit=3&limit=4", 11, "limit=4&offset=4&p=1&p=0", nil),
        ("a=&b&=c", 11, "=c&a=&b=&limit=10&offset=10", nil),
        ("search=a+b,%D9%85~*'()", 11, "limit=10&offset=10&search=a+b%2C%D9%85~%2A%27%28%29", nil),
        ("x=%zz%FF", 11, "limit=10&offset=10&x=%25zz%EF%BF%BD", nil),
        ("x=a%2Bb%26c%3Dd", 11, "limit=10&offset=10&x=a%2Bb%26c%3Dd", nil),
        // Characters that were not escaped are taken for Latin-1, as they are by Django's server.
        ("x=é", 11, "limit=10&offset=10&x=%C3%83%C2%A9", nil),
        ("x=1#y", 11, "limit=10&offset=10&x=1#y", nil),
    ]

    @Test(arguments: cases)
    func linksAreWritten(_ query: String?, _ count: Int, _ next: String?, _ previous: String?) async throws {
        let request = try await ListRequestReader(ServerSettings()).read(query: query, of: .admin).get()
        let links = PageLinks(base: Self.base, query: query, request: request, count: count)
        #expect(links.next == next.map { Self.base + "?" + $0 })
        #expect(links.previous == previous.map { Self.base + "?" + $0 })
    }

    @Test func numbersBeyond64BitsAreWrittenAsTheyWereSent() async throws {
        var settings = ServerSettings()
        settings.maximumLimit = nil
        let query = "limit=100000000000000000000&offset=300000000000000000000"
        let request = try await ListRequestReader(settings).read(query: query, of: .admin).get()
        let links = PageLinks(base: Self.base, query: query, request: request, count: 5)
        #expect(links.next == nil)
        #expect(links.previous == Self.base + "?limit=100000000000000000000&offset=200000000000000000000")
    }
}
