import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whole runs of the program, kept as text: what was run, `----`, and what came of it.
///
/// `ORDERSH_RECORD=1` writes the files anew from what the program does now; the difference is for a person to read.
@Suite struct GoldenTests {
    @Test(arguments: try GoldenCase.all())
    func runsAsRecorded(_ test: GoldenCase) throws {
        let files = try TemporaryFolder()
        for name in GoldenCase.dataNames {
            try files.write(TemporaryFolder.text(of: GoldenCase.dataFolder + name), to: name)
        }
        var record = ""
        for script in test.scripts {
            let run = try ShellScript(script, in: files.path)
            record += GoldenCase.text(script: script, run)
        }
        if getenv("ORDERSH_RECORD") != nil {
            try TemporaryFolder.write(Array((test.opening + record).utf8), to: test.path)
        } else {
            #expect(test.opening + record == test.text)
        }
    }

    @Test func thereAreCases() throws {
        #expect(try GoldenCase.all().count > 5)
    }
}

/// A golden file: lines of comment, then scripts, each with its output.
struct GoldenCase: CustomTestStringConvertible {
    let name: String
    let text: String
    /// The comment lines above the first script.
    let opening: String
    let scripts: [String]

    var testDescription: String { name }
    var path: String { Self.folder + name }

    private static let testFolder = String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex))
    private static let folder = testFolder + "/Cases/"
    static let dataFolder = testFolder + "/Data/"
    static let dataNames = TemporaryFolder.names(in: dataFolder)

    static func all() throws -> [GoldenCase] {
        TemporaryFolder.names(in: folder).filter { $0.hasSuffix(".golden") }.map(GoldenCase.init)
    }

    private init(name: String) {
        self.name = name
        text = TemporaryFolder.text(of: Self.folder + name)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        opening = lines.prefix { $0.hasPrefix("#") }.map { $0 + "\n" }.joined()
        var scripts: [String] = []
        var isScript = false
        for line in lines {
            if line.hasPrefix("$ ") {
                scripts.append(String(line.dropFirst(2)))
                isScript = true
            } else if isScript, line.hasPrefix("> ") {
                scripts[scripts.count - 1] += "\n" + line.dropFirst(2)
            } else {
                isScript = false
            }
        }
        self.scripts = scripts
    }

    /// One script with what it printed, as the files keep it.
    static func text(script: String, _ run: ShellScript) -> String {
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        var text = lines.enumerated().map { ($0 == 0 ? "$ " : "> ") + $1 + "\n" }.joined()
        text += "----\n" + marked(run.output)
        if !run.errors.isEmpty { text += "---- errors\n" + marked(run.errors) }
        if run.status != 0 { text += "---- status \(run.status)\n" }
        return text + "\n"
    }

    /// The text as it is; a missing line end is shown, since a file can't.
    private static func marked(_ text: String) -> String {
        text.isEmpty || text.hasSuffix("\n") ? text : text + "(no line end)\n"
    }
}
