// Pasting, resizing, and lines that are larger than the screen.

import OrderTestSupport
import Testing

@testable import OrderShell

/// Looks at the screen while the real editor paints it.
@Suite(.serialized)
struct LineEditorScreenTests {
    @Test("a paste is one edit, runs nothing, and loses its control characters")
    func paste() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.terminal.type("\u{1B}[200~first\r\nse\u{7}cond\u{1B}[31m\nسوم\u{1B}[201~")
        try fixture.terminal.pump { $0.screen.lines.last == "     > سوم" }
        #expect(fixture.terminal.screen.lines == ["probe> first", "     > second[31m", "     > سوم"])
        try fixture.enter("\r", expecting: #"line: "first\nsecond[31m\nسوم""#)
    }

    @Test("a paste larger than the screen is shown around the cursor and arrives whole")
    func longPaste() throws {
        let fixture = try EditorFixture(rows: 6, columns: 20)
        try fixture.awaitPrompt()
        let text = (1...400).map { "row \($0)" }.joined(separator: "\n")
        try fixture.terminal.type("\u{1B}[200~\(text)\u{1B}[201~")
        try fixture.terminal.pump { $0.screen.lines.last == "     > row 400" }
        #expect(fixture.terminal.screen.lines.first == "     > row 395")
        try fixture.terminal.type(String(repeating: "\u{1B}[A", count: 7))
        try fixture.terminal.pump { $0.screen.lines.first == "     > row 393" }
        try fixture.terminal.type("\u{3}")
        try fixture.awaitPrompt(after: "interrupted")
    }

    @Test("a resized line is painted anew at the new width")
    func resize() throws {
        let fixture = try EditorFixture(rows: 10, columns: 30)
        try fixture.awaitPrompt()
        try fixture.terminal.type("aaaaaaaaaabbbbbbbbbbcccccc")
        try fixture.terminal.pump { $0.screen.lines == ["probe> aaaaaaaaaabbbbbbbbbbccc", "ccc"] }
        for columns in [40, 12, 21, 9] {
            let before = fixture.terminal.output.count
            fixture.terminal.resize(rows: 10, columns: columns)
            var rest = Substring("probe> aaaaaaaaaabbbbbbbbbbcccccc")
            var expected: [String] = []
            if columns < 15 {
                // There the prompt would take most of a row.
                rest = "> aaaaaaaaaabbbbbbbbbbcccccc"
            }
            while !rest.isEmpty {
                expected.append(String(rest.prefix(columns)))
                rest = rest.dropFirst(columns)
            }
            // The terminal may fold the line so that it looks right already: the painting that follows must be over,
            // up to the cursor's last move, before the next change.
            try fixture.terminal.pump { terminal in
                terminal.output.count > before && terminal.output.last == UInt8(ascii: "C")
                    && terminal.screen.transcript == expected
            }
        }
        try fixture.terminal.type("!\r")
        try fixture.terminal.pump { $0.screen.lines.last == ">" }
        #expect(fixture.terminal.screen.transcript.joined().contains(#"line: "aaaaaaaaaabbbbbbbbbbcccccc!""#))
    }

    @Test("rows that the terminal did not wrap itself are found again after a resize too")
    func resizeOfWideText() throws {
        let fixture = try EditorFixture(rows: 12, columns: 20)
        try fixture.awaitPrompt()
        try fixture.terminal.type("東京東京東京東京東京x👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦\u{1B}\rabc")
        try fixture.terminal.pump {
            $0.screen.lines == ["probe> 東京東京東京", "東京東京x👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "     > abc"]
        }
        let wide = ["probe> 東京東京東京東京東京x👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "     > abc"]
        for (columns, lines) in [(60, wide), (34, wide), (80, wide)] {
            let before = fixture.terminal.output.count
            fixture.terminal.resize(rows: 12, columns: columns)
            try fixture.terminal.pump { terminal in
                terminal.output.count > before && terminal.output.last == UInt8(ascii: "C")
                    && terminal.screen.transcript == lines
            }
        }
    }

    @Test("a terminal of hardly any columns is no reason to stop", arguments: [1, 2, 5, 10])
    func narrow(columns: Int) throws {
        let fixture = try EditorFixture(rows: 8, columns: columns)
        try fixture.terminal.pump { $0.screen.marksPastes }
        try fixture.terminal.type("a東👨‍👩‍👧‍👦\u{301}\u{1}\u{5}\u{7F}\u{1B}[200~x\ny\u{202E}z\u{1B}[201~\u{1B}[A\u{1B}[B\t!\r")
        try fixture.terminal.pump { terminal in
            terminal.screen.marksPastes
                && String(decoding: terminal.output, as: UTF8.self).contains(#"line: "a東x"#)
        }
        #expect(fixture.terminal.screen.unknown.isEmpty)
        try fixture.terminal.type("\u{4}")
        try fixture.terminal.pump { $0.status == 0 }
    }

    @Test("wide characters wrap as a whole, and a statement higher than the screen keeps its cursor in sight")
    func wideWrapping() throws {
        let fixture = try EditorFixture(rows: 5, columns: 16)
        try fixture.awaitPrompt()
        try fixture.terminal.type("x東京東京東京👨‍👩‍👧‍👦🇮🇷ye\u{301}")
        try fixture.terminal.pump { $0.screen.lines == ["probe> x東京東京", "東京👨‍👩‍👧‍👦🇮🇷ye\u{301}"] }
        try fixture.terminal.type(String(repeating: "日本", count: 20))
        try fixture.terminal.pump { $0.screen.lines.count == 5 && $0.screen.lines[4] == "本日本日本" }
        try fixture.terminal.type("\u{1}")
        try fixture.terminal.pump { $0.screen.lines.first == "probe> x東京東京" && $0.screen.cursorColumn == 7 }
        #expect(fixture.terminal.screen.lines.count == 5)
    }

    @Test("colours follow the text while it is typed")
    func highlighting() throws {
        let fixture = try EditorFixture(environment: ["PROBE_COLOUR": "1"])
        try fixture.awaitPrompt()
        try fixture.terminal.type("orders where")
        try fixture.terminal.pump(untilSeen: "probe> orders where")
        #expect(fixture.terminal.screen.styled.hasSuffix("probeorders"))
    }

    @Test("Tab inserts what all candidates begin with")
    func completion() throws {
        let fixture = try EditorFixture()
        try fixture.awaitPrompt()
        try fixture.enter("x استا\to\t!\r", expecting: #"line: "x استانبولo!""#)
        try fixture.enter("or\t!\r", expecting: #"line: "order!""#)
    }
}
