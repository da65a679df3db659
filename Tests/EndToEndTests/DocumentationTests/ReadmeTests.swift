import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The README's tour: every command in it is run, in order and in one folder, and prints what the page says.
///
/// `ORDERSH_RECORD=1` writes the outputs into the page, so that none is ever typed.
@Suite struct ReadmeTests {
    @Test func theTourRunsAsWritten() throws {
        let page = DocumentationPage.readme
        let tour = try Tour()
        var lines = page.lines
        // From the last to the first when writing, so that the places of the blocks before stay right.
        var recorded: [(range: Range<Int>, lines: [String])] = []
        for block in page.blocks where block.kind == "console" {
            let console = ConsoleBlock(page.lines(of: block))
            let outputs = try console.entries.map { try tour.output(of: $0.script) }
            for (entry, output) in zip(console.entries, outputs) where !Self.isRecording {
                #expect(entry.output == output, "\(entry.script)")
            }
            recorded.append((block.range, console.lines(withOutputs: outputs)))
        }
        #expect(!recorded.isEmpty)
        guard Self.isRecording else { return }
        for part in recorded.reversed() { lines.replaceSubrange(part.range, with: part.lines) }
        try TemporaryFolder.write(Array(lines.joined(separator: "\n").utf8), to: page.absolutePath)
    }

    @Test func theTourFitsAPage() {
        let long = DocumentationPage.readme.lines.filter { $0.count > 120 }
        #expect(long == [])
    }

    private static let isRecording = getenv("ORDERSH_RECORD") != nil
}

/// The folder that the tour is taken in, where `Scripts/ordersh` is the program just built.
private struct Tour {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
        let setting = try ShellScript(
            """
            mkdir Scripts
            printf '#!/bin/sh\\nexec ordersh "$@"\\n' > Scripts/ordersh
            chmod +x Scripts/ordersh
            """,
            in: files.path
        )
        #expect(setting.status == 0, "\(setting.errors)")
    }

    /// What a command prints, on standard output and standard error together.
    func output(of script: String) throws -> [String] {
        let run = try ShellScript("exec 2>&1\n" + script, in: files.path)
        var lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
