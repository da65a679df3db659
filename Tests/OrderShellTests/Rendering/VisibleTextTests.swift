import Testing

@testable import OrderShell

@Suite struct VisibleTextTests {
    @Test(arguments: [
        ("plain, Iğdır 🎹", "plain, Iğdır 🎹"),
        ("line one\nline two", "line one⏎line two"),
        ("a\r\nb\rc\r\r\nd\n\ne", "a⏎b⏎c⏎⏎d⏎⏎e"),
        ("\u{1B}[31mred\u{1B}[0m", "␛[31mred␛[0m"),
        ("\u{9B}2J", "\\u{9B}2J"),
        ("a\tb\u{0}\u{7}\u{7F}", "a␉b␀␇␡"),
        ("pay \u{202E}drawer\u{202C} now", "pay \\u{202E}drawer\\u{202C} now"),
        ("\u{2066}x\u{2069}\u{2028}", "\\u{2066}x\\u{2069}\\u{2028}"),
        ("می\u{200C}شود", "می\u{200C}شود"),
        ("\u{200F}نام", "\u{200F}نام"),
    ])
    func shownInsteadOfObeyed(_ text: String, _ expected: String) {
        #expect(Array(VisibleText.of(text).utf8) == Array(expected.utf8))
    }

    @Test func nothingThatATerminalObeysIsLeft() {
        let everything = (UInt32(0)...0x2FFF).compactMap(Unicode.Scalar.init)
        let text = String(String.UnicodeScalarView(everything))
        for scalar in VisibleText.of(text).unicodeScalars {
            #expect(scalar.properties.generalCategory != .control)
            #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
        }
    }

    /// If each of them cost as much as what stands before it, this would take hours.
    @Test(.timeLimit(.minutes(10)))
    func megabytesOfControlCharactersAreShown() throws {
        let count = 4_000_000
        let text = String(repeating: "\u{1B}", count: count)
        #expect(VisibleText.of(text).utf8.count == 3 * count)
        let terminal = MemorySink()
        try VisibleSink(terminal, isJSON: false).write(text)
        #expect(terminal.bytes.count == 3 * count)
    }

    @Test(arguments: [
        ("Iğdır", "Iğdır"), ("علی", "\u{2068}علی\u{2069}"), ("order 17: שלום", "\u{2068}order 17: שלום\u{2069}"),
        ("日本", "日本"),
    ])
    func onlyRightToLeftTextIsIsolated(_ text: String, _ expected: String) {
        #expect(Array(VisibleText.isolated(text).utf8) == Array(expected.utf8))
    }
}
