import Testing

@testable import OrderServer

/// What Python's `int` takes for a whole number.
@Suite struct FormIntegerTests {
    @Test(arguments: [
        ("7", 7), ("007", 7), ("+5", 5), ("-5", -5), ("-0", 0), (" 5\t\n", 5), ("1_0", 10), ("1_0_0", 100),
        ("۷", 7), ("१२", 12), ("\u{A0}5\u{3000}", 5), ("\u{1D7D8}1", 1),
        ("9223372036854775807", .max), ("-9223372036854775808", .min),
    ])
    func wholeNumbersAreRead(_ text: String, _ expected: Int) {
        #expect(FormInteger(text)?.exact == expected)
    }

    @Test(arguments: [
        "", " ", "abc", "5.0", "1e1", "0x5", "_1", "1_", "1__0", "+_1", "+ 5", "--5", "5\0", "²", "\u{1C}5",
    ])
    func otherTextsAreNone(_ text: String) {
        #expect(FormInteger(text) == nil)
    }

    @Test func numbersBeyond64BitsAreClampedAndKeepTheirDigits() {
        let large = FormInteger("0099999999999999999999")
        #expect(large?.exact == nil)
        #expect(large?.clamped == .max)
        #expect(large?.digits == Array(repeating: 9, count: 20))
        #expect(FormInteger("-9223372036854775809")?.clamped == .min)
    }

    @Test func moreThan4300DigitsAreNoNumber() {
        #expect(FormInteger(String(repeating: "1", count: 4300))?.clamped == .max)
        #expect(FormInteger(String(repeating: "0", count: 4301)) == nil)
    }
}
