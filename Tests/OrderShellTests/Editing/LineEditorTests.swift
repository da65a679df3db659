// The editor as a person meets it: the real program on a pseudo-terminal, and what is on the screen.

import OrderTestSupport
import Testing

@testable import OrderShell

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Types at the real editor.
@Suite(.serialized)
struct LineEditorTests {
    @Test("text of every script and width arrives, even in the C locale")
    func unicode() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.enter("city = تهران x\r", expecting: #"line: "city = تهران x""#)
        try fixture.enter(
            "Çağrı 東京 😀 می\u{200C}شود e\u{301}\r",
            expecting: "line: \"Çağrı 東京 😀 می\u{200C}شود e\u{301}\""
        )
        #expect(fixture.terminal.screen.unknown.isEmpty)
        #expect(fixture.terminal.screen.lines.contains("probe> Çağrı 東京 😀 می\u{200C}شود e\u{301}"))
    }

    @Test("arrows and deletion step over characters of every width")
    func editing() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("東京تهران\u{1B}[D\u{1B}[D\u{7F}\u{1B}OH\u{1B}[3~x")
        try fixture.terminal.pump(untilSeen: "probe> x京تهان")
        #expect(fixture.terminal.screen.cursorColumn == 8)
        try fixture.enter("\u{5}!\r", expecting: #"line: "x京تهان!""#)
    }

    @Test("broken UTF-8 becomes the replacement character, NUL and C1 controls nothing")
    func brokenBytes() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type([0x61, 0xFF, 0x62, 0x00, 0xC2, 0x9C, 0x63, 0xE2, 0x82, 0x64, 0x0D])
        try fixture.awaitPrompt(after: "line: \"a\u{FFFD}bc\u{FFFD}d\"")
    }

    @Test("an unfinished statement goes on, and each line says why")
    func continuation() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("orders (\ra = \"b\rx\"")
        try fixture.terminal.pump { $0.screen.lines.last == #"    "> x""# }
        #expect(fixture.terminal.screen.lines == ["probe> orders (", #"    (> a = "b"#, #"    "> x""#])
        #expect(fixture.terminal.screen.cursorColumn == 9)
        try fixture.terminal.type("\u{1B}[A\u{1}y\u{1B}[B\u{5})\r")
        try fixture.awaitPrompt(after: #"line: "orders (\nya = \"b\nx\")""#)
    }

    @Test("Alt-Enter begins a new line in a statement that is complete")
    func lineBreak() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.enter("one\u{1B}\rtwo\r", expecting: #"line: "one\ntwo""#)
        #expect(fixture.terminal.screen.lines[1] == "     > two")
    }

    @Test("Ctrl-C clears the line, Ctrl-D deletes or leaves")
    func controlKeys() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.enter("half a stat\u{3}", expecting: "interrupted")
        #expect(fixture.terminal.screen.lines[0] == "probe> half a stat^C")
        try fixture.enter("x\u{3}typed ahead\r", expecting: "x^C")
        #expect(!fixture.terminal.screen.transcript.joined().contains("ahead"))
        try fixture.enter("abc\u{1}\u{4}\r", expecting: #"line: "bc""#)
        try fixture.terminal.type("\u{4}")
        try fixture.terminal.pump { $0.status != nil }
        #expect(fixture.terminal.status == 0)
        #expect(fixture.terminal.screen.lines.last == "eof")
        #expect(fixture.terminal.isLineMode)
        #expect(!fixture.terminal.screen.marksPastes)
    }

    @Test("Ctrl-C cancels what runs and keeps the shell; what was typed meanwhile is the next line")
    func runningQuery() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("sleep\r")
        try fixture.terminal.pump { $0.isLineMode && $0.screen.lines.last == "running" }
        try fixture.enter("\u{3}", expecting: "cancelled")
        try fixture.terminal.type("sleep\r")
        try fixture.terminal.pump { $0.isLineMode && $0.screen.lines.last == "running" }
        fixture.terminal.signal(SIGINT)
        try fixture.awaitPrompt()
        try fixture.enter("after\r", expecting: #"line: "after""#)
    }

    @Test("a line can begin with text, and a message leaves it alone")
    func prefillAndMessage() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("prefill post hello\r")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> post hello" }
        try fixture.terminal.type(" world\r")
        // The line that was entered has these words too; the message has nothing else.
        try fixture.terminal.pump { terminal in
            terminal.screen.lines.contains("hello world") && terminal.screen.lines.last == "probe>"
        }
        let lines = fixture.terminal.screen.lines
        #expect(lines.filter { $0 == "hello world" }.count == 1)
    }

    /// The probe's prompt in a shell with jobs, which can be stopped and continued.
    private func probeWithinShell(_ folder: TemporaryFolder) throws -> PseudoTerminal {
        var environment = EditorFixture.environment(folder)
        environment["PS1"] = "shell$ "
        let terminal = try PseudoTerminal("/bin/bash", ["--norc", "--noprofile", "-i"], environment: environment)
        try terminal.pump(untilSeen: "shell$")
        try terminal.type(BuiltProgram.path("EditorProbe") + "\r")
        try terminal.pump { $0.screen.marksPastes && $0.screen.lines.last == "probe>" }
        return terminal
    }

    @Test("a stopped shell comes back with its line")
    func suspension() throws {
        let folder = try TemporaryFolder()
        let terminal = try probeWithinShell(folder)
        try terminal.type("orders where\u{1A}")
        try terminal.pump {
            $0.screen.transcript.contains { $0.contains("Stopped") } && $0.screen.lines.last == "shell$"
        }
        try terminal.type("echo at the $((40 + 2))\r")
        try terminal.pump { $0.screen.lines.contains("at the 42") }
        try terminal.type("fg\r")
        try terminal.pump { $0.screen.marksPastes && $0.screen.lines.last == "probe> orders where" }
        try terminal.type(" x\r")
        try terminal.pump { $0.screen.lines.contains(#"line: "orders where x""#) && $0.screen.lines.last == "probe>" }
        #expect(terminal.screen.lines.filter { $0.hasPrefix("probe> orders where") }.count == 2)
        // A menu is closed by it, and its line comes back.
        try terminal.type("clear\u{15}sta\t")
        try terminal.pump { terminal in terminal.screen.lines.contains { $0.hasPrefix("started_at") } }
        try terminal.type("\u{1A}")
        try terminal.pump { terminal in
            terminal.screen.lines.last == "shell$"
                && terminal.screen.transcript.filter { $0.contains("Stopped") }.count == 2
        }
        #expect(!terminal.screen.lines.contains { $0.hasPrefix("started_at") })
        try terminal.type("fg\r")
        try terminal.pump { $0.screen.marksPastes && $0.screen.lines.last == "probe> sta" }
        try terminal.type("!\r")
        try terminal.pump { $0.screen.lines.contains(#"line: "sta!""#) && $0.screen.lines.last == "probe>" }
    }

    @Test("a stopped shell comes back with all lines of a statement, once, and the cursor inside of it")
    func suspensionInside() throws {
        let folder = try TemporaryFolder()
        let terminal = try probeWithinShell(folder)
        try terminal.type("one (\rtwo\u{1B}[D\u{1A}")
        try terminal.pump {
            $0.screen.lines.last == "shell$" && $0.screen.transcript.contains { $0.contains("Stopped") }
        }
        // Longer than the editor waits for the news that it was continued.
        try terminal.type("read -t 0.5; fg\r")
        try terminal.pump { $0.screen.marksPastes && $0.screen.lines.last == "    (> two" }
        try terminal.type("x")
        try terminal.pump { $0.screen.lines.last == "    (> twxo" }
        #expect(terminal.screen.transcript.filter { $0 == "probe> one (" }.count == 2)
    }

    @Test("a request to terminate puts the terminal in order and leaves with its status", arguments: [SIGTERM, SIGHUP])
    func termination(_ signal: Int32) throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("half")
        try fixture.terminal.pump(untilSeen: "probe> half")
        #expect(!fixture.terminal.isLineMode)
        fixture.terminal.signal(signal)
        try fixture.terminal.pump { $0.status != nil && $0.screen.lines.last == "terminated: 143" }
        #expect(fixture.terminal.status == 143)
        #expect(fixture.terminal.isLineMode)
        #expect(!fixture.terminal.screen.marksPastes)
    }

    @Test("leaving in the middle of a line puts the terminal in order")
    func exitWhileEditing() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("leave\r")
        try fixture.terminal.pump { $0.status != nil }
        #expect(fixture.terminal.status == 7)
        #expect(fixture.terminal.isLineMode)
        #expect(!fixture.terminal.screen.marksPastes)
    }

    @Test("a terminal that can't move its cursor is not for the editor")
    func dumbTerminal() throws {
        let fixture = try EditorFixture(environment: ["TERM": "dumb"])
        try fixture.terminal.pump { $0.status != nil && $0.screen.lines == ["unusable"] }
    }
}
