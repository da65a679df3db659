import OrderModel

/// A window of orders of one time of the year, and what was asked about its days.
struct DaySeason {
    let window: ProbeWindow
    /// One zone of all those in which these orders have the same days.
    let zones: [TimeZoneRules]
    var trials: [DayTrial] = []

    init(window: ProbeWindow, world: [TimeZoneRules]) {
        self.window = window
        let instants = window.known.flatMap { row in DayField.allCases.compactMap { row.instant($0) } }
        var seen: Set<[Int]> = []
        zones = world.filter { zone in seen.insert(instants.map(zone.offsetSeconds)).inserted }
    }

    /// The zones with the offsets that the server writes behind its times.
    var shownZones: [TimeZoneRules] {
        let texts = window.known.flatMap { row in DayField.allCases.map { row.document[$0.fieldName] } }
        let offsets = texts.compactMap { text -> String? in
            guard case .text(let text)? = text,
                let sign = text.utf8.dropFirst(10).lastIndex(where: { $0 == 0x2B || $0 == 0x2D })
            else { return nil }
            return String(text[sign...])
        }
        return Set(offsets).compactMap(TimeZoneRules.init(fixedOffset:))
    }

    /// The readings that explain every trial.
    var readings: [DayReading] {
        guard let first = trials.first else { return [] }
        return DaySolver.readings(of: first, in: zones).filter { reading in
            DaySolver.contradictions(of: trials, to: reading).isEmpty
        }
    }

    /// Whether a zone is left that only one order speaks against, or none, besides others.
    var isDoubtful: Bool {
        let possible = zones.filter { zone in witnesses(against: zone).contains { $0.count < TrialJudge.witnessCount } }
        return Set(possible.map { $0.offsetSeconds(at: window.middle) }).count > 1
    }

    /// The orders that are the only ones to speak against some zone.
    var loneWitnesses: Set<Int> {
        Set(zones.flatMap(witnesses).filter { $0.count == 1 }.joined())
    }

    /// The orders that contradict a zone, for each end that a range may have.
    private func witnesses(against zone: TimeZoneRules) -> [Set<Int>] {
        ServerHabits.DateEnd.allCases.map { DaySolver.contradictions(of: trials, to: DayReading(zone: zone, end: $0)) }
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
