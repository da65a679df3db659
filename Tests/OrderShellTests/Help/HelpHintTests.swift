import OrderLanguage
import Testing

@testable import OrderShell

@Suite struct HelpHintTests {
    @Test(arguments: [
        ("orders where staus = new", "conditions"), ("orders group by", "group by"),
        ("orders gruop by status", "queries"),
        ("orders limit x", "limit"), ("orders order by -nothing", "order by"), ("ordrs", "queries"),
        ("orders where id = 1\nitems select nothing", "select"), ("orders where total > 1; nonsense", "queries"),
        ("\\format jsn", "\\format"), ("\\nonsense", "commands"), ("let x = ", "values"),
        ("orders group by status having nothing > 1", "conditions"), ("orders chart pie", "chart"),
        ("orders where order.status = new", "conditions"), ("orders \\> ", "output"), ("\\help \\>", "output"),
        ("\\last 1 2 3", "\\last"),
    ])
    func theFirstErrorNamesItsTopic(text: String, name: String) throws {
        let program = Program.check(SourceText(text))
        #expect(HelpHint.line(for: program) == "\\help \(name) explains it with examples")
        #expect(try HelpPage(name).text.contains("\nExamples:\n"))
    }

    @Test func whatIsRightNeedsNoHint() {
        #expect(HelpHint.line(for: Program.check(SourceText("orders limit 1"))) == nil)
    }

    @Test func helpIsNotExplainedByHelp() {
        let program = Program.check(SourceText("\\help a b c"))
        #expect(program.diagnostics.contains { $0.severity == .error })
        #expect(HelpHint.line(for: program) == nil)
    }
}
