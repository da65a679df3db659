// Ranges of days are judged by every offset from UTC that a zone could have: those under which the orders that came
// are just those that should, and no others, are possible. What all possible ones agree on is known.

import OrderModel

/// A filter by days on one of an order's times.
struct DayConstraint {
    var field: DayField
    /// Days since 1970.
    var first: Int
    var last: Int
    /// Whether it is one day by `…_date`, whose end no server leaves out.
    var isSingleDay = false
}

/// What came of a request with such filters.
struct DayTrial {
    let constraints: [DayConstraint]
    let outcome: TrialOutcome
}

/// A way in which a server may read days.
struct DayReading: Hashable {
    let offsetSeconds: Int
    let end: ServerHabits.DateEnd

    /// All that there can be: the offsets that zones have, in steps of half an hour and some odd ones.
    static let all: [DayReading] = offsets.flatMap { offset in
        ServerHabits.DateEnd.allCases.map { DayReading(offsetSeconds: offset, end: $0) }
    }

    private static let offsets: [Int] =
        (-24...28).map { $0 * 1800 } + [(5, 45), (8, 45), (12, 45), (13, 45)].map { $0.0 * 3600 + $0.1 * 60 }
}

enum DaySolver {
    /// The readings that explain what came.
    static func readings(of trial: DayTrial) -> Set<DayReading> {
        Set(
            DayReading.all.filter { reading in explains(trial, reading.end) { DayPosition($0, reading.offsetSeconds) } }
        )
    }

    /// Whether a zone's own days explain what came, whenever its clocks were changed.
    static func explains(_ trial: DayTrial, _ zone: TimeZoneRules, _ end: ServerHabits.DateEnd) -> Bool {
        explains(trial, end) { DayPosition($0, zone.offsetSeconds(at: $0)) }
    }

    private static func explains(
        _ trial: DayTrial,
        _ end: ServerHabits.DateEnd,
        _ position: (Instant) -> DayPosition
    ) -> Bool {
        func verdict(of row: ProbeRow) -> Verdict { Self.verdict(row, trial.constraints, end, position) }
        return !trial.outcome.present.contains { verdict(of: $0) == .fails }
            && !trial.outcome.absent.contains { verdict(of: $0) == .passes }
    }

    static func verdict(_ row: ProbeRow, _ constraints: [DayConstraint], _ reading: DayReading) -> Verdict {
        verdict(row, constraints, reading.end) { DayPosition($0, reading.offsetSeconds) }
    }

    private static func verdict(
        _ row: ProbeRow,
        _ constraints: [DayConstraint],
        _ end: ServerHabits.DateEnd,
        _ position: (Instant) -> DayPosition
    ) -> Verdict {
        var isOpen = false
        for constraint in constraints {
            guard let instant = row.instant(constraint.field) else {
                isOpen = true
                continue
            }
            let position = position(instant)
            if position.day < constraint.first { return .fails }
            if constraint.isSingleDay || end == .inclusive {
                if position.day > constraint.last { return .fails }
            } else if position.day >= constraint.last {
                // At the very start of the day that is not included servers differ.
                guard position.day == constraint.last, position.isAtStart else { return .fails }
                isOpen = true
            }
        }
        return isOpen ? .open : .passes
    }
}

/// Where an instant falls in the days of a zone.
struct DayPosition {
    let day: Int
    let isAtStart: Bool

    init(_ instant: Instant, _ offsetSeconds: Int) {
        let day = TimeAmount.microsecondsPerDay
        // Instants of orders are within the years 1 to 9999, so that nothing here can overflow.
        let local = instant.microseconds + Int64(offsetSeconds) * TimeAmount.microsecondsPerSecond
        let rest = local % day
        self.day = Int(local / day) - (rest < 0 ? 1 : 0)
        isAtStart = rest == 0
    }
}
