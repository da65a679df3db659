import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@testable import OrderServer

/// Keys against the values that they stand for, two at a time.
struct SortKeysTests {
    private static let numbers: [Value] = [
        .null, .number(Decimal(0)), .number(Decimal(-5)), .number(Decimal("12.5") ?? Decimal(0)),
        .number(Decimal("12.50") ?? Decimal(0)), .number(Decimal("9223372036854775807") ?? Decimal(0)),
        .number(Decimal("-9223372036854775808") ?? Decimal(0)), .number(Decimal("92233720368547758070") ?? Decimal(0)),
        .number(Decimal("0.00000000000000000000001") ?? Decimal(0)),
    ]
    private static let texts: [Value] = [
        .null, .text(""), .text("a"), .text("\0"), .text("A"), .text("abcdefgh"), .text("abcdefgh\0"),
        .text("abcdefghi"),
        .text("é"), .text("e\u{301}"), .text("علی"), .text("\u{10FFFF}"), .text("\u{FFFF}"),
    ]

    @Test("generated columns and single values", arguments: ["shipping_cost", "notes", "created_at"], [true, false])
    func generated(name: String, nullsFirst: Bool) throws {
        let field = try #require(Schema.field(named: name, in: .orders))
        var random = SeededGenerator(seed: 9)
        for round in 0..<30 {
            // Early rounds have numbers of 64 bits only.
            let pool = field.type.isTextual ? Self.texts : Array(Self.numbers.prefix(round < 15 ? 5 : 9))
            var values: [Value] = []
            var gathered = SortValues(of: field)
            for _ in 0..<random.below(5) { values += append(&gathered, field, pool, &random) }
            let keys = gathered.keys(nullsFirst: nullsFirst)
            #expect(keys.count == values.count)
            for left in values.indices {
                for right in values.indices {
                    let expected = Self.precedes(values[left], values[right], nullsFirst)
                    #expect((keys[left] < keys[right]) == expected, "\(values[left]) \(values[right])")
                }
            }
        }
    }

    private func append(
        _ gathered: inout SortValues,
        _ field: Field,
        _ pool: [Value],
        _ random: inout SeededGenerator
    ) -> [Value] {
        let instants = (0..<6).map { Value.instant(Instant(microseconds: Int64($0) * 7)) } + [.null]
        let pool = field.type == .instant ? instants : pool
        let values = (0..<random.below(12)).map { _ in random.pick(pool) }
        var builder = ColumnBuilder(field)
        guard random.oneIn(2), values.allSatisfy({ builder.append($0) }) else {
            gathered.append(values)
            return values
        }
        var rows = Bitmap(count: values.count)
        for row in values.indices where !random.oneIn(3) { rows[row] = true }
        gathered.append(builder.finish(), at: rows)
        return values.indices.filter { rows[$0] }.map { values[$0] }
    }

    private static func precedes(_ left: Value, _ right: Value, _ nullsFirst: Bool) -> Bool {
        if left.isNull || right.isNull { return left.isNull != right.isNull && left.isNull == nullsFirst }
        return Value.sortsBefore(left, right)
    }
}
