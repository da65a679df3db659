import OrderTestSupport
import Testing

/// `\watch` and the line of progress, on a pseudo-terminal.
@Suite(.serialized)
struct WatchTests {
    private static func order(_ id: Int, _ status: String) -> String {
        #"{"id":\#(id),"key":"k\#(id)","status":"\#(status)","total":\#(id * 10),"created_at":"2025-12-27T10:00:00Z"}"#
            + "\n"
    }

    private static func environment(_ files: TemporaryFolder) -> [String: String] {
        ["HOME": files.path, "XDG_STATE_HOME": files.path + "/state", "TERM": "xterm", "PATH": "/usr/bin:/bin"]
    }

    /// The prompt on a file, ready for the first key.
    private static func prompt(on path: String, in files: TemporaryFolder) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            BuiltProgram.path("ordersh"),
            [path],
            environment: environment(files)
        )
        try terminal.pump(untilSeen: "ordersh>")
        try terminal.pump { !$0.isLineMode }
        return terminal
    }

    @Test func showsWhatChangesAndLeavesItAsTheLastAnswer() throws {
        let files = try TemporaryFolder()
        let first = Self.order(1, "new") + Self.order(2, "hold")
        let path = try files.write(first, to: "orders.ndjson")
        let terminal = try Self.prompt(on: path, in: files)
        try terminal.type("orders group by status select status, count()\r")
        try terminal.pump { $0.screen.transcript.contains { $0.contains("2 rows") } && !$0.isLineMode }
        try terminal.type("\\watch 1s\r")
        try terminal.pump(untilSeen: "no change")
        _ = try files.write(first + Self.order(3, "new") + Self.order(4, "failed"), to: "orders.ndjson")
        try terminal.pump(untilSeen: "1 change, 1 new row")
        #expect(terminal.screen.transcript.contains { $0.contains("│ failed │") })
        terminal.resize(rows: 8, columns: 80)
        try terminal.pump(untilSeen: "more don't fit the screen")
        try terminal.type("\u{3}")
        try terminal.pump { !$0.isLineMode }
        try terminal.type("_ where status = failed select count as n, status\r")
        try terminal.pump(untilSeen: "from the answer of")
        try terminal.type("exit\r")
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == 0)
    }

    @Test func aLaterFailureIsShownAndTriedAgain() throws {
        let files = try TemporaryFolder()
        let path = try files.write(Self.order(1, "new"), to: "orders.ndjson")
        let terminal = try Self.prompt(on: path, in: files)
        try terminal.type("orders select count()\r")
        try terminal.pump { $0.screen.transcript.contains { $0.contains("1 row") } && !$0.isLineMode }
        try terminal.type("\\watch 1s\r")
        try terminal.pump(untilSeen: "no change")
        _ = try files.write("no order\n", to: "orders.ndjson")
        try terminal.pump(untilSeen: "failed, tried again")
        _ = try files.write(Self.order(1, "new") + Self.order(2, "new"), to: "orders.ndjson")
        try terminal.pump(untilSeen: "1 change")
        try terminal.type("\u{3}")
        try terminal.pump { !$0.isLineMode }
        try terminal.type("exit\r")
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == 0)
    }

    @Test func withoutATerminalAnswersFollowEachOther() throws {
        let files = try TemporaryFolder()
        _ = try files.write(Self.order(1, "new"), to: "orders.ndjson")
        let run = try ShellScript(
            "timeout -s INT 20 ordersh orders.ndjson -c 'orders select count() as n\n\\watch 1s' | head -6",
            in: files.path
        )
        #expect(run.output == "n\n1\n\nn\n1\n\n")
        #expect(run.errors == "")
    }

    @Test(arguments: [
        ("\\watch 5s", "there is no query to repeat yet"),
        ("orders\n\\watch 5s\norders", "nothing can follow \\watch"),
        ("orders\n\\watch 5", "\\watch takes a time, such as 5s or 10min"),
        ("orders\n\\watch 0s", "\\watch takes a time, such as 5s or 10min"),
    ])
    func refusesWhatCannotBeWatched(text: String, message: String) throws {
        let files = try TemporaryFolder()
        _ = try files.write(text, to: "watch.oq")
        _ = try files.write(Self.order(1, "new"), to: "orders.ndjson")
        let run = try ShellScript("ordersh run watch.oq orders.ndjson", in: files.path)
        #expect(run.status == 2)
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    /// Named pipes that nobody writes keep two queries waiting for as long as the test wants; the first of them has a
    /// file for its messages, and has waited for longer when the second one tells that it waits.
    @Test func progressAppearsAtATerminalIsGoneAndStandsInNoFile() throws {
        let files = try TemporaryFolder()
        let made = try ShellScript("mkfifo a.fifo b.fifo", in: files.path)
        try #require(made.status == 0)
        let program = "'\(BuiltProgram.path("ordersh"))'"
        let query = "-c 'orders select count() as n'"
        let terminal = try PseudoTerminal(
            "/bin/sh",
            [
                "-c",
                "cd '\(files.path)'; \(program) a.fifo \(query) >answer 2>errors & \(program) b.fifo \(query); wait; echo all done",
            ],
            environment: Self.environment(files)
        )
        try terminal.pump(untilSeen: "waiting for the first orders")
        for name in ["a.fifo", "b.fifo"] {
            try TemporaryFolder.write(Array(Self.order(1, "new").utf8), to: files.path(of: name))
        }
        try terminal.pump(untilSeen: "all done")
        #expect(!terminal.screen.transcript.contains { $0.contains("waiting") })
        #expect(terminal.screen.transcript.count { $0.contains("1 row") } == 1)
        #expect(files.text(of: "answer") == "n\n1\n")
        #expect(files.text(of: "errors") == "")
    }
}
