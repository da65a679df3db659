// How a server cuts days: whether the last day of a range belongs to it, and in which zone days begin. Both are seen
// only at orders near a midnight, so two times of a year are looked at, one of them in summer; where the orders there
// contradict each other or none stands near enough, the answer is that it is not known.
//
// Where the clocks of several zones agree in all that was seen, a zone is known for the days on which they agree.

import OrderEngine
import OrderModel

extension ProbeRun {
    /// How far the second window of orders is from the first: half a year, so that one of them is in summer.
    private static let seasonDays = 182
    private static let endSubject = "the end of a range of days"
    private static let zoneSubject = "the zone in which days begin"

    /// How many ranges of days are asked for at one time of the year, as long as there are doubts.
    private static let rangeCount = 3
    /// How many requests another time of the year takes at most.
    static let otherSeasonCount = 2 + rangeCount

    /// All zones that a server may have at a moment: those of the world, and the offsets that any of them shows.
    private func allZones(at instant: Instant) -> [TimeZoneRules] {
        let known = zones + world
        let offsets = Set(known.map { $0.offsetSeconds(at: instant) })
        return known + DaySolver.fixedZones.filter { world.isEmpty || offsets.contains($0.offsetSeconds(at: instant)) }
    }

    /// Asks for days among the newest orders.
    func probeDays(_ window: ProbeWindow) async throws {
        daysReason = try await attempt { try await probeSeason(window, .created) }
    }

    /// Asks for days half a year earlier, where clocks may show another time.
    func probeOtherSeason(_ window: ProbeWindow) async throws {
        _ = try await attempt {
            if let other = try await otherSeason(window) { try await probeSeason(other, .updated) }
        }
    }

    /// Says whether the last day of a range is included, and in which zone days begin.
    func concludeDays() {
        let trials = seasons.flatMap(\.trials)
        guard !trials.isEmpty else {
            findings.append(ProbeFinding(Self.endSubject, nil, daysReason ?? "the newest orders are all of one day"))
            findings.append(zoneFinding(trials))
            if areInstantsRefused { noteDayForm() }
            return
        }
        findings += [endFinding(), zoneFinding(trials)]
        if areInstantsRefused { noteDayForm() }
    }

    /// Asks for ranges of days, and for single ones if only days are understood, in one window.
    private func probeSeason(_ window: ProbeWindow, _ field: DayField) async throws {
        let index = seasons.count
        seasons.append(DaySeason(window: window, world: allZones(at: window.middle)))
        if let range = plan(field, seasons[index])?.best()?.constraint {
            try await ask(range, ofSeason: index)
        }
        for _ in 1..<Self.rangeCount where seasons[index].isDoubtful {
            let season = seasons[index]
            let ranges = DayField.allCases.compactMap { plan($0, season)?.best() }
            guard let range = ranges.min(by: { $0.rating < $1.rating })?.constraint else { break }
            try await ask(range, ofSeason: index)
        }
        if field == .updated, areInstantsRefused,
            let day = plan(.created, seasons[index])?.best(isSingleDay: true)?.constraint
        {
            try await ask(day, ofSeason: index)
        }
    }

    /// A plan by the readings that are possible and likely.
    private func plan(_ field: DayField, _ season: DaySeason) -> DayPlan? {
        let likelyZones = [.utc] + season.shownZones + zones
        let offsets = Set(likelyZones.map { $0.offsetSeconds(at: season.window.middle) })
        var possible = season.readings
        if season.trials.isEmpty {
            possible = season.zones.flatMap { zone in
                ServerHabits.DateEnd.allCases.map { DayReading(zone: zone, end: $0) }
            }
        }
        let likely = possible.filter { offsets.contains($0.zone.offsetSeconds(at: season.window.middle)) }
        // Whom one order contradicts, another one must: it may have been changed or deleted meanwhile.
        let alone = season.loneWitnesses
        let rows = season.window.rows.filter { !alone.contains($0.id) }
        return DayPlan(field, rows, likely: likely.isEmpty ? possible : likely, pageSize: pageSize)
    }

    private func ask(_ constraint: DayConstraint, ofSeason index: Int) async throws {
        let window = seasons[index].window
        let members = constraint.members { _ in { _ in .open } }
        let page = try await page(members, in: window, ordering: [OrderingTerm(.id)])
        orderings.note(page.rows.map(\.id), areDescending: false)
        // The orders outside of the window are absent for their ids, which says nothing of their days.
        let trial = DayTrial(constraints: [constraint], outcome: TrialOutcome(page, known: window.rows))
        seasons[index].trials.append(trial)
        judge(trial, TrialOutcome(page, known: window.known), seasons[index])
    }

    /// Judges the parameters by what all possible readings agree on.
    private func judge(_ trial: DayTrial, _ outcome: TrialOutcome, _ season: DaySeason) {
        let readings = DaySolver.readings(of: trial, in: season.zones)
        let members = trial.constraints.flatMap { constraint in
            constraint.members { part in
                { row in
                    let verdicts = Set(readings.map { DaySolver.verdict(row, [part], $0) })
                    return verdicts.count == 1 ? verdicts.first ?? .open : .open
                }
            }
        }
        guard !readings.isEmpty else {
            let findings = TrialFindings(contradiction: "the days that came fit to no zone and no end of a range")
            return tally.take(findings, of: members.map(\.name))
        }
        tally.take(TrialJudge(season.window.members + members, outcome).findings(), of: members.map(\.name))
    }

    /// Known orders of half a year earlier, or the oldest where none are so old.
    private func otherSeason(_ window: ProbeWindow) async throws -> ProbeWindow? {
        guard let newest = window.known.compactMap(\.created).max(),
            let day = CivilDate(daysSinceEpoch: DayPosition(newest, 0).day)?.adding(days: -Self.seasonDays)
        else { return nil }
        var parameters = FilterParameters()
        parameters.createdTo = .day(day)
        parameters.ordering = [OrderingTerm(.id, isDescending: true)]
        parameters.limit = Self.windowSize
        var rows = try await session.page(parameters).rows
        if rows.isEmpty {
            parameters.createdTo = nil
            parameters.ordering = [OrderingTerm(.id)]
            rows = try await session.page(parameters).rows.filter { row in !window.known.contains { $0.id == row.id } }
        }
        return rows.isEmpty ? nil : ProbeWindow(rows)
    }

    private func endFinding() -> ProbeFinding {
        let possible = seasons.flatMap { season in
            season.trials.filter { $0.constraints.contains { !$0.isSingleDay } }.map { trial in
                Set(DaySolver.readings(of: trial, in: season.zones).map(\.end))
            }
        }
        guard !possible.isEmpty, !possible.contains([]) else {
            return ProbeFinding(Self.endSubject, nil, "the days that came fit to no zone and no end of a range")
        }
        let common = possible.reduce(Set(ServerHabits.DateEnd.allCases)) { $0.intersection($1) }
        guard let end = common.first, common.count == 1 else {
            let reason = common.isEmpty ? "two ranges say the opposite" : "no order showed it"
            return ProbeFinding(Self.endSubject, nil, reason)
        }
        habits.dateEnd = end
        let answer = end == .inclusive ? "the last day is included" : "the last day is not included"
        let count = possible.count { $0.count == 1 }
        return ProbeFinding(Self.endSubject, answer, "\(count) \(count == 1 ? "range" : "ranges") of days showed it")
    }

    private func zoneFinding(_ trials: [DayTrial]) -> ProbeFinding {
        guard !trials.isEmpty else {
            return ProbeFinding(Self.zoneSubject, nil, "the newest orders are all of one day")
        }
        guard let end = habits.dateEnd ?? commonEnd else {
            return ProbeFinding(Self.zoneSubject, nil, "without knowing where a range of days ends it can't be told")
        }
        guard !world.isEmpty else {
            return ProbeFinding(Self.zoneSubject, nil, "this machine has no list of the world's zones to tell it by")
        }
        let middle = seasons.first?.window.middle ?? Instant(microseconds: 0)
        let evidence = ZoneEvidence(trials, end: end, world: allZones(at: middle))
        for zone in zones + [.utc] + DaySolver.fixedZones {
            guard let days = evidence.days(of: zone) else { continue }
            (habits.zoneName, habits.zoneStart, habits.zoneEnd) = (zone.name, days.first, days.last)
            let until = days.last.map { " to \($0)" } ?? " on"
            return ProbeFinding(
                Self.zoneSubject,
                "\(zone.name), known from \(days.first)\(until)",
                "by orders near midnight no other zone is possible in these days"
            )
        }
        let offsets = Set(evidence.possible.map { $0.offsetSeconds(at: middle) }).sorted()
        let possible =
            offsets.isEmpty || offsets.count > 4
            ? ""
            : "; the newest may begin at " + offsets.map { $0 == 0 ? "+00:00" : offsetText($0) }.joined(separator: ", ")
        return ProbeFinding(Self.zoneSubject, nil, "no zone explains the days for certain" + possible)
    }

    private var commonEnd: ServerHabits.DateEnd? {
        let ends = Set(seasons.flatMap { season in season.readings.map(\.end) })
        return ends.count == 1 ? ends.first : nil
    }

    /// A server that refuses instants takes days, once they were seen to be obeyed.
    private func noteDayForm() {
        guard let refusal else { return }
        let names: Set<ParameterName> = [.createdFrom, .createdTo, .updatedFrom, .updatedTo]
        let trusted = names.intersection(tally.trusted)
        guard trusted.count >= TrialJudge.witnessCount, names.isDisjoint(with: tally.distrusted.keys) else {
            findings.append(ProbeFinding(Self.formSubject, nil, "\(refusal), and days were not seen to be obeyed"))
            return
        }
        habits.dateForm = .days
        findings.append(ProbeFinding(Self.formSubject, "days", refusal))
    }
}
