// Dates and spans, each with what it stands for at this moment.

import OrderModel

/// Makes suggestions where a point or span of time is wanted.
struct DateSuggestions {
    let knowledge: PromptKnowledge.Snapshot
    let typed: String
    let behind: String
    /// Whether a single moment can stand there, and not only a period.
    let takesMoments: Bool

    var all: [Suggestion] {
        guard let time = knowledge.time?() else { return relative(nil) }
        if let digit = typed.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) { return periods }
        return relative(time) + absolute(time)
    }

    private static let spans: [(words: String, unit: PeriodUnit, offset: Int)] = [
        ("today", .day, 0), ("yesterday", .day, -1), ("this week", .week, 0), ("last week", .week, -1),
        ("this month", .month, 0), ("last month", .month, -1), ("this quarter", .quarter, 0),
        ("last quarter", .quarter, -1), ("this year", .year, 0), ("last year", .year, -1), ("tomorrow", .day, 1),
    ]

    private func relative(_ time: TimeContext?) -> [Suggestion] {
        var found = Self.spans.enumerated().map { index, span in
            let period = time.flatMap { PeriodExpression.relative(span.unit, span.offset).resolved(in: $0) }
            return suggestion(span.words, period.map(Self.words) ?? "", worth: index)
        }
        guard takesMoments else { return found }
        let now = time.map { $0.now.iso8601(in: $0.zone) } ?? ""
        found.append(suggestion("now", String(now.prefix(19)), worth: 20))
        for (index, ago) in [("now - 24h", 86_400), ("now - 7d", 604_800)].enumerated() {
            let moment = time.map { time in
                Instant(microseconds: time.now.microseconds - Int64(ago.1) * 1_000_000).iso8601(in: time.zone)
            }
            found.append(suggestion(ago.0, moment.map { String($0.prefix(19)) } ?? "", worth: 21 + index))
        }
        return found
    }

    /// This month and this year by their names, as patterns for others.
    private func absolute(_ time: TimeContext) -> [Suggestion] {
        let units: [PeriodUnit] = [.day, .week, .month, .quarter, .year]
        return units.enumerated().compactMap { index, unit in
            Period(unit, containing: time.today).map { suggestion($0.description, Self.words($0), worth: 30 + index) }
        }
    }

    /// The periods of the year that is typed.
    private var periods: [Suggestion] {
        let digits = typed.prefix(4)
        guard digits.utf8.count == 4, let year = Int(digits), let first = CivilDate(year: year, month: 1, day: 1) else {
            guard let time = knowledge.time?() else { return [] }
            return (0..<10).compactMap { back in
                Period(.year, containing: time.today)?.advanced(by: -back).map {
                    suggestion($0.description, "", worth: back)
                }
            }
        }
        var found = [Period(.year, containing: first)].compactMap { $0 }
        for month in 0..<12 {
            guard let start = first.firstOfMonth(addingMonths: month), let period = Period(.month, containing: start)
            else { continue }
            found.append(period)
            if month % 3 == 0 { found += [Period(.quarter, containing: start)].compactMap { $0 } }
            guard typed.utf8.starts(with: (period.description + "-").utf8), let end = period.end else { continue }
            found += (start.daysSinceEpoch..<end.daysSinceEpoch).compactMap { day in
                start.adding(days: day - start.daysSinceEpoch).flatMap { Period(.day, containing: $0) }
            }
        }
        return found.map { suggestion($0.description, Self.words($0), worth: $0.unit == .quarter ? 1 : 0) }
    }

    private func suggestion(_ text: String, _ detail: String, worth: Int) -> Suggestion {
        Suggestion(text + behind, key: text, detail: detail, worth: worth, ignoresCase: true)
    }

    /// The first day and the last.
    private static func words(_ period: Period) -> String {
        guard let last = period.end?.adding(days: -1), last != period.start else { return period.start.description }
        return "\(period.start) to \(last)"
    }
}
