/// How long a calendar period is.
package enum PeriodUnit: String, Sendable, Hashable, CaseIterable {
    case day
    case week
    case month
    case quarter
    case year
}

/// A calendar period: a unit and the date on which it begins.
///
/// In a zone it is a range of instants. Weeks are those of ISO 8601: they begin on Monday.
package struct Period: Sendable, Hashable {
    package let unit: PeriodUnit
    /// The first day; always the first of its unit.
    package let start: CivilDate

    /// The period of a unit that holds a day; nil when it would begin before the year 1.
    package init?(_ unit: PeriodUnit, containing date: CivilDate) {
        let start: CivilDate? =
            switch unit {
            case .day: date
            case .week: date.adding(days: 1 - date.weekday)
            case .month: date.firstOfMonth(addingMonths: 0)
            case .quarter: CivilDate(year: date.year, month: (date.month - 1) / 3 * 3 + 1, day: 1)
            case .year: CivilDate(year: date.year, month: 1, day: 1)
            }
        guard let start else { return nil }
        self.unit = unit
        self.start = start
    }

    /// The ISO week of a year; nil when that year has no such week.
    package init?(isoWeek week: Int, ofYear year: Int) {
        guard (1...53).contains(week), let january4 = CivilDate(year: year, month: 1, day: 4),
            let monday = january4.adding(days: 1 - january4.weekday + 7 * (week - 1)),
            let period = Period(.week, containing: monday), period.isoWeek == (year, week)
        else { return nil }
        self = period
    }

    /// The period a number of units later, or earlier; nil outside of the years 1 to 9999.
    package func advanced(by count: Int) -> Period? {
        guard (-10_000_000...10_000_000).contains(count) else { return nil }
        let date: CivilDate? =
            switch unit {
            case .day: start.adding(days: count)
            case .week: start.adding(days: 7 * count)
            case .month: start.firstOfMonth(addingMonths: count)
            case .quarter: start.firstOfMonth(addingMonths: 3 * count)
            case .year: start.firstOfMonth(addingMonths: 12 * count)
            }
        return date.flatMap { Period(unit, containing: $0) }
    }

    /// The day after the last one; nil for a period that ends with the year 9999.
    package var end: CivilDate? { advanced(by: 1)?.start }

    /// The year and number of an ISO week.
    var isoWeek: (year: Int, week: Int) {
        // A week belongs to the year that holds its Thursday.
        let thursday = start.adding(days: 3) ?? start
        let dayOfYear =
            thursday.daysSinceEpoch - (CivilDate(year: thursday.year, month: 1, day: 1)?.daysSinceEpoch ?? 0)
        return (thursday.year, dayOfYear / 7 + 1)
    }
}

extension Period: Comparable {
    package static func < (left: Period, right: Period) -> Bool {
        left.start == right.start ? left.unit.rank < right.unit.rank : left.start < right.start
    }
}

extension PeriodUnit {
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Period: CustomStringConvertible {
    /// As the language writes it: `2025-12-27`, `2025-w52`, `2025-12`, `2025-q4`, `2025`.
    package var description: String {
        let year = padded(start.year, to: 4)
        switch unit {
        case .day: return start.description
        case .week:
            let (year, week) = isoWeek
            return "\(padded(year, to: 4))-w\(padded(week, to: 2))"
        case .month: return "\(year)-\(padded(start.month, to: 2))"
        case .quarter: return "\(year)-q\((start.month + 2) / 3)"
        case .year: return year
        }
    }
}
