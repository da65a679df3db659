import Testing

@testable import OrderShell

@Suite struct TextWrappingTests {
    @Test(arguments: [
        ("", 5, [""]), ("one two", 7, ["one two"]), ("one two", 6, ["one", "two"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a abcdefgh b", 4, ["a", "abcd", "efgh", "b"]), ("日本語", 3, ["日", "本", "語"]), ("日本", 1, ["日", "本"]),
    ])
    func breaksAtSpacesFirst(_ text: String, _ width: Int, _ expected: [String]) {
        #expect(TextWrapping.lines(of: text, width: width) == expected)
    }
}
