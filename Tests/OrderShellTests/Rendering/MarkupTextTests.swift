import OrderModel
import Testing

@testable import OrderShell

@Suite struct MarkupTextTests {
    @Test(arguments: [
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("\"it's\"", "&quot;it&#39;s&quot;"),
        ("one\ntwo\r\nthree\rfour", "one<br>two<br>three<br>four"),
        ("\n", "<br>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&lt;", "&amp;lt;"),
        ("\u{1B}[31m\u{0}\u{202E}", "␛[31m␀\\u{202E}"),
        ("می\u{200C}شود", "می\u{200C}شود"),
        ("a\u{FFFF}b\u{1FFFE}", "a\\u{FFFF}b\\u{1FFFE}"),
    ])
    func htmlHoldsNoMarkupOfTheData(_ text: String, _ written: String) {
        #expect(MarkupText.html(text) == written)
    }

    @Test(arguments: [
        ("created_at", "created_at"),
        ("_a_ *b* **c** ~~d~~", "\\_a\\_ \\*b\\* \\*\\*c\\*\\* \\~\\~d\\~\\~"),
        ("a | b", "a \\| b"),
        ("\\|", "\\\\\\|"),
        ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
        ("![x](//a)", "!\\[x\\](//a)"),
        ("<b onclick=x>", "&lt;b onclick=x&gt;"),
        ("<https://a.b>", "&lt;https&#58;//a.b&gt;"),
        ("see https://a.b/c?d", "see https&#58;//a.b/c?d"),
        ("WWW.a.b www.a.b", "WWW&#46;a.b www&#46;a.b"),
        ("a@b.c", "a&#64;b.c"),
        ("`code` $x$ #1", "\\`code\\` \\$x\\$ \\#1"),
        ("&amp;", "&amp;amp;"),
        ("one\ntwo", "one<br>two"),
        ("2025-12-27 18:17:09", "2025-12-27 18:17:09"),
        ("-1,025,000.5", "-1,025,000.5"),
    ])
    func markdownHoldsNoMarkupOfTheData(_ text: String, _ written: String) {
        #expect(MarkupText.markdown(text) == written)
    }

    @Test func whatIsMissingDiffersFromWhatIsEmpty() {
        let column = ResultColumn(name: "notes", type: .text)
        let display = DisplayText(zone: .utc)
        let texts = [Value.null, .text(""), .text("null"), .text("a\nb")].map {
            MarkupText.of($0, in: column, display: display)
        }
        #expect(texts == ["null", "\"\"", "\"null\"", "a\nb"])
    }
}
