import Testing

@testable import OrderServer

@Suite struct CredentialsTests {
    static let headers: [(String?, Credentials)] = [
        (nil, .none),
        ("", .none),
        ("   ", .none),
        ("Bearer abc", .none),
        ("Tokens abc", .none),
        ("Token\u{A0}abc", .none),
        ("Token", .refused("Invalid token header. No credentials provided.")),
        ("token  ", .refused("Invalid token header. No credentials provided.")),
        ("Token a b", .refused("Invalid token header. Token string should not contain spaces.")),
        ("Token a\u{FFFD}", .refused("Invalid token header. Token string should not contain invalid characters.")),
        ("Token abc", .token("abc")),
        ("  tOKEN\t abc ", .token("abc")),
        ("Token é", .token("é")),
    ]

    @Test(arguments: headers)
    func aHeaderIsReadAsDjangoRESTFrameworkReadsIt(_ header: String?, _ credentials: Credentials) {
        #expect(Credentials(header) == credentials)
    }
}
