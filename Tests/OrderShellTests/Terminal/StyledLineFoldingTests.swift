import Testing

@testable import OrderShell

@Suite("Remarks that are wider than the terminal")
struct StyledLineFoldingTests {
    @Test("a remark goes on over the next lines, up to three")
    func folds() {
        let line = StyledLine("one two three four five six seven", style: "2")
        #expect(line.folded(width: 12, maximumCount: 3).map(\.text) == ["one two", "three four", "five six"])
        #expect(line.folded(width: 80, maximumCount: 3) == [line])
        #expect(line.folded(width: 12, maximumCount: 3).allSatisfy { $0.runs[0].style == "2" })
    }

    @Test("lines of several looks, and terminals without room, are left alone")
    func leaves() {
        let line = StyledLine([StyledLine.Run("a long one"), StyledLine.Run("and another")])
        #expect(line.folded(width: 4, maximumCount: 3) == [line])
        #expect(StyledLine("abc").folded(width: 1, maximumCount: 3) == [StyledLine("abc")])
    }
}
