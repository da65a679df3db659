import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Every kind of bad answer becomes an error that says what it was, with the right category and without the token.
struct RemoteErrorTests {
    @Test("a list that is too long for the server is named, to be checked here", arguments: [413, 414, 431])
    func listsThatAreTooLong(status: Int) async throws {
        let none = LocalResponse.json(#"{"count":0,"next":null,"results":[]}"#)
        let server = try LocalServer { $0.query.utf8.count > 500 ? .html("too long", status: status) : none }
        let list = (1...200).map { String($0) }.joined(separator: ",")
        let error = await #expect(throws: RejectedParameters.self) {
            try await scan(source(server.url), "status_in=new,hold&customer_in=\(list)")
        }
        #expect(error?.names == ["customer_in"])
        #expect(try await scan(source(server.url), "status_in=new,hold").ids == [])
        let text = String(repeating: "x", count: 600)
        await #expect(throws: RemoteError.self) { try await scan(source(server.url), "search=\(text)") }
    }

    @Test(
        arguments: [
            (LocalResponse.json("{}"), FailureCategory.failed, "no whole number 'count'"),
            (.json("[]"), .failed, "no JSON object"),
            (.json(""), .failed, "is empty"),
            (.json(#"{"count":1,"resu"#), .failed, "is no JSON"),
            (.html("<html><title>Log in</title>"), .failed, "web page instead of JSON (Log in)"),
            (page(#"{"status":"new"}"#), .failed, "id is missing, expected a whole number"),
            (page(#"{"id":"x"}"#), .failed, "id is \"x\""),
            (.json(#"{"detail":"Invalid token."}"#, status: 401), .credentials, "does not accept the token (401)"),
            (.json(#"{"detail":"No permission."}"#, status: 403), .credentials, "(403): No permission."),
            (.html("<h1>Not Found</h1>", status: 404), .failed, "nothing at"),
            (.json(#"{"detail":"Not found."}"#, status: 404), .failed, "nothing at"),
            (.json(#"["Null characters are not allowed."]"#, status: 400), .failed, "Null characters"),
            (.html("<title>Gone</title>", status: 410), .failed, "refused the request (410)"),
            (.html("<title>Server Error (500)</title>", status: 500), .unavailable, "(500, 2 attempts): Server Error"),
            (.html("<h1>502 Bad Gateway</h1>", status: 502), .unavailable, "(502, 2 attempts): 502 Bad"),
            (.json(#"{"detail":"Request was throttled."}"#, status: 429), .unavailable, "(429, 2 attempts): Request"),
            (.hangUp, .unavailable, "no answer from"),
            (page(#"{"id":1}"#).cutInHalf(), .unavailable, "closed in the middle of the answer (2 attempts)"),
            (.redirect(to: "http://other.example/api/orders/"), .unavailable, "redirects to http://other.example"),
            (LocalResponse(status: 301), .unavailable, "redirects to no web address"),
            (LocalResponse(status: 304), .failed, "answered with a redirect (304) that leads nowhere"),
            (LocalResponse(status: 204), .failed, "answered with status 204 instead of 200"),
            (.json(#"{"detail":"x"}"#, status: 202), .failed, "answered with status 202 instead of 200: x"),
            (.json("", status: 401), .credentials, "does not accept the token (401)"),
            (.html("<h1>Forbidden</h1>", status: 403), .credentials, "does not allow this (403): Forbidden"),
            (.json(#"{"message":"no Route"}"#, status: 404), .failed, "(404): message: no Route"),
            (.json(#"{"detail":"Method \"GET\" not allowed."}"#, status: 405), .failed, "(405): Method \"GET\""),
            (.json("", status: 406), .failed, "refused the request (406)"),
            (.json("proxy login", status: 407), .failed, "refused the request (407): proxy login"),
            (.json("", status: 414), .failed, "refused the request (414)"),
            (.json("not here", status: 451), .failed, "refused the request (451): not here"),
            (.json(#"{"a":[{"b":["c"]}]}"#, status: 400), .failed, "refused the request (400): a: b: c"),
            (.json("upstream timed out\u{1B}[0m", status: 504), .unavailable, "(504, 2 attempts): upstream timed out"),
            (.json("", status: 500), .unavailable, "failed (500, 2 attempts)"),
        ]
    )
    func badAnswersAreNamed(response: LocalResponse, category: FailureCategory, words: String) async throws {
        let server = try LocalServer { _ in response }
        let error = await #expect(throws: (any Error).self) { try await scan(source(server.url)) }
        let failure = try #require(error as? any Failure)
        #expect(failure.category == category)
        #expect(failure.message.contains(words), "\(failure.message)")
        #expect(!failure.message.contains("geheim"))
        #expect(!failure.message.contains("\n"))
        #expect(failure.message.count < 800)
    }

    /// Whatever a server writes, its words stay one short line without controls.
    @Test(arguments: [200, 301, 400, 401, 403, 404, 405, 429, 500], ["{\"detail\":\"", "{\"", "<title>", "[\"", ""])
    func aServersWordsAreBoundedAndHarmless(status: Int, opening: String) async throws {
        let poison = String(repeating: "\u{1B}[2J\u{202E}\r\n", count: 50_000)
        let server = try LocalServer { _ in
            .html(opening + poison + "\"}</title>", status: status)
        }
        for lookup in [Lookup.identifier(1), .key("k"), .number("n")] {
            do {
                let order = try await source(server.url).order(lookup)
                #expect(order == nil)
            } catch let failure as any Failure {
                let text = failure.message + (failure.mend ?? "")
                #expect(text.count < 800)
                #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E }, "\(text)")
            }
        }
    }

    @Test func aThousandRefusedParametersAreOneShortLine() async throws {
        let members = (0..<1000).map { #""p\#($0)\u001b":["\#(String(repeating: "x", count: 500))"]"# }
        let server = try LocalServer { _ in .json("{" + members.joined(separator: ",") + "}", status: 400) }
        let error = await #expect(throws: RemoteError.self) { try await scan(source(server.url)) }
        #expect((error?.message.count ?? 0) < 800)
    }

    @Test func aLongPathOfARedirectIsCut() async throws {
        let server = try LocalServer { request in
            request.path == "/api/orders/"
                ? .redirect(to: "/" + String(repeating: "x", count: 4000)) : .html("<h1>No</h1>", status: 404)
        }
        let error = await #expect(throws: RemoteError.self) { try await scan(source(server.url)) }
        #expect((error?.message.count ?? 0) < 400)
    }

    @Test(
        arguments: [
            (401, nil, "check the token in ORDERSH_TOKEN"),
            (401, "shop", "check the token of profile 'shop'"),
            (403, nil, "the token in ORDERSH_TOKEN must be a staff account's or a customer's"),
            (403, "shop", "the token of profile 'shop' must be a staff account's or a customer's"),
            (405, nil, "check the address: it should be the root of an order API"),
            (414, nil, "shorten the lists in the query: the request is too long for the server"),
            (429, nil, "wait a while, the server wants fewer requests"),
            (503, nil, "try again later"),
        ] as [(Int, String?, String)]
    )
    func theMendNamesWhereTheTokenIs(status: Int, profile: String?, mend: String) async throws {
        let server = try LocalServer { _ in .json(#"{"detail":"No."}"#, status: status) }
        let error = await #expect(throws: RemoteError.self) {
            try await scan(source(settings(server.url, profile: profile)))
        }
        #expect(error?.mend == mend)
    }

    @Test(
        arguments: [
            (nil, nil, "set ORDERSH_TOKEN to the token of a staff account or a customer"),
            ("shop", nil, "give profile 'shop' the token of a staff account or a customer"),
            ("shop", .admin, "give profile 'shop' the token of a staff account"),
            ("shop", .customer, "give profile 'shop' the token of a customer"),
        ] as [(String?, ListEndpoint?, String)]
    )
    func withoutATokenTheMendSaysWhose(profile: String?, scope: ListEndpoint?, mend: String) async throws {
        let server = try LocalServer { _ in .json("", status: 401) }
        let error = await #expect(throws: RemoteError.self) {
            try await scan(source(settings(server.url, token: nil, scope: scope, profile: profile)))
        }
        #expect(error?.mend == mend)
    }

    @Test(arguments: [401, 403])
    func aRefusedTrackingAsksForNoToken(status: Int) async throws {
        let server = try LocalServer { _ in .json(#"{"detail":"No."}"#, status: status) }
        let error = await #expect(throws: RemoteError.self) { try await source(server.url).order(.key("k")) }
        #expect(error?.mend == "this server does not let orders be tracked without a token")
    }

    @Test func aRefusedNumberNamesTheOtherPlatform() async throws {
        let server = try LocalServer { _ in .forbidden }
        let error = await #expect(throws: RemoteError.self) { try await source(server.url).order(.number("n")) }
        #expect(error?.mend == "the token in ORDERSH_TOKEN must be one that may read the other platform's orders")
    }

    @Test func aBrokenTokenIsSaidToBeTheProfiles() {
        let error = #expect(throws: RemoteError.self) {
            try source(settings("http://x", token: "a b", profile: "shop"))
        }
        #expect(error?.message == "the token of profile 'shop' is empty or holds characters that no token has")
        #expect(error?.mend == "give profile 'shop' the token alone, without 'Token'")
    }

    @Test func nothingListeningIsUnavailable() async throws {
        let port = try ClosedPort()
        let error = await #expect(throws: RemoteError.self) { try await scan(source(port.url)) }
        #expect(error?.category == .unavailable)
    }

    @Test func withoutATokenTheMendIsToSetOne() async throws {
        let server = try LocalServer { _ in .json(#"{"detail":"No credentials."}"#, status: 401) }
        let error = await #expect(throws: RemoteError.self) { try await scan(source(server.url, token: nil)) }
        #expect(error?.category == .credentials)
        #expect(error?.message.contains("wants a token") == true)
        #expect(error?.mend?.contains("ORDERSH_TOKEN") == true)
    }

    @Test func refusedParametersAreNamedForReplanning() async throws {
        let server = try LocalServer { _ in
            .json(#"{"created_from":["Enter a valid date."],"limit":["x"]}"#, status: 400)
        }
        let error = await #expect(throws: RejectedParameters.self) {
            try await scan(source(server.url), "created_from=2025-01-01T00:00:00Z")
        }
        #expect(error?.names == ["created_from", "limit"])
        #expect(error?.answer == "created_from: Enter a valid date.; limit: x")
    }

    @Test func aRefusalOfWhatWasNotAskedIsNoReplanning() async throws {
        let server = try LocalServer { _ in .json(#"{"ordering":["no"]}"#, status: 400) }
        let error = await #expect(throws: RemoteError.self) { try await scan(source(server.url), "status=new") }
        #expect(error?.message.contains("refused the request (400): ordering: no") == true)
    }

    private static func page(_ order: String) -> LocalResponse {
        .json(#"{"count":1,"next":null,"previous":null,"results":[\#(order)]}"#)
    }
}
