import OrderTestSupport
import Testing

/// Signals to a program that has no prompt: it ends, says so by its status, and leaves nothing half-written.
@Suite(.serialized)
struct SignalTests {
    /// The named pipe has no writer, so that opening it waits in the system until the program is ended.
    @Test(arguments: [(2, 130), (15, 143)] as [(Int32, Int32)])
    func aSignalEndsAQueryThatWaits(signal: Int32, status: Int32) throws {
        let folder = try TemporaryFolder()
        #expect(try ShellScript("mkfifo pipe", in: folder.path).status == 0)
        let terminal = try PseudoTerminal(
            BuiltProgram.path("ordersh"),
            ["-c", "\\source\norders", folder.path(of: "pipe"), "--output", folder.path(of: "out.csv")],
            environment: ["HOME": folder.path, "TERM": "dumb"]
        )
        try terminal.pump(untilSeen: "filters here")
        terminal.signal(signal)
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == status)
        #expect(folder.names.filter { $0.contains("out.csv") } == [])
    }

    /// The server never answers: the query is cancelled, and ends by itself.
    @Test(arguments: [(2, 130), (15, 143)] as [(Int32, Int32)])
    func aSignalCancelsARequest(signal: Int32, status: Int32) throws {
        let server = try LocalServer { _ in .silence }
        defer { server.stop() }
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal(
            BuiltProgram.path("ordersh"),
            ["-c", "orders", server.url, "--output", folder.path(of: "out.csv")],
            environment: ["HOME": folder.path, "TERM": "dumb", "ORDERSH_TOKEN": "x"]
        )
        try terminal.pump { _ in server.requests.count == 1 }
        terminal.signal(signal)
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == status)
        #expect(String(decoding: terminal.output, as: UTF8.self).contains("cancelled"))
        #expect(folder.names.filter { $0.contains("out.csv") } == [])
    }

    /// The answer goes into a pipe whose reader does nothing: whoever writes there can't be asked to stop.
    @Test(arguments: [(2, 130), (15, 143)] as [(Int32, Int32)])
    func aSignalEndsAnAnswerThatNobodyReads(signal: Int32, status: Int32) throws {
        let folder = try TemporaryFolder()
        #expect(try ShellScript("mkfifo pipe; ordersh generate --count 5000 >big.ndjson", in: folder.path).status == 0)
        let command = """
            cd "$HOME"; { head -c 1 >/dev/null; echo begun; exec sleep 1000; } <pipe &
            exec "$0" big.ndjson --format json -c orders >pipe
            """
        let terminal = try PseudoTerminal(
            "/bin/sh",
            ["-c", command, BuiltProgram.path("ordersh")],
            environment: ["HOME": folder.path, "TERM": "dumb", "PATH": "/usr/bin:/bin"]
        )
        try terminal.pump(untilSeen: "begun")
        terminal.signal(signal)
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == status)
        #expect(terminal.screen.transcript.contains { $0.hasPrefix("cancelled") })
    }

    /// The first answer stands in a file that has not got its name yet; the second one's command never ends.
    @Test(arguments: [(2, 130), (15, 143)] as [(Int32, Int32)])
    func aSignalTakesUnfinishedFilesAway(signal: Int32, status: Int32) throws {
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal(
            BuiltProgram.path("ordersh"),
            ["--sample", "-c", "orders limit 3\norders \\| exec sleep 1000", "--output", folder.path(of: "out.csv")],
            environment: ["HOME": folder.path, "TERM": "dumb", "PATH": "/usr/bin:/bin"]
        )
        try terminal.pump { _ in folder.names.contains { $0.hasPrefix(".ordersh-") } }
        terminal.signal(signal)
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == status)
        #expect(folder.names == [])
    }

    /// The command reads nothing and outlives the program's time.
    @Test(arguments: ["orders limit 3", "orders limit 20000"])
    func theTimeIsOverForACommandToo(query: String) throws {
        let files = try TemporaryFolder()
        let script = #"ordersh --sample --timeout 5s -c '\#(query) \| echo begun; exec sleep 1000'"#
        let run = try ShellScript(script, in: files.path)
        #expect(run.status == 1)
        #expect(run.output == "begun\n")
        #expect(run.errors.contains("the run was ended after 5.00 s (--timeout)"))
    }

    /// A job in the background has no business with the terminal, whose modes belong to whatever is in front.
    @Test func aJobInTheBackgroundLeavesTheTerminalAlone() throws {
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal(
            "/bin/bash",
            ["--norc", "--noprofile", "-i"],
            environment: ["HOME": folder.path, "TERM": "dumb", "PS1": "shell$ ", "PATH": "/usr/bin:/bin"]
        )
        try terminal.pump(untilSeen: "shell$")
        let command = "echo begun; until [ -e '\(folder.path(of: "go"))' ]; do sleep 0.1; done; echo over"
        try terminal.type("'\(BuiltProgram.path("ordersh"))' --sample -c \"orders limit 1 \\\\| \(command)\" &\r")
        try terminal.pump { terminal in terminal.screen.lines.contains { $0.hasSuffix("begun") } }
        try terminal.type("stty -icanon -echo; echo changed; touch '\(folder.path(of: "go"))'; wait; stty -a\r")
        try terminal.pump { terminal in
            terminal.screen.transcript.contains { $0.hasSuffix("over") }
                && terminal.screen.transcript.contains { $0.contains("icanon") }
                && terminal.screen.transcript.contains { $0.contains("-echo ") }
        }
        #expect(terminal.screen.transcript.contains { $0.contains("-icanon") && !$0.contains("stty") })
    }

    /// Progress is shown, and at the signal neither it nor a part of the file is left.
    @Test(arguments: [(2, 130), (15, 143)] as [(Int32, Int32)])
    func aSignalEndsALongWork(signal: Int32, status: Int32) throws {
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal(
            BuiltProgram.path("ordersh"),
            ["generate", "--count", "1000000000", "-o", folder.path(of: "orders.ndjson")],
            environment: ["HOME": folder.path, "TERM": "dumb"]
        )
        try terminal.pump(untilSeen: "generating")
        terminal.signal(signal)
        try terminal.pump { $0.status != nil }
        #expect(terminal.status == status)
        #expect(folder.names == [])
        #expect(terminal.screen.transcript.contains { $0.hasPrefix("cancelled") })
        #expect(!terminal.screen.transcript.contains { $0.contains("generating") })
    }
}
