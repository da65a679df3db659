import Testing

@testable import OrderServer

/// What a request line asks for.
struct RequestTargetTests {
    @Test(arguments: [
        ("/", "/", nil, nil),
        ("/a/b?c=d?e", "/a/b", "c=d?e", nil),
        ("/a?", "/a", "", nil),
        ("?a", "/", "a", nil),
        ("", "/", nil, nil),
        ("*", "*", nil, nil),
        ("http://h:1/a?b", "/a", "b", "h:1"),
        ("HTTPS://h?b", "/", "b", "h"),
        ("http://", "/", nil, ""),
        ("//h/a", "//h/a", nil, nil),
        ("httpx://h/a", "httpx://h/a", nil, nil),
        ("h:80", "h:80", nil, nil),
    ])
    func isTakenApart(text: String, path: String, query: String?, host: String?) {
        let target = RequestTarget(text)
        #expect(target.path == path)
        #expect(target.query == query)
        #expect(target.host == host)
    }
}
