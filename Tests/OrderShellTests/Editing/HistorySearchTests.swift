import Testing

@testable import OrderShell

/// The search without a terminal: what each key does.
struct HistorySearchTests {
    private static let statements = ["orders where total > 5", "items", "orders (\n  total)", "Total", "customers"]

    private static func search(
        _ keys: String,
        older: Bool = true
    ) -> (shown: String?, pattern: String, failed: Bool, last: HistorySearch.Reaction?) {
        var history = StatementHistory(statements, limit: 10)
        var search = HistorySearch(older: older)
        var last: HistorySearch.Reaction?
        for scalar in keys.unicodeScalars { last = search.react(to: .key(Int32(scalar.value)), in: &history) }
        return (search.match.map { history[$0.index] }, search.pattern, search.hasFailed, last)
    }

    @Test("what is typed is looked for, further with each Ctrl-R, back with Ctrl-S")
    func walking() {
        #expect(Self.search("total").shown == "Total")
        #expect(Self.search("total\u{12}").shown == "orders (\n  total)")
        #expect(Self.search("total\u{12}\u{12}").shown == "orders where total > 5")
        #expect(Self.search("total\u{12}\u{12}\u{13}").shown == "orders (\n  total)")
        #expect(Self.search("Tot").shown == "Total")
        #expect(Self.search("item", older: false).shown == "items")
    }

    @Test("what was found stays when nothing more is, and that is said")
    func failing() {
        let search = Self.search("total\u{12}\u{12}\u{12}")
        #expect(search.shown == "orders where total > 5" && search.failed)
        #expect(Self.search("zebra").shown == nil)
        #expect(Self.search("zebra").failed)
        // The z is nowhere; without it the search begins anew.
        #expect(Self.search("totalz\u{7F}").shown == "Total")
    }

    @Test("Backspace takes a whole character, Ctrl-W a word, Ctrl-U all")
    func editing() {
        #expect(Self.search("e\u{301}\u{7F}").pattern == "")
        #expect(Self.search("می\u{200C}شود\u{7F}").pattern == "می\u{200C}شو")
        #expect(Self.search("one two  \u{17}").pattern == "one ")
        #expect(Self.search("one two\u{15}").pattern == "")
        #expect(Self.search("item\u{15}").shown == nil)
        #expect(Self.search("\u{7F}\u{12}\u{17}").last == .stay)
    }

    @Test(
        "what ends it",
        arguments: [
            (KeyEvent.key(Control.enter), HistorySearch.Reaction.take(passesKey: true)),
            (.key(Control.escape), .take(passesKey: false)), (.key(Control.tab), .take(passesKey: false)),
            (.key(Control.g), .restore(passesKey: false)), (.key(Control.c), .restore(passesKey: true)),
            (.sequence([], .left), .take(passesKey: true)),
            (.key(0x01), .take(passesKey: true)), (.sequence([0x66], nil), .take(passesKey: true)),
            (.sequence([0x70], nil), .stay), (.sequence([], .up), .stay), (.paste([0x69], wasCut: false), .stay),
        ] as [(KeyEvent, HistorySearch.Reaction)]
    )
    func ending(_ event: KeyEvent, _ expected: HistorySearch.Reaction) {
        var history = StatementHistory(Self.statements, limit: 10)
        var search = HistorySearch(older: true)
        _ = search.react(to: .key(0x69), in: &history)
        let reaction = search.react(to: event, in: &history)
        #expect(reaction == expected)
    }

    @Test("the line below says what is looked for, and shows what a terminal would obey")
    func line() {
        var history = StatementHistory(["a"], limit: 10)
        var search = HistorySearch(older: true)
        _ = search.react(to: .paste([0x1B, 0x0A], wasCut: false), in: &history)
        #expect(search.line(palette: .none).text == "search: ␛⏎  (no statement has this)")
    }
}
