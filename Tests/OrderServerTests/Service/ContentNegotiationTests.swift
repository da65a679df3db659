import Testing

@testable import OrderServer

@Suite struct ContentNegotiationTests {
    static let taking: [String?] = [
        nil, "*/*", "application/json", "Application/JSON; indent=4", "application/*;q=0", "text/html, */*;q=0.1",
        " application/json ,junk", "junk,application/*", "*/json",
        String(repeating: "text/html,", count: 63) + "*/*",
    ]

    @Test(arguments: taking)
    func whoTakesJSONGetsIt(_ accept: String?) {
        #expect(ContentNegotiation.refusal(of: APIRequest(path: "/", accept: accept)) == nil)
    }

    static let refusing: [String] = [
        "", ",", "junk", "*", "text/html", "application/xml", "xml/*", "application/json-seq",
        String(repeating: "text/html,", count: 64) + "*/*",
        "*/*;a=" + String(repeating: "a", count: 300),
        String(repeating: "a", count: 9000) + ",*/*",
    ]

    @Test(arguments: refusing)
    func whoDoesNotIsRefused(_ accept: String) {
        #expect(ContentNegotiation.refusal(of: APIRequest(path: "/", accept: accept))?.status == 406)
    }

    @Test(arguments: [
        nil, "", "format=json", "format=", "format", "format=xml&format=json", "f%6Frmat=js%6Fn", "formats=xml",
        "xformat=xml", "a=format=xml",
    ])
    func jsonIsTheFormat(_ query: String?) {
        #expect(ContentNegotiation.refusal(of: APIRequest(path: "/", query: query)) == nil)
    }

    @Test(arguments: ["format=xml", "format=JSON", "format=json&format=api", "f%6Frmat=+json", "format=%FF"])
    func anotherFormatIsNotThere(_ query: String) {
        #expect(ContentNegotiation.refusal(of: APIRequest(path: "/", query: query, accept: "text/html"))?.status == 404)
    }
}
