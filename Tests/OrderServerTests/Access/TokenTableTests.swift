import Testing

@testable import OrderServer

@Suite struct TokenTableTests {
    private static func table() -> TokenTable {
        var table = TokenTable()
        for (token, caller) in tokens {
            let isNew = table.insert(token, for: caller)
            #expect(isNew)
        }
        return table
    }

    private static let tokens = [
        ("3f1c0e9a6b7d4c8e9f00", Caller(name: "office", scope: .admin)),
        ("mina-token", Caller(name: "mina", scope: .customer(17))),
        ("mina-token2", Caller(name: "mina", scope: .customer(17))),
        ("a.b_c~d-e", Caller(name: "odd", scope: .customer(-1))),
    ]

    @Test(arguments: tokens)
    func everyTokenIsItsOwners(_ token: String, _ caller: Caller) {
        #expect(Self.table().caller(token: token) == caller)
    }

    @Test(arguments: ["", "mina-toke", "mina-token3", "MINA-TOKEN", "office", " mina-token", "mina-token\u{0}"])
    func nothingElseIsAToken(_ token: String) {
        #expect(Self.table().caller(token: token) == nil)
        #expect(TokenTable().caller(token: token) == nil)
    }

    @Test func aTokenIsTakenOnce() throws {
        var table = Self.table()
        let isNew = table.insert("mina-token", for: Caller(name: "other", scope: .admin))
        #expect(!isNew)
        #expect(table.caller(token: "mina-token")?.name == "mina")
    }

    @Test func aHashDiffersFromAnotherByAnyBit() throws {
        let digits = String(repeating: "0", count: 64)
        let zero = try #require(TokenHash(hexadecimal: digits))
        #expect(zero.difference(from: zero) == 0)
        for place in 0..<64 {
            for digit in ["1", "2", "4", "8"] {
                let other = digits.prefix(place) + digit + digits.dropFirst(place + 1)
                #expect(try #require(TokenHash(hexadecimal: other)).difference(from: zero) != 0)
            }
        }
    }

    @Test func aHashIsSHA256() throws {
        // The standard's own example.
        let known = TokenHash(hexadecimal: "BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(try #require(known).difference(from: TokenHash(of: "abc".utf8)) == 0)
    }

    @Test(arguments: ["", "ba78", String(repeating: "g", count: 64), String(repeating: "0", count: 65), "é"])
    func whatIsNoHashIsNone(_ text: String) {
        #expect(TokenHash(hexadecimal: text) == nil)
    }

    static let urls = [
        ("/api/orders/?token=mina-token", "/api/orders/?token=•••"),
        ("/api/orders/mina-token", "/api/orders/•••"),
        ("mina-token", "•••"),
        ("/?a=mina%2Dtoken&b=%6d%69%6E%61-token", "/?a=•••&b=•••"),
        ("/?search=Token%20mina-token+mina-token2", "/?search=Token%20•••+•••"),
        ("/?x=a.b_c~d-e;3f1c0e9a6b7d4c8e9f00#mina-token", "/?x=•••;•••#•••"),
        ("/?x=%", "/?x=%"),
        ("/?x=%zz%4&%e2%82%ac=é", "/?x=%zz%4&%e2%82%ac=é"),
        ("/api/orders/?status=new&limit=5", "/api/orders/?status=new&limit=5"),
        ("/api/orders/mina-token.json?x=amina-token", "/api/orders/•••.json?x=a•••"),
        ("/?x=Bmina-token3f1c0e9a6b7d4c8e9f000", "/?x=B•••0"),
        ("/?x=%6Dina-token_%256Dina-token&%25256Dina%25252Dtoken", "/?x=•••_•••&•••"),
        ("/?x=\(String(repeating: "b", count: 600))mina-token", "/?x=\(String(repeating: "b", count: 508))…"),
        ("/?x=\(String(repeating: "b", count: 500))mina-token", "/?x=\(String(repeating: "b", count: 500))•••…"),
        ("", ""),
    ]

    @Test(arguments: urls)
    func noTokenStaysInAURL(_ url: String, _ shown: String) {
        #expect(Self.table().redacting(url) == shown)
    }

    @Test(arguments: [
        ("/?a=mina-token", "/?a=•••"), ("/mina-token.", "/•••."), ("/?a=mina%252Dtoken", "/?a=•••"),
        ("/3f1c0e9a6b7d4c8e9f003f1c0e9a6b7d4c8e9f00.json", "/•••.json"),
    ])
    func aTokenThatIsKnownByItsHashIsFoundAsAWord(_ url: String, _ shown: String) {
        var table = TokenTable()
        for token in ["mina-token", "3f1c0e9a6b7d4c8e9f003f1c0e9a6b7d4c8e9f00"] {
            let isNew = table.insert(TokenHash(of: token.utf8), for: Caller(name: token, scope: .admin))
            #expect(isNew)
        }
        #expect(table.redacting(url) == shown)
    }
}
