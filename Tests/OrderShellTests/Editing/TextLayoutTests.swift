import OrderLanguage
import OrderTestSupport
import Testing

@testable import OrderShell

/// Compares the layout with what a terminal makes of the painted bytes.
struct TextLayoutTests {
    private static let texts = [
        "", "short", "exactly ten", "0123456789", "01234567890123456789", "a\nb", "\n", "\n\n\n", "0123456\nx",
        "東京東京東京東京", "x東京東京東京東京", "می\u{200C}شود و e\u{301}", "a\tb\tc\td", "\u{1}\u{2}\u{7F}x",
        "\u{202E}abc", "012345678\u{301}\u{301}", "😀😀😀😀😀😀\n😀", "ab\u{10FFFF}cd",
    ]

    @Test(
        "the cursor is where the terminal would put it, at every place of every text",
        arguments: texts,
        [10, 11, 17]
    )
    func cursor(text: String, columns: Int) {
        let scalars = text.unicodeScalars.map(\.value)
        for cursor in 0...scalars.count {
            let screen = painted(scalars, cursor: cursor, columns: columns)
            // The same text up to the cursor, with something after it to make the terminal wrap: the cursor's place
            // is where that is printed.
            var marked = Array(scalars[..<cursor])
            let follows = cursor < scalars.count ? scalars[cursor] : 0x40
            let isVisible = follows != 0x0A && VisibleScalar.width(follows, at: 0, columns: columns) == 1
            guard isVisible, follows != 0x09 else {
                continue
            }
            marked.append(0x40)
            let reference = painted(marked, cursor: cursor, columns: columns)
            #expect(screen.cursorRow == reference.cursorRow && screen.cursorColumn == reference.cursorColumn)
            #expect(reference.cell(reference.cursorRow, reference.cursorColumn) == "@", "cursor \(cursor) in \(text)")
            #expect(screen.unknown.isEmpty)
        }
    }

    @Test("rows break at the margin, at newlines, and before a wide character that does not fit")
    func rows() {
        #expect(painted("abcdefghij").lines == ["> abcdefgh", "ij"])
        #expect(painted("ab\ncd").lines == ["> ab", "> cd"])
        #expect(painted("abcdefg東").lines == ["> abcdefg", "東"])
        #expect(painted("abcdefgh\nx").lines == ["> abcdefgh", "> x"])
        #expect(painted("a\tb").lines == ["> a     b"])
        #expect(painted("\u{1B}[31m").lines == ["> ^[[31m"])
        #expect(painted("\u{202E}").lines == [#"> \U+202E"#])
    }

    @Test("indicators are right-aligned, cut when they do not fit, and without control characters")
    func indicators() {
        let prompt = EditorPrompt("\u{1B}[1mordersh\u{1B}[0m> ")
        #expect(prompt.width == 9)
        #expect(String(decoding: prompt.indicator(reason: "("), as: UTF8.self) == "      (> ")
        #expect(String(decoding: prompt.indicator(reason: "where"), as: UTF8.self) == "  where> ")
        #expect(String(decoding: prompt.indicator(reason: "a long reason"), as: UTF8.self) == "a long > ")
        #expect(String(decoding: prompt.indicator(reason: "\u{1B}[2J"), as: UTF8.self) == "    [2J> ")
        #expect(EditorPrompt("a\u{1B}[2Jb\n").bytes == Array("ab".utf8))
        #expect(prompt.fitted(to: 10).width == 2)
    }

    @Test("the hook is asked once for each line, and again only for lines after a change")
    func reasons() {
        var asked: [String] = []
        var reasons = ContinuationReasons()
        func reason(_ start: Int) -> String {
            reasons.reason(before: start) { text in
                asked.append(text)
                return .incomplete(reason: "\(text.count)")
            }
        }
        reasons.update("ab\ncd\nef".unicodeScalars.map(\.value))
        #expect([reason(3), reason(6), reason(3)] == ["2", "5", "2"])
        reasons.update("ab\ncX\nef".unicodeScalars.map(\.value))
        #expect([reason(3), reason(6)] == ["2", "5"])
        #expect(asked == ["ab", "ab\ncd", "ab\ncX"])
    }

    private func painted(_ text: String) -> ScreenModel {
        let scalars = text.unicodeScalars.map(\.value)
        return painted(scalars, cursor: scalars.count, columns: 10)
    }

    private func painted(_ scalars: [UInt32], cursor: Int, columns: Int) -> ScreenModel {
        let frame = EditorFrame(prompt: EditorPrompt("> "), scalars: scalars, cursor: cursor)
        return ScreenModel(rows: 30, columns: columns, painting: frame)
    }
}
