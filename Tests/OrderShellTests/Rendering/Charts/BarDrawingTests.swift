import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct BarDrawingTests {
    @Test func everyColumnOfNumbersHasBarsOfItsOwn() throws {
        let table = ChartSamples.table(
            [("status", .status), ("count()", .integer), ("sum(total)", .money)],
            [
                [.text("new"), .number(Decimal(12)), .number(try #require(Decimal("-1500.25")))],
                [.text("علی رضایی 🎹"), .null, .number(Decimal(3000))],
                [.text("日本語\u{1B}[31m"), .number(Decimal(0)), .number(Decimal(0))],
                [.text("hold"), .number(Decimal(1)), .number(Decimal(1))],
            ]
        )
        #expect(
            try Self.text(table, width: 60) == """
                status        count()               sum(total)
                new          │██████████████ 12    █████│ -1,500.25
                \u{2068}علی رضایی 🎹\u{2069} │ null                     │█████████ 3,000
                日本語␛[31m  │ 0                        │ 0
                hold         │█▏ 1                      │▏ 1
                """
        )
    }

    @Test func rowsWithoutNamesAreNumberedAndAllNegativeBarsGoLeft() throws {
        #expect(
            try Self.text(ChartSamples.numbers(["-5", "-2.5", nil, "0"]), width: 20) == """
                row  total
                1   ██████████│ -5
                2        █████│ -2.5
                3             │ null
                4             │ 0
                """
        )
    }

    @Test func aMomentNamesARowOnlyWhereNothingElseDoes() throws {
        let moment = Value.instant(Instant(microseconds: 1_766_880_000_000_000))
        let columns: [(String, ValueType)] = [("count()", .integer), ("max(created_at)", .instant)]
        let row = [.number(Decimal(2)), moment]
        #expect(
            try Self.text(ChartSamples.table([("status", .status)] + columns, [[.text("new")] + row]), width: 20) == """
                status  count()
                new    │██████████ 2
                """
        )
        #expect(try Self.text(ChartSamples.table(columns, [row]), width: 60).contains("2025-12-28 00:00:00 │"))
    }

    @Test func hoursAreNamesAndDurationsAreDrawn() throws {
        let rows: [[Value]] = [(9, 4, 5400), (10, 7, 900)].map { hour, count, seconds in
            [
                .number(Decimal(hour)), .number(Decimal(count)),
                .duration(TimeAmount(microseconds: Int64(seconds) * 1_000_000)),
            ]
        }
        let table = ChartSamples.table(
            [("hour(created_at)", .integer), ("count()", .integer), ("avg(wait)", .duration)],
            rows
        )
        #expect(
            try Self.text(table, width: 60) == """
                hour(created_at)  count()            avg(wait)
                9                │████████ 4        │██████████████ 1h 30min
                10               │██████████████ 7  │██▍ 15min
                """
        )
    }

    @Test func numbersWithoutRoomAreLeftOutAndSaid() throws {
        let table = ChartSamples.numbers(["99999999999999999999999999999999999999", "1"])
        let narrow = try Self.drawing(table, width: 40)
        #expect(narrow.lines[1].hasSuffix("█") && narrow.remarks == ["no room for the numbers"])
        let wide = try Self.drawing(table, width: 60)
        #expect(wide.lines[1] == "1   │████ 99,999,999,999,999,999,999,999,999,999,999,999,999")
        #expect(wide.remarks == [])
    }

    @Test func columnsWithoutRoomAreNamed() throws {
        let table = ChartSamples.table(
            [("status", .status), ("count()", .integer), ("sum(total)", .money)],
            [[.text("completed"), .number(Decimal(1925)), .number(Decimal(20_985_347_947))]]
        )
        #expect(try Self.drawing(table, width: 30).remarks == ["1 of 2 columns of numbers not drawn: sum(total)"])
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func aLargerAmountHasNoShorterBar(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let amounts = (0..<50).map { _ in
            Decimal(
                coefficient: Int128(generator.below(2_000_001) - 1_000_000) * Decimal.power(generator.below(30)),
                scale: generator.below(39)
            )
        }.sorted()
        let cells = generator.below(200) + 2
        let scale = BarScale(amounts, cells: cells)
        #expect(scale.negativeCells + scale.positiveCells <= cells)
        let lengths = amounts.map { amount in
            scale.length(amount, partsPerCell: 8) * (amount < Decimal.zero ? -1 : 1)
        }
        #expect(zip(lengths, lengths.dropFirst()).allSatisfy(<=))
        #expect(-lengths[0] <= 8 * scale.negativeCells && lengths[49] <= 8 * scale.positiveCells)
        #expect(zip(amounts, lengths).allSatisfy { ($0 == Decimal.zero) == ($1 == 0) })
    }

    private static func drawing(_ table: ResultTable, width: Int) throws -> ChartDrawing {
        ChartDrawing(try ChartModel(.bar, of: table, zone: .utc), width: width, palette: .none)
    }

    private static func text(_ table: ResultTable, width: Int) throws -> String {
        try drawing(table, width: width).lines.joined(separator: "\n")
    }
}
