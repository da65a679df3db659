import OrderEngine
import OrderModel
import OrderRemote
import OrderTestSupport
import Testing

/// Every kind of bad answer becomes an error that says what it was, with the right category and without the token.
struct RemoteErrorTests {
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
            (.html("<title>Server Error (500)</title>", status: 500), .unavailable, "failed (500): Server Error"),
            (.html("<h1>502 Bad Gateway</h1>", status: 502), .unavailable, "failed (502): 502 Bad Gateway"),
            (.json(#"{"detail":"Request was throttled."}"#, status: 429), .unavailable, "(429): Request was"),
            (.hangUp, .unavailable, "no answer from"),
            (page(#"{"id":1}"#).cutInHalf(), .unavailable, "closed in the middle of the answer"),
            (.redirect(to: "http://other.example/api/orders/"), .failed, "redirects to http://other.example"),
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
    }

    @Test func nothingListeningIsUnavailable() async throws {
        let server = try LocalServer { _ in .json("{}") }
        server.stop()
        let error = await #expect(throws: RemoteError.self) { try await scan(source(server.url)) }
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
        #expect(error?.names == ["created_from"])
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
