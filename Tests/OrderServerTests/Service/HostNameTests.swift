import Testing

@testable import OrderServer

@Suite struct HostNameTests {
    @Test(arguments: [
        "localhost", "127.0.0.1:8080", "Shop.Example.", "[::1]:80", "[::1]", "[fe80::1.2.3.4]", "a-b.c:0", "..",
    ])
    func namesAndAddressesAreSound(_ host: String) {
        #expect(HostName.isSound(host))
    }

    @Test(arguments: [
        "", ".", "a b", "a/b", "a:", "a:b", "a:80:80", ":80", "user@shop", "a_b", "é", "[]", "[1]", "[::1", "::1]",
        "[::g]", "a\r\nb", "a?b", "\"", "[::1]x",
    ])
    func nothingElseIs(_ host: String) {
        #expect(!HostName.isSound(host))
    }
}
