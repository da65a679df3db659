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

    @Test("whatever is typed in whatever order, the screen shows the text")
    func randomEdits() throws {
        let fixture = try EditorFixture(rows: 40, columns: 23)
        try fixture.awaitPrompt()
        var generator = SplitMix(state: 20_251_101)
        var model = EditModel()
        for _ in 0..<40 {
            var keys = ""
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                keys += model.step(using: &generator)
            }
            try fixture.terminal.type(keys)
            let expected = model.screen(rows: 40, columns: 23)
            try fixture.terminal.pump {
                $0.screen.lines == expected.lines && $0.screen.cursorRow == expected.cursorRow
                    && $0.screen.cursorColumn == expected.cursorColumn
            }
        }
        try fixture.terminal.type("\r")
        try fixture.terminal.pump { $0.screen.lines.last == "probe>" }
        let recalled = HistoryFile(path: fixture.folder.path(of: "state/ordersh/history")).load()
        #expect(recalled.last?.text == String(scalars: model.scalars))
        #expect(fixture.terminal.screen.unknown.isEmpty)
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

/// The text that a row of keys makes, kept by simple means.
private struct EditModel {
    private static let alphabet: [UInt32] = "abc yz(تهرانçğ東京日😀\u{200C}\u{301}".unicodeScalars.map(\.value)

    var scalars: [UInt32] = []
    var cursor = 0

    /// Makes a random edit and gives the keys for it.
    mutating func step(using generator: inout SplitMix) -> String {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0:
            cursor = max(0, cursor - 1)
            return "\u{1B}[D"
        case 1:
            cursor = min(scalars.count, cursor + 1)
            return "\u{1B}[C"
        case 2 where cursor > 0:
            cursor -= 1
            scalars.remove(at: cursor)
            return "\u{7F}"
        case 3:
            insert(0x0A)
            return "\u{1B}\r"
        case 4 where cursor < scalars.count:
            scalars.remove(at: cursor)
            return "\u{1B}[3~"
        default:
            let scalar = Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)]
            // Parentheses would change the indicators, which have their own test.
            insert(scalar == 0x28 ? 0x29 : scalar)
            return String(scalars: [scalar == 0x28 ? 0x29 : scalar])
        }
    }

    /// The screen as one painting of the whole text leaves it.
    func screen(rows: Int, columns: Int) -> ScreenModel {
        let frame = EditorFrame(prompt: EditorPrompt("probe> "), scalars: scalars, cursor: cursor)
        return ScreenModel(rows: rows, columns: columns, painting: frame)
    }

    private mutating func insert(_ scalar: UInt32) {
        scalars.insert(scalar, at: cursor)
        cursor += 1
    }
}

/// A small generator whose numbers are the same on every machine.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
