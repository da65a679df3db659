// A trial asks for a window of known orders with several parameters at once and compares what comes with what
// should. One request can judge many parameters, as long as for each of them some known orders fail only it.

import OrderModel

/// What one parameter of a trial says of one order.
enum Verdict {
    case passes
    case fails
    /// Servers may see this order either way, or its value can't be read: it proves nothing.
    case open
}

/// One parameter with the value that a trial gives it.
struct TrialMember {
    let name: ParameterName
    let set: (inout FilterParameters) -> Void
    let verdict: (ProbeRow) -> Verdict
    /// Whether these orders, which all came, are enough to show that the whole value was understood: every entry of
    /// a list, the very edge of a range.
    var showsWholeValue: ([ProbeRow]) -> Bool = { _ in true }
    /// The field that is asked whether it is there, and which answer is wanted; nil for other parameters.
    var presence: (field: String, isWanted: Bool)?
}

/// What came of a trial's request.
struct TrialOutcome {
    /// The orders that came, in the server's order.
    let present: [ProbeRow]
    /// Known orders that did not come; none when the page did not hold all that match.
    let absent: [ProbeRow]

    init(present: [ProbeRow], absent: [ProbeRow]) {
        self.present = present
        self.absent = absent
    }

    init(_ page: ProbePage, known: [ProbeRow]) {
        let ids = Set(page.rows.map(\.id))
        self.init(present: page.rows, absent: page.isComplete ? known.filter { !ids.contains($0.id) } : [])
    }
}

/// What a trial says of its parameters.
struct TrialFindings {
    var proved: Set<ParameterName> = []
    /// With what gave the server away.
    var distrusted: [ParameterName: String] = [:]
    /// Why the trial says nothing, when what came fits to no explanation.
    var contradiction: String?
}

/// Finds the explanation of what came: which parameters were obeyed, ignored or turned around.
struct TrialJudge {
    /// How many orders must say the same before it counts.
    static let witnessCount = 2

    private enum Behaviour {
        case obeyed
        case ignored
        case inverted
    }

    private typealias Explanation = [Behaviour]

    private let members: [TrialMember]
    private let outcome: TrialOutcome
    /// The verdicts of all members on each order.
    private let present: [[Verdict]]
    private let absent: [[Verdict]]

    init(_ members: [TrialMember], _ outcome: TrialOutcome) {
        self.members = members
        self.outcome = outcome
        present = outcome.present.map { row in members.map { $0.verdict(row) } }
        absent = outcome.absent.map { row in members.map { $0.verdict(row) } }
    }

    func findings() -> TrialFindings {
        var findings = TrialFindings()
        let explanations = simplestExplanations()
        let blamed = Set(
            explanations.map { explanation in
                explanation.indices.filter { explanation[$0] != .obeyed }
            }
        )
        guard let names = blamed.first, blamed.count == 1, let explanation = explanations.first else {
            findings.contradiction =
                explanations.isEmpty
                ? "what came fits to no explanation" : "what came has more than one explanation"
            return findings
        }
        for index in names {
            let misfits = present.indices.filter { present[$0][index] == .fails }
            guard misfits.count >= Self.witnessCount, let first = misfits.first else { continue }
            findings.distrusted[members[index].name] = evidence(of: members[index], outcome.present[first].id)
        }
        guard explanations.count == 1 else { return findings }
        for index in members.indices where explanation[index] == .obeyed && isProved(index, explanation) {
            findings.proved.insert(members[index].name)
        }
        return findings
    }

    private func evidence(of member: TrialMember, _ id: Int) -> String {
        var parameters = FilterParameters()
        member.set(&parameters)
        return "order \(id) came with \(ServerText.line(parameters.queryString, maximumLength: 80)) and does not fit it"
    }

    /// The explanations with the fewest disobeyed parameters; two at most, since more explain anything.
    private func simplestExplanations() -> [Explanation] {
        let obedient = Explanation(repeating: .obeyed, count: members.count)
        if explains(obedient) { return [obedient] }
        let single = variations(of: obedient, from: 0).filter(explains)
        if !single.isEmpty { return single }
        return members.indices.flatMap { index in
            [Behaviour.ignored, .inverted].flatMap { behaviour -> [Explanation] in
                var first = obedient
                first[index] = behaviour
                return variations(of: first, from: index + 1).filter(explains)
            }
        }
    }

    private func variations(of explanation: Explanation, from start: Int) -> [Explanation] {
        (start..<max(start, members.count)).flatMap { index in
            [Behaviour.ignored, .inverted].map { behaviour in
                var changed = explanation
                changed[index] = behaviour
                return changed
            }
        }
    }

    private func explains(_ explanation: Explanation) -> Bool {
        !present.contains { leavesOut($0, explanation) } && !absent.contains { lets($0, through: explanation) }
    }

    private func leavesOut(_ verdicts: [Verdict], _ explanation: Explanation) -> Bool {
        verdicts.indices.contains { seen(verdicts[$0], explanation[$0]) == .fails }
    }

    private func lets(_ verdicts: [Verdict], through explanation: Explanation) -> Bool {
        verdicts.indices.allSatisfy { seen(verdicts[$0], explanation[$0]) == .passes }
    }

    private func seen(_ verdict: Verdict, _ behaviour: Behaviour) -> Verdict {
        switch (behaviour, verdict) {
        case (.ignored, _): .passes
        case (.inverted, .passes): .fails
        case (.inverted, .fails): .passes
        default: verdict
        }
    }

    /// Whether orders came that pass it, and some did not for no other reason than that they fail it.
    private func isProved(_ index: Int, _ explanation: Explanation) -> Bool {
        let passing = present.indices.filter { present[$0][index] == .passes }.map { outcome.present[$0] }
        guard !passing.isEmpty, members[index].showsWholeValue(passing) else { return false }
        // Without an order that passes it, another parameter could be the one that keeps orders away.
        let othersAreSeen = members.indices.allSatisfy { other in
            explanation[other] != .obeyed || present.contains { $0[other] == .passes }
        }
        guard othersAreSeen else { return false }
        let missed = absent.filter { verdicts in
            verdicts[index] == .fails
                && verdicts.indices.allSatisfy { $0 == index || seen(verdicts[$0], explanation[$0]) == .passes }
        }
        return missed.count >= Self.witnessCount
    }
}
