// Tab, the menu below the line, and the ghost behind it, as a person sees them.

import OrderTestSupport
import Testing

@testable import OrderShell

/// Uses the probe's candidates, which `ProbeCompletion` tells of.
@Suite(.serialized)
struct LineEditorCompletionTests {
    @Test("Tab inserts the one candidate, or what all of them begin with")
    func insertion() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.enter("x استا\to\t!\r", expecting: #"line: "x استانبولo!""#)
        try fixture.enter("or\t!\r", expecting: #"line: "order!""#)
    }

    @Test(
        "what it added behind a word gives way to the same, a blank also to what stands against a word",
        arguments: [
            ("li\t 5", "limit 5"), ("li\t,", "limit,"), ("li\t)", "limit)"), ("li\t;", "limit;"), ("li\t", "limit"),
            ("li\t5", "limit 5"), ("li\t\u{1B}[D\u{1B}[C 5", "limit  5"), ("li\t.x", "limit.x"),
            ("\\x li\t./y", "\\x limit ./y"), ("cust\t.x", "customer.x"), ("cust\tx", "customer.x"),
            ("cust\t..x", "customer..x"), ("cust\t\u{1B}[D\u{1B}[C.", "customer.."), ("av\t(x)", "avg(x)"),
        ]
    )
    func additions(_ keys: String, _ line: String) throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.enter("\(keys)\r", expecting: "line: \(line.debugDescription)")
    }

    @Test("then it shows the menu, moves through it, and Enter takes what is selected without running it")
    func menu() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("s\t\t")
        let menu = ["status      a status", "state       a text", "started_at  an instant"]
        try fixture.terminal.pump { $0.screen.lines == ["probe> sta"] + menu }
        #expect(fixture.terminal.screen.cursorRow == 0 && fixture.terminal.screen.cursorColumn == 10)
        try fixture.terminal.type("\t")
        try fixture.terminal.pump { $0.screen.lines == ["probe> status"] + menu }
        try fixture.terminal.type("\u{1B}[B\u{1B}[Z\u{1B}[A")
        try fixture.terminal.pump { $0.screen.lines == ["probe> started_at"] + menu }
        try fixture.terminal.type("\r")
        try fixture.terminal.pump { $0.screen.lines == ["probe> started_at"] }
        try fixture.enter("!\r", expecting: #"line: "started_at!""#)
        #expect(fixture.terminal.screen.unknown.isEmpty)
    }

    @Test("typing narrows the menu while nothing is selected, and takes what is")
    func typing() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("sta\t")
        try fixture.terminal.pump { $0.screen.lines.count == 4 }
        try fixture.terminal.type("t")
        try fixture.terminal.pump { $0.screen.lines == ["probe> stat", "status  a status", "state   a text"] }
        try fixture.terminal.type("\u{7F}")
        try fixture.terminal.pump { $0.screen.lines.count == 4 && $0.screen.lines[0] == "probe> sta" }
        try fixture.terminal.type("x")
        try fixture.terminal.pump { $0.screen.lines == ["probe> stax"] }
        try fixture.terminal.type("\u{7F}\t\t")
        try fixture.terminal.pump { $0.screen.lines.count == 4 && $0.screen.lines[0] == "probe> status" }
        try fixture.enter(" x\r", expecting: #"line: "status x""#)
    }

    @Test("Escape and Ctrl-G restore what was typed, also in vi's insert mode", arguments: ["bind -e\n", "bind -v\n"])
    func restoring(editrc: String) throws {
        let fixture = try EditorFixture(editrc: editrc)
        try fixture.awaitPrompt()
        for key in ["\u{1B}", "\u{7}"] {
            try fixture.terminal.type("sta\t\t\t")
            try fixture.terminal.pump { $0.screen.lines.count >= 4 && $0.screen.lines.contains("probe> state") }
            try fixture.terminal.type(key)
            try fixture.terminal.pump { $0.screen.lines.last == "probe> sta" }
            // It still inserts: Escape was for the menu alone.
            try fixture.enter("!\r", expecting: #"line: "sta!""#)
        }
    }

    @Test("a menu is laid out anew when the terminal gets another width")
    func resizing() throws {
        let fixture = try EditorFixture(rows: 12, columns: 40)
        try fixture.awaitPrompt()
        try fixture.terminal.type("sta\t\t")
        try fixture.terminal.pump { $0.screen.lines.count == 4 && $0.screen.lines[0] == "probe> status" }
        fixture.terminal.resize(rows: 12, columns: 22)
        try fixture.terminal.pump {
            $0.screen.lines == ["probe> status", "status      a status", "state       a text", "started_at  an insta…"]
        }
        fixture.terminal.resize(rows: 12, columns: 60)
        try fixture.terminal.pump {
            $0.screen.lines == [
                "probe> status", "status      a status", "state       a text", "started_at  an instant",
            ]
        }
        try fixture.enter("\r!\r", expecting: #"line: "status!""#)
    }

    @Test("what was found by its letters is not inserted before it is chosen")
    func fuzzy() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("~ted\t")
        try fixture.terminal.pump { $0.screen.lines == ["probe> ~ted", "started_at  an instant"] }
        try fixture.enter("\t\r\r", expecting: #"line: "started_at""#)
    }

    @Test("many have pages, and the screen's height bounds them")
    func pages() throws {
        let fixture = try EditorFixture(rows: 12, columns: 30)
        try fixture.awaitPrompt()
        try fixture.terminal.type("#\t")
        let page = (1...5).map { "#\($0)    number \($0)" }
        try fixture.terminal.pump { $0.screen.lines == ["probe> #"] + page + ["1–5 of 100"] }
        try fixture.terminal.type("\t\u{1B}[6~\u{1B}[6~\t")
        try fixture.terminal.pump {
            $0.screen.lines.first == "probe> #12" && $0.screen.lines.last == "11–15 of 100"
        }
        try fixture.enter("\r\r", expecting: ##"line: "#12""##)
    }

    @Test("what is still being read comes by itself, unless a key is pressed before")
    func awaiting() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("soon\t")
        try fixture.terminal.pump { $0.screen.lines == ["probe> soon", "sooner   earlier", "soonish  some day"] }
        try fixture.enter("\u{7}!\r", expecting: #"line: "soon!""#)
        try fixture.terminal.type("never\t")
        try fixture.terminal.pump { $0.screen.lines.suffix(2) == ["probe> never", "being read"] }
        try fixture.terminal.type("s")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> nevers" }
        try fixture.enter("!\r", expecting: #"line: "nevers!""#)
    }

    @Test(
        "within a word the whole word is completed, and what doesn't fit stays",
        arguments: [
            ("x stat = 1\u{1}\u{1B}f\u{1B}[C\u{1B}[Cs\t", "x sstat = 1"),
            ("x limt\u{1B}[D\u{1B}[D\u{7F}i\t", "x limt"), ("li 5\u{1}\u{1B}[C\t", "limit 5"),
            ("li\u{1B}[D\t!", "limit !"), ("استا\u{1B}[D\u{1B}[D\t", "استانبول"), ("li\u{1}\t", "li"),
            ("x li)\u{1B}[D\t", "x limit)"), ("x استا  \u{1B}[D\u{1B}[D\t!", "x استانبول!  "),
        ]
    )
    func withinWords(_ keys: String, _ line: String) throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.enter("\(keys)\r", expecting: "line: \(line.debugDescription)")
    }

    @Test(
        "signs and blanks behind the cursor are never passed, whether or not a word follows them",
        arguments: [
            ("orders where status = \"pai‸\"", 0), ("orders where (sta‸)", 0), ("orders select sum(to‸)", 0),
            ("orders where (‸)", 0), ("sta‸  ", 0), ("sta‸", 0), ("sta‸) and x", 0), ("(‸sta)", 0), ("s‸ta)", 2),
            ("st‸a  ", 1),
        ]
    )
    func wordEnds(_ marked: String, _ rest: Int) throws {
        let parts = marked.split(separator: "‸", omittingEmptySubsequences: false)
            .map { $0.unicodeScalars.map(\.value) }
        try #require(parts.count == 2)
        let cursor = parts[0].count
        #expect(EditorCore.wordEnd(around: cursor, in: parts[0] + parts[1]) == cursor + rest)
    }

    @Test("why there is nothing is said below until the next key")
    func remark() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("zebra\t")
        try fixture.terminal.pump { $0.screen.lines == ["probe> zebra", "nothing begins with zebra"] }
        try fixture.terminal.type("s")
        try fixture.terminal.pump { $0.screen.lines == ["probe> zebras"] }
    }

    @Test("the newest statement that begins so stands behind the text, and keys at its end take it")
    func ghost() throws {
        let fixture = try EditorFixture(environment: ["PROBE_COLOUR": "1"])
        try fixture.awaitPrompt()
        try fixture.enter("orders where total > 5\r", expecting: #"line: "orders where total > 5""#)
        try fixture.enter("one (\r2)\r", expecting: #"line: "one (\n2)""#)
        for (keys, end) in [
            ("\u{1B}[C", ""), ("\u{6}", ""), ("\u{5}", ""), ("\u{1B}[F", ""), ("\u{1B}f\u{1B}[1;5C", "x"),
        ] {
            try fixture.terminal.type("ord")
            try fixture.terminal.pump {
                $0.screen.lines.last == "probe> orders where total > 5" && $0.screen.cursorColumn == 10
            }
            try fixture.terminal.type(keys + end)
            let expected = end.isEmpty ? "probe> orders where total > 5" : "probe> orders wherex"
            try fixture.terminal.pump {
                $0.screen.lines.last == expected && $0.screen.cursorColumn == expected.unicodeScalars.count
            }
            try fixture.terminal.type("\u{3}")
            try fixture.terminal.pump { $0.screen.marksPastes && $0.screen.lines.last == "probe>" }
        }
    }

    @Test("a ghost of several lines shows its first, and is taken whole; none at one letter or within the text")
    func longGhost() throws {
        let fixture = try EditorFixture(environment: ["PROBE_COLOUR": "1"])
        try fixture.awaitPrompt()
        try fixture.enter("one (\r2)\r", expecting: #"line: "one (\n2)""#)
        try fixture.terminal.type("o")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> o" }
        try fixture.terminal.type("n")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> one ( ⏎ …" }
        try fixture.terminal.type("\u{1B}[D")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> on" }
        try fixture.terminal.type("\u{1B}[C")
        try fixture.terminal.pump { $0.screen.lines.last == "probe> one ( ⏎ …" }
        try fixture.enter("\u{1B}[C!\r", expecting: #"line: "one (\n2)!""#)
        // What was not taken is not there.
        try fixture.enter("on\r", expecting: #"line: "on""#)
    }
}
