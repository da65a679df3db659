import Testing

@testable import OrderServer

@Suite struct TokenFileTests {
    private static func read(_ text: String) throws(TokenFileError) -> TokenTable {
        try TokenFile.read(Array(text.utf8), name: "tokens")
    }

    @Test func namesTokensHashesAndScopesAreRead() throws {
        let table = try Self.read(
            """
            # who   token   opens

            office\tsha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad admin\r
              mina  mina-token   customer 17\u{20}
              # and that is all
            """
        )
        #expect(table.caller(token: "abc") == Caller(name: "office", scope: .admin))
        #expect(table.caller(token: "mina-token") == Caller(name: "mina", scope: .customer(17)))
        #expect(table.caller(token: "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == nil)
    }

    static let mistakes: [(String, TokenFileError.Problem, Int)] = [
        ("office secret-token", .words, 1),
        ("office\n", .words, 1),
        ("# a\n\noffice secret-token admin 17", .scope, 3),
        ("office secret-token customer 17 18", .words, 1),
        ("office secret-token staff", .scope, 1),
        ("office secret-token customer", .scope, 1),
        ("office secret-token customer secret-token", .customer, 1),
        ("office secret-token customer 1.5", .customer, 1),
        ("admin office secret-token", .scope, 1),
        ("office short admin", .token, 1),
        ("office secret/token admin", .token, 1),
        ("office sécret-token admin", .token, 1),
        ("office \(String(repeating: "a", count: 257)) admin", .token, 1),
        ("office sha256:secret-token admin", .hash, 1),
        ("öffice secret-token admin", .name, 1),
        ("a secret-token admin\nb secret-token customer 1", .duplicate, 2),
    ]

    @Test(arguments: mistakes)
    func whatIsWrongNamesItsLineAndShowsNoWord(_ text: String, _ problem: TokenFileError.Problem, _ line: Int) {
        let error = #expect(throws: TokenFileError.self) { try Self.read(text) }
        #expect(error?.problem == problem)
        #expect(error?.message.hasPrefix("tokens:\(line): ") == true)
        #expect(error?.mend != nil)
        #expect(error?.message.contains("secret") == false)
        #expect(error?.mend?.contains("secret") == false)
    }

    @Test(arguments: ["", "\n\n", "# nothing", "\u{FEFF}# nothing"])
    func aFileWithoutATokenIsAnError(_ text: String) {
        let error = #expect(throws: TokenFileError.self) { try Self.read(text) }
        #expect(error != nil)
    }

    @Test func bytesOfAnyKindAreRefused() {
        #expect(throws: TokenFileError.self) {
            try TokenFile.read([UInt8](repeating: 0xFF, count: 300), name: "tokens")
        }
        #expect(throws: TokenFileError.self) {
            try TokenFile.read([0x1F, 0x8B, 0x08, 0x00, 0x0A, 0x00], name: "tokens")
        }
    }
}
