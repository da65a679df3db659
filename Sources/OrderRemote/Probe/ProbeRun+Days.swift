// How a server cuts days: whether the last day of a range belongs to it, and in which zone days begin. Both are seen
// only at orders near a midnight, so two times of a year are looked at, one of them in summer; where the orders there
// contradict each other or none stands near enough, the answer is that it is not known.

import OrderEngine
import OrderModel

extension ProbeRun {
    /// How far the second window of orders is from the first: half a year, so that one of them is in summer.
    private static let seasonDays = 182
    private static let endSubject = "the end of a range of days"
    private static let zoneSubject = "the zone in which days begin"

    /// How many requests another time of the year takes.
    static let otherSeasonCount = 2

    /// Asks for days among the newest orders.
    func probeDays(_ window: ProbeWindow) async throws {
        daysReason = try await attempt { seasons.append(try await season(window, .created)) }
    }

    /// Asks for days half a year earlier, where clocks may show another time.
    func probeOtherSeason(_ window: ProbeWindow) async throws {
        _ = try await attempt {
            if let other = try await otherSeason(window) { seasons.append(try await season(other, .updated)) }
        }
    }

    /// Says whether the last day of a range is included, and in which zone days begin.
    func concludeDays() {
        let trials = seasons.flatMap(\.trials)
        guard !trials.isEmpty else {
            findings.append(ProbeFinding(Self.endSubject, nil, daysReason ?? "the newest orders are all of one day"))
            findings.append(zoneFinding(seasons))
            if areInstantsRefused { noteDayForm() }
            return
        }
        findings += [endFinding(trials), zoneFinding(seasons)]
        if areInstantsRefused { noteDayForm() }
    }

    /// Asks for ranges of days, and for single ones if only days are understood, in one window.
    private func season(_ window: ProbeWindow, _ field: DayField) async throws -> DaySeason {
        var season = DaySeason(window: window)
        let offsets = Set([0] + season.shownOffsets + zones.map { $0.offsetSeconds(at: season.middle) })
        let plan = DayPlan(window: window, offsets: offsets.sorted())
        guard let range = plan.constraint(field, isSingleDay: false) else { return season }
        season.trials.append(try await ask([range], window))
        guard field == .updated, areInstantsRefused, let day = plan.constraint(.created, isSingleDay: true) else {
            return season
        }
        season.trials.append(try await ask([day], window))
        return season
    }

    private func ask(_ constraints: [DayConstraint], _ window: ProbeWindow) async throws -> DayTrial {
        let members = constraints.flatMap { $0.members { _ in { _ in .open } } }
        let page = try await page(members, in: window, ordering: [OrderingTerm(.id)])
        orderings.note(page.rows.map(\.id), areDescending: false)
        // The orders outside of the window are absent for their ids, which says nothing of their days.
        let trial = DayTrial(constraints: constraints, outcome: TrialOutcome(page, known: window.rows))
        judge(trial, TrialOutcome(page, known: window.known), window)
        return trial
    }

    /// Judges the parameters by what all possible readings agree on.
    private func judge(_ trial: DayTrial, _ outcome: TrialOutcome, _ window: ProbeWindow) {
        let readings = DaySolver.readings(of: trial)
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
        tally.take(TrialJudge(window.members + members, outcome).findings(), of: members.map(\.name))
    }

    /// Known orders of half a year earlier.
    private func otherSeason(_ window: ProbeWindow) async throws -> ProbeWindow? {
        guard let newest = window.known.compactMap(\.created).max(),
            let day = CivilDate(daysSinceEpoch: DayPosition(newest, 0).day)?.adding(days: -Self.seasonDays)
        else { return nil }
        var parameters = FilterParameters()
        parameters.createdTo = .day(day)
        parameters.ordering = [OrderingTerm(.id, isDescending: true)]
        parameters.limit = Self.windowSize
        let rows = try await session.page(parameters).rows
        return rows.isEmpty ? nil : ProbeWindow(rows)
    }

    private func endFinding(_ trials: [DayTrial]) -> ProbeFinding {
        let possible = trials.filter { $0.constraints.contains { !$0.isSingleDay } }.map { trial in
            Set(DaySolver.readings(of: trial).map(\.end))
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

    private func zoneFinding(_ seasons: [DaySeason]) -> ProbeFinding {
        guard let end = habits.dateEnd ?? commonEnd(seasons) else {
            return ProbeFinding(Self.zoneSubject, nil, "without knowing where a range of days ends it can't be told")
        }
        guard let first = seasons.first, seasons.count == 2, first.isHalfAYear(from: seasons[1]) else {
            return ProbeFinding(Self.zoneSubject, nil, "there are no orders of both summer and winter to tell it by")
        }
        for zone in zones + [.utc] where seasons.allSatisfy({ $0.shows(zone, end) }) {
            habits.zoneName = zone.name
            return ProbeFinding(Self.zoneSubject, zone.name, "orders near midnight, in summer and in winter")
        }
        let offsets = Set(seasons.flatMap { $0.offsets(end) }).sorted()
        let possible =
            offsets.isEmpty || offsets.count > 4
            ? "" : "; they may begin at " + offsets.map(Self.text).joined(separator: ", ")
        return ProbeFinding(Self.zoneSubject, nil, "no zone that was tried explains the days for certain" + possible)
    }

    /// `+03:30`, as ISO 8601 writes offsets.
    private static func text(offsetSeconds: Int) -> String {
        let minutes = abs(offsetSeconds) / 60
        let digits = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return (offsetSeconds < 0 ? "-" : "+") + digits.joined(separator: ":")
    }

    private func commonEnd(_ seasons: [DaySeason]) -> ServerHabits.DateEnd? {
        let ends = Set(seasons.flatMap(\.trials).flatMap { DaySolver.readings(of: $0).map(\.end) })
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
