import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The commands of the page about serving: run in order and in one folder, they print what the page says.
///
/// The page's port is the usual one; the test's server takes any that is free. `ORDERSH_RECORD=1` writes the outputs.
@Suite(.enabled(if: hasCurl, "there is no curl")) struct ServingPageTests {
    private static let usual = "http://127.0.0.1:8080"

    @Test func theCommandsPrintWhatThePageSays() throws {
        let page = DocumentationPage.serving
        let folder = try TemporaryFolder()
        var server: ServedProgram?
        var lines = page.lines
        var recorded: [(range: Range<Int>, lines: [String])] = []
        var variables = ""
        for block in page.blocks where block.kind == "console" {
            let console = ConsoleBlock(page.lines(of: block))
            var outputs: [[String]] = []
            for entry in console.entries {
                if let arguments = entry.servedArguments {
                    let started = try ServedProgram(arguments, in: folder.path)
                    server = started
                    outputs.append(Self.lines(of: started.greeting, from: started))
                } else {
                    if entry.script.hasPrefix("export ") { variables += entry.script.prefix { $0 != ";" } + "\n" }
                    let script = entry.script.replacing(Self.usual, with: server?.url ?? Self.usual)
                    let run = try ShellScript("exec 2>&1\n\(variables)\(script)", in: folder.path)
                    outputs.append(Self.lines(of: run.output, from: server))
                }
                if !Self.isRecording {
                    #expect(outputs.last.map(Self.timeless) == Self.timeless(entry.output), "\(entry.script)")
                }
            }
            recorded.append((block.range, console.lines(withOutputs: outputs)))
        }
        #expect(server?.stop() == 0)
        guard Self.isRecording else { return }
        for part in recorded.reversed() { lines.replaceSubrange(part.range, with: part.lines) }
        try TemporaryFolder.write(Array(lines.joined(separator: "\n").utf8), to: page.absolutePath)
    }

    private static func lines(of text: String, from server: ServedProgram?) -> [String] {
        let shown = server.map { text.replacing($0.url, with: usual) } ?? text
        var lines = shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The lines without what is never the same twice.
    private static func timeless(_ lines: [String]) -> [String] {
        lines.map { line in
            line.firstRange(of: "\"milliseconds\": ").map { String(line[..<$0.upperBound]) } ?? line
        }
    }

    private static let isRecording = getenv("ORDERSH_RECORD") != nil
}

private let hasCurl: Bool = {
    let paths: [String] = ["/usr/bin/curl", "/bin/curl", "/usr/local/bin/curl"]
    return paths.contains { access($0, X_OK) == 0 }
}()

extension ConsoleBlock.Entry {
    /// What `ordersh serve` is given, where the command starts it in the background.
    fileprivate var servedArguments: [String]? {
        guard script.hasPrefix("ordersh serve "), script.hasSuffix(" &") else { return nil }
        return script.dropLast(2).split(separator: " ").dropFirst(2).map(String.init)
    }
}
