import OrderShell
import OrderTestSupport
import Testing

/// What `\help` teaches, run on the built-in sample.
@Suite struct HelpExamplesTests {
    private static let examples = HelpTable.entries.flatMap(\.examples)

    @Test(arguments: examples)
    func everyExampleAnswers(_ example: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(example + "\n", to: "example.oq")
        let result = try ShellScript("exec ordersh --sample --format table < example.oq", in: folder.path)
        #expect(result.errors == "")
        #expect(result.status == 0)
        // Each shows something: a table with rows, a drawing, an order.
        #expect(!result.output.isEmpty && !result.output.contains("\n0 rows"))
    }
}
