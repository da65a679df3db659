import OrderModel
import OrderTestSupport
import Testing

@testable import OrderShell

@Suite struct HistogramTests {
    @Test func binsHaveRoundBordersAndNullsAreCounted() throws {
        let histogram = try Self.histogram(ChartSamples.numbers(["1", "5", "5", nil, "12", "40", "49.99", "50"]))
        #expect(
            histogram.bins == [
                .init(label: "0 – 10", count: 3), .init(label: "10 – 20", count: 1), .init(label: "20 – 30", count: 0),
                .init(label: "30 – 40", count: 0), .init(label: "40 – 50", count: 2), .init(label: "50 – 60", count: 1),
            ]
        )
        #expect(histogram.remarks == ["1 row has no total"])
    }

    @Test func fewWholeNumbersHaveABinEach() throws {
        let histogram = try Self.histogram(ChartSamples.numbers(["1", "2", "2", "5"], type: .integer))
        #expect(histogram.bins.map(\.label) == ["1", "2", "3", "4", "5"])
        #expect(histogram.bins.map(\.count) == [1, 2, 0, 0, 1])
    }

    @Test func oneValueHasOneBin() throws {
        let histogram = try Self.histogram(ChartSamples.numbers(["2.5", "2.5"]))
        #expect(histogram.bins == [.init(label: "2.5", count: 2)])
    }

    @Test func momentsHaveBinsOfTheCalendar() throws {
        let moments = try ["2025-12-27T10:00:00", "2025-12-27T12:30:00", "2025-12-27T10:20:00"].map {
            [Value.instant(try ChartSamples.instant($0))]
        }
        let table = ChartSamples.table([("created_at", .instant)], moments)
        let histogram = try Self.histogram(table)
        #expect(histogram.bins.map(\.label) == ["2025-12-27 10:00", "2025-12-27 11:00", "2025-12-27 12:00"])
        #expect(histogram.bins.map(\.count) == [2, 0, 1])
        let tehran = try Self.histogram(table, zone: TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600))
        #expect(
            tehran.bins.map(\.label) == [
                "2025-12-27 13:00", "2025-12-27 14:00", "2025-12-27 15:00", "2025-12-27 16:00",
            ]
        )
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func everyValueIsCountedOnce(_ seed: UInt64) throws {
        let table = ChartSamples.anything(seed: seed)
        guard let columns = ChartColumns(.histogram, of: table.columns) else { return }
        let source = ChartSource(table: table, columns: columns, zone: .utc)
        let known = table.rows.count { source.amount($0, columns.values[0]) != nil }
        let histogram = Histogram(source)
        #expect(histogram.bins.reduce(0) { $0 + $1.count } == known)
        #expect(histogram.bins.count <= Histogram.binLimit + 1)
        #expect(histogram.remarks.isEmpty == (known == table.rows.count))
    }

    private static func histogram(_ table: ResultTable, zone: TimeZoneRules = .utc) throws -> Histogram {
        let columns = try #require(ChartColumns(.histogram, of: table.columns))
        return Histogram(ChartSource(table: table, columns: columns, zone: zone))
    }
}
