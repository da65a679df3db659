import Testing

@testable import OrderShell

/// What is found among the statements.
struct StatementHistoryTests {
    private func find(
        _ pattern: String,
        in texts: [String],
        from start: Int,
        older: Bool = true,
        skipping: String? = nil
    ) -> StatementHistory.Match? {
        var history = StatementHistory(texts, limit: 10)
        return history.find(pattern, from: start, older: older, skipping: skipping)
    }

    @Test("the newest that begins with a text, and goes on")
    func beginnings() {
        var history = StatementHistory(["orders where a", "items", "orders where b", "orders"], limit: 10)
        let beginnings = ["or", "orders", "orders where a", "orders where ", "it", "Or"]
        let found = beginnings.map { history.newest(beginningWith: $0) }
        #expect(found == ["orders", "orders where b", nil, "orders where b", "items", nil])
        history.append("orders limit 1")
        let newest = history.newest(beginningWith: "orders ")
        #expect(newest == "orders limit 1")
    }

    @Test("what is withheld is no ghost until it is offered again, whatever is forgotten meanwhile")
    func withheld() {
        var history = StatementHistory(["orders where a", "orders where b"], limit: 10)
        func ghost() -> String? { history.newest(beginningWith: "orders ") }
        #expect(ghost() == "orders where b")
        history.withhold("orders where b")
        #expect(ghost() == "orders where a")
        #expect(history.holds("orders where b") && !history.holds("orders where"))
        history.removeAll()
        history.append("orders where b")
        #expect(ghost() == nil)
        history.offer("orders where b")
        #expect(ghost() == "orders where b")
    }

    @Test("what can't run is no ghost; few are asked about at once, and each once until there is another statement")
    func statementsThatCanRun() {
        let bad = (0..<StatementHistory.verdictLimit + 2).map { "orders where bad\($0)" }
        var history = StatementHistory(["orders where good"] + bad, limit: 10)
        var asked: [String] = []
        func ghost() -> String? {
            history.newest(beginningWith: "orders ") { text in
                asked.append(text)
                return text.hasSuffix("good")
            }
        }
        #expect(ghost() == nil)
        let newestFirst = Array(bad.reversed())
        #expect(asked == Array(newestFirst.prefix(StatementHistory.verdictLimit)))
        #expect(ghost() == "orders where good")
        #expect(ghost() == "orders where good")
        #expect(asked == newestFirst + ["orders where good"])
        history.append("orders where good")
        #expect(ghost() == "orders where good")
        #expect(asked.count == bad.count + 2)
    }

    @Test("adjacent repetitions are one, and only so many are kept; canonically equal texts are two")
    func limits() {
        var history = StatementHistory(["a", "b", "b", "a", "e\u{301}", "é"], limit: 4)
        #expect(
            (0..<history.count).map { Array(history[$0].utf8) } == ["b", "a", "e\u{301}", "é"].map { Array($0.utf8) }
        )
        let isAdded = history.append("é")
        #expect(!isAdded)
    }

    @Test(
        "a pattern without capitals finds them too, and its place is told in scalars",
        arguments: [
            ("total", 2, 13..<18), ("TOTAL", 1, 0..<5), ("تهر", 0, 8..<11), ("city", 0, 0..<4), ("istanbul", 3, 0..<8),
            ("😀", 3, 9..<10), ("çağ", 4, 0..<3),
        ] as [(String, Int, Range<Int>)]
    )
    func patterns(_ pattern: String, _ index: Int, _ range: Range<Int>) {
        let texts = ["City = «تهران»", "TOTAL", "orders where total", "ISTANBUL 😀", "ÇAĞrı"]
        #expect(find(pattern, in: texts, from: 4) == .init(index: index, range: range))
    }

    @Test("a letter that becomes two in lower case shifts no place")
    func lengthening() {
        #expect(find("x =", in: ["İİx = 1"], from: 0) == .init(index: 0, range: 2..<5))
    }

    @Test("the last place in a statement, in either direction; equal statements are passed over")
    func directions() {
        let texts = ["a a", "b", "a", "b", "a"]
        #expect(find("a", in: texts, from: 0, older: false) == .init(index: 0, range: 2..<3))
        #expect(find("a", in: texts, from: 3, skipping: "a") == .init(index: 0, range: 2..<3))
        for (pattern, start) in [("a", 5), ("", 4), ("no such", 4)] {
            #expect(find(pattern, in: texts, from: start) == nil)
        }
    }

    /// What a ghost offers of an earlier statement: neither a file to write nor a command to run.
    @Test(arguments: [
        ("s limit 3", "s limit 3"), ("s limit 3 \\> a.csv", "s limit 3"), (" \\| sh", ""), ("\n\\| wc", ""),
        (" where notes ~ \"\\n\"", " where notes ~ \"\\n\""), ("s \\", "s \\"), ("", ""),
    ])
    func ghostsEndBeforeADestination(rest: String, expected: String) {
        #expect(EditorCore.withoutDestination(rest[...].unicodeScalars) == expected)
    }
}
