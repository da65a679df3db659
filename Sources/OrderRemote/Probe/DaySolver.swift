// Ranges of days are judged by every zone that a server could have: those under which the orders that came are just
// those that should, and no others, are possible. What all possible ones agree on is known.

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
struct DayReading: Sendable, Hashable {
    let zone: TimeZoneRules
    let end: ServerHabits.DateEnd

    func position(of instant: Instant) -> DayPosition {
        DayPosition(instant, zone.offsetSeconds(at: instant))
    }
}

enum DaySolver {
    /// The offsets that zones have, in steps of half an hour and some odd ones.
    static let fixedZones: [TimeZoneRules] = {
        let offsets = (-24...28).map { $0 * 1800 } + [345, 525, 765, 825].map { $0 * 60 }
        return offsets.map { TimeZoneRules(name: $0 == 0 ? "UTC" : offsetText($0), fixedOffsetSeconds: $0) }
    }()

    /// The readings in some zones that explain what came.
    static func readings(of trial: DayTrial, in zones: [TimeZoneRules]) -> [DayReading] {
        zones.flatMap { zone in ServerHabits.DateEnd.allCases.map { DayReading(zone: zone, end: $0) } }
            .filter { contradictions(of: trial, to: $0).isEmpty }
    }

    /// The orders that came and should not have, or should have and did not.
    static func contradictions(of trial: DayTrial, to reading: DayReading) -> Set<Int> {
        let sides = [(trial.outcome.present, Verdict.fails), (trial.outcome.absent, .passes)]
        return Set(
            sides.flatMap { rows, wrong in
                rows.filter { verdict($0, trial.constraints, reading) == wrong }.map(\.id)
            }
        )
    }

    static func contradictions(of trials: [DayTrial], to reading: DayReading) -> Set<Int> {
        trials.reduce(into: []) { $0.formUnion(contradictions(of: $1, to: reading)) }
    }

    static func verdict(_ row: ProbeRow, _ constraints: [DayConstraint], _ reading: DayReading) -> Verdict {
        var isOpen = false
        for constraint in constraints {
            guard let instant = row.instant(constraint.field) else {
                isOpen = true
                continue
            }
            let position = reading.position(of: instant)
            if position.day < constraint.first { return .fails }
            if constraint.isSingleDay || reading.end == .inclusive {
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
