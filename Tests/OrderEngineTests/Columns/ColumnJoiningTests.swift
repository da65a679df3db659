import OrderModel
import Testing

@testable import OrderEngine

@Suite struct ColumnJoiningTests {
    private static let names = ["total", "created_at", "is_paid", "status", "extra"]

    /// Lengths around a word of the presence bits, empty ones among them.
    @Test(arguments: names, [[0], [1, 0, 2], [63, 1, 1], [64, 64], [65, 130, 3], [1, 64, 63, 200, 7]])
    func joinedColumnsHoldTheSameValues(_ name: String, _ counts: [Int]) throws {
        let field = try #require(Schema.field(named: name, in: .orders))
        for nullEvery in [Int.max, 1, 3, 70] {
            var builder = ColumnBuilder(field)
            var values: [Value] = []
            let columns = counts.map { count in
                for _ in 0..<count {
                    let index = values.count
                    values.append(index % nullEvery == nullEvery - 1 ? .null : Self.value(of: field, index))
                    let isAppended = builder.append(values[index])
                    #expect(isAppended)
                }
                return builder.finish()
            }
            let joined = try #require(Column.joined(columns))
            #expect((0..<joined.count).map { joined.value(at: $0) } == values)
            #expect((joined.presence == nil) == !values.contains(.null))
        }
    }

    @Test func numbersOfDifferentScales() throws {
        let field = try #require(Schema.field(named: "total", in: .orders))
        let columns = [
            Column(field: field, storage: .numbers([12, -5], scale: 0)),
            Column(field: field, storage: .numbers([125], scale: 2)),
            Column(field: field, storage: .numbers([7], scale: 1)),
        ]
        let joined = try #require(Column.joined(columns))
        guard case .numbers(let values, let scale) = joined.storage else { return #expect(Bool(false)) }
        #expect(values == [1200, -500, 125, 70])
        #expect(scale == 2)
        let large = Column(field: field, storage: .numbers([.max / 10], scale: 0))
        #expect(Column.joined([large, columns[1]]) == nil)
        #expect(Column.joined([large, columns[0]]) != nil)
    }

    @Test func childrenGoOnCounting() {
        let tables = [[0, 2, 2], [0], [0, 0, 3]].map { ChildTable(offsets: $0, columns: []) }
        #expect(ChildTable.joinedOffsets(tables) == [0, 2, 2, 2, 5])
    }

    private static func value(of field: Field, _ index: Int) -> Value {
        switch field.type {
        case .money: .number(Decimal(coefficient: Int128(index * 31 - 40), scale: index % 3))
        case .instant: .instant(Instant(microseconds: Int64(index) * 1_000_003))
        case .boolean: .boolean(index % 2 == 0)
        case .text, .status: .text(String(repeating: "é", count: index % 4) + "\(index)")
        default: .document(.object(JSONObject([])))
        }
    }
}
