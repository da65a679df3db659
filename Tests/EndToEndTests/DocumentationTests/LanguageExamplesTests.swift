import OrderLanguage
import OrderTestSupport
import Testing

/// The examples of the language in the documentation, which stand in blocks fenced as `orders`.
///
/// Each block is a text of its own. `orders later` holds statements that parse and check, but don't run yet.
@Suite struct LanguageExamplesTests {
    @Test(arguments: Example.all)
    func everyExampleChecks(_ example: Example) {
        let checked = Checker.check(SourceText(example.text, name: example.place))
        #expect(checked.diagnostics.map(\.text) == [])
        #expect(!checked.statements.isEmpty)
    }

    @Test(arguments: Example.all)
    func everyExampleRunsOrSaysThatItCannot(_ example: Example) throws {
        let files = try TemporaryFolder()
        try files.write(TemporaryFolder.text(of: GoldenCase.dataFolder + "orders.ndjson"), to: "orders.ndjson")
        try files.write(example.text, to: "example.oq")
        let script = "ordersh orders.ndjson --format csv --as-of 2025-12-28 < example.oq"
        let run = try ShellScript(script, in: files.path)
        if example.isForLater {
            #expect(run.status == 2)
            #expect(run.errors.contains("not there yet"))
        } else {
            #expect(run.status == 0)
            #expect(run.errors == "")
        }
    }

    @Test func everyPageIsThereAndTheLanguageHasExamples() {
        #expect(DocumentationPage.all.filter { $0.lines.count < 10 }.map(\.path) == [])
        #expect(Example.all.count { $0.page == DocumentationPage.language.path } > 10)
    }
}

/// One block of statements of a page.
struct Example: Sendable, CustomTestStringConvertible {
    let page: String
    let line: Int
    let text: String
    let isForLater: Bool

    var place: String { "\(page):\(line)" }
    var testDescription: String { place }

    static let all: [Example] = DocumentationPage.all.flatMap { page in
        page.blocks.filter { $0.kind.hasPrefix("orders") }.map { block in
            Example(
                page: page.path,
                line: block.range.lowerBound,
                text: page.text(of: block),
                isForLater: block.kind == "orders later"
            )
        }
    }
}
