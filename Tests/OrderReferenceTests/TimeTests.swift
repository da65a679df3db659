import OrderModel
import OrderReference
import Testing

/// Every sentence of the language page about instants, periods and durations, by hand.
struct TimeTests {
    static let lastMicrosecond = "2025-12-27T23:59:59.999999Z"

    @Test(
        "an instant against the day 2025-12-27",
        arguments: [
            // before the day, its start, inside, its last instant, the next day's start
            (ComparisonOperator.equal, [false, true, true, true, false]),
            (.notEqual, [true, false, false, false, true]),
            (.less, [true, false, false, false, false]),
            (.lessOrEqual, [true, true, true, true, false]),
            (.greater, [false, false, false, false, true]),
            (.greaterOrEqual, [false, true, true, true, true]),
        ]
    )
    func instantAgainstDay(operation: ComparisonOperator, expected: [Bool]) throws {
        let moments = [
            "2025-12-26T23:59:59.999999Z", "2025-12-27T00:00:00Z", "2025-12-27T18:17:09.771123Z", Self.lastMicrosecond,
            "2025-12-28T00:00:00Z",
        ]
        for (moment, expected) in zip(moments, expected) {
            let order = makeOrder(1, ["created_at": .text(moment)])
            let day = span(.day, "2025-12-27")
            #expect(try holds(.comparison(field("created_at"), operation, day), order) == expected)
            let flipped: [ComparisonOperator: ComparisonOperator] = [
                .less: .greater, .lessOrEqual: .greaterOrEqual, .greater: .less, .greaterOrEqual: .lessOrEqual,
            ]
            let mirrored = Condition.comparison(day, flipped[operation] ?? operation, field("created_at"))
            #expect(try holds(mirrored, order) == expected)
        }
    }

    @Test("days begin where the session's zone says")
    func zoneDecides() throws {
        // 20:30 UTC is midnight in Tehran.
        let order = makeOrder(1, ["created_at": .text("2025-12-27T20:30:00Z")])
        let condition = Condition.membership(field("created_at"), [span(.day, "2025-12-28")])
        #expect(try holds(condition, order, tehranTime))
        #expect(try !holds(condition, order, utcTime))
        #expect(try value(.function(.hour, [field("created_at")]), order, tehranTime) == amount("0"))
        #expect(try value(.function(.hour, [field("created_at")]), order, utcTime) == amount("20"))
    }

    @Test func betweenIncludesTheLastDay() throws {
        let condition = Condition.between(field("created_at"), span(.day, "2025-12-26"), span(.day, "2025-12-27"))
        #expect(try holds(condition, makeOrder(1, ["created_at": .text(Self.lastMicrosecond)])))
        #expect(try holds(condition, makeOrder(1, ["created_at": .text("2025-12-26T00:00:00Z")])))
        #expect(try !holds(condition, makeOrder(1, ["created_at": .text("2025-12-28T00:00:00Z")])))
    }

    @Test(
        "instants compare exactly, to the microsecond",
        arguments: [
            ("2025-12-27T18:17:09.771122Z", ComparisonOperator.greater), ("2025-12-27T18:17:09.771123Z", .equal),
            ("2025-12-27T21:47:09.771123+03:30", .equal), ("2025-12-27T18:17:09.771124Z", .less),
        ]
    )
    func exactInstants(literal: String, operation: ComparisonOperator) throws {
        let right = Expression.literal(.instant(instant(literal)))
        for candidate in [ComparisonOperator.less, .equal, .greater] {
            let condition = Condition.comparison(field("created_at"), candidate, right)
            #expect(try holds(condition, makeOrder()) == (candidate == operation))
        }
    }

    @Test(
        "a bucket on the left stands for its start",
        arguments: [
            (Function.day, PeriodUnit.day, "2025-12-27", true), (.day, .day, "2025-12-26", false),
            (.day, .month, "2025-12-01", true), (.month, .year, "2025-01-01", true), (.week, .week, "2025-12-22", true),
            (.quarter, .quarter, "2025-10-01", true), (.year, .year, "2024-01-01", false),
        ]
    )
    func bucketOnTheLeft(function: Function, unit: PeriodUnit, day: String, expected: Bool) throws {
        let bucket = Expression.function(function, [field("created_at")])
        #expect(try holds(.comparison(bucket, .equal, span(unit, day)), makeOrder()) == expected)
    }

    @Test(
        "relative periods, when now is the noon of Saturday 2025-12-27",
        arguments: [
            (PeriodUnit.day, 0, PeriodUnit.day, "2025-12-27"), (.day, -1, .day, "2025-12-26"),
            (.week, 0, .week, "2025-12-22"),
            (.week, -1, .week, "2025-12-15"), (.month, -1, .month, "2025-11-01"), (.month, 1, .month, "2026-01-01"),
            (.quarter, 0, .quarter, "2025-10-01"), (.year, -1, .year, "2024-01-01"),
        ]
    )
    func relativePeriods(unit: PeriodUnit, offset: Int, expectedUnit: PeriodUnit, day: String) throws {
        let expected = try #require(period(expectedUnit, day))
        #expect(try value(.literal(.period(.relative(unit, offset)))) == .period(expected))
    }

    @Test("an instant moved by a duration")
    func instantArithmetic() throws {
        let earlier = Expression.arithmetic(.subtract, .literal(.now), .literal(.duration(hours(36))))
        #expect(try value(earlier) == .instant(instant("2025-12-26T00:00:00Z")))
        let later = Expression.arithmetic(.add, .literal(.duration(hours(12))), .literal(.now))
        #expect(try value(later) == .instant(instant("2025-12-28T00:00:00Z")))
        let age = Expression.arithmetic(.subtract, field("updated_at"), field("created_at"))
        #expect(try value(age) == .duration(TimeAmount(microseconds: 20_570_228_877)))
    }

    @Test("a day or week moved by whole days or weeks stays one; any other period gives an instant")
    func periodArithmetic() throws {
        func moved(_ unit: PeriodUnit, _ day: String, by amount: TimeAmount) throws -> Value {
            try value(.arithmetic(.subtract, span(unit, day), .literal(.duration(amount))), makeOrder(), tehranTime)
        }
        #expect(try moved(.day, "2025-12-27", by: hours(7 * 24)) == .period(#require(period(.day, "2025-12-20"))))
        #expect(try moved(.week, "2025-12-22", by: hours(14 * 24)) == .period(#require(period(.week, "2025-12-08"))))
        #expect(try moved(.week, "2025-12-22", by: hours(24)) == .instant(instant("2025-12-20T20:30:00Z")))
        #expect(try moved(.day, "2025-12-27", by: hours(1)) == .instant(instant("2025-12-26T19:30:00Z")))
        #expect(try moved(.month, "2025-12-01", by: hours(24)) == .instant(instant("2025-11-29T20:30:00Z")))
    }

    @Test func durationsCompareAndAdd() throws {
        let age = Expression.arithmetic(.subtract, field("updated_at"), field("created_at"))
        #expect(try holds(.comparison(age, .greater, .literal(.duration(hours(5)))), makeOrder()))
        #expect(try holds(.comparison(age, .less, .literal(.duration(hours(6)))), makeOrder()))
        let sum = Expression.arithmetic(.add, .literal(.duration(hours(2))), .literal(.duration(hours(3))))
        #expect(try value(sum) == .duration(hours(5)))
        #expect(try value(.function(.abs, [.negation(sum)])) == .duration(hours(5)))
    }

    @Test(
        "weekdays count from Monday",
        arguments: [
            ("2025-12-22T12:00:00Z", "1"), ("2025-12-27T12:00:00Z", "6"), ("2025-12-28T12:00:00Z", "7"),
        ]
    )
    func weekdays(moment: String, expected: String) throws {
        let order = makeOrder(1, ["created_at": .text(moment)])
        #expect(try value(.function(.weekday, [field("created_at")]), order) == amount(expected))
    }

    @Test func overflowOfInstantsIsAnError() {
        let far = Expression.arithmetic(.add, .literal(.now), .literal(.duration(TimeAmount(microseconds: .max))))
        #expect(throws: EvaluationError.self) { try value(far) }
        let farDay = Expression.arithmetic(.add, span(.day, "9999-12-31"), .literal(.duration(hours(24))))
        #expect(throws: EvaluationError.self) { try value(farDay) }
    }

    @Test func resolvedQueriesHaveNoRelativeDates() throws {
        var query = Query(.orders)
        query.condition = .comparison(field("created_at"), .greaterOrEqual, .literal(.period(.relative(.day, -1))))
        query.columns = [Column(.literal(.now), alias: "now")]
        let resolved = try query.resolved(in: utcTime)
        #expect(resolved.condition == .comparison(field("created_at"), .greaterOrEqual, span(.day, "2025-12-26")))
        #expect(resolved.columns?.first?.expression == .literal(.instant(utcTime.now)))
        query.condition = .comparison(field("created_at"), .less, .literal(.period(.relative(.year, 9_000))))
        #expect(throws: UnresolvablePeriod.self) { try query.resolved(in: utcTime) }
    }
}
