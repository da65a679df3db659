import OrderTestSupport
import Testing

/// What the program's own help names can be read about in the documentation.
@Suite struct HelpDocumentationTests {
    @Test(arguments: [
        "", "run", "import", "sync", "export", "generate", "serve", "doctor", "profile list", "profile show",
        "profile add", "profile remove", "profile test",
    ])
    func everyOptionIsDocumented(_ subcommand: String) throws {
        let files = try TemporaryFolder()
        let help = try ShellScript("ordersh \(subcommand) --help", in: files.path)
        #expect(help.status == 0)
        let words = Set(help.output.split { !($0.isLetter || $0 == "-") }.map(String.init))
        let options = words.filter { $0.hasPrefix("--") && $0.dropFirst(2).contains { $0.isLowercase } }
        #expect(options.contains("--help"))
        #expect(options.filter { !Self.isDocumented($0) }.sorted() == [])
    }

    @Test func everySettingIsDocumented() throws {
        let files = try TemporaryFolder()
        let settings = try ShellScript("ordersh --sample -c '\\set'", in: files.path)
        let names = settings.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
        #expect(names.contains("max_rows"))
        #expect(names.filter { !Self.isDocumented("| `\($0)` ") } == [])
    }

    /// Whether a page of the catalogue has the word, and not only a longer one.
    private static func isDocumented(_ word: String) -> Bool {
        DocumentationPage.all.dropFirst().contains { page in
            page.lines.contains { line in
                line.ranges(of: word).contains { range in
                    !(line[range.upperBound...].first.map { $0.isLetter || $0 == "-" } ?? false)
                }
            }
        }
    }
}
