import OrderModel
import Testing

@testable import OrderShell

@Suite struct TimeStepTests {
    @Test(arguments: [
        (
            "2025-12-27T10:00:00", "2025-12-27T12:30:00", 60,
            ["2025-12-27 10:00", "2025-12-27 11:00", "2025-12-27 12:00"], false
        ),
        (
            "2025-12-01T00:00:00", "2025-12-05T00:00:00", 80,
            ["2025-12-01", "2025-12-02", "2025-12-03", "2025-12-04", "2025-12-05"], true
        ),
        (
            "2024-01-01T00:00:00", "2025-12-31T00:00:00", 80,
            ["2024-01", "2024-04", "2024-07", "2024-10", "2025-01", "2025-04", "2025-07", "2025-10"], false
        ),
        ("1990-05-01T00:00:00", "2025-12-31T00:00:00", 40, ["2000", "2010", "2020"], false),
        ("2025-12-27T10:00:00", "2025-12-27T10:00:00", 40, ["2025-12-27 10:00:00"], false),
        ("2025-12-27T00:00:00", "2025-12-27T00:00:00", 40, ["2025-12-27"], true),
    ])
    func ticksFallOnTheCalendar(_ lower: String, _ upper: String, _ room: Int, _ labels: [String], _ areDates: Bool)
        throws
    {
        let range = try ChartSamples.instant(lower)...ChartSamples.instant(upper)
        let axis = ChartAxis.instants(range, zone: .utc, room: room, areDates: areDates)
        #expect(axis.ticks.map(\.label) == labels)
    }

    @Test(arguments: TimeStep.all)
    func beginningsAscendAndReachBackToTheRange(_ step: TimeStep) throws {
        let zone = TimeZoneRules(name: "Asia/Tehran", fixedOffsetSeconds: 12_600)
        for text in ["0001-01-01T00:00:00", "2025-12-27T18:17:09", "9999-12-31T23:59:59"] {
            let moment = try ChartSamples.instant(text)
            let starts = try #require(step.starts(moment...moment, zone: zone, limit: 3))
            #expect(starts.count == 1)
            // Before the year 1 there is no beginning of anything.
            #expect(starts[0] <= moment || text.hasPrefix("0001"))
        }
    }

    @Test func momentsBeyondTheCalendarEnd() {
        for microseconds in [Int64.min, .max] {
            let moment = Instant(microseconds: microseconds)
            for step in TimeStep.all {
                let count = step.starts(moment...moment, zone: .utc, limit: 3)?.count
                #expect(count == nil || count == 1)
            }
            let axis = ChartAxis.instants(moment...moment, zone: .utc, room: 80, areDates: false)
            #expect(axis.ticks.count == 1)
        }
    }
}
