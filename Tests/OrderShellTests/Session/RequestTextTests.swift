import OrderEngine
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct RequestTextTests {
    @Test func plainRequestsAreHarmlessLines() {
        let request = RequestPreview(url: "https://shop.example/api/orders/?search=a%1Bb", needsToken: true)
        #expect(RequestText.of(request, .plain) == "GET https://shop.example/api/orders/?search=a%1Bb")
    }

    @Test func curlReadsTheTokenWhereOneIsNeeded() {
        let request = RequestPreview(url: "https://shop.example/api/orders/?limit=1", needsToken: true)
        let text = RequestText.of(request, .curl(certificateFile: nil))
        #expect(text.contains(#"--header "Authorization: Token $ORDERSH_TOKEN""#))
        #expect(text.hasSuffix(" 'https://shop.example/api/orders/?limit=1'"))
        let open = RequestPreview(url: "https://shop.example/x", needsToken: false)
        #expect(!RequestText.of(open, .curl(certificateFile: nil)).contains("ORDERSH_TOKEN"))
    }

    @Test("the shell reads every word back as it was")
    func wordsAreQuoted() throws {
        let file = "/tmp/it's $HOME `x` \"y\".pem"
        let request = RequestPreview(url: "https://shop.example/?a=';touch x;'", needsToken: false)
        let text = RequestText.of(request, .curl(certificateFile: file))
        let words = String(text.dropFirst("curl ".count))
        let shell = try ChildProcess(["/bin/sh", "-c", "for word in \(words); do printf '%s\\n' \"$word\"; done"])
        let lines = String(decoding: shell.readToEnd(), as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(shell.waitForExit() == 0)
        #expect(lines.suffix(3) == ["--cacert", file, "https://shop.example/?a=';touch x;'"])
    }
}
