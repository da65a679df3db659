import OrderModel

/// What the trials of a probe say of each parameter.
struct ParameterTally {
    private(set) var proved: Set<ParameterName> = []
    /// With what gave the server away.
    private(set) var distrusted: [ParameterName: String] = [:]
    /// Parameters of which a trial could make no sense.
    private(set) var doubtful: [ParameterName: String] = [:]

    /// Takes in a trial of these parameters; the window's own range is in every trial, and spoilt by none.
    mutating func take(_ findings: TrialFindings, of names: [ParameterName]) {
        proved.formUnion(findings.proved)
        distrusted.merge(findings.distrusted) { first, _ in first }
        guard let contradiction = findings.contradiction else { return }
        for name in names { doubtful[name] = contradiction }
    }

    mutating func distrust(_ name: ParameterName, _ evidence: String) {
        distrusted[name] = distrusted[name] ?? evidence
    }

    mutating func prove(_ name: ParameterName) {
        proved.insert(name)
    }

    /// What stands in the end: proved by one trial at least, and contradicted by none.
    var trusted: Set<ParameterName> {
        proved.subtracting(distrusted.keys).subtracting(doubtful.keys)
    }
}

/// What the trials of a probe say of the empty text.
struct EmptyTextTally {
    /// The orders that say so.
    private var witnesses: [ServerHabits.EmptyText: [String]] = [:]

    /// Looks at orders about which only one parameter has to decide, and that one by an empty text.
    ///
    /// A parameter that was not seen to be obeyed in this trial says nothing: turned around, it would say the opposite.
    mutating func take(_ outcome: TrialOutcome, members: [TrialMember], proved: Set<ParameterName>) {
        for (rows, came) in [(outcome.present, true), (outcome.absent, false)] {
            for row in rows {
                let open = members.filter { $0.verdict(row) == .open }
                guard let decisive = open.first, open.count == 1, proved.contains(decisive.name),
                    let question = decisive.presence,
                    case .text(let text)? = row.value(question.field), text.isEmpty,
                    !members.contains(where: { $0.verdict(row) == .fails })
                else { continue }
                let habit: ServerHabits.EmptyText = question.isWanted == came ? .present : .missing
                witnesses[habit, default: []].append("order \(row.id), whose \(question.field) is empty")
            }
        }
    }

    var finding: ProbeFinding {
        let subject = "the empty text"
        guard witnesses.count < 2 else {
            return ProbeFinding(subject, nil, "it counts as a text for some orders or fields and not for others")
        }
        guard let (habit, orders) = witnesses.first else {
            return ProbeFinding(subject, nil, "no order with an empty text could be asked for")
        }
        guard orders.count >= TrialJudge.witnessCount, let first = orders.first else {
            return ProbeFinding(subject, nil, "only one order shows it")
        }
        let answer = habit == .present ? "counts as a text" : "counts as missing"
        return ProbeFinding(subject, answer, "\(first), and \(orders.count - 1) more")
    }

    var habit: ServerHabits.EmptyText? {
        guard let (habit, orders) = witnesses.first, witnesses.count == 1,
            orders.count >= TrialJudge.witnessCount
        else { return nil }
        return habit
    }
}
