import OrderAPI
import Testing

struct ServerProblemTests {
    @Test(
        arguments: [
            (#"{"detail":"Invalid token."}"#, "Invalid token."),
            (#"["Null characters are not allowed."]"#, "Null characters are not allowed."),
            (
                #"{"status":["Select a valid choice. pending is not one of the available choices."]}"#,
                "status: Select a valid choice. pending is not one of the available choices."
            ),
            (#"{"a":["x"],"b":["y","z"]}"#, "a: x; b: y z"),
            ("<html><head><title>Server Error (500)</title></head></html>", "Server Error (500)"),
            ("<html>\r\n<h1>502 Bad\n Gateway</h1>", "502 Bad Gateway"),
            ("<html><TITLE lang=en>a &lt;b&gt; &amp;lt;</TITLE>", "a <b> &lt;"),
            ("upstream  timed\nout\u{1B}[0m", "upstream timed out\u{FFFD}[0m"),
            ("", nil),
            ("{}", nil),
            ("<html></html>", nil),
        ]
    )
    func tellsTheServersWordsOnOneLine(body: String, line: String?) {
        #expect(ServerProblem(body: Array(body.utf8)).line == line)
    }

    @Test func namesTheParametersThatTheServerRefused() {
        let body = #"{"status":["no"],"detail":["x"],"id_min":["Enter a number."],"other":"text"}"#
        let problem = ServerProblem(body: Array(body.utf8))
        #expect(problem.parameters.map(\.name) == ["status", "id_min"])
        #expect(problem.parameters.map(\.text) == ["no", "Enter a number."])
        #expect(problem.isOfAPI)
    }

    @Test(arguments: [#"{"detail":"Not found."}"#: true, #"{"message":"no Route"}"#: false, "404": false, "[]": false])
    func tellsTheAPIsWordsFromAGateways(body: String, isOfAPI: Bool) {
        #expect(ServerProblem(body: Array(body.utf8)).isOfAPI == isOfAPI)
    }

    @Test func htmlHasNoParameters() {
        let problem = ServerProblem(body: Array("<html>".utf8))
        #expect(problem.parameters == [])
        #expect(!problem.isOfAPI)
    }

    @Test func aHugeOrDeepBodyStaysOneShortLine() {
        let long = #"{"detail":""# + String(repeating: "x", count: 1_000_000) + #""}"#
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect((ServerProblem(body: Array(long.utf8)).line?.count ?? 0) <= 301)
        #expect((ServerProblem(body: Array(deep.utf8)).line?.count ?? 0) <= 301)
    }
}
