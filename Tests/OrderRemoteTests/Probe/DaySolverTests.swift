import OrderModel
import Testing

@testable import OrderRemote

/// Which zones and ends explain the orders that came for a range of days.
struct DaySolverTests {
    /// Orders around the midnights of 2025-01-10, the first day asked for, and those behind 2025-01-11, the last.
    static let orders = [
        "09T20:20", "09T20:40", "09T23:30", "10T00:30", "10T12:00", "11T12:00", "11T23:30", "12T00:30",
    ]

    @Test(arguments: [
        // What came, and what explains it.
        ("10T00:30 10T12:00 11T12:00 11T23:30", ["UTC inclusive"]),
        ("10T00:30 10T12:00", ["UTC exclusive"]),
        ("09T20:40 09T23:30 10T00:30 10T12:00 11T12:00", ["+03:30 inclusive"]),
        // Of an order in the middle of the first day alone nothing explains that it did not come.
        ("10T00:30 11T12:00 11T23:30", []),
    ])
    func whatCameIsExplained(came: String, expected: [String]) throws {
        let trial = try Self.trial(came)
        let zones = [-3600, 0, 3600, 12_600].map { offset in
            TimeZoneRules(name: offset == 0 ? "UTC" : offsetText(offset), fixedOffsetSeconds: offset)
        }
        let readings = DaySolver.readings(of: trial, in: zones)
        #expect(readings.map { "\($0.zone.name) \($0.end)" } == expected)
    }

    @Test func theOrdersThatContradictAreNamed() throws {
        let trial = try Self.trial("10T00:30 10T12:00 11T12:00 11T23:30")
        let later = DayReading(zone: TimeZoneRules(name: "+01:00", fixedOffsetSeconds: 3600), end: .inclusive)
        // 23:30 is the next day there: the third order should have come, and the seventh should not.
        #expect(DaySolver.contradictions(of: trial, to: later) == [3, 7])
        #expect(DaySolver.contradictions(of: trial, to: DayReading(zone: .utc, end: .inclusive)) == [])
    }

    @Test func theFirstMomentOfTheDayThatIsLeftOutIsOpen() throws {
        let row = try #require(Self.row(1, "11T00:00"))
        let day = try #require(CivilDate(year: 2025, month: 1, day: 10)).daysSinceEpoch
        let constraint = DayConstraint(field: .created, first: day, last: day + 1)
        #expect(DaySolver.verdict(row, [constraint], DayReading(zone: .utc, end: .exclusive)) == .open)
        #expect(DaySolver.verdict(row, [constraint], DayReading(zone: .utc, end: .inclusive)) == .passes)
    }

    private static func trial(_ came: String) throws -> DayTrial {
        let rows = orders.indices.compactMap { row($0 + 1, orders[$0]) }
        let present = Set(came.split(separator: " ").map(String.init))
        let first = try #require(CivilDate(year: 2025, month: 1, day: 10)).daysSinceEpoch
        return DayTrial(
            constraints: [DayConstraint(field: .created, first: first, last: first + 1)],
            outcome: TrialOutcome(
                present: rows.filter { present.contains(orders[$0.id - 1]) },
                absent: rows.filter { !present.contains(orders[$0.id - 1]) }
            )
        )
    }

    private static func row(_ id: Int, _ time: String) -> ProbeRow? {
        ProbeRow(
            JSONObject([
                JSONMember(key: "id", value: .number(String(id))),
                JSONMember(key: "created_at", value: .text("2025-01-\(time):00Z")),
            ])
        )
    }
}
