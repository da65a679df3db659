import OrderModel
import OrderReference
import Testing

/// Every sentence of the language page about numbers, texts and functions, by hand.
struct NumberTests {
    @Test(
        "exact arithmetic",
        arguments: [
            ("0.1", ArithmeticOperator.add, "0.2", "0.3"), ("75000.00", .subtract, "75000", "0"),
            ("16.40", .multiply, "3", "49.2"), ("1", .divide, "3", "0.333333"), ("2", .divide, "3", "0.666667"),
            ("-1", .divide, "3", "-0.333333"), ("1", .divide, "2000000", "0"), ("3", .divide, "2000000", "0.000002"),
            ("5", .divide, "2000000", "0.000002"), ("7", .divide, "2000000", "0.000004"),
            ("99999999999999999999", .add, "1", "100000000000000000000"),
        ]
    )
    func arithmetic(left: String, operation: ArithmeticOperator, right: String, expected: String) throws {
        #expect(try value(.arithmetic(operation, number(left), number(right))) == amount(expected))
    }

    @Test func divisionByZeroIsNull() throws {
        let quotient = Expression.arithmetic(.divide, number("1"), field("total"))
        #expect(try value(quotient) == .null)
        #expect(try !holds(.comparison(quotient, .greater, number("0")), makeOrder()))
    }

    @Test func overflowNamesTheOrder() throws {
        let digits = String(repeating: "9", count: 38)
        let order = makeOrder(17, ["total": .number(digits)])
        let product = Expression.arithmetic(.multiply, field("total"), number("10"))
        let error = try #require(throws: EvaluationError.self) { try value(product, order) }
        #expect(error.message == "order 17 (orders.ndjson:17): the result of '*' does not fit in 38 digits")
        #expect(error.category == .failed)
        #expect(try value(field("total"), order) == amount(digits))
    }

    @Test func unreadableValueNamesTheOrder() throws {
        let order = makeOrder(17, ["total": .text("a lot")])
        let error = try #require(throws: EvaluationError.self) { try value(field("total"), order) }
        #expect(error.message.hasPrefix("order 17 (orders.ndjson:17): total is "))
    }

    @Test(
        "round goes half to even",
        arguments: [
            ("2.5", nil, "2"), ("3.5", nil, "4"), ("-2.5", nil, "-2"), ("2.675", "2", "2.68"), ("2.665", "2", "2.66"),
            ("7", "2", "7"),
        ] as [(String, String?, String)]
    )
    func rounding(subject: String, places: String?, expected: String) throws {
        let arguments = [number(subject)] + (places.map { [number($0)] } ?? [])
        #expect(try value(.function(.round, arguments)) == amount(expected))
    }

    @Test func textFunctions() throws {
        #expect(try value(.function(.length, [text("شهر")])) == amount("3"))
        #expect(try value(.function(.length, [text("e\u{301}")])) == amount("2"))
        #expect(try value(.function(.lower, [text("ÇİĞ")])) == .text("çi\u{307}ğ"))
        #expect(try value(.function(.upper, [text("straße")])) == .text("STRASSE"))
        #expect(try value(.function(.abs, [number("-3.5")])) == amount("3.5"))
    }

    @Test(
        "texts compare by Unicode scalars, without normalisation",
        arguments: [
            ("a", ComparisonOperator.less, "b"), ("Z", .less, "a"), ("é", .notEqual, "e\u{301}"),
            ("e\u{301}", .less, "é"),
            ("ي", .notEqual, "ی"), ("\u{FFFF}", .less, "\u{10000}"), ("a", .less, "ab"), ("New", .notEqual, "new"),
        ]
    )
    func textComparison(left: String, operation: ComparisonOperator, right: String) throws {
        #expect(try holds(.comparison(text(left), operation, text(right)), makeOrder()))
    }

    @Test(
        "the operators that ignore case",
        arguments: [
            ("Ali Rezaei", TextOperator.contains, "REZ", true), ("Ali", .startsWith, "aL", true),
            ("Ali", .endsWith, "LI", true),
            ("Ali", .startsWith, "li", false), ("Ali", .endsWith, "al", false), ("ZOË", .contains, "zoë", true),
            ("İzmir", .contains, "izmir", false), ("İzmir", .contains, "İZM", true),
            ("straße", .contains, "STRASSE", false),
            ("é", .contains, "e", false), ("e\u{301}", .contains, "é", false), ("علي", .contains, "علی", false),
            ("aab", .contains, "ab", true), ("ΣΑΣ", .contains, "σας", false), ("", .contains, "a", false),
        ]
    )
    func folding(subject: String, operation: TextOperator, part: String, expected: Bool) throws {
        #expect(try holds(.textMatch(text(subject), operation, text(part)), makeOrder()) == expected)
    }

    @Test(
        "matches looks anywhere and minds case",
        arguments: [
            ("123456", "^[0-9]{6}$", true), ("1234567", "^[0-9]{6}$", false), ("order 12", "[0-9]+", true),
            ("ABC", "abc", false),
            ("شهر", "^[ا-ی]+$", true),
        ]
    )
    func patterns(subject: String, pattern: String, expected: Bool) throws {
        #expect(try holds(.matches(text(subject), pattern: pattern), makeOrder()) == expected)
    }

    @Test func brokenPatternIsAnError() {
        #expect(throws: EvaluationError.self) { try holds(.matches(text("a"), pattern: "("), makeOrder()) }
    }
}
