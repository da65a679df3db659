import OrderModel
import Testing

@testable import OrderShell

@Suite struct OutputFormatTextsTests {
    @Test(arguments: [
        ("report.csv", OutputFormat.csv), ("a/b.TSV", .tsv), ("x.json", .json), ("x.ndjson", .ndjson),
        ("x.jsonl", .ndjson),
        ("x.md", .markdown), ("x.markdown", .markdown), ("x.html", .html), ("x.htm", .html), ("x.txt", .table),
        ("گزارش.csv", .csv), (".csv", .csv),
    ])
    func anEndingNamesAFormat(_ path: String, _ format: OutputFormat) {
        #expect(OutputFormat(ofFile: path) == format)
    }

    @Test(arguments: ["report", "csv", "a.csv/report", "a.xlsx", "a.csv.gz", "a.", "", "/"])
    func otherEndingsSayNothing(_ path: String) {
        #expect(OutputFormat(ofFile: path) == nil)
    }

    private func text(_ format: OutputFormat, _ body: (any OutputSink) throws -> Void) rethrows -> String {
        let sink = MemorySink()
        try body(sink)
        return sink.text
    }

    @Test(arguments: [
        (OutputFormat.table, "a <b>⏎\n"), (.vertical, "a <b>⏎\n"), (.markdown, "## a &lt;b&gt;<br>\n"),
        (.html, "<h2 dir=\"auto\">a &lt;b&gt;<br></h2>\n"), (.csv, ""), (.tsv, ""), (.json, ""), (.ndjson, ""),
    ])
    func titles(_ format: OutputFormat, _ expected: String) throws {
        let written = try text(format) {
            try format.write(title: "a <b>\n", settings: RenderSettings(zone: .utc), to: $0)
        }
        #expect(written == expected)
    }

    @Test(arguments: [
        (OutputFormat.table, "a\n<b>\n"), (.csv, "a\n<b>\n"), (.html, "<pre>a\n&lt;b&gt;\n</pre>\n"),
        (.markdown, "    a\n    <b>\n"),
    ])
    func linesOfText(_ format: OutputFormat, _ expected: String) throws {
        #expect(try text(format) { try format.write(text: "a\n<b>\n", to: $0) } == expected)
    }

    @Test(.enabled(if: UserPaths.variable("HOME") != nil))
    func aFileNameMayBeginAtHome() throws {
        let home = try #require(UserPaths.variable("HOME"))
        #expect(OutputTarget(fileName: "~/a.csv") == .file(home + "/a.csv"))
        #expect(OutputTarget(fileName: "~other/a.csv") == .file("~other/a.csv"))
        #expect(OutputTarget(fileName: "-") == .standardOutput)
        #expect(OutputTarget(fileName: "a b.csv") == .file("a b.csv"))
    }
}
