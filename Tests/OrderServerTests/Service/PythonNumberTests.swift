import Testing

@testable import OrderServer

@Suite struct PythonNumberTests {
    static let numbers: [(String, PythonNumber)] = [
        ("17", .number(17)), ("017", .number(17)), ("+1", .number(1)), ("-1", .number(-1)),
        (" 1\n", .number(1)), ("1_0", .number(10)), ("۱۲", .number(12)), ("𝟙2", .number(12)),
        ("9223372036854775807", .number(.max)), ("9223372036854775808", .huge), ("-99999999999999999999", .huge),
        (String(repeating: "9", count: 4300), .huge), ("\u{A0}1\u{3000}", .number(1)),
    ]

    @Test(arguments: numbers)
    func wholeNumbersAreRead(_ text: String, _ number: PythonNumber) {
        #expect(PythonNumber(text) == number)
    }

    @Test(arguments: [
        "", " ", "+", "-", "--1", "1 0", "1__0", "_1", "1_", "1.0", "1e3", "0x1", "abc", "½", "²", "\u{0}", "1\u{0}",
        String(repeating: "9", count: 4301),
    ])
    func nothingElseIs(_ text: String) {
        #expect(PythonNumber(text) == nil)
    }
}
