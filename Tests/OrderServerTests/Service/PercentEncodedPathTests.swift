import Testing

@testable import OrderServer

@Suite struct PercentEncodedPathTests {
    @Test(arguments: [
        ("/a%20b", "/a b"), ("/%C3%a9", "/é"), ("/a+b", "/a+b"), ("%", "%"), ("%4", "%4"), ("%4g%41", "%4gA"),
        ("%2541", "%41"), ("", ""),
    ])
    func escapesAreUndone(_ path: String, _ decoded: String) {
        #expect(PercentEncodedPath.decoded(Array(path.utf8)) == Array(decoded.utf8))
    }

    @Test func anyByteCanBeMeant() {
        #expect(PercentEncodedPath.decoded(Array("%00%ff".utf8)) == [0x00, 0xFF])
    }

    @Test(arguments: [
        ("/api/a b/", "/api/a%20b/"), ("/é\r\n\"", "/%C3%A9%0D%0A%22"), ("/a%;=?", "/a%25%3B%3D%3F"),
        ("/:@&+$,-_.!~*'()", "/:@&+$,-_.!~*'()"),
    ])
    func pathsAreEncoded(_ path: String, _ encoded: String) {
        #expect(PercentEncodedPath.encoded(Array(path.utf8)) == encoded)
    }

    @Test(arguments: [
        ("a=%20&b=c,d:e", "a=%20&b=c,d:e"), ("a=\r\nSet-Cookie: x", "a=%0D%0ASet-Cookie:%20x"),
        ("é=\"<>", "%C3%A9=%22%3C%3E"),
    ])
    func queriesStayAsTheyAreWhereTheyCan(_ query: String, _ encoded: String) {
        #expect(PercentEncodedPath.encodedQuery(query) == encoded)
    }
}
