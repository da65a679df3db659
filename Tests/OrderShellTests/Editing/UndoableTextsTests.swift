import Testing

@testable import OrderShell

/// Notes texts as an editor has them before each key.
struct UndoableTextsTests {
    private static func buffer(_ text: String, _ cursor: Int? = nil) -> EditorBuffer {
        EditorBuffer(scalars: text.unicodeScalars.map(\.value), cursor: cursor ?? text.unicodeScalars.count)
    }

    private static func undone(_ texts: inout UndoableTexts) -> [String] {
        var result: [String] = []
        while let buffer = texts.takeBack() { result.append(String(scalars: buffer.scalars) + "@\(buffer.cursor)") }
        return result
    }

    @Test("what is typed in a row is one change up to the end of a word, what is deleted in a row is one")
    func changes() {
        let cases: [(texts: [(String, Int)], undone: [String])] = [
            ([("a", 1), ("ab", 2), ("ab ", 3), ("ab c", 4)], ["ab @3", "@0"]),
            ([("a", 1), ("ab", 2), ("ab", 0), ("xab", 1), ("xyab", 2)], ["ab@0", "@0"]),
            ([("abc", 3), ("ab", 2), ("a", 1), ("ax", 2)], ["a@1", "abc@3", "@0"]),
            ([("abc", 3), ("abc", 0), ("bc", 0), ("c", 0)], ["abc@0", "@0"]),
            ([("abc", 3), ("xyz", 3), ("xyz", 3)], ["abc@3", "@0"]),
        ]
        for (buffers, undone) in cases {
            var texts = UndoableTexts()
            for (text, cursor) in buffers { texts.note(Self.buffer(text, cursor)) }
            #expect(Self.undone(&texts) == undone, "\(buffers)")
        }
    }

    @Test("a text that was given back is no change, and what follows it can be taken back again")
    func again() {
        var texts = UndoableTexts()
        texts.note(Self.buffer("one"))
        texts.note(Self.buffer("one two"))
        #expect(texts.takeBack().map { String(scalars: $0.scalars) } == "one")
        texts.note(Self.buffer("one"))
        texts.note(Self.buffer("one three"))
        #expect(Self.undone(&texts) == ["one@3", "@0"])
    }

    @Test("the oldest changes are given up, and with large texts sooner, but never the last one")
    func limits() {
        var texts = UndoableTexts()
        for number in 0..<(UndoableTexts.changeLimit + 50) { texts.note(Self.buffer("text \(number)")) }
        #expect(Self.undone(&texts).count == UndoableTexts.changeLimit)

        texts = UndoableTexts()
        let large = [UInt32](repeating: 0x61, count: UndoableTexts.scalarLimit)
        texts.note(Self.buffer("one"))
        texts.note(EditorBuffer(scalars: large, cursor: 0))
        texts.note(Self.buffer("two"))
        #expect(texts.takeBack()?.scalars.count == large.count)
        #expect(texts.takeBack() == nil)
    }
}
