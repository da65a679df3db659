import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

/// Answers for the tests of charts.
enum ChartSamples {
    static func table(_ columns: [(String, ValueType)], _ rows: [[Value]]) -> ResultTable {
        ResultTable(
            columns: columns.map { ResultColumn(name: $0.0, type: $0.1) },
            rows: rows.map { ResultRow(values: $0) }
        )
    }

    /// A status and a count in each row.
    static func statuses(_ counts: [(String, Int?)]) -> ResultTable {
        table(
            [("status", .status), ("count()", .integer)],
            counts.map { [.text($0.0), $0.1.map { .number(Decimal($0)) } ?? .null] }
        )
    }

    /// A day, so many after the first of December 2025, and a count in each row.
    static func days(_ counts: [(Int, Int?)]) throws -> ResultTable {
        let rows = try counts.map { day, count -> [Value] in
            [.period(try self.day(day)), count.map { .number(Decimal($0)) } ?? .null]
        }
        return table([("day(created_at)", .date), ("count()", .integer)], rows)
    }

    static func day(_ number: Int) throws -> Period {
        let first = try #require(CivilDate(year: 2025, month: 12, day: 1))
        let day = try #require(first.adding(days: number))
        return try #require(Period(.day, containing: day))
    }

    static func numbers(_ texts: [String?], type: ValueType = .money) -> ResultTable {
        table([("total", type)], texts.map { [$0.flatMap { Decimal($0) }.map(Value.number) ?? .null] })
    }

    static func instant(_ text: String) throws -> Instant {
        let date = try #require(CivilDate(iso8601: String(text.prefix(10))))
        let clock = text.dropFirst(11).split(separator: ":").compactMap { Int64($0) }
        let seconds = zip(clock, [3600, 60, 1]).reduce(Int64(date.daysSinceEpoch) * 86_400) { $0 + $1.0 * $1.1 }
        return Instant(microseconds: seconds * 1_000_000)
    }

    // MARK: Any answer

    /// An answer of any columns with values of every size, chosen by a seed.
    static func anything(seed: UInt64) -> ResultTable {
        var generator = SeededGenerator(seed: seed)
        let types: [ValueType] = [.text, .status, .integer, .money, .boolean, .instant, .date, .duration, .document]
        let columns = (0..<generator.below(6) + 1).map { index in
            let name = generator.oneIn(8) ? "id" : "\(generator.pick(RenderingSamples.hardTexts))\(index)"
            return ResultColumn(name: name, type: generator.pick(types))
        }
        let isNarrow = generator.oneIn(3)
        let rowCount = generator.pick([0, 1, 2, 5, 30, 100, 100, 700])
        let rows = (0..<rowCount).map { row in
            ResultRow(values: columns.map { value(of: $0.type, row, isNarrow: isNarrow, &generator) })
        }
        return ResultTable(columns: columns, rows: rows)
    }

    private static func value(
        of type: ValueType,
        _ row: Int,
        isNarrow: Bool,
        _ generator: inout SeededGenerator
    ) -> Value {
        if generator.oneIn(9) { return .null }
        switch type {
        case .integer: return .number(integer(row, isNarrow, &generator))
        case .money:
            let scale = generator.pick([0, 0, 1, 2, 6, 38])
            return .number(Decimal(coefficient: coefficient(isNarrow, &generator), scale: scale))
        case .boolean: return .boolean(generator.oneIn(2))
        case .instant: return .instant(Instant(microseconds: microseconds(isNarrow, &generator)))
        case .duration: return .duration(TimeAmount(microseconds: microseconds(isNarrow, &generator)))
        case .date:
            let unit = generator.pick(PeriodUnit.allCases)
            let day = isNarrow ? 20_000 + generator.below(90) : generator.below(3_652_059) - 719_162
            return CivilDate(daysSinceEpoch: day).flatMap { Period(isNarrow ? .day : unit, containing: $0) }
                .map(Value.period) ?? .null
        case .document: return .document(.null)
        default: return .text((0..<generator.below(4)).map { _ in generator.pick(RenderingSamples.hardTexts) }.joined())
        }
    }

    private static func integer(_ row: Int, _ isNarrow: Bool, _ generator: inout SeededGenerator) -> Decimal {
        if isNarrow, generator.oneIn(2) { return Decimal(row) }
        return Decimal(coefficient: coefficient(isNarrow, &generator), scale: 0)
    }

    private static func coefficient(_ isNarrow: Bool, _ generator: inout SeededGenerator) -> Int128 {
        if isNarrow { return Int128(generator.below(2000) - 200) }
        let edges: [Int128] = [0, 1, -1, .max, .min + 1, .max - 1, Decimal.power(38), -Decimal.power(37)]
        if generator.oneIn(4) { return generator.pick(edges) }
        return Int128(generator.below(1_000_000)) * Decimal.power(generator.below(32)) * (generator.oneIn(3) ? -1 : 1)
    }

    private static func microseconds(_ isNarrow: Bool, _ generator: inout SeededGenerator) -> Int64 {
        if isNarrow { return 1_766_859_429_000_000 + Int64(generator.below(1_000_000_000)) * 1000 }
        return generator.oneIn(5)
            ? generator.pick([.min, .max, 0, 1, -1]) : Int64(bitPattern: generator.next()) >> Int64(generator.below(60))
    }
}
