import OrderTestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The pager, and what an answer is sent to, as a person meets them: the real program on a terminal of its own.
@Suite(.serialized)
struct PagerTests {
    @Test func aLongAnswerGoesThroughThePagerWholeAndWithItsColours() throws {
        let prompt = try PagedPrompt(pager: "cat >paged; echo the pager has ended")
        try prompt.enter("orders limit 30 select id, status, notes", untilSeen: "30 rows")
        let paged = prompt.files.text(of: "paged")
        #expect(!paged.contains("30 rows"))
        #expect(paged.contains("\u{1B}["))
        #expect(paged.utf8.count(where: { $0 == 0x0A }) > 30)
        // The footer is the last thing on the screen.
        let lines = prompt.terminal.screen.transcript
        let end = lines.firstIndex { $0.contains("the pager has ended") }
        #expect(try #require(end) < lines.firstIndex { $0.contains("30 rows") } ?? 0)
        try prompt.leave()
    }

    @Test func aShortAnswerDoesNot() throws {
        let prompt = try PagedPrompt(pager: "cat >paged")
        try prompt.enter("orders limit 3 select id, status", untilSeen: "3 rows")
        try prompt.enter("\\format csv", untilSeen: "ordersh>")
        try prompt.enter("orders limit 30 select id, status", untilSeen: "id,status")
        #expect(!prompt.files.names.contains("paged"))
        try prompt.leave()
    }

    @Test func theSettingDecides() throws {
        let prompt = try PagedPrompt(pager: "cat >>paged")
        try prompt.enter("\\set pager off", untilSeen: "ordersh>")
        try prompt.enter("orders limit 30 select id, status", untilSeen: "30 rows")
        #expect(!prompt.files.names.contains("paged"))
        try prompt.enter("\\set pager on", untilSeen: "ordersh>")
        try prompt.enter("orders limit 1 select id as shown, status", untilSeen: "1 row")
        #expect(prompt.files.text(of: "paged").contains("shown"))
        try prompt.leave()
    }

    @Test(arguments: ["", "cat", "no-such-pager"])
    func withoutAPagerAllOfItStandsOnTheTerminal(_ pager: String) throws {
        let prompt = try PagedPrompt(pager: pager)
        try prompt.enter("orders limit 30 select id, status", untilSeen: "30 rows")
        try prompt.leave()
    }

    @Test func aDumbTerminalHasNoPager() throws {
        let files = try TemporaryFolder()
        let pager = "cat >'\(files.path(of: "paged"))'"
        let terminal = try PagedPrompt.terminal(PagedPrompt.environment(files, pager: pager, name: "dumb"))
        try terminal.pump(untilSeen: "ordersh>")
        try terminal.type("orders limit 30 select id, status\r")
        try terminal.pump(untilSeen: "30 rows")
        #expect(!files.names.contains("paged"))
        #expect(!terminal.output.contains(0x1B))
    }

    @Test func leavingThePagerEarlyIsQuiet() throws {
        let prompt = try PagedPrompt(pager: "head -n 1 >paged", arguments: ["big.ndjson"]) { files in
            let made = try ShellScript("ordersh generate --count 5000 >big.ndjson", in: files.path)
            #expect(made.status == 0)
        }
        try prompt.enter("orders", untilSeen: "5,000 rows")
        try prompt.enter("orders limit 1 select count() as all_of_them", untilSeen: "all_of_them")
        #expect(prompt.files.text(of: "paged").utf8.count(where: { $0 == 0x0A }) == 1)
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("error") })
        try prompt.leave()
    }

    @Test func aPagerThatFailsIsSaid() throws {
        let prompt = try PagedPrompt(pager: "sh -c 'exit 4'")
        try prompt.enter("orders limit 30 select id, status", untilSeen: "the pager 'sh' failed: it left with status 4")
        try prompt.enter("\\set pager off", untilSeen: "ordersh>")
        try prompt.enter("\\last", untilSeen: "30 rows")
        try prompt.leave()
    }

    @Test(arguments: [40, 200])
    func whatIsPagedFitsTheTerminal(columns: Int) throws {
        let prompt = try PagedPrompt(pager: "cat >paged", columns: columns)
        try prompt.enter("orders limit 60", untilSeen: "60 rows")
        let lines = prompt.files.text(of: "paged").split(separator: "\n").map { line in
            line.replacing(/\u{1B}\[[0-9;]*m/, with: "").replacing(/[\u{2068}\u{2069}]/, with: "")
        }
        #expect(lines.count > 60)
        #expect(lines.allSatisfy { $0.count <= columns })
        #expect(lines.contains { $0.count > columns / 2 })
        try prompt.leave()
    }

    @Test func controlCInThePagerKeepsTheShell() throws {
        let prompt = try PagedPrompt(pager: "sh pager.sh") { files in
            try files.write(
                """
                echo >>count
                trap 'echo interrupted $(wc -l <count); exit 1' INT
                echo pages $(wc -l <count)
                while :; do sleep 0.1; done
                """,
                to: "pager.sh"
            )
        }
        for count in 1...2 {
            try prompt.terminal.type("orders limit 30 select id\r")
            try prompt.terminal.pump(untilSeen: "pages \(count)")
            try prompt.answer("\u{3}", untilSeen: "interrupted \(count)")
        }
        try prompt.enter("orders limit 1 select id as one", untilSeen: "1 row")
        try prompt.leave()
    }

    @Test(.enabled(if: access("/usr/bin/less", X_OK) == 0, "less is not installed"))
    func lessShowsItAndLeavesTheTerminalAsItWas() throws {
        let prompt = try PagedPrompt(pager: nil)
        try prompt.terminal.type("orders limit 40 select id, status\r")
        try prompt.terminal.pump { terminal in terminal.screen.transcript.contains { $0.hasPrefix(":") } }
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("40 rows") })
        try prompt.terminal.type("G")
        try prompt.terminal.pump(untilSeen: "└")
        try prompt.answer("q", untilSeen: "40 rows")
        try prompt.enter("orders limit 1 select id as one", untilSeen: "1 row")
        try prompt.leave()
    }

    /// The pager has put the terminal into a mode of its own, and would wait for ever.
    @Test(arguments: [SIGTERM, SIGHUP])
    func aSignalEndsThePagerAndPutsTheTerminalInOrder(_ signal: Int32) throws {
        let prompt = try PagedPrompt(pager: "sh pager.sh") { files in
            try files.write("stty raw -echo </dev/tty; echo paging; exec sleep 1000", to: "pager.sh")
        }
        try prompt.terminal.type("orders limit 30 select id\r")
        try prompt.terminal.pump { terminal in
            !terminal.isLineMode && terminal.screen.transcript.contains { $0.contains("paging") }
        }
        prompt.terminal.signal(signal)
        try prompt.terminal.pump { $0.status != nil }
        #expect(prompt.terminal.status == 143)
        #expect(prompt.terminal.isLineMode)
    }

    @Test func aSignalEndsTheEditorAndTheShell() throws {
        let prompt = try PagedPrompt(pager: "", editor: "sh editor.sh") { files in
            try files.write("echo editing; exec sleep 1000", to: "editor.sh")
        }
        try prompt.terminal.type("\\edit\r")
        try prompt.terminal.pump(untilSeen: "editing")
        prompt.terminal.signal(SIGTERM)
        try prompt.terminal.pump { $0.status != nil }
        #expect(prompt.terminal.status == 143)
    }

    // MARK: Where an answer goes

    @Test func anAnswerGoesToAFile() throws {
        let prompt = try PagedPrompt(pager: "")
        try prompt.enter("orders limit 3 select id, status \\> 'my report.csv'", untilSeen: "3 rows to my report.csv")
        #expect(prompt.files.text(of: "my report.csv").hasPrefix("id,status\n"))
        try prompt.enter("orders \\> no/a.csv", untilSeen: "there is no directory 'no'")
        try prompt.enter("\\> last.json", untilSeen: "3 rows to last.json")
        #expect(prompt.files.text(of: "last.json").hasPrefix("[\n{\"id\":"))
        try prompt.leave()
    }

    @Test func anAnswerGoesToACommand() throws {
        let prompt = try PagedPrompt(pager: "")
        try prompt.enter("orders limit 3 select id, status \\| head -n 1 | tr a-z A-Z", untilSeen: "ID,STATUS")
        try prompt.enter("orders limit 3 select id \\| cat >got; exit 3", untilSeen: "it left with status 3")
        #expect(!prompt.files.text(of: "got").utf8.contains(0x1B))
        try prompt.leave()
    }

    @Test func controlCEndsTheCommandAndNotTheShell() throws {
        let prompt = try PagedPrompt(pager: "")
        for count in 1...2 {
            try prompt.terminal.type("orders limit 3 select id \\| echo runs $((\(count) + 100)); exec sleep 1000\r")
            try prompt.terminal.pump(untilSeen: "runs \(count + 100)")
            try prompt.answer("\u{3}", untilSeen: "cancelled")
        }
        try prompt.enter("orders limit 1 select id as one", untilSeen: "1 row")
        try prompt.leave()
    }
}

/// The program at a terminal of 20 lines, and 80 columns unless said, in a folder of its own.
private struct PagedPrompt {
    let files: TemporaryFolder
    let terminal: PseudoTerminal

    init(
        pager: String?,
        arguments: [String] = ["--sample"],
        editor: String? = nil,
        columns: Int = 80,
        prepare: (TemporaryFolder) throws -> Void = { _ in }
    ) throws {
        files = try TemporaryFolder()
        try prepare(files)
        let environment = Self.environment(files, pager: pager, name: "xterm", editor: editor)
        terminal = try Self.terminal(environment, arguments, columns: columns)
        try terminal.pump(untilSeen: "ordersh>")
        try terminal.pump { !$0.isLineMode }
    }

    static func environment(
        _ files: TemporaryFolder,
        pager: String?,
        name: String,
        editor: String? = nil
    ) -> [String: String] {
        var environment = [
            "HOME": files.path, "XDG_STATE_HOME": files.path + "/state", "TERM": name, "LC_ALL": "C",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
        ]
        environment["PAGER"] = pager
        environment["VISUAL"] = editor
        return environment
    }

    static func terminal(
        _ environment: [String: String],
        _ arguments: [String] = ["--sample"],
        columns: Int = 80
    ) throws -> PseudoTerminal {
        let words = ["-c", "cd \"$HOME\" && exec \"$@\"", "sh", BuiltProgram.path("ordersh")] + arguments
        return try PseudoTerminal("/bin/sh", words, environment: environment, rows: 20, columns: columns)
    }

    /// Types a line, and waits for a text and the next prompt.
    func enter(_ line: String, untilSeen text: String) throws {
        try answer(line + "\r", untilSeen: text)
    }

    /// Types keys, and waits for a text and the next prompt.
    func answer(_ keys: String, untilSeen text: String) throws {
        let promptCount = promptCount(terminal)
        try terminal.type(keys)
        try terminal.pump { terminal in
            terminal.screen.transcript.contains { $0.contains(text) } && self.promptCount(terminal) > promptCount
                && !terminal.isLineMode
        }
    }

    func leave() throws {
        try terminal.type("exit\r")
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == 0)
    }

    private func promptCount(_ terminal: PseudoTerminal) -> Int {
        terminal.screen.transcript.count { $0.hasPrefix("ordersh>") }
    }
}
