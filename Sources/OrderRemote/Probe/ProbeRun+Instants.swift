import OrderEngine
import OrderModel

extension ProbeRun {
    /// Finds out whether instants are taken, obeyed, and compared to the microsecond.
    func probeInstants(_ window: ProbeWindow) async throws {
        let plans =
            InstantPlan.find(DayField.allCases, in: window.rows).map { [$0] }
            ?? DayField.allCases.compactMap { InstantPlan.find([$0], in: window.rows) }
        guard !plans.isEmpty else {
            let reason = "the newest orders are too few or too close together"
            findings.append(ProbeFinding(Self.formSubject, nil, reason))
            findings.append(ProbeFinding(Self.exactSubject, nil, reason))
            return
        }
        var edges = EdgeTally()
        let reason = try await attempt {
            for plan in plans where !areInstantsRefused { edges.take(try await ask(plan, window)) }
        }
        if let reason {
            findings.append(ProbeFinding(Self.formSubject, nil, reason))
        } else if !areInstantsRefused {
            noteForm()
        }
        if !areInstantsRefused {
            habits.comparesInstantsExactly = edges.isExact
            findings.append(edges.finding(Self.exactSubject))
        }
    }

    static let formSubject = "the form of dates"
    private static let exactSubject = "instants to the microsecond"

    /// Asks for the ranges with the edges inside, and then just outside.
    private func ask(_ plan: InstantPlan, _ window: ProbeWindow) async throws -> EdgeTally {
        var tally = EdgeTally()
        for (distance, shouldCome) in [(Int64(0), true), (1, false)] {
            let members = plan.members(beside: distance)
            let page: ProbePage
            do {
                page = try await self.page(members, in: window, ordering: [OrderingTerm(.id)])
            } catch let error as RejectedParameters {
                let names = Set(members.map(\.name.rawValue))
                guard distance == 0, !names.isDisjoint(with: error.names) else { throw error }
                areInstantsRefused = true
                refusal = error.message
                return tally
            }
            orderings.note(page.rows.map(\.id), areDescending: false)
            let outcome = TrialOutcome(page, known: window.known)
            self.tally.take(TrialJudge(window.members + members, outcome).findings(), of: members.map(\.name))
            tally.note(plan.edgeRows, outcome, shouldCome: shouldCome)
        }
        return tally
    }

    private func noteForm() {
        let names: Set<ParameterName> = [.createdFrom, .createdTo, .updatedFrom, .updatedTo]
        let trusted = names.intersection(tally.trusted)
        guard trusted.count >= TrialJudge.witnessCount, names.isDisjoint(with: tally.distrusted.keys) else {
            findings.append(ProbeFinding(Self.formSubject, nil, "instants are taken, but were not seen to be obeyed"))
            return
        }
        habits.dateForm = .instants
        findings.append(ProbeFinding(Self.formSubject, "instants", "ranges from one instant to another held as asked"))
    }
}

/// What the orders at the edges of ranges of time did.
struct EdgeTally {
    private var rightCount = 0
    private var wrong: [String] = []
    /// Orders of which it could not be seen.
    private var openCount = 0
    private var wholeSecondCount = 0

    mutating func note(_ rows: [ProbeRow], _ outcome: TrialOutcome, shouldCome: Bool) {
        let present = Set(outcome.present.map(\.id))
        let absent = Set(outcome.absent.map(\.id))
        for row in rows {
            guard present.contains(row.id) || absent.contains(row.id) else {
                openCount += 1
                continue
            }
            if present.contains(row.id) == shouldCome {
                rightCount += 1
            } else {
                let distance = shouldCome ? "its own instant" : "one microsecond beside"
                wrong.append("order \(row.id) \(shouldCome ? "did not come" : "came") when asked for by \(distance)")
            }
            let times = [row.created, row.updated].compactMap(\.self)
            if times.contains(where: { $0.microseconds % TimeAmount.microsecondsPerSecond == 0 }) {
                wholeSecondCount += 1
            }
        }
    }

    mutating func take(_ other: EdgeTally) {
        rightCount += other.rightCount
        wrong += other.wrong
        openCount += other.openCount
        wholeSecondCount += other.wholeSecondCount
    }

    /// True when every order behaved, false when several did not.
    var isExact: Bool? {
        if wrong.count >= TrialJudge.witnessCount { return false }
        return wrong.isEmpty && openCount == 0 && rightCount >= 2 * TrialJudge.witnessCount ? true : nil
    }

    func finding(_ subject: String) -> ProbeFinding {
        if let first = wrong.first {
            return ProbeFinding(subject, isExact == false ? "not compared so" : nil, first)
        }
        guard isExact == true else { return ProbeFinding(subject, nil, "too few orders showed it") }
        let kind = wholeSecondCount > 0 ? ", some at whole seconds" : ", none of them at a whole second"
        return ProbeFinding(
            subject,
            "compared as they are",
            "\(rightCount / 2) orders came by their own instants and not one microsecond beside" + kind
        )
    }
}
