import OrderModel
import Testing

@testable import OrderHTTP

/// What `no_proxy` takes out.
struct ProxyExceptionsTests {
    @Test(
        arguments: [
            ("*", "https://shop", true), ("a,*", "https://shop", true), ("", "https://shop", false),
            ("shop.example", "https://shop.example", true), ("shop.example", "https://www.shop.example", true),
            (".shop.example", "https://www.shop.example", true), (".shop.example", "https://shop.example", true),
            ("shop.example", "https://myshop.example", false), ("shop.example", "https://shop.example.evil", false),
            ("SHOP.example", "https://Shop.Example", true), ("a, shop.example b", "https://shop.example", true),
            ("shop.example.", "https://shop.example", true), ("shop.example", "https://shop.example.", true),
            ("*.example", "https://shop.example", false),
            ("shop:8443", "https://shop:8443", true), ("shop:8443", "https://shop", false),
            ("shop:443", "https://shop", true), ("shop:80", "http://shop", true), ("shop:x", "https://shop", false),
            ("localhost", "http://localhost:8000", true), ("localhost", "http://127.0.0.1", false),
        ]
    )
    func matchesNames(list: String, address: String, isDirect: Bool) throws {
        #expect(try ProxyExceptions(list).contains(WebAddress(address)) == isDirect)
    }

    @Test(
        arguments: [
            ("127.0.0.1", "http://127.0.0.1:8000", true), ("127.0.0.1:8000", "http://127.0.0.1:8000", true),
            ("127.0.0.1:8001", "http://127.0.0.1:8000", false), ("0.0.1", "http://127.0.0.1", false),
            ("10.0.0.0/8", "http://10.200.3.4", true), ("10.0.0.0/8", "http://11.0.0.1", false),
            ("192.168.0.0/17", "http://192.168.127.1", true), ("192.168.0.0/17", "http://192.168.128.1", false),
            ("0.0.0.0/0", "http://8.8.8.8", true), ("0.0.0.0/0", "http://[::1]", false),
            ("10.0.0.1/33", "http://10.0.0.1", false), ("10.0.0.1/x", "http://10.0.0.1", false),
            ("10.0.0.1/8/8", "http://10.0.0.1", false), ("10.0.0.0/8", "http://10.example", false),
            ("::1", "http://[::1]", true), ("[::1]", "http://[::1]:8000", true), ("[::1]:80", "http://[::1]", true),
            ("[::1]:81", "http://[::1]", false), ("0:0::1", "http://[::1]", true),
            ("fe80::/10", "http://[fe80::1]", true), ("fe80::/10", "http://[fec0::1]", false),
        ]
    )
    func matchesAddresses(list: String, address: String, isDirect: Bool) throws {
        #expect(try ProxyExceptions(list).contains(WebAddress(address)) == isDirect)
    }
}
