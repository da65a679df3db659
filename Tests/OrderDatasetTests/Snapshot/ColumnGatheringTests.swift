import OrderEngine
import OrderModel
import OrderTestSupport
import Testing

@testable import OrderDataset

/// Runs of columns put together, against the same values appended one by one.
struct ColumnGatheringTests {
    private static let fields = ["total", "created_at", "is_paid", "notes", "status"].compactMap {
        Schema.field(named: $0, in: .orders)
    }

    @Test(arguments: 0..<60)
    func gathersWhatABuilderWould(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for field in Self.fields {
            var gathering = ColumnGathering(field, rowCount: 100)
            var expected = ColumnBuilder(field)
            var (odd, expectedOdd): ([Int], [Int]) = ([], [])
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let start = gathering.count
                guard Int.random(in: 0..<6, using: &random) > 0 else {
                    gathering.appendNulls(start % 70)
                    for _ in 0..<start % 70 { expected.appendNull() }
                    continue
                }
                let column = Self.column(field, &random)
                let first = Int.random(in: 0...column.count, using: &random)
                let rows = first..<Int.random(in: first...column.count, using: &random)
                odd += gathering.append(column, rows).map { start + $0 - first }
                for row in rows where !Self.append(column, row, to: &expected) {
                    expected.appendNull()
                    expectedOdd.append(start + row - first)
                }
            }
            let (found, wanted) = (gathering.finish(), expected.finish())
            #expect(odd == expectedOdd)
            #expect(found.count == wanted.count)
            #expect(found.presence == wanted.presence)
            #expect((0..<found.count).map { found.value(at: $0) } == (0..<wanted.count).map { wanted.value(at: $0) })
        }
    }

    /// A column of up to 200 rows: its numbers have 0 to 3 digits behind the point, or so many that few others fit.
    private static func column(_ field: Field, _ random: inout SeededGenerator) -> OrderEngine.Column {
        var builder = ColumnBuilder(field)
        let scale = Int.random(in: 0..<8, using: &random) == 0 ? 17 : Int.random(in: 0...3, using: &random)
        let hasNulls = Bool.random(using: &random)
        for _ in 0..<Int.random(in: 0...200, using: &random) {
            if hasNulls, Int.random(in: 0..<4, using: &random) == 0 {
                builder.appendNull()
                continue
            }
            switch field.type {
            case .integer, .money:
                _ = builder.append(coefficient: Int64.random(in: -99_999...99_999, using: &random), scale: scale)
            case .instant: builder.append(microseconds: Int64.random(in: 0...1 << 50, using: &random))
            case .boolean: builder.append(boolean: Bool.random(using: &random))
            default: _ = builder.append(.text(String(repeating: "ل", count: Int.random(in: 0...3, using: &random))))
            }
        }
        return builder.finish()
    }

    /// Appends a value at the scale that all of its column's numbers have.
    private static func append(_ column: OrderEngine.Column, _ row: Int, to builder: inout ColumnBuilder) -> Bool {
        guard column.isPresent(row), case .numbers(let values, let scale) = column.storage else {
            return builder.append(column.value(at: row))
        }
        return builder.append(coefficient: values[row], scale: scale)
    }

    @Test func aFullColumnTakesNoMoreNumbersOfAnotherScale() throws {
        let field = try #require(Schema.field(named: "total", in: .orders))
        var gathering = ColumnGathering(field, rowCount: 3)
        let large = OrderEngine.Column(field: field, storage: .numbers([.max, 5], scale: 0))
        let fine = OrderEngine.Column(field: field, storage: .numbers([15], scale: 1))
        #expect(gathering.append(large, 0..<2) == [])
        #expect(gathering.append(fine, 0..<1) == [0])
        let column = gathering.finish()
        #expect(column.value(at: 0) == .number(Decimal(coefficient: Int128(Int64.max), scale: 0)))
        #expect(column.value(at: 2) == .null)
        #expect(column.presence?.setCount == 2)
    }
}
