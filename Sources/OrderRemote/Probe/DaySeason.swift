import OrderModel

/// A window of orders of one time of the year, and what was asked about its days.
struct DaySeason {
    let window: ProbeWindow
    var trials: [DayTrial] = []

    init(window: ProbeWindow) {
        self.window = window
    }

    /// When the middle one of its orders was made.
    var middle: Instant {
        let created = window.known.compactMap(\.created).sorted()
        return created.isEmpty ? Instant(microseconds: 0) : created[created.count / 2]
    }

    /// The offsets that the server writes behind its times.
    var shownOffsets: [Int] { Array(Set(shownTimes.map(\.offset))) }

    /// The times of the orders that are written with an offset, and that offset.
    private var shownTimes: [(instant: Instant, offset: Int)] {
        window.known.flatMap { row in
            DayField.allCases.compactMap { field -> (Instant, Int)? in
                guard let instant = row.instant(field), case .text(let text)? = row.document[field.fieldName],
                    let sign = text.utf8.dropFirst(10).lastIndex(where: { $0 == 0x2B || $0 == 0x2D }),
                    let zone = TimeZoneRules(fixedOffset: String(text[sign...]))
                else { return nil }
                return (instant, zone.offsetSeconds(at: instant))
            }
        }
    }

    /// Whether the other one is of the opposite time of the year.
    func isHalfAYear(from other: DaySeason) -> Bool {
        let days = abs(DayPosition(middle, 0).day - DayPosition(other.middle, 0).day) % 365
        return (150...215).contains(days)
    }

    /// The offsets that explain every trial.
    func offsets(_ end: ServerHabits.DateEnd) -> Set<Int> {
        let possible = trials.map { trial in
            Set(DaySolver.readings(of: trial).filter { $0.end == end }.map(\.offsetSeconds))
        }
        guard let first = possible.first else { return [] }
        return possible.dropFirst().reduce(first) { $0.intersection($1) }
    }

    /// Whether the days are this zone's for certain: by the orders near midnight alone, or by some of them and the
    /// offset that the server itself writes.
    func shows(_ zone: TimeZoneRules, _ end: ServerHabits.DateEnd) -> Bool {
        guard !trials.isEmpty, trials.allSatisfy({ DaySolver.explains($0, zone, end) }) else { return false }
        let shown = shownTimes
        guard shown.allSatisfy({ $0.offset == zone.offsetSeconds(at: $0.instant) }) else { return false }
        let own = zone.offsetSeconds(at: middle)
        let possible = offsets(end)
        guard possible.contains(own) else { return false }
        return possible.count == 1 || (shown.count >= window.known.count && own != 0 && !possible.contains(0))
    }
}

extension DayConstraint {
    /// The constraint as parameters; each gets the verdict on the part of it that it says.
    func members(verdict: (DayConstraint) -> (ProbeRow) -> Verdict) -> [TrialMember] {
        guard let firstDay = CivilDate(daysSinceEpoch: first), let lastDay = CivilDate(daysSinceEpoch: last) else {
            return []
        }
        let isCreated = field == .created
        if isSingleDay {
            let set = { (parameters: inout FilterParameters) in
                if isCreated { parameters.createdDate = firstDay } else { parameters.updatedDate = firstDay }
            }
            return [TrialMember(name: isCreated ? .createdDate : .updatedDate, set: set, verdict: verdict(self))]
        }
        var start = self
        start.last = .max
        var end = self
        end.first = .min
        let setStart = { (parameters: inout FilterParameters) in
            if isCreated { parameters.createdFrom = .day(firstDay) } else { parameters.updatedFrom = .day(firstDay) }
        }
        let setEnd = { (parameters: inout FilterParameters) in
            if isCreated { parameters.createdTo = .day(lastDay) } else { parameters.updatedTo = .day(lastDay) }
        }
        return [
            TrialMember(name: isCreated ? .createdFrom : .updatedFrom, set: setStart, verdict: verdict(start)),
            TrialMember(name: isCreated ? .createdTo : .updatedTo, set: setEnd, verdict: verdict(end)),
        ]
    }
}
