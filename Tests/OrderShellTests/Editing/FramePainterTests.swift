import OrderTestSupport
import Testing

@testable import OrderShell

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Paints frames over each other onto a screen of 24 rows and 80 columns, which is what no terminal at all counts as.
struct FramePainterTests {
    @Test("the ghost stands behind the text while the cursor is at its end, as far as the row goes")
    func ghost() throws {
        let screen = try PaintedScreen()
        screen.paint("orders w", ghost: "here total > 5")
        #expect(screen.model.lines == ["> orders where total > 5"] && screen.model.styled == "here total > 5")
        #expect(screen.model.cursorColumn == 10)
        screen.paint("orders w", cursor: 3, ghost: "here")
        #expect(screen.model.lines == ["> orders w"])
        screen.paint("orders", ghost: "\nwhere")
        #expect(screen.model.lines == ["> orders"])
        screen.paint("orders", ghost: String(repeating: "東", count: 80))
        #expect(screen.model.lines == ["> orders" + String(repeating: "東", count: 35) + "…"])
        screen.paint(String(repeating: "x", count: 78), ghost: "yz")
        #expect(screen.model.lines == ["> " + String(repeating: "x", count: 78), "yz"])
        #expect(screen.model.cursorRow == 1 && screen.model.cursorColumn == 0)
        #expect(screen.model.unknown.isEmpty)
    }

    @Test("nobody could tell a ghost without a look of its own from the text, so there is none")
    func plainGhost() throws {
        let screen = try PaintedScreen(palette: .none)
        screen.paint("orders", ghost: " where")
        #expect(screen.model.lines == ["> orders"])
    }

    @Test("lines below keep their styles and are cut to the width by clusters")
    func below() throws {
        let screen = try PaintedScreen()
        let long = StyledLine([.init("ab", style: "1"), .init(String(repeating: "👨‍👩‍👧‍👦", count: 60)), .init("end")])
        let full = StyledLine(String(repeating: "x", count: 80))
        screen.paint("a", below: [long, full, StyledLine("e\u{301}\u{1B}[2J\u{202E}\nx")])
        let family = String(repeating: "👨‍👩‍👧‍👦", count: 38)
        #expect(screen.model.lines == ["> a", "ab\(family)…", full.text, #"e\#u{301}^[[2J\U+202Ex"#])
        #expect(screen.model.styled == "ab")
        #expect(screen.model.cursorRow == 0 && screen.model.cursorColumn == 3)
        screen.paint("ab")
        #expect(screen.model.lines == ["> ab"])
    }

    @Test("the text has the screen before the lines below: half of it, and three rows in any case")
    func room() throws {
        let lines = (1...40).map { StyledLine("line \($0)") }
        let screen = try PaintedScreen()
        screen.paint("a\nb", below: lines)
        #expect(screen.model.lines.first == "> a" && screen.model.lines.last == "line 22")
        let text = (1...30).map { "row \($0)" }.joined(separator: "\n")
        screen.paint(text, below: lines)
        #expect(screen.model.lines.count == 24)
        #expect(screen.model.lines[0] == "> row 19" && screen.model.lines[11] == "> row 30")
        #expect(screen.model.lines[12] == "line 1" && screen.model.cursorRow == 11)
        screen.paint(text)
        #expect(screen.model.lines[0] == "> row 7" && screen.model.lines[23] == "> row 30")
        #expect(screen.model.scrollback.isEmpty)
    }

    @Test("each frame leaves the screen as if it were the first", arguments: 0..<8)
    func paintingOver(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let screen = try PaintedScreen()
        let pieces = ["where ", "東京", "👨‍👩‍👧‍👦", "\n", "🇮🇷", "e\u{301}", "total", "\t", String(repeating: "z", count: 40)]
        for _ in 0..<60 {
            let text = (0..<generator.below(12)).map { _ in generator.pick(pieces) }.joined()
            let below = (0..<generator.below(4)).map { StyledLine("below \($0)", style: "7") }
            let ghost = generator.pick(["", "ghost", "👨‍👩‍👧‍👦"])
            let cursor = generator.oneIn(2) ? nil : 0
            screen.paint(text, cursor: cursor, ghost: ghost, below: below)
            let fresh = try PaintedScreen()
            fresh.paint(text, cursor: cursor, ghost: ghost, below: below)
            #expect(screen.model.lines == fresh.model.lines)
            #expect(screen.model.cursorRow == fresh.model.cursorRow)
            #expect(screen.model.cursorColumn == fresh.model.cursorColumn)
        }
        #expect(screen.model.scrollback.isEmpty && screen.model.unknown.isEmpty)
    }
}

/// A painter that writes into a pipe, and the screen that its output makes.
private final class PaintedScreen {
    private(set) var model = ScreenModel(rows: 24, columns: 80)
    private let pipe: WakePipe
    private var painter: FramePainter

    init(palette: Palette = .plain) throws {
        pipe = try #require(WakePipe())
        painter = FramePainter(terminal: TerminalOutput(descriptor: pipe.writing), palette: palette)
    }

    deinit {
        pipe.close()
    }

    func paint(_ text: String, cursor: Int? = nil, ghost: String = "", below: [StyledLine] = []) {
        let scalars = text.unicodeScalars.map(\.value)
        var frame = EditorFrame(prompt: EditorPrompt("> "), scalars: scalars, cursor: cursor ?? scalars.count)
        frame.ghost = ghost.unicodeScalars.map(\.value)
        frame.below = below
        painter.paint(frame) { _ in "" }
        model.write(pipe.drain())
    }
}
