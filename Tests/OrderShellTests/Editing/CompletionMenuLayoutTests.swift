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

    @Test("many have none, but the selected one's; pages are counted")
    func many() {
        #expect(lines(candidates(20), 40, 4).count == 4)
        let first = ["name1   name3   name5   name7   name9 ", "name2   name4   name6   name8   name10"]
        #expect(lines(candidates(20), 40, 3) == first + ["1–10 of 20"])
        #expect(lines(candidates(20), 40, 3, at: 7) == first + ["1–10 of 20  a detail"])
        #expect(lines(candidates(23), 40, 3, at: 22) == ["name21  name23", "name22", "21–23 of 23  a detail"])
    }

    @Test("no line is wider than the screen, whatever is shown", arguments: [1, 2, 5, 9, 20, 40, 200])
    func widths(width: Int) {
        let texts = ["a", "東京タワー", "می\u{200C}شود و باز هم می\u{200C}شود", "👨‍👩‍👧‍👦", String(repeating: "long ", count: 30)]
        for detail in ["", "text", "东京 " + String(repeating: "d", count: 100)] {
            for count in [1, 4, 50] {
                let candidates = (0..<count).map {
                    CompletionAnswer.Candidate(text: texts[$0 % texts.count], detail: detail)
                }
                for height in [1, 2, 10] {
                    let lines = lines(candidates, width, height, at: count - 1)
                    #expect(lines.count <= max(2, height))
                    // A position is cut by the painter, as any line below the text.
                    #expect(lines.filter { !$0.contains(" of ") }.allSatisfy { TextWidth.of($0) <= max(2, width) })
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
