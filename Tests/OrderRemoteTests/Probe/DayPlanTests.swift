import OrderModel
import Testing

@testable import OrderRemote

/// Which days are asked for, and that there is a bound on those that are looked at.
struct DayPlanTests {
    /// Orders of twenty days in 2025, most of them far from midnights, but for those around the 8th and the 14th.
    static let times = (1...20).flatMap { day in
        let text = day < 10 ? "0\(day)" : "\(day)"
        let isNear = [7, 8, 13, 14].contains(day)
        return (isNear ? ["00:05", "00:10", "12:00", "23:50", "23:55"] : ["11:00", "12:00", "13:00"]).map {
            "2025-01-\(text)T\($0):00Z"
        }
    }

    static let readings = ServerHabits.DateEnd.allCases.map { DayReading(zone: .utc, end: $0) }

    @Test(arguments: [
        [], ["0001-01-03T10:00:00Z"], ["9999-12-30T10:00:00Z"], ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"],
    ])
    func ordersWithWrongYearsChangeNoRange(wrong: [String]) throws {
        let usual = try #require(Self.plan(Self.times)?.best()?.constraint)
        let plan = try #require(Self.plan(Self.times + wrong))
        #expect(plan.starts.count <= 22 + 3 * wrong.count)
        let best = try #require(plan.best()?.constraint)
        #expect(best.first == usual.first && best.last == usual.last)
    }

    @Test func daysAndReadingsHaveABound() throws {
        let rows = (0..<1000).compactMap { Self.row($0, Instant(microseconds: Int64($0) * 400_000_000_000).iso8601) }
        let readings = DaySolver.fixedZones.flatMap { zone in
            (0..<12).flatMap { _ in ServerHabits.DateEnd.allCases.map { DayReading(zone: zone, end: $0) } }
        }
        let plan = try #require(DayPlan(.created, rows, likely: readings, pageSize: 100))
        #expect(plan.starts.count == DayPlan.largestStartCount)
        #expect(plan.starts.last == 999 * 400_000 / 86_400)
        #expect((DayPlan.usualReadingCount / 2..<DayPlan.usualReadingCount * 2).contains(plan.readings.count))
        #expect(Set(plan.readings.map(\.end)) == Set(ServerHabits.DateEnd.allCases))
    }

    @Test func ordersOfOneDayTellNothing() {
        #expect(Self.plan(["2025-01-01T00:00:00Z", "2025-01-01T23:59:59Z"])?.starts == nil)
        #expect(Self.plan([])?.starts == nil)
    }

    private static func plan(_ times: [String]) -> DayPlan? {
        let rows = times.indices.compactMap { row($0, times[$0]) }
        return DayPlan(.created, rows, likely: readings, pageSize: 100)
    }

    private static func row(_ id: Int, _ time: String) -> ProbeRow? {
        ProbeRow(
            JSONObject([
                JSONMember(key: "id", value: .number(String(id + 1))),
                JSONMember(key: "created_at", value: .text(time)),
            ])
        )
    }
}
