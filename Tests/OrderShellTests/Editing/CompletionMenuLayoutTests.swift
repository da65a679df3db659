import Testing

@testable import OrderShell

/// The menu's columns and pages.
struct CompletionMenuLayoutTests {
    private func candidates(_ count: Int, detail: String = "a detail") -> [CompletionAnswer.Candidate] {
        (1...count).map { .init(text: "name\($0)", detail: detail) }
    }

    private func lines(_ candidates: [CompletionAnswer.Candidate], _ width: Int, _ height: Int, at: Int? = nil)
        -> [String]
    {
        CompletionMenuLayout(candidates, width: width, height: height)
            .lines(candidates, selection: at, palette: .none).map(\.text)
    }

    @Test("few have their details, one under the other")
    func few() {
        #expect(lines(candidates(3), 80, 8) == ["name1  a detail", "name2  a detail", "name3  a detail"])
    }

    @Test("more have their details beside each other, while there is room")
    func several() {
        #expect(
            lines(candidates(5), 40, 3) == [
                "name1  a detail  name4  a detail", "name2  a detail  name5  a detail", "name3  a detail",
            ]
        )
    }

    @Test("many have pages, which are counted; their details stand beside them all the same")
    func many() {
        let first = ["name1   a detail  name3   a detail", "name2   a detail  name4   a detail"]
        #expect(lines(candidates(20), 40, 3) == first + ["1–4 of 20"])
        #expect(lines(candidates(20), 40, 3, at: 2) == first + ["1–4 of 20"])
        #expect(lines(candidates(21), 40, 3, at: 20) == ["name21  a detail", "21–21 of 21"])
    }

    @Test("many have short details, by their first part or cut, and the selected one's is told whole below")
    func shortDetails() {
        let detail = "text, or null; server: notes"
        #expect(lines(candidates(3, detail: detail), 40, 3) == (1...3).map { "name\($0)  \(detail)" })
        let short = [
            "name1  text, or null     name3  text, or null   ", "name2  text, or null     name4  text, or null   ",
        ]
        #expect(lines(candidates(4, detail: detail), 50, 3) == short)
        #expect(lines(candidates(4, detail: detail), 50, 3, at: 1) == short + [detail])
        #expect(lines(candidates(5, detail: detail), 50, 3, at: 1) == short + ["1–4 of 5  " + detail])
        let cut = lines(candidates(4, detail: "the day of a moment in time"), 50, 3)
        #expect(
            cut == [
                "name1  the day of a mo…  name3  the day of a mo…",
                "name2  the day of a mo…  name4  the day of a mo…",
            ]
        )
    }

    @Test("labels alone stand in as many columns as there are, and without room for details there are none")
    func labels() {
        #expect(lines(candidates(7, detail: ""), 22, 3) == ["name1  name4  name7", "name2  name5", "name3  name6"])
        #expect(lines(candidates(3), 14, 8) == ["name1", "name2", "name3"])
        #expect(lines(candidates(3), 14, 8, at: 1).last == "a detail")
    }

    @Test("the fields of an order have their types at 80 columns, the usual ones on the first page")
    func fields() {
        let candidates = CompletionFixture().answer("orders where ‸").candidates
        let page = lines(candidates, 80, 10)
        #expect(page.count == 10)
        #expect(page[0].hasPrefix("id                     integer "))
        #expect(page[1].contains("status                 status "))
        #expect(page[9] == "1–18 of \(candidates.count)")
        #expect(lines(candidates, 40, 10).first?.trimmedAtEnd == "id                     integer")
        #expect(lines(candidates, 200, 10).joined().contains("  text, or null  "))
    }

    @Test("no line is wider than the screen, whatever is shown", arguments: [1, 2, 5, 9, 20, 40, 200])
    func widths(width: Int) {
        let texts = ["a", "東京タワー", "می\u{200C}شود و باز هم می\u{200C}شود", "👨‍👩‍👧‍👦", String(repeating: "long ", count: 30)]
        for detail in ["", "text", "东京 " + String(repeating: "d", count: 100)] {
            for count in [1, 4, 10, 50] {
                let candidates = (0..<count).map {
                    CompletionAnswer.Candidate(text: texts[$0 % texts.count], detail: detail)
                }
                for height in [1, 2, 10] {
                    let lines = lines(candidates, width, height, at: count - 1)
                    #expect(lines.count <= max(2, height))
                    #expect(lines.allSatisfy { TextWidth.of($0) <= max(2, width) })
                }
            }
        }
    }

    @Test("the selected one stands out in its whole width")
    func selection() {
        let candidates = candidates(2)
        let line = CompletionMenuLayout(candidates, width: 80, height: 8)
            .lines(candidates, selection: 1, palette: .plain)[1]
        #expect(line.runs.map(\.style) == ["7", "7"])
        #expect(line.text == "name2  a detail")
    }
}
