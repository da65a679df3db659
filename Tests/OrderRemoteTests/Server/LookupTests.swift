import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// One order: from the endpoint that has it, and never another than was asked for.
struct LookupTests {
    @Test func staffFindsAnOrderInTheList() async throws {
        let server = try ScriptedShop(ids: [1, 2, 3]).start()
        let source = try source(server.url)
        #expect(try await source.order(.identifier(2))?.document["id"] == .number("2"))
        #expect(try await source.order(.identifier(5)) == nil)
        #expect(server.requests.first?.query == "id_min=2&id_max=2&ordering=id&limit=1")
        #expect(source.preview(of: .identifier(2)).url == server.url + (server.requests.first?.target ?? ""))
    }

    @Test("a server that leaves out the ends of its ranges has its orders all the same")
    func excludedEnds() async throws {
        for ends in [["id_min"], ["id_max"], ["id_min", "id_max"]] as [Set<String>] {
            var shop = ScriptedShop(ids: [1, 2, 3, 9, .max])
            shop.excludedEnds = ends
            let server = try shop.start()
            let source = try source(server.url)
            for id in [1, 2, 9] { #expect(try await source.order(.identifier(id))?.document["id"] == .number("\(id)")) }
            #expect(try await source.order(.identifier(5)) == nil)
            #expect(try await source.order(.identifier(.min)) == nil)
        }
    }

    @Test("a server that ignores an end of its ranges, or turns it around, has its orders all the same")
    func disobeyedEnds() async throws {
        for name in ["id_min", "id_max", "ordering"] {
            for isInverted in [false, true] {
                var shop = ScriptedShop(ids: [2, 3, 4, 5, 7, 8, 9, 11])
                if isInverted { shop.inverted = [name] } else { shop.ignored = [name] }
                let server = try shop.start()
                let source = try source(server.url)
                for id in shop.ids {
                    let found = try await source.order(.identifier(id))
                    #expect(found?.document["id"] == .number("\(id)"), "\(name) \(isInverted) \(id)")
                }
                for id in [1, 6, 10, 12, 99] {
                    do {
                        #expect(try await source.order(.identifier(id)) == nil)
                    } catch let error as RemoteError {
                        #expect(error.category == .incomplete)
                        #expect(error.mend != nil)
                        #expect(error.message.contains("\(name)="), "\(error.message)")
                    }
                }
            }
        }
    }

    @Test("that there is no such order takes a page with its neighbours", arguments: [([], 5, 4), ([1, 9], 5, 2)])
    func absences(ids: [Int], id: Int, requestCount: Int) async throws {
        let server = try ScriptedShop(ids: ids).start()
        #expect(try await source(server.url).order(.identifier(id)) == nil)
        #expect(server.requests.count == requestCount)
    }

    @Test func aCustomerFindsAnOrderByItsDetail() async throws {
        let server = try CustomerShop([1, 2]).start()
        let source = try source(settings(server.url, scope: .customer))
        #expect(try await source.order(.identifier(2))?.document["items"] != nil)
        #expect(try await source.order(.identifier(5)) == nil)
        #expect(server.requests.map(\.target) == [CustomerShop.listPath + "/2", CustomerShop.listPath + "/5"])
        #expect(source.preview(of: .identifier(2)).url == server.url + CustomerShop.listPath + "/2")
        #expect(source.preview(of: .identifier(2)).needsToken)
    }

    @Test func aCustomersTokenIsNoticedHereToo() async throws {
        let shop = CustomerShop([7])
        let server = try LocalServer { $0.path == "/api/orders/" ? .forbidden : shop.answer($0) }
        #expect(try await source(server.url).order(.identifier(7))?.document["key"] == .text("k7"))
    }

    @Test(
        arguments: [
            (
                ListEndpoint.admin, LocalResponse.json(ScriptedPage.of(1)),
                "order 1 came for id_min=123"
            ),
            (.admin, .json(#"{"count":1,"next":null,"results":[]}"#), "counts 1 more order and does not show them"),
            (.admin, .json(#"{"count":1,"next":null,"results":[{"key":"x"}]}"#), "without an 'id'"),
            (.admin, .json(#"{"id":123}"#), "no whole number 'count'"),
            (.admin, .missing, "nothing at"),
            (.admin, .html("<h1>Not Found</h1>", status: 404), "(404): Not Found"),
            (.customer, .json(CustomerShop.detail(1)), "answered order 1, and order 123 was asked for"),
            (.customer, .json(#"{"key":"x"}"#), "no 'id' that is a whole number"),
            (.customer, .json("[]"), "no JSON object"),
            (.customer, .html("<h1>Not Found</h1>", status: 404), "(404): Not Found"),
            (.customer, .json(#"{"message":"no Route matched"}"#, status: 404), "(404): message: no Route matched"),
            (.customer, .json("404", status: 404), "nothing at"),
            (.customer, .json("", status: 404), "nothing at"),
        ]
    )
    func anythingElseIsAClearError(scope: ListEndpoint, answer: LocalResponse, words: String) async throws {
        let server = try LocalServer { _ in answer }
        let error = await #expect(throws: RemoteError.self) {
            try await source(settings(server.url, scope: scope)).order(.identifier(123))
        }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func tracksWithoutTheToken() async throws {
        let server = try LocalServer { request in
            switch request.path {
            case "/api/shop/customers/me/orders/abc/tracking": .json(#"{"id":7,"key":"abc"}"#)
            case "/api/shop/customers/me/orders/moved/tracking": .redirect(to: "/new?key=moved")
            case "/new": .json(#"{"id":8,"key":"moved"}"#)
            default: .missing
            }
        }
        let source = try source(server.url)
        #expect(try await source.order(.key("abc"))?.document["id"] == .number("7"))
        #expect(try await source.order(.key("moved"))?.document["id"] == .number("8"))
        #expect(try await source.order(.key("x/y")) == nil)
        #expect(server.requests.map(\.path).last == "/api/shop/customers/me/orders/x%2Fy/tracking")
        #expect(server.requests.count == 4)
        #expect(server.requests.allSatisfy { $0.header("Authorization") == nil })
        #expect(!source.preview(of: .key("abc")).needsToken)
        #expect(source.preview(of: .key("x/y")).url.hasSuffix("/x%2Fy/tracking"))
    }

    @Test(arguments: ["a b", "ä", "..", "%2e", "a?b#c", "\u{0}", "a\nb", "a&b", "a+b"])
    func keysAreEncoded(key: String) async throws {
        let server = try LocalServer { _ in .missing }
        #expect(try await source(server.url).order(.key(key)) == nil)
        let path = try #require(server.requests.first?.target)
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        #expect(segments.count == 8)
        #expect(segments.last == "tracking")
        #expect(segments[6].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") })
        #expect(segments[6] != "..")
    }

    @Test(arguments: [Lookup.key(""), .number("")])
    func anEmptyNameIsRefusedWithoutARequest(lookup: Lookup) async throws {
        let server = try LocalServer { _ in .json("{}") }
        let error = await #expect(throws: RemoteError.self) { try await source(server.url).order(lookup) }
        #expect(error?.category == .usage)
        #expect(server.requests.isEmpty)
    }

    @Test(
        arguments: [
            (Lookup.key("abc"), #"{"id":7,"key":"ABC"}"#, nil),
            (.key("abc"), #"{"id":7,"key":"abd"}"#, "answered key abd, and key abc was asked for"),
            (.key("abc"), #"{"id":7}"#, "no 'key' that is a text"),
            (.number("12"), #"{"number":12}"#, nil),
            (.number("12"), #"{"number":"13"}"#, "answered number 13, and number 12 was asked for"),
        ] as [(Lookup, String, String?)]
    )
    func theAnswerIsTheOrderOfThatName(lookup: Lookup, answer: String, words: String?) async throws {
        let server = try LocalServer { _ in .json(answer) }
        let source = try source(server.url)
        guard let words else {
            #expect(try await source.order(lookup) != nil)
            return
        }
        let error = await #expect(throws: RemoteError.self) { try await source.order(lookup) }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func looksUpTheOtherPlatformsNumberWithTheToken() async throws {
        let server = try LocalServer { _ in .json(#"{"number":"bf7b66149236455","amount":"16.40"}"#) }
        let source = try source(server.url)
        let order = try await source.order(.number("bf7b66149236455"))
        #expect(order?.document["amount"] == .text("16.40"))
        #expect(server.requests.map(\.path) == ["/api/i1/orders/bf7b66149236455"])
        #expect(server.requests.first?.header("Authorization") == "Token geheim")
        #expect(source.preview(of: .number("a b")).url == server.url + "/api/i1/orders/a%20b")
    }

    @Test("a name that the web server itself refuses is no wrong address", arguments: ["a/b", "..", "."])
    func namesThatNoPathHolds(name: String) async throws {
        let server = try LocalServer { _ in .html("<h1>Not Found</h1>", status: 404) }
        #expect(try await source(server.url).order(.key(name)) == nil)
        #expect(try await source(server.url).order(.number(name)) == nil)
    }

    @Test func aServerWithoutTheEndpointIsNoMissingOrder() async throws {
        let server = try LocalServer { _ in .html("<h1>Not Found</h1>", status: 404) }
        await #expect(throws: RemoteError.self) { try await source(server.url).order(.key("abc")) }
    }

    /// A page of one order.
    private enum ScriptedPage {
        static func of(_ id: Int) -> String {
            #"{"count":1,"next":null,"previous":null,"results":[\#(ScriptedShop.order(id))]}"#
        }
    }
}
