import OrderTestSupport
import Testing

@testable import OrderShell

/// The menu without a terminal: what each key does.
struct CompletionMenuTests {
    private static let answer = CompletionAnswer(
        start: 3,
        candidates: (0..<7).map { CompletionAnswer.Candidate(text: "c\($0)", detail: "") }
    )
    /// Three columns of three, column by column.
    private static let layout = CompletionMenuLayout(answer.candidates, width: 12, height: 3)

    private static func reactions(to events: [KeyEvent]) -> (texts: [String], last: CompletionMenu.Reaction?) {
        var menu = CompletionMenu(answer, typed: "c")
        var texts: [String] = []
        var last: CompletionMenu.Reaction?
        for event in events {
            last = menu.react(to: event, layout: layout)
            texts.append(menu.text)
        }
        return (texts, last)
    }

    private static func key(_ key: EditorKey) -> KeyEvent { .sequence([], key) }

    @Test("keys move the selection through columns and pages, and around the ends")
    func moving() {
        #expect(Self.layout.columns == 3 && Self.layout.rows == 3 && !Self.layout.isPaged)
        let tab = KeyEvent.key(Control.tab)
        #expect(Self.reactions(to: [tab, tab, Self.key(.down), Self.key(.up)]).texts == ["c0", "c1", "c2", "c1"])
        #expect(Self.reactions(to: [Self.key(.backTab), tab, Self.key(.backTab)]).texts == ["c6", "c0", "c6"])
        #expect(Self.reactions(to: [tab, Self.key(.right), Self.key(.right), Self.key(.right)]).texts.last == "c6")
        #expect(Self.reactions(to: [Self.key(.up), Self.key(.left)]).texts == ["c6", "c3"])
        #expect(Self.reactions(to: [tab, Self.key(.pageDown), Self.key(.pageUp)]).texts == ["c0", "c6", "c0"])
    }

    @Test(
        "what closes the menu, and what becomes of the text",
        arguments: [
            ([KeyEvent.key(Control.escape)], CompletionMenu.Reaction.restore), ([.key(Control.g)], .restore),
            ([.key(Control.tab), .key(Control.escape)], .restore),
            ([.key(Control.enter)], .takeAndPass), ([.key(Control.tab), .key(Control.enter)], .take),
            ([.key(0x78)], .narrow), ([.key(0x634)], .narrow), ([.key(Control.backspace)], .narrow),
            ([.key(Control.tab), .key(0x78)], .takeAndPass), ([.key(Control.c)], .takeAndPass),
            ([.sequence([], .left)], .takeAndPass), ([.sequence([0x66], nil)], .takeAndPass),
            ([.key(Control.tab), .paste([0x61], wasCut: false)], .takeAndPass),
        ] as [([KeyEvent], CompletionMenu.Reaction)]
    )
    func closing(_ events: [KeyEvent], _ expected: CompletionMenu.Reaction) {
        #expect(Self.reactions(to: events).last == expected)
    }

    @Test(
        "a letter that goes on with what was typed narrows, even when something is selected",
        arguments: [
            ("c", "3", CompletionMenu.Reaction.takeAndPass), ("", "c", .takeAndPass), ("c", "i", .restoreAndNarrow),
            ("c", "I", .restoreAndNarrow), ("c", "x", .takeAndPass), ("c", "=", .takeAndPass),
        ]
    )
    func goingOn(_ typed: String, _ letter: Unicode.Scalar, _ expected: CompletionMenu.Reaction) {
        let answer = CompletionAnswer(start: 0, candidates: ["count ", "city ", "c3"].map { .init(text: $0) })
        var menu = CompletionMenu(answer, typed: typed)
        let layout = CompletionMenuLayout(answer.candidates, width: 80, height: 3)
        #expect(menu.react(to: .key(Control.tab), layout: layout) == .show)
        #expect(menu.react(to: .key(Int32(letter.value)), layout: layout) == expected)
    }

    @Test(
        "what all candidates begin with ends with a whole character",
        arguments: [
            (["status", "state"], "stat"), (["می\u{200C}شود", "میرود"], "م"), (["e\u{301}a", "eb"], ""),
            (["👩‍👩‍👧", "👩‍👦"], ""), (["same", "same"], "same"), ([], ""), (["a", "b"], ""),
        ] as [([String], String)]
    )
    func commonBeginning(_ texts: [String], _ expected: String) {
        let answer = CompletionAnswer(start: 0, candidates: texts.map { .init(text: $0) })
        #expect(answer.commonBeginning == expected)
    }
}
