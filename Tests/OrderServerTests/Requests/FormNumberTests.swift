import OrderModel
import Testing

@testable import OrderServer

/// What a number field takes, and what whole number or amount comes of it.
@Suite struct FormNumberTests {
    @Test(arguments: [
        ("1", "1"), ("1.0", "1"), ("1e0", "1"), ("1E+1", "10"), (" 1 ", "1"), ("۱", "1"), ("1_0", "10"),
        ("1__0_", "10"),
        (".5", "0"), ("5.", "5"), ("+7", "7"), ("-0", "0"), ("2.5", "2"), ("-2.5", "-2"), ("-0.9", "0"),
        ("12345e-3", "12"), ("1e-400", "0"), ("0e999999", "0"), ("1e18", "1000000000000000000"),
        ("9223372036854775807.9", "9223372036854775807"), ("9223372036854775808", "above"),
        ("-9223372036854775808.9", "-9223372036854775808"), ("-9223372036854775809", "below"),
        ("1e50", "above"), ("-1e999999999", "below"),
        ("100000000000000007629769841091887003294964970946560", "above"),
        ("1e-1999999999999999997", "0"),
    ])
    func fractionsAreCutOffWholeNumbers(_ text: String, _ expected: String) throws {
        switch try FormNumber(text).wholeNumber {
        case .value(let number): #expect("\(number)" == expected)
        case .below: #expect("below" == expected)
        case .above: #expect("above" == expected)
        }
    }

    @Test(arguments: [
        ("10", "10", "10"), ("10.00", "10", "10"), ("10.005", "10.005", "10.005"), ("-0.015", "-0.015", "-0.015"),
        ("1e-18", "0.000000000000000001", "0.000000000000000001"), ("1e-50", "0.000000000000000001", "0"),
        ("-1e-50", "0", "-0.000000000000000001"), ("0e-50", "0", "0"), ("1e-999999999", "0.000000000000000001", "0"),
        ("12345678901234567890.12", "12345678901234567890.12", "12345678901234567890.12"),
        ("1e30", "1000000000000000000000000000000", "1000000000000000000000000000000"), ("1e40", "above", "above"),
        ("-1e40", "below", "below"),
    ])
    func amountsAreExactOrTheNextThatFits(_ text: String, _ asMinimum: String, _ asMaximum: String) throws {
        for (isMinimum, expected) in [(true, asMinimum), (false, asMaximum)] {
            switch try FormNumber(text).amount(isMinimum: isMinimum) {
            case .value(let amount): #expect("\(amount)" == expected)
            case .below: #expect("below" == expected)
            case .above: #expect("above" == expected)
            }
        }
    }

    @Test(arguments: [
        "", " ", "abc", "null", "NaN", "sNaN", "Infinity", "-inf", "12,5", "1,000", "0x10", "1e", "e5", ".", "+", "--1",
        "1 0", "_", "½", "²", "1\0", "1e1000000000000000000", "1e-1999999999999999998", "0e1000000000000000000",
    ])
    func otherTextsAreRefused(_ text: String) {
        #expect(throws: FormProblem.self) { try FormNumber(text) }
        #expect(message(text) == "Enter a number.")
    }

    @Test(arguments: [
        "1e51", "1e999999999999999999", "100000000000000007629769841091887003294964970946561",
        "100000000000000007629769841091887003294964970946560.1",
    ])
    func numbersAboveTheBoundAreRefused(_ text: String) {
        #expect(message(text) == "Ensure this value is less than or equal to 1e+50.")
    }

    private func message(_ text: String) -> String? {
        do {
            _ = try FormNumber(text)
            return nil
        } catch {
            return error.message
        }
    }
}
