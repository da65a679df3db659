import OrderModel
import Testing

@Suite struct DecimalTests {
    @Test(arguments: [
        ("75000", "75000"), ("75000.00", "75000"), ("-16.40", "-16.4"), ("0.05", "0.05"), ("-0", "0"),
        ("7.5e4", "75000"),
        ("1E-2", "0.01"), ("0e999999999999", "0"), ("1.0000000000000000000000000000000000000000000000", "1"),
        ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
    ])
    func readsAndPrints(_ source: String, _ expected: String) {
        #expect(Decimal(source)?.description == expected)
    }

    @Test(arguments: [
        "", "-", ".5", "5.", "1e", "1e+", "+1", "1 ", "1,000", "NaN", "1e39", "1e-39", "٣",
        "999999999999999999999999999999999999999",
    ])
    func refuses(_ source: String) {
        #expect(Decimal(source) == nil)
    }

    /// Once each zero looked at all digits after it, which took minutes for a megabyte.
    @Test func longNumbersAreReadInOnePass() {
        let zeros = String(repeating: "0", count: 1_000_000)
        #expect(Decimal("0.\(zeros)1") == nil)
        #expect(Decimal("1.\(zeros)") == Decimal(1))
        #expect(Decimal("\(zeros)1.5\(zeros)") == Decimal("1.5"))
        #expect(Decimal("1\(zeros)") == nil)
    }

    @Test func comparesAcrossScalesAndPastTheDigits() throws {
        let small = try #require(Decimal("0.00000000000000000000000000000000000001"))
        let large = try #require(Decimal("99999999999999999999999999999999999999"))
        #expect(small < large)
        #expect(try large.negated() < small)
        #expect(try small.negated() > large.negated())
        #expect(Decimal("1.10") == Decimal("1.1"))
    }

    @Test(arguments: [
        ("1", "3", "0.333333"), ("2", "3", "0.666667"), ("1", "-3", "-0.333333"), ("0.000001", "2", "0"),
        ("0.000003", "2", "0.000002"), ("10", "4", "2.5"), ("1", "0", nil),
    ])
    func dividesHalfToEven(_ left: String, _ right: String, _ expected: String?) throws {
        let quotient = try #require(Decimal(left)).divided(by: #require(Decimal(right)))
        #expect(quotient?.description == expected)
    }

    @Test func theLeastNumberDividedByMinusOneOverflows() throws {
        let least = Decimal(coefficient: .min, scale: 6)
        #expect(throws: ArithmeticOverflow.self) { try least.divided(by: Decimal(-1)) }
    }

    @Test func overflowIsAnError() throws {
        let large = try #require(Decimal("99999999999999999999999999999999999999"))
        #expect(throws: ArithmeticOverflow.self) { try large.multiplied(by: large) }
        #expect(throws: ArithmeticOverflow.self) { try large.adding(Decimal(coefficient: 1, scale: 1)) }
    }
}
