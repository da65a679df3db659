import OrderModel
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        (1970, 1, 1, 0, 4), (1969, 12, 31, -1, 3), (2000, 2, 29, 11_016, 2), (2025, 12, 27, 20_449, 6),
        (1, 1, 1, -719_162, 1), (9999, 12, 31, 2_932_896, 5), (1600, 3, 1, -135_080, 3),
    ])
    func countsDaysAndWeekdays(_ year: Int, _ month: Int, _ day: Int, _ days: Int, _ weekday: Int) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSinceEpoch == days)
        #expect(date.weekday == weekday)
        #expect(CivilDate(daysSinceEpoch: days) == date)
    }

    @Test func everyDayFollowsTheOneBefore() throws {
        // Two cycles of 400 years, the second with the calendar's end.
        try expectDaysFollow(from: .earliest, dayCount: 146_097)
        try expectDaysFollow(from: #require(CivilDate(year: 9600, month: 1, day: 1)), dayCount: 146_097)
    }

    private func expectDaysFollow(from first: CivilDate, dayCount: Int) throws {
        var date = first
        var count = 1
        while count < dayCount, let next = date.adding(days: 1) {
            let isNextDay = next.day == date.day + 1 && next.month == date.month && date < next
            guard isNextDay || (next.day == 1 && date.day == CivilDate.dayCount(ofMonth: date.month, year: date.year))
            else {
                Issue.record("\(next) after \(date)")
                return
            }
            date = next
            count += 1
        }
        #expect(count == dayCount)
        #expect(date.month == 12 && date.day == 31)
    }

    @Test(arguments: [
        (2025, 2, 29), (2024, 2, 30), (2025, 4, 31), (2025, 0, 1), (2025, 13, 1), (0, 1, 1), (10_000, 1, 1),
    ])
    func refusesWhatIsNoDay(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test(arguments: [(11, "2026-11-01"), (-12, "2024-12-01"), (0, "2025-12-01"), (1, "2026-01-01")])
    func movesByMonths(_ months: Int, _ expected: String) throws {
        let date = try #require(CivilDate(year: 2025, month: 12, day: 27))
        #expect(date.firstOfMonth(addingMonths: months)?.description == expected)
    }

    @Test func endsWhereTheCalendarEnds() {
        #expect(CivilDate.latest.adding(days: 1) == nil)
        #expect(CivilDate.earliest.adding(days: -1) == nil)
        #expect(CivilDate.latest.adding(days: .max) == nil)
        #expect(CivilDate.latest.firstOfMonth(addingMonths: 1) == nil)
        #expect(CivilDate.latest.firstOfMonth(addingMonths: .max) == nil)
        #expect(CivilDate.earliest.firstOfMonth(addingMonths: -1) == nil)
    }
}
