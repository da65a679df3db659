import OrderModel
import Testing

struct PercentCodingTests {
    @Test(
        arguments: [
            ("abc-._~", "abc-._~"), ("a b+c", "a%20b%2Bc"), ("new,hold", "new,hold"), ("18:17", "18:17"),
            ("ی", "%DB%8C"), ("&=#?/%", "%26%3D%23%3F%2F%25"),
        ]
    )
    func encodesForQueries(text: String, encoded: String) {
        #expect(PercentCoding.encode(text) == encoded)
        #expect(PercentCoding.decode(encoded.utf8) == text)
    }

    @Test(arguments: [("a/b", "a%2Fb"), ("..", "%2E%2E"), (".", "%2E"), ("a.b", "a.b"), ("a,b:c", "a%2Cb%3Ac")])
    func encodesPathSegments(text: String, encoded: String) {
        #expect(PercentCoding.encodePathSegment(text) == encoded)
    }

    @Test(arguments: ["%", "%4", "%zz", "%FF", "a%C3"])
    func refusesWhatIsNoText(encoded: String) {
        #expect(PercentCoding.decode(encoded.utf8) == nil)
    }

    @Test func aPlusIsASpace() {
        #expect(PercentCoding.decode("a+b".utf8) == "a b")
    }

    @Test(arguments: [
        ("/a%20b", "/a b"), ("/%C3%a9", "/é"), ("/a+b", "/a+b"), ("%", "%"), ("%4", "%4"), ("%4g%41", "%4gA"),
        ("%2541", "%41"), ("%%41", "%A"), ("", ""),
    ])
    func undoesTheEscapesThatThereAre(encoded: String, decoded: String) {
        #expect(PercentCoding.decodeLeniently(Array(encoded.utf8)) == Array(decoded.utf8))
    }

    @Test func anyByteCanBeMeant() {
        #expect(PercentCoding.decodeLeniently(Array("%00%ff".utf8)) == [0x00, 0xFF])
    }
}
