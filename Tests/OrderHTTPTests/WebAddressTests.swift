import OrderHTTP
import Testing

struct WebAddressTests {
    @Test(
        arguments: [
            ("http://127.0.0.1:8123", "http://127.0.0.1:8123/"),
            ("HTTPS://Shop.Example", "https://shop.example/"),
            ("https://shop.example:443/a/b/", "https://shop.example/a/b/"),
            ("http://[::1]:80/x?y=1#z", "http://[::1]/x?y=1"),
            ("http://h?x", "http://h/?x"),
        ]
    )
    func reads(text: String, canonical: String) throws {
        #expect(try WebAddress(text).description == canonical)
    }

    @Test(
        arguments: [
            ("shop.example", WebAddressError.noScheme), ("", .noScheme), ("ftp://x", .unsupportedScheme),
            ("http://", .malformed), ("http://a b", .malformed), ("http://x:0", .malformed),
            ("http://x:65536", .malformed), ("http://x:+80", .malformed), ("http://[::1", .malformed),
            ("http://[]", .malformed), ("http://x\ny", .malformed), ("http://دامنه", .malformed),
            ("http://user:secret@x", .hasCredentials), ("http://x%2f", .malformed),
        ]
    )
    func refuses(text: String, error: WebAddressError) {
        #expect(throws: error) { try WebAddress(text) }
    }

    @Test(
        arguments: [
            ("/api/orders/?x=1", "http://h:1/api/orders/?x=1"), ("https://other/x", "https://other/x"),
            ("//other/x", "http://other/x"), ("?y=2", "http://h:1/a/b?y=2"), ("c/", "http://h:1/a/c/"),
            ("javascript:alert(1)", nil), ("", nil), ("http://user@h:1/", nil),
        ]
    )
    func resolvesRedirects(location: String, target: String?) throws {
        #expect(try WebAddress("http://h:1/a/b?x=1").resolved(location)?.description == target)
    }

    @Test(
        arguments: [
            ("http://h", "http://h:80/x", true), ("http://h", "https://h", false), ("http://h", "http://h:81", false),
            ("http://h", "http://H", true), ("http://h", "http://h.evil", false),
        ]
    )
    func comparesOrigins(first: String, second: String, isSame: Bool) throws {
        #expect(try WebAddress(first).hasSameOrigin(as: WebAddress(second)) == isSame)
    }

    @Test(
        arguments: [
            ("http://127.0.0.1", true), ("http://127.9.9.9:1", true), ("http://localhost", true),
            ("http://[::1]", true),
            ("http://127.0.0.1.evil.example", false), ("http://10.0.0.1", false), ("http://localhost.evil", false),
        ]
    )
    func knowsThisMachine(text: String, isLoopback: Bool) throws {
        #expect(try WebAddress(text).isLoopback == isLoopback)
    }
}
