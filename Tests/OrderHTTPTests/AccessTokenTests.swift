import OrderHTTP
import Testing

struct AccessTokenTests {
    @Test func neverPrintsItself() throws {
        let token = try #require(AccessToken("geheim"))
        let request = try HTTPRequest(WebAddress("http://h"), token: token)
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(token)", String(reflecting: token), "\(request)", dumped] {
            #expect(!text.contains("geheim"))
        }
    }

    @Test(arguments: ["", "a b", "a\r\nX-Evil: 1", "ü", "a\u{0}"])
    func refusesWhatNoHeaderMayHold(text: String) {
        #expect(AccessToken(text) == nil)
    }

    @Test(
        arguments: [
            ("Token geheim", "Token •••"), ("geheimgeheim.", "••••••."), ("gehei geheim", "gehei •••"), ("", ""),
            ("gegeheim", "ge•••"),
        ]
    )
    func isHiddenWhereAServerRepeatsIt(text: String, shown: String) throws {
        let token = try #require(AccessToken("geheim"))
        #expect(token.hidden(in: Array(text.utf8)) == Array(shown.utf8))
    }
}
