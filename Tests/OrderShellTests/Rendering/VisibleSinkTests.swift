import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct VisibleSinkTests {
    private static func shown(_ pieces: [[UInt8]], isJSON: Bool = false) throws -> String {
        let terminal = MemorySink()
        let sink = VisibleSink(terminal, isJSON: isJSON)
        for piece in pieces { try sink.write(piece) }
        try sink.commit()
        return terminal.text
    }

    @Test(arguments: [
        ("id,note\n1,plain\tor سلام\u{200C} 👍\n", "id,note\n1,plain\tor سلام\u{200C} 👍\n"),
        ("\u{1B}]0;PWNED\u{7}\u{1B}[2J\n", "␛]0;PWNED␇␛[2J\n"),
        ("a\rb\u{8}c\u{7F}\u{0}", "a⏎b␈c␡␀"),
        ("\u{9B}31m\u{202E}x\u{2066}", "\\u{9B}31m\\u{202E}x\\u{2066}"),
    ])
    func whatATerminalWouldObeyIsShown(_ text: String, _ expected: String) throws {
        #expect(try Self.shown([Array(text.utf8)]) == expected)
        // However it is cut into pieces.
        #expect(try Self.shown(text.utf8.map { [$0] }) == expected)
    }

    @Test func jsonStaysJSON() throws {
        #expect(
            try Self.shown([Array("{\"a\":\"\u{9B}\u{202E}\"}\n".utf8)], isJSON: true) == "{\"a\":\"\\u009b\\u202e\"}\n"
        )
    }
}
