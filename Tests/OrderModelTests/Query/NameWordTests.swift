import OrderModel
import Testing

struct NameWordTests {
    @Test(arguments: [
        ("_", 0), ("_1", 1), ("_9", 9), ("_12", 12), ("_0", nil), ("_01", nil), ("__", nil), ("_x", nil), ("_1x", nil),
        ("x", nil), ("", nil), ("_99999999999999999999", nil), ("_\u{661}", nil),
    ])
    func numbersOfAnswers(word: String, expected: Int?) {
        #expect(NameWord.resultNumber(word) == expected)
    }

    @Test(arguments: [("where", true), ("WHERE", true), ("_", true), ("_3", true), ("total", false), ("_x", false)])
    func reservedWords(word: String, expected: Bool) {
        #expect(NameWord.isReserved(word) == expected)
    }
}
