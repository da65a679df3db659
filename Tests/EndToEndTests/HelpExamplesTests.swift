import OrderShell
import OrderTestSupport
import Testing

/// What `\help` teaches, run on the built-in sample.
@Suite struct HelpExamplesTests {
    private static let examples = (HelpTable.entries + HelpTable.commands.filter { !unrun.contains($0.name) })
        .flatMap(\.examples)

    /// What needs a server, a person at the prompt, or Ctrl-C.
    private static let unrun: Set<String> = ["\\connect", "\\watch", "\\history", "\\edit"]

    @Test(arguments: examples)
    func everyExampleAnswers(_ example: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(example + "\n", to: "example.oq")
        let result = try ShellScript(
            "\(files(of: example)); exec ordersh --sample --format table < example.oq",
            in: folder.path
        )
        #expect(result.errors == "")
        #expect(result.status == 0)
        // Each shows something: a table with rows, a drawing, an order.
        #expect(!result.output.isEmpty && !result.output.contains("\n0 rows"))
    }

    /// Makes the files that an example opens.
    private func files(of example: String) -> String {
        example.contains("orders.ndjson") ? "ordersh generate --count 20 -o orders.ndjson 2>/dev/null" : "true"
    }

    @Test func everyFieldsExampleRuns() throws {
        let pages = HelpTable.fieldPages
        #expect(pages.count > 50)
        let folder = try TemporaryFolder()
        try folder.write(pages.flatMap(\.examples).map { $0 + "\n" }.joined(), to: "examples.oq")
        let result = try ShellScript("exec ordersh --sample < examples.oq | wc -c", in: folder.path)
        #expect(result.errors == "")
        #expect(result.status == 0)
    }
}
