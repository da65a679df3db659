import OrderModel

/// Chooses the days to ask for: those that tell the most about where days begin and end.
struct DayPlan {
    let window: ProbeWindow
    /// What the server's offset is likely to be.
    let offsets: [Int]

    /// The best range of days on a field, or the best single day; nil when the orders are all of one day.
    func constraint(_ field: DayField, isSingleDay: Bool) -> DayConstraint? {
        let days = Set(window.rows.compactMap { row in row.instant(field).map { DayPosition($0, 0).day } }).sorted()
        guard days.count > 1 else { return nil }
        let lengths = isSingleDay ? [0] : [1, 4]
        let starts = thinned(days, to: 8)
        let options = starts.flatMap { start in
            lengths.map { DayConstraint(field: field, first: start, last: start + $0, isSingleDay: isSingleDay) }
        }
        let rated = options.map { (option: $0, rating: rating($0)) }
        return rated.min { $0.rating < $1.rating }?.option
    }

    /// How many readings a range would leave possible, whatever the truth is; fewer are better.
    private func rating(_ constraint: DayConstraint) -> Int {
        let rows = window.known
        var total = 0
        for offset in offsets {
            for end in ServerHabits.DateEnd.allCases {
                let truth = DayReading(offsetSeconds: offset, end: end)
                let verdicts = rows.map { DaySolver.verdict($0, [constraint], truth) }
                let inside = verdicts.count { $0 == .passes }
                if inside < TrialJudge.witnessCount { total += DayReading.all.count }
                total += DayReading.all.count { reading in
                    zip(rows, verdicts).allSatisfy { row, verdict in
                        let other = DaySolver.verdict(row, [constraint], reading)
                        return other == verdict || other == .open || verdict == .open
                    }
                }
                if outside(constraint, truth) { total -= 1 }
            }
        }
        return total
    }

    /// Whether some orders are before the range and some behind it, so that both its ends can be judged.
    private func outside(_ constraint: DayConstraint, _ truth: DayReading) -> Bool {
        let days = window.rows.compactMap { row in
            row.instant(constraint.field).map { DayPosition($0, truth.offsetSeconds).day }
        }
        return days.count { $0 < constraint.first } >= TrialJudge.witnessCount
            && days.count { $0 > constraint.last } >= TrialJudge.witnessCount
    }

    private func thinned(_ days: [Int], to count: Int) -> [Int] {
        guard days.count > count else { return days }
        return (0..<count).map { days[$0 * days.count / count] }
    }
}
