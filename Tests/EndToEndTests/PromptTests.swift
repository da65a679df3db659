import OrderTestSupport
import Testing

/// The prompt as a person meets it: the real program on a pseudo-terminal.
@Suite(.serialized)
struct PromptTests {
    @Test func answersAndLeaves() throws {
        let prompt = try PromptFixture()
        try prompt.enter("orders limit 1 select id, status", untilSeen: "1 row")
        #expect(prompt.terminal.screen.transcript.contains { $0.contains("│ integer │ status") })
        try prompt.leave("exit", status: 0)
    }

    @Test func aSnapshotSaysItsAge() throws {
        let files = try TemporaryFolder()
        let made = try ShellScript("ordersh generate --count 3 | ordersh import - -o shop.orders", in: files.path)
        #expect(made.status == 0)
        let prompt = try PromptFixture(files: files, arguments: [files.path(of: "shop.orders")])
        #expect(prompt.terminal.screen.transcript.contains { $0.contains("a snapshot of 3 orders") })
        try prompt.enter("\\source", untilSeen: "from standard input")
        try prompt.leave("exit", status: 0)
    }

    @Test func controlDLeaves() throws {
        let prompt = try PromptFixture()
        try prompt.terminal.type("\u{4}")
        try prompt.terminal.pump { $0.status != nil }
        #expect(prompt.terminal.status == 0)
    }

    @Test func anErrorKeepsThePromptAndItsDefinitions() throws {
        let prompt = try PromptFixture()
        try prompt.enter("let big = 1m", untilSeen: "ordersh>")
        try prompt.enter("orders where totl > $big", untilSeen: "did you mean 'total'?")
        try prompt.enter("order 999999", untilSeen: "has no order 999999")
        try prompt.enter("orders where total > $big select count() as n", untilSeen: "1 row")
        try prompt.leave("\\quit", status: 0)
    }

    @Test func historyListsAndEditOpensTheLastStatement() throws {
        let files = try TemporaryFolder()
        try files.write("sed 's/limit 1/limit 2/' \"$1\" > \"$1.new\" && mv \"$1.new\" \"$1\"", to: "editor")
        let prompt = try PromptFixture(files: files, variables: ["EDITOR": "/bin/sh \(files.path(of: "editor"))"])
        try prompt.enter("orders limit 1 select id", untilSeen: "1 row")
        try prompt.enter("\\history LIMIT", untilSeen: "  orders limit 1 select id")
        try prompt.terminal.type("\\edit\r")
        try prompt.terminal.pump { $0.screen.lines.last == "ordersh> orders limit 2 select id" }
        try prompt.enter("", untilSeen: "2 rows")
        try prompt.leave("exit", status: 0)
    }

    @Test func aStatementThatFailedIsNoGhost() throws {
        let prompt = try PromptFixture()
        try prompt.enter("orders limit 1 select id as one", untilSeen: "1 row")
        try prompt.enter("orders limit 1 select idd", untilSeen: "did you mean")
        try prompt.terminal.type("orders li")
        try prompt.terminal.pump { $0.screen.lines.last == "ordersh> orders limit 1 select id as one" }
        try prompt.terminal.type("\u{15}\u{10}")
        try prompt.terminal.pump { terminal in
            terminal.screen.lines.contains("ordersh> orders limit 1 select idd")
        }
        try prompt.interrupt()
        try prompt.leave("exit", status: 0)
    }

    /// As the environment asks, whatever the terminal can do.
    @Test func withoutColoursTheLineIsStillMarked() throws {
        let prompt = try PromptFixture(variables: ["NO_COLOR": "1", "TERM": "xterm-256color"])
        try prompt.terminal.type("orders where staus = new ")
        try prompt.terminal.pump(untilSeen: "did you mean 'status'?")
        try prompt.interrupt()
        try prompt.enter("orders limit 1 select id as one", untilSeen: "1 row")
        let output = String(decoding: prompt.terminal.output, as: UTF8.self)
        #expect(try Regex(#"\x1B\[[0-9;]*\b(3[0-7]|9[0-7]|4[0-7]|38|48)\b[0-9;]*m"#).firstMatch(in: output) == nil)
        #expect(output.contains("\u{1B}[4m") || output.contains(";4m"))
        try prompt.leave("exit", status: 0)
    }

    @Test(arguments: ["\\edit", "\\history"])
    func onlyThePromptHasAnEditorAndAHistory(_ command: String) throws {
        let files = try TemporaryFolder()
        for script in [
            "ordersh --sample -c 'orders limit 1\n\(command)'", "printf '%s\\n' '\(command)' | ordersh --sample",
        ] {
            let run = try ShellScript(script, in: files.path)
            #expect(run.status == 2)
            #expect(run.output == "")
            #expect(run.errors.contains("only the prompt has "))
        }
    }

    @Test func anUnfinishedStatementGoesOn() throws {
        let prompt = try PromptFixture()
        try prompt.terminal.type("orders where (status = new\r")
        try prompt.terminal.pump(untilSeen: "(>")
        try prompt.enter("or status = hold) select count()", untilSeen: "1 row")
        try prompt.leave("quit", status: 0)
    }

    @Test func controlCAtThePromptDropsTheLine() throws {
        let prompt = try PromptFixture()
        try prompt.terminal.type("orders where (")
        try prompt.interrupt()
        try prompt.enter("orders select count() as n", untilSeen: "1 row")
        try prompt.leave("exit", status: 0)
    }

    @Test func controlCCancelsARunningQuery() throws {
        // A pipe that nobody writes to keeps the query waiting until it is cancelled.
        let server = try LocalServer { _ in .silence }
        defer { server.stop() }
        let prompt = try PromptFixture(arguments: [server.url])
        try prompt.terminal.type("orders limit 1\r")
        try prompt.terminal.pump { terminal in terminal.isLineMode && server.requests.count == 1 }
        try prompt.terminal.type("\u{3}")
        try prompt.terminal.pump(untilSeen: "cancelled")
        try prompt.leave("exit", status: 0)
    }

    /// The terminal shows Ctrl-C where its cursor is: within the progress, which goes.
    @Test func controlCLeavesNothingOfTheProgress() throws {
        let server = try LocalServer { _ in .silence }
        defer { server.stop() }
        let prompt = try PromptFixture(arguments: [server.url])
        try prompt.terminal.type("orders limit 1\r")
        try prompt.terminal.pump { terminal in
            terminal.isLineMode && terminal.screen.lines.last?.hasPrefix("ordersh>") == false
        }
        try prompt.terminal.type("\u{3}")
        try prompt.terminal.pump(untilSeen: "cancelled")
        #expect(String(decoding: prompt.terminal.output, as: UTF8.self).contains("^C"))
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("^C") })
        try prompt.leave("exit", status: 0)
    }

    /// Whatever comes next stands on a line of its own.
    @Test func controlDLeavesAPlainPromptToo() throws {
        let files = try TemporaryFolder()
        let terminal = try PseudoTerminal(
            BuiltProgram.path("ordersh"),
            environment: ["HOME": files.path, "TERM": "dumb", "LC_ALL": "C"]
        )
        try terminal.pump(untilSeen: "ordersh>")
        try terminal.type("\u{4}")
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == 0)
        #expect(terminal.screen.lines.last == "ordersh>" && terminal.screen.cursorColumn == 0)
    }

    @Test func terminationLeavesWithItsStatus() throws {
        let prompt = try PromptFixture()
        prompt.terminal.signal(15)
        try prompt.terminal.pump { $0.status != nil }
        #expect(prompt.terminal.status == 143)
    }

    @Test func aPastedBlockArrivesAsOnePiece() throws {
        let prompt = try PromptFixture()
        try prompt.terminal.type("\u{1B}[200~orders limit 1\nselect id, key\u{1B}[201~")
        try prompt.enter("", untilSeen: "1 row")
        try prompt.leave("exit", status: 0)
    }

    @Test func historyIsKeptBetweenSessions() throws {
        let files = try TemporaryFolder()
        let first = try PromptFixture(files: files)
        try first.enter("orders where notes = \"تهران\" select count()", untilSeen: "1 row")
        try first.leave("exit", status: 0)
        let second = try PromptFixture(files: files)
        try second.terminal.type("\u{10}\u{10}")
        try second.terminal.pump(untilSeen: "تهران")
        try second.interrupt()
        try second.leave("exit", status: 0)
        #expect(TemporaryFolder.text(of: files.path + "/state/ordersh/history").contains("تهران"))
    }

    @Test func sourcesAreOpenedAtThePrompt() throws {
        let prompt = try PromptFixture()
        try prompt.enter("\\open nowhere.ndjson", untilSeen: "no such file")
        try prompt.enter("\\source", untilSeen: "the built-in sample:")
        try prompt.leave("exit", status: 0)
    }
}

/// The program at a terminal of 24 lines and 80 columns.
private struct PromptFixture {
    let files: TemporaryFolder
    let terminal: PseudoTerminal

    init(files: TemporaryFolder? = nil, arguments: [String] = [], variables: [String: String] = [:]) throws {
        let files = try files ?? TemporaryFolder()
        self.files = files
        terminal = try PseudoTerminal(
            BuiltProgram.path("ordersh"),
            arguments,
            environment: [
                "HOME": files.path, "XDG_STATE_HOME": files.path + "/state", "TERM": "xterm", "LC_ALL": "C",
            ].merging(variables) { $1 }
        )
        try terminal.pump(untilSeen: "ordersh>")
        try terminal.pump { !$0.isLineMode }
    }

    /// Types a line, and waits for a text and the next prompt.
    func enter(_ line: String, untilSeen text: String) throws {
        let promptCount = Self.promptCount(terminal)
        try terminal.type(line + "\r")
        try terminal.pump { terminal in
            terminal.screen.transcript.contains { $0.contains(text) } && Self.promptCount(terminal) > promptCount
                && !terminal.isLineMode
        }
    }

    /// Types Ctrl-C and waits for the next prompt; what is typed before it is dropped.
    func interrupt() throws {
        let promptCount = Self.promptCount(terminal)
        try terminal.type("\u{3}")
        try terminal.pump { Self.promptCount($0) > promptCount && !$0.isLineMode }
    }

    func leave(_ command: String, status: Int32) throws {
        try terminal.type(command + "\r")
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == status)
    }

    private static func promptCount(_ terminal: PseudoTerminal) -> Int {
        terminal.screen.transcript.count { $0.hasPrefix("ordersh>") }
    }
}
