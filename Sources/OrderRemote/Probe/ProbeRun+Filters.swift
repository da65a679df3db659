import OrderModel

extension ProbeRun {
    /// Asks for the orders without notes: what `false` means, and what the empty text is.
    func probeNotes(_ window: ProbeWindow) async throws {
        let member = TrialMember.member(.notes, isWanted: false)
        guard window.rows.contains(where: { member.verdict($0) == .passes }) else { return }
        _ = try await attempt { try await judge([member], in: window, isDescending: false) }
    }

    /// Judges all filters that orders can show, as many as fit into each of the requests that are left.
    func probeFilters(_ window: ProbeWindow) async throws {
        let names = session.endpoint.parameters.filter { !Self.judgedElsewhere.contains($0) }
        let packing = TrialPacking(rows: window.rows)
        let kept = areInstantsRefused ? 0 : Self.otherSeasonCount
        let trials = packing.trials(of: names, count: min(8, max(session.remainingCount - kept, 0)))
        for (index, members) in trials.enumerated() {
            let reason = try await attempt {
                try await judge(members, in: window, isDescending: index.isMultiple(of: 2))
            }
            guard let reason else { continue }
            findings.append(ProbeFinding(members.map(\.name.rawValue).joined(separator: ", "), nil, reason))
        }
    }

    private static let judgedElsewhere: Set<ParameterName> = [
        .idMinimum, .idMaximum, .createdDate, .createdFrom, .createdTo, .updatedDate, .updatedFrom, .updatedTo,
        .search, .ordering, .limit, .offset,
    ]

    /// Puts together what all requests have shown.
    func conclude(_ window: ProbeWindow) {
        habits.emptyText = emptyTexts.habit
        habits.nullOrder = orderings.nullOrder
        findings += [emptyTexts.finding, orderings.finding]
        if let violation = orderings.violation {
            tally.distrust(.ordering, violation)
        } else if orderings.isProved {
            tally.prove(.ordering)
        }
        var trusted = tally.trusted
        let presences = trusted.filter { PresenceParameter(rawValue: $0.rawValue) != nil }
        // A server that takes any text for yes obeys `true` only.
        if !isFalseUnderstood { trusted.subtract(presences) }
        habits.proved = trusted
        habits.distrusted = Set(tally.distrusted.keys)
        noteParameters(trusted, window)
    }

    private func noteParameters(_ trusted: Set<ParameterName>, _ window: ProbeWindow) {
        let list = { (names: [ParameterName]) in names.map(\.rawValue).joined(separator: " ") }
        let names = session.endpoint.parameters
        let proved = names.filter(trusted.contains)
        if !proved.isEmpty {
            let evidence = "of \(Self.orders(window.known.count)) exactly those came that should"
            findings.append(ProbeFinding("filters that do what they say", list(proved), evidence))
        }
        for name in names {
            guard let evidence = tally.distrusted[name] else { continue }
            findings.append(ProbeFinding("the parameter \(name.rawValue)", "not to be trusted", evidence))
        }
        let doubtful = names.filter { tally.doubtful[$0] != nil && tally.distrusted[$0] == nil }
        for reason in Set(doubtful.compactMap { tally.doubtful[$0] }).sorted() {
            findings.append(ProbeFinding(list(doubtful.filter { tally.doubtful[$0] == reason }), nil, reason))
        }
        let rest = names.filter {
            !trusted.contains($0) && tally.distrusted[$0] == nil && tally.doubtful[$0] == nil && $0 != .search
        }
        if !rest.isEmpty {
            let reason = "the newest orders are too few or too much alike to tell"
            findings.append(ProbeFinding(list(rest), nil, reason))
        }
    }
}
