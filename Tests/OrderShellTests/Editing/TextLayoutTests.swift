// Rows and cursor places, compared with what a terminal makes of the painted bytes: one that joins emoji and one that
// draws their parts. Beside them the prompt's indicators and the reasons that they show.

import OrderLanguage
import OrderTestSupport
import Testing

@testable import OrderShell

/// Compares the layout with what a terminal makes of the painted bytes.
struct TextLayoutTests {
    private static let texts = [
        "", "short", "exactly ten", "0123456789", "01234567890123456789", "a\nb", "\n", "\n\n\n", "0123456\nx",
        "東京東京東京東京", "x東京東京東京東京", "می\u{200C}شود و e\u{301}", "a\tb\tc\td", "\u{1}\u{2}\u{7F}x",
        "\u{202E}abc", "012345678\u{301}\u{301}", "😀😀😀😀😀😀\n😀", "ab\u{10FFFF}cd", "a👨‍👩‍👧‍👦b👨‍👩‍👧‍👦cd👨‍👩‍👧‍👦e",
        "🇮🇷🇹🇷🇩🇪🇯🇵🇮🇷x", "01234567🇮🇷x", "0123456👍🏽👍🏽x", "❤\u{FE0F}❤\u{FE0F}1\u{FE0F}\u{20E3}x❤\u{FE0F}❤\u{FE0F}❤\u{FE0F}x",
        "क्षि हिन्दी क्षि x",
        "\u{1112}\u{1161}\u{11AB}글 한국어 글자 x", "Iğdır I\u{307}zmir", "e\u{301}\n\u{301}x", "\u{600}12 x",
    ]

    @Test(
        "the cursor is where the terminal would put it, at every border of every text, however it draws emoji",
        arguments: texts,
        [10, 11, 17]
    )
    func cursor(text: String, columns: Int) {
        let scalars = text.unicodeScalars.map(\.value)
        for cursor in 0...scalars.count {
            guard TextClusters.cluster(in: scalars, around: cursor) == nil else {
                continue
            }
            for joinsEmoji in [true, false] {
                let screen = painted(scalars, cursor: cursor, columns: columns, joinsEmoji: joinsEmoji)
                #expect(screen.unknown.isEmpty)
                // The same text up to the cursor, with something after it to make the terminal wrap: the cursor's
                // place is where that is printed.
                var marked = Array(scalars[..<cursor])
                let isNarrow =
                    cursor == scalars.count
                    || VisibleCluster(scalars, at: cursor, column: 0, columns: columns).width == 1
                guard isNarrow, cursor == scalars.count || scalars[cursor] != 0x0A else {
                    continue
                }
                marked.append(0x40)
                let reference = painted(marked, cursor: cursor, columns: columns, joinsEmoji: joinsEmoji)
                #expect(screen.cursorRow == reference.cursorRow && screen.cursorColumn == reference.cursorColumn)
                let cell = reference.cell(reference.cursorRow, reference.cursorColumn)
                #expect(cell == "@", "cursor \(cursor) in \(text)")
            }
        }
    }

    @Test("inside of a cluster the cursor is shown at its beginning")
    func insideOfCluster() {
        let scalars = "ab👨‍👩‍👧‍👦".unicodeScalars.map(\.value)
        for cursor in 2..<scalars.count {
            #expect(painted(scalars, cursor: cursor, columns: 10).cursorColumn == 4)
        }
        #expect(painted(scalars, cursor: scalars.count, columns: 10).cursorColumn == 6)
    }

    @Test("rows break at the margin, at newlines, and before a wide cluster that does not fit")
    func rows() {
        #expect(painted("abcdefghij").lines == ["> abcdefgh", "ij"])
        #expect(painted("ab\ncd").lines == ["> ab", "> cd"])
        #expect(painted("abcdefg東").lines == ["> abcdefg", "東"])
        #expect(painted("abcdefg🇮🇷x").lines == ["> abcdefg", "🇮🇷x"])
        #expect(painted("abcdef👨‍👩‍👧‍👦x").lines == ["> abcdef👨‍👩‍👧‍👦", "x"])
        #expect(painted("abcdefge\u{301}x").lines == ["> abcdefge\u{301}", "x"])
        #expect(painted("abcdefgh\nx").lines == ["> abcdefgh", "> x"])
        #expect(painted("a\tb").lines == ["> a     b"])
        #expect(painted("\u{1B}[31m").lines == ["> ^[[31m"])
        #expect(painted("\u{202E}").lines == [#"> \U+202E"#])
    }

    @Test("what a terminal draws of a family beyond two cells is painted over")
    func partsOfEmoji() {
        let scalars = "a👨‍👩‍👧‍👦bc👨‍👩‍👧‍👦".unicodeScalars.map(\.value)
        let screen = painted(scalars, cursor: scalars.count, columns: 20, joinsEmoji: false)
        #expect(
            screen.cell(0, 5) == "b" && screen.cell(0, 6) == "c" && screen.cell(0, 8).isEmpty
                && screen.cell(0, 9) == " "
        )
        #expect(screen.lines.count == 1)
    }

    @Test("a cluster wider than the screen is a question mark, and a screen of two columns shows what it can")
    func narrow() {
        let syllables = String(repeating: "\u{1112}", count: 9)
        #expect(painted(syllables + "x").lines == ["> ?x"])
        for text in Self.texts {
            let scalars = text.unicodeScalars.map(\.value)
            for columns in 2...5 {
                let frame = EditorFrame(prompt: EditorPrompt(""), scalars: scalars, cursor: scalars.count)
                let screen = ScreenModel(rows: 60, columns: columns, painting: frame)
                #expect(screen.unknown.isEmpty && screen.cursorRow < 60)
            }
        }
    }

    @Test("a changed text is laid out as a new one would be", arguments: 0..<40)
    func changes(seed: Int) {
        let pieces = [
            "a", "bc ", "\n", "東", "é", "\u{301}", "\u{200D}", "👩", "❤", "\u{FE0F}", "🇮", "🇷", "\t", "\u{1}", "شود",
        ]
        var generator = SeededGenerator(seed: UInt64(seed))
        var scalars: [UInt32] = []
        var layout = TextLayout(scalars, cursor: 0, indent: 2, columns: 9)
        for _ in 0..<120 {
            let place = generator.below(scalars.count + 1)
            if generator.oneIn(3) {
                scalars.removeSubrange(place..<min(scalars.count, place + generator.below(4)))
            } else {
                let piece = pieces[generator.below(pieces.count)]
                scalars.insert(contentsOf: piece.unicodeScalars.map(\.value), at: place)
            }
            let cursor = generator.below(scalars.count + 1)
            layout.update(scalars, cursor: cursor, indent: 2, columns: 9)
            let fresh = TextLayout(scalars, cursor: cursor, indent: 2, columns: 9)
            #expect(layout.rows == fresh.rows)
            #expect(layout.cursorRow == fresh.cursorRow && layout.cursorColumn == fresh.cursorColumn)
        }
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

    private func painted(_ scalars: [UInt32], cursor: Int, columns: Int, joinsEmoji: Bool = true) -> ScreenModel {
        let frame = EditorFrame(prompt: EditorPrompt("> "), scalars: scalars, cursor: cursor)
        return ScreenModel(rows: 30, columns: columns, painting: frame, joinsEmoji: joinsEmoji)
    }
}
