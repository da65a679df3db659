// Random editing of the real editor, compared with a plain model of the text and with a fresh painting of it.

import OrderTestSupport
import Testing

@testable import OrderShell

/// Edits at random, in every width and locale.
@Suite(.serialized)
struct LineEditorSessionTests {
    @Test(
        "whatever is typed in whatever order, the screen shows the text",
        arguments: zip(1...6, [20, 23, 31, 47, 64, 80])
    )
    func randomEdits(seed: Int, columns: Int) throws {
        let locale = seed.isMultiple(of: 2) ? "C" : "C.UTF-8"
        let fixture = try EditorFixture(environment: ["LC_ALL": locale], rows: 200, columns: columns)
        try fixture.awaitPrompt()
        var generator = SeededGenerator(seed: UInt64(seed))
        var model = EditModel()
        var width = columns
        for _ in 0..<40 {
            var keys = ""
            for _ in 0..<(1 + generator.below(6)) {
                keys += model.step(using: &generator)
            }
            if generator.oneIn(8) {
                width = 20 + generator.below(61)
                fixture.terminal.resize(rows: 200, columns: width)
                // What a resize leaves above the prompt is the terminal's affair.
                keys += "\u{C}"
            }
            try fixture.terminal.type(keys)
            let expected = model.screen(rows: 200, columns: width)
            do {
                try fixture.terminal.pump {
                    $0.screen.lines == expected.lines && $0.screen.cursorRow == expected.cursorRow
                        && $0.screen.cursorColumn == expected.cursorColumn
                }
            } catch {
                let screen = fixture.terminal.screen
                #expect(screen.lines == expected.lines, "\(keys.debugDescription)")
                #expect(screen.cursorRow == expected.cursorRow && screen.cursorColumn == expected.cursorColumn)
                throw error
            }
        }
        try fixture.terminal.type("\r")
        try fixture.terminal.pump { $0.screen.lines.last == "probe>" }
        let text = String(scalars: model.scalars)
        if !text.isEmpty, text.first != " " {
            let recalled = HistoryFile(path: fixture.folder.path(of: "state/ordersh/history")).load()
            #expect(recalled.last.map { Array($0.text.utf8) } == Array(text.utf8))
        }
        #expect(fixture.terminal.screen.unknown.isEmpty)
    }
}

/// The text that a row of keys makes, kept as two plain strings: what stands before the cursor and what behind it.
private struct EditModel {
    private static let alphabet = [
        "a", "b", "c", " ", "y", ")", "ت", "ه", "ر", "\u{200C}", "ç", "ğ", "ı", "İ", "東", "京", "日", "😀", "\u{301}",
        "e\u{301}",
        "👨‍👩‍👧‍👦", "👍🏽", "🇮🇷", "🇹🇷", "❤\u{FE0F}", "می\u{200C}شود", "한",
    ]

    private var before = ""
    private var behind = ""

    var scalars: [UInt32] { (before + behind).unicodeScalars.map(\.value) }

    /// Makes a random edit and gives the keys for it.
    mutating func step(using generator: inout SeededGenerator) -> String {
        switch generator.below(14) {
        case 0, 1:
            moveLeft()
            return "\u{1B}[D"
        case 2:
            moveRight()
            return "\u{6}"
        case 3 where !before.isEmpty:
            before.removeLast()
            return "\u{7F}"
        case 4:
            before += "\n"
            return "\u{1B}\r"
        case 5 where !behind.isEmpty:
            behind.removeFirst()
            return "\u{1B}[3~"
        case 6:
            let text = (0..<5).map { _ in generator.pick(Self.alphabet) }.joined(
                separator: generator.oneIn(3) ? "\n" : ""
            )
            before += text
            return "\u{1B}[200~\(text)\u{1B}[201~"
        case 7:
            let count = 2 + generator.below(3)
            for _ in 0..<count { moveLeft() }
            return "\u{1B}\(count)\u{2}"
        default:
            let text = generator.pick(Self.alphabet)
            before += text
            return text
        }
    }

    /// The screen as one painting of the whole text leaves it.
    func screen(rows: Int, columns: Int) -> ScreenModel {
        let cursor = before.unicodeScalars.count
        let frame = EditorFrame(prompt: EditorPrompt("probe> "), scalars: scalars, cursor: cursor)
        return ScreenModel(rows: rows, columns: columns, painting: frame)
    }

    private mutating func moveLeft() {
        guard let last = before.popLast() else { return }
        behind = String(last) + behind
    }

    /// A character of what is behind; when that ends inside of one of the whole text, to the end of that.
    private mutating func moveRight() {
        guard !behind.isEmpty else { return }
        var text = before + behind
        let passed = before.unicodeScalars.count + String(behind.removeFirst()).unicodeScalars.count
        before = ""
        while before.unicodeScalars.count < passed {
            before.append(text.removeFirst())
        }
        behind = text
    }
}
