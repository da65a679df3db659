import OrderModel
import Testing

struct ExpressionTypeTests {
    private static let createdAt: Expression =
        Schema.field(named: "created_at", in: .orders).map(Expression.field)
        ?? .alias("no field created_at")
    private static let today = Expression.literal(.period(.relative(.day, 0)))
    private static let lastWeek = Expression.literal(.period(.relative(.week, -1)))

    private static func hours(_ count: Int64) -> Expression {
        .literal(.duration(TimeAmount(microseconds: count * 3600 * TimeAmount.microsecondsPerSecond)))
    }

    private static func absolute(_ unit: PeriodUnit) -> Expression {
        let day = CivilDate(year: 2025, month: 12, day: 27)
        return day.flatMap { Period(unit, containing: $0) }.map { .literal(.period(.absolute($0))) } ?? .alias("none")
    }

    @Test(
        "a period moved by a duration",
        arguments: [
            (.arithmetic(.subtract, today, hours(24)), .date),
            (.arithmetic(.add, hours(48), today), .date),
            (.arithmetic(.subtract, today, hours(36)), .instant),
            (.arithmetic(.subtract, lastWeek, hours(7 * 24)), .date),
            (.arithmetic(.subtract, lastWeek, hours(24)), .instant),
            (.arithmetic(.add, absolute(.day), hours(24)), .date),
            (.arithmetic(.add, absolute(.month), hours(24)), .instant),
            (.arithmetic(.add, .arithmetic(.add, today, hours(24)), hours(24)), .date),
            (.arithmetic(.add, .arithmetic(.add, today, hours(1)), hours(24)), .instant),
            (.arithmetic(.add, .function(.day, [createdAt]), hours(24)), .date),
            (.arithmetic(.add, .function(.week, [createdAt]), hours(24)), .instant),
            (.arithmetic(.add, .function(.month, [createdAt]), hours(24)), .instant),
            (.arithmetic(.add, createdAt, hours(24)), .instant),
            (.arithmetic(.subtract, today, createdAt), .duration),
            (.arithmetic(.add, today, .arithmetic(.add, hours(1), hours(23))), .instant),
        ] as [(Expression, ValueType)]
    )
    func movedPeriods(expression: Expression, type: ValueType) {
        #expect(expression.valueType == type)
    }

    @Test(
        "functions and numbers",
        arguments: [
            (.function(.coalesce, [today, createdAt]), .instant),
            (.function(.coalesce, [createdAt, today]), .instant),
            (.function(.coalesce, [today, today]), .date),
            (.function(.coalesce, [.literal(.number(Decimal(1))), .arithmetic(.divide, one, one)]), .money),
            (.arithmetic(.multiply, one, one), .integer),
            (.arithmetic(.divide, one, one), .money),
            (.aggregate(.max, createdAt), .instant),
            (.aggregate(.avg, .arithmetic(.subtract, createdAt, createdAt)), .duration),
        ] as [(Expression, ValueType)]
    )
    func functions(expression: Expression, type: ValueType) {
        #expect(expression.valueType == type)
    }

    private static let one = Expression.literal(.number(Decimal(1)))
}
