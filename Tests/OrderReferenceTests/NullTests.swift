import OrderModel
import OrderReference
import Testing

/// Every sentence of the language page about null and truth, by hand.
struct NullTests {
    static let noted = makeOrder(1, ["notes": .text("x")])
    static let unnoted = makeOrder(2)
    static let blank = makeOrder(3, ["notes": .text("")])

    @Test(
        "a comparison with null",
        arguments: [
            (ComparisonOperator.equal, false), (.notEqual, true), (.less, false), (.lessOrEqual, false),
            (.greater, false), (.greaterOrEqual, false),
        ]
    )
    func comparisonWithNull(operation: ComparisonOperator, expected: Bool) throws {
        #expect(try holds(.comparison(field("notes"), operation, text("x")), Self.unnoted) == expected)
        #expect(try holds(.comparison(text("x"), operation, field("notes")), Self.unnoted) == expected)
    }

    @Test(
        "null equals null and nothing more",
        arguments: [
            (ComparisonOperator.equal, true), (.notEqual, false), (.less, false), (.lessOrEqual, false),
            (.greater, false), (.greaterOrEqual, false),
        ]
    )
    func nullWithNull(operation: ComparisonOperator, expected: Bool) throws {
        let condition = Condition.comparison(field("notes"), operation, field("billing_address"))
        #expect(try holds(condition, Self.unnoted) == expected)
    }

    @Test("not (a = b) is a != b for every pair of values, null included")
    func notEqualIsNotOfEqual() throws {
        for order in [Self.noted, Self.unnoted, Self.blank] {
            for right in [text("x"), text(""), field("billing_address"), field("key")] {
                let equal = Condition.comparison(field("notes"), .equal, right)
                let notEqual = Condition.comparison(field("notes"), .notEqual, right)
                #expect(try holds(.not(equal), order) == holds(notEqual, order))
            }
        }
    }

    @Test func textOperatorsAreFalseAgainstNull() throws {
        for operation in TextOperator.allCases {
            #expect(try !holds(.textMatch(field("notes"), operation, text("")), Self.unnoted))
            #expect(try holds(.textMatch(field("notes"), operation, text("")), Self.blank))
            #expect(try !holds(.textMatch(text("a"), operation, field("notes")), Self.unnoted))
        }
        #expect(try !holds(.matches(field("notes"), pattern: ""), Self.unnoted))
        #expect(try holds(.matches(field("notes"), pattern: ""), Self.blank))
    }

    @Test func membershipAndBetween() throws {
        let inList = Condition.membership(field("notes"), [text("x"), text("y")])
        #expect(try holds(inList, Self.noted))
        #expect(try !holds(inList, Self.unnoted))
        #expect(try holds(.not(inList), Self.unnoted))
        #expect(try holds(.membership(field("notes"), [text("y"), field("billing_address")]), Self.unnoted))
        #expect(try !holds(.membership(field("notes"), []), Self.noted))
        #expect(try !holds(.between(field("notes"), text("a"), text("z")), Self.unnoted))
        #expect(try holds(.between(field("notes"), text("x"), text("x")), Self.noted))
        #expect(try !holds(.between(field("notes"), text("z"), text("a")), Self.noted))
    }

    @Test("is null, and has", arguments: [(1, false, true), (2, true, false), (3, false, false)])
    func presence(id: Int, isNull: Bool, isThere: Bool) throws {
        let order = try #require([Self.noted, Self.unnoted, Self.blank].first { $0.origin.line == id })
        #expect(try holds(.isNull(field("notes")), order) == isNull)
        #expect(try holds(.has(field("notes")), order) == isThere)
    }

    @Test func hasOfObjectsAndLists() throws {
        let customer = makeOrder(
            1,
            ["customer_data": object(["id": .number("17")]), "items": .array([item(1, price: "1")])]
        )
        #expect(try holds(.has(field("customer")), customer))
        #expect(try !holds(.has(field("customer")), Self.unnoted))
        #expect(try holds(.isNull(field("customer")), Self.unnoted))
        #expect(try holds(.has(field("items")), customer))
        #expect(try !holds(.has(field("items")), Self.unnoted))
    }

    @Test(
        "a boolean that is null is not true",
        arguments: [
            (JSONValue.boolean(true), true, false, false), (.boolean(false), false, true, true),
            (.null, false, true, false),
        ]
    )
    func booleans(payable: JSONValue, stands: Bool, negated: Bool, isFalse: Bool) throws {
        let order = makeOrder(1, ["is_payable": payable])
        #expect(try holds(.truth(field("is_payable")), order) == stands)
        #expect(try holds(.not(.truth(field("is_payable"))), order) == negated)
        let equalsFalse = Condition.comparison(field("is_payable"), .equal, .literal(.boolean(false)))
        #expect(try holds(equalsFalse, order) == isFalse)
    }

    @Test func arithmeticWithNullIsNull() throws {
        let sum = Expression.arithmetic(.add, field("customer.id"), number("1"))
        #expect(try value(sum) == .null)
        #expect(try value(.arithmetic(.multiply, number("0"), field("customer.id"))) == .null)
        #expect(try value(.negation(field("customer.id"))) == .null)
        #expect(try value(.function(.length, [field("notes")])) == .null)
        #expect(
            try value(.function(.coalesce, [field("notes"), field("billing_address"), text("none")])) == .text("none")
        )
        #expect(try value(.function(.coalesce, [field("notes")])) == .null)
    }

    @Test("quantifiers over an empty list", arguments: [(Quantifier.any, false), (.all, true), (.none, true)])
    func emptyList(quantifier: Quantifier, expected: Bool) throws {
        let condition = Condition.comparison(field("unit_price", .items), .greater, number("5"))
        #expect(try holds(.quantified(quantifier, .items, condition), Self.unnoted) == expected)
    }

    @Test(
        "quantifiers over prices",
        arguments: [
            (Quantifier.any, ["6"], true), (.any, ["5"], false), (.any, ["5", "6"], true), (.all, ["6", "7"], true),
            (.all, ["5", "6"], false), (.none, ["5", "4"], true), (.none, ["5", "6"], false),
        ]
    )
    func quantifiers(quantifier: Quantifier, prices: [String], expected: Bool) throws {
        let items = prices.enumerated().map { item($0.offset, price: $0.element) }
        let condition = Condition.comparison(field("unit_price", .items), .greater, number("5"))
        let order = makeOrder(1, ["items": .array(items)])
        #expect(try holds(.quantified(quantifier, .items, condition), order) == expected)
    }
}
