// The search through earlier statements, as a person sees it.

import OrderTestSupport
import Testing

@testable import OrderShell

/// Searches in what the probe has been told.
@Suite(.serialized)
struct LineEditorSearchTests {
    /// At a prompt, after some statements.
    private func fixture(editrc: String? = nil) throws -> EditorFixture {
        let fixture = try EditorFixture(editrc: editrc, environment: ["PROBE_COLOUR": "1"])
        try fixture.awaitPrompt()
        try fixture.enter("items where city = «تهران»\r", expecting: "line: \"items where city")
        try fixture.enter("select (\ra, b)\r", expecting: #"line: "select (\na, b)""#)
        try fixture.enter("orders where b\r", expecting: #"line: "orders where b""#)
        return fixture
    }

    @Test("Ctrl-R shows whole statements with the match marked; Enter runs one")
    func running() throws {
        let fixture = try fixture()
        try fixture.terminal.type("pending\u{12}")
        try fixture.terminal.pump { $0.screen.lines.suffix(2) == ["probe> pending", "search:"] }
        try fixture.terminal.type("B")
        try fixture.terminal.pump { $0.screen.lines.last == "search: B  (no statement has this)" }
        try fixture.terminal.type("\u{7F}b")
        try fixture.terminal.pump { $0.screen.lines.suffix(2) == ["probe> orders where b", "search: b"] }
        try fixture.terminal.type("\u{12}")
        try fixture.terminal.pump { $0.screen.lines.suffix(3) == ["probe> select (", "    (> a, b)", "search: b"] }
        #expect(fixture.terminal.screen.styled.contains("bsearch: "))
        try fixture.terminal.type("\u{12}")
        try fixture.terminal.pump { $0.screen.lines.last == "search: b  (nothing older)" }
        try fixture.terminal.type("\u{13}")
        try fixture.terminal.pump { $0.screen.lines.suffix(2) == ["probe> orders where b", "search: b"] }
        let before = fixture.terminal.screen.transcript.count { $0.contains(#"line: "orders where b""#) }
        try fixture.terminal.type("\r")
        try fixture.terminal.pump { terminal in
            terminal.screen.transcript.count { $0.contains(#"line: "orders where b""#) } == before + 1
        }
    }

    @Test(
        "Escape, Tab and arrows take the statement for editing, where the match is",
        arguments: ["\u{1B}", "\t", "\u{1B}[C"]
    )
    func taking(key: String) throws {
        let fixture = try fixture()
        try fixture.terminal.type("\u{12}تهر")
        try fixture.terminal.pump { $0.screen.lines.last == "search: تهر" }
        try fixture.terminal.type(key)
        let column = 30 + (key == "\u{1B}[C" ? 1 : 0)
        try fixture.terminal.pump {
            $0.screen.lines.last == "probe> items where city = «تهران»" && $0.screen.cursorColumn == column
        }
    }

    @Test("Ctrl-G gives back what was typed, Ctrl-C drops it until Up is pressed")
    func leaving() throws {
        let fixture = try fixture()
        try fixture.terminal.type("half\u{1B}[D\u{12}city")
        try fixture.terminal.pump { $0.screen.lines.last == "search: city" }
        try fixture.terminal.type("\u{7}")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> half" && $0.screen.cursorColumn == 10 }
        try fixture.terminal.type("\u{12}city")
        try fixture.terminal.pump { $0.screen.lines.last == "search: city" }
        try fixture.terminal.type("\u{3}")
        try fixture.awaitPrompt(after: "interrupted")
        #expect(fixture.terminal.screen.transcript.contains("probe> half^C"))
        try fixture.terminal.type("\u{1B}[A")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> half" }
    }

    @Test("a search stays open while the terminal gets another width")
    func resizing() throws {
        let fixture = try fixture()
        try fixture.terminal.type("\u{12}o")
        try fixture.terminal.pump { terminal in terminal.screen.lines.contains { $0.contains(": o") } }
        let found = fixture.terminal.screen.lines.first ?? ""
        fixture.terminal.resize(rows: 24, columns: 50)
        let count = fixture.terminal.output.count
        try fixture.terminal.pump { terminal in
            terminal.output.count > count && terminal.screen.lines.contains { $0.contains(": o") }
                && terminal.screen.lines.first == found
        }
        try fixture.terminal.type("\u{7}")
        try fixture.terminal.pump { $0.screen.lines.last == "probe>" }
    }

    @Test("vi's own keys search too")
    func viKeys() throws {
        let fixture = try fixture(editrc: "bind -v\n")
        try fixture.terminal.type("\u{1B}")
        try fixture.terminal.type("/where")
        try fixture.terminal.pump { $0.screen.lines.last == "search: where" }
        try fixture.terminal.type("\u{1B}")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> orders where b" }
        // In vi's command mode, still: the rest of the line goes.
        try fixture.enter("0D\r", expecting: #"line: """#)
        // Enter fetches what was found, and does not run it.
        try fixture.enter("typed\u{1B}/where\rx\r", expecting: #"line: "orders here b""#)
    }

    @Test("vi's n and N fetch one statement after the other, and j comes back to what was typed")
    func viSearchingAgain() throws {
        let fixture = try fixture(editrc: "bind -v\n")
        try fixture.terminal.type("typed\u{1B}/where\r")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> orders where b" && $0.screen.cursorColumn == 14 }
        try fixture.terminal.type("n")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> items where city = «تهران»" }
        try fixture.terminal.type("n")
        try fixture.terminal.pump { $0.screen.lines.last == "search: where  (nothing older)" }
        try fixture.terminal.type("N")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> orders where b" }
        try fixture.terminal.type("jn")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> orders where b" }
        try fixture.enter("jx\r", expecting: #"line: "type""#)
    }
}
