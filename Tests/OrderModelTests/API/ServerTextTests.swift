import OrderModel
import Testing

struct ServerTextTests {
    @Test(
        arguments: [
            ("  a\r\n\tb  ", "a b"), ("\u{1B}[31mred", "\u{FFFD}[31mred"), ("می\u{200C}رزاده", "می\u{200C}رزاده"),
            ("a\u{202E}b", "a\u{FFFD}b"), ("a\u{0}b\u{7F}", "a\u{FFFD}b\u{FFFD}"), ("", ""), (" \n", ""),
        ]
    )
    func isOneHarmlessLine(text: String, line: String) {
        #expect(ServerText.line(text).utf8.elementsEqual(line.utf8))
    }

    @Test func isBounded() {
        #expect(ServerText.line(String(repeating: "x", count: 1000), maximumLength: 5) == "xxxxx…")
        #expect(ServerText.line("xxxxx", maximumLength: 5) == "xxxxx")
    }
}
