import OrderLanguage
import OrderModel
import OrderTestSupport
import Testing

@Suite struct HostileInputTests {
    /// Texts that have crashed or hung parsers; each must give a diagnostic, and none may take the process down.
    @Test(arguments: [
        String(repeating: "(", count: 10_000),
        "orders where " + String(repeating: "(", count: 10_000) + "total > 1" + String(repeating: ")", count: 10_000),
        "orders where " + String(repeating: "not ", count: 100_000) + "is_paid",
        "orders where total > " + String(repeating: "- ", count: 100_000) + "1",
        "orders where total > 1" + String(repeating: " + 1", count: 100_000),
        "orders where " + String(repeating: "abs(", count: 10_000),
        "orders where " + String(repeating: "any(items where ", count: 10_000),
        String(repeating: "orders where ", count: 100_000),
        String(repeating: "\u{0}", count: 1_000_000),
        String(repeating: "@ ", count: 500_000),
        "orders where notes = \"" + String(repeating: "a", count: 5_000_000),
        "orders where total = " + String(repeating: "9", count: 1_000_000),
        "orders where " + String(repeating: "a.", count: 100_000) + "b = 1",
        "let x = " + String(repeating: "(", count: 5000) + "1",
    ])
    func givesADiagnosticInBoundedTime(text: String) {
        let source = SourceText(text)
        let checked = Checker.check(source)
        #expect(checked.hasErrors)
        #expect(checked.diagnostics.count <= 200)
        #expect(DiagnosticFormatter().format(checked.diagnostics, in: source).utf8.count < 200_000)
    }

    /// Errors of the checker are bounded as those of the parser are, in number and in the time they take.
    @Test(arguments: [
        "orders where status in (" + String(repeating: "fob,", count: 10_000) + "fob)",
        String(repeating: "orders where xx = 1;", count: 5_000),
    ])
    func namesTheFirstOfManyMistakes(text: String) {
        let checked = Checker.check(SourceText(text))
        #expect(checked.hasErrors)
        #expect(checked.diagnostics.count == 50)
        #expect(checked.statements.isEmpty)
    }

    @Test func terminalEscapesInMessagesAreNotObeyed() {
        let source = SourceText("orders ?%1b%5b31mX=1", name: "a\u{1B}b")
        let text = DiagnosticFormatter().format(Checker.check(source).diagnostics, in: source)
        #expect(!text.contains("\u{1B}"))
    }

    @Test(arguments: ["orders ?search=", "\\title "])
    func brokenUTF8InWhatIsTakenAsItStands(text: String) {
        let checked = Checker.check(SourceText(bytes: Array(text.utf8) + [0xFF]))
        #expect(checked.diagnostics.map(\.message) == ["this is not valid UTF-8"])
    }

    @Test func longListsAndConjunctionsAreFine() throws {
        let list = (0..<20_000).map(String.init).joined(separator: ", ")
        #expect(!Checker.check(SourceText("orders where id in (\(list))")).hasErrors)
        let conditions = (0..<5000).map { "id != \($0)" }.joined(separator: " and ")
        #expect(!Checker.check(SourceText("orders where \(conditions)")).hasErrors)
    }

    @Test func brokenUTF8HasAPlace() throws {
        let bytes = Array("orders where notes = ".utf8) + [0xFF, 0xFE] + Array(" limit 3".utf8)
        let checked = Checker.check(SourceText(bytes: bytes))
        let error = try #require(checked.diagnostics.first)
        #expect(error.message == "this is not valid UTF-8")
        #expect(error.range == 21..<23)
    }

    @Test func brokenUTF8InTextIsAnError() {
        let bytes = Array("orders where notes = \"".utf8) + [0xC3] + Array("\"".utf8)
        #expect(Checker.check(SourceText(bytes: bytes)).diagnostics.map(\.message) == ["this text is not valid UTF-8"])
    }

    @Test(arguments: 0..<40)
    func randomTextNeverCrashes(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let pieces = [
            "orders", "items", "where", "and", "or", "not", "(", ")", ",", "total", "status", "in", "between", "=", "-",
            "2025-12", "2025-", "\"", "'", "\\", "\n", ";", "?a=b&", "$x", "let", "param", ":", "[", "order", "by",
            "7d",
            "1e5", "..", ".5", "é", "\u{200C}", "\u{0}", "any(items", "is", "null", "group", "select", "as", "limit",
            "--",
        ]
        for _ in 0..<300 {
            let text = (0..<random.below(30)).map { _ in random.pick(pieces) }.joined(
                separator: random.oneIn(2) ? " " : ""
            )
            let source = SourceText(text)
            let checked = Checker.check(source)
            _ = DiagnosticFormatter().format(checked.diagnostics, in: source)
            _ = Completeness(of: text)
        }
        for _ in 0..<300 {
            let bytes = (0..<random.below(60)).map { _ in UInt8(random.below(256)) }
            _ = Checker.check(SourceText(bytes: Array("orders ".utf8) + bytes))
        }
    }
}
