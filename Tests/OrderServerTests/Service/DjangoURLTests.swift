import Testing

@testable import OrderServer

@Suite struct DjangoURLTests {
    @Test(arguments: [
        ("/api/a b/", "/api/a%20b/"), ("/é\r\n\"", "/%C3%A9%0D%0A%22"), ("/a%;=?", "/a%25%3B%3D%3F"),
        ("/:@&+$,-_.!~*'()", "/:@&+$,-_.!~*'()"),
    ])
    func pathsAreEncoded(_ path: String, _ encoded: String) {
        #expect(DjangoURL.encodedPath(Array(path.utf8)) == encoded)
    }

    @Test(arguments: [
        ("a=%20&b=c,d:e", "a=%20&b=c,d:e"), ("a=\r\nSet-Cookie: x", "a=%0D%0ASet-Cookie:%20x"),
        ("é=\"<>", "%C3%A9=%22%3C%3E"),
    ])
    func queriesStayAsTheyAreWhereTheyCan(_ query: String, _ encoded: String) {
        #expect(DjangoURL.encodedQuery(query) == encoded)
    }
}
