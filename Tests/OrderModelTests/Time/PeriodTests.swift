import OrderModel
import Testing

@Suite struct PeriodTests {
    @Test(
        arguments: [
            (.day, 2025, 12, 27, "2025-12-27", "2025-12-28"), (.week, 2025, 12, 27, "2025-w52", "2025-12-29"),
            (.week, 2024, 12, 31, "2025-w01", "2025-01-06"), (.week, 2027, 1, 3, "2026-w53", "2027-01-04"),
            (.month, 2025, 12, 27, "2025-12", "2026-01-01"), (.quarter, 2025, 6, 30, "2025-q2", "2025-07-01"),
            (.year, 2025, 12, 27, "2025", "2026-01-01"),
        ] as [(PeriodUnit, Int, Int, Int, String, String)]
    )
    func holdsADay(_ unit: PeriodUnit, _ year: Int, _ month: Int, _ day: Int, _ name: String, _ end: String) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        let period = try #require(Period(unit, containing: date))
        #expect(period.description == name)
        #expect(period.end?.description == end)
    }

    @Test func weeksAreThoseOfISO8601() {
        #expect(Period(isoWeek: 1, ofYear: 2025)?.start.description == "2024-12-30")
        #expect(Period(isoWeek: 53, ofYear: 2026)?.start.description == "2026-12-28")
        #expect(Period(isoWeek: 53, ofYear: 2025) == nil)
        #expect(Period(isoWeek: 0, ofYear: 2025) == nil)
        #expect(Period(isoWeek: 1, ofYear: 1)?.start == .earliest)
    }

    @Test func hasNoNeighbourPastTheCalendar() throws {
        let last = try #require(Period(.year, containing: .latest))
        #expect(last.end == nil)
        #expect(last.advanced(by: .min) == nil)
        #expect(last.advanced(by: -9998)?.start == .earliest)
    }
}
