import OrderModel

/// Puts many parameters into few trials, so that in each trial every parameter still decides alone about some orders.
struct TrialPacking {
    /// The orders inside of the window.
    let rows: [ProbeRow]

    /// A parameter with a value, and what that says of each order.
    private struct Candidate {
        let member: TrialMember
        let verdicts: [Verdict]
        var passCount: Int { verdicts.count { $0 == .passes } }
    }

    /// The trials, at most so many; parameters that no trial could judge are left out.
    func trials(of names: [ParameterName], count: Int) -> [[TrialMember]] {
        guard count > 0 else { return [] }
        let choices = names.map { name in
            TrialMember.candidates(for: name, rows: rows).map { Candidate(member: $0, verdicts: rows.map($0.verdict)) }
        }
        // Filling one trial before the next, with those that many orders pass first, leaves whole trials to those
        // that few pass and that fit with hardly any other.
        let ordered = choices.filter { !$0.isEmpty }.sorted { Self.bestCount($0) > Self.bestCount($1) }
        var trials = [[Candidate]](repeating: [], count: count)
        for candidates in ordered {
            var best: (score: Int, trial: Int, candidate: Candidate)?
            for (index, trial) in trials.enumerated() {
                for candidate in candidates {
                    guard let score = score(trial + [candidate]), score > best?.score ?? 0 else { continue }
                    best = (score, index, candidate)
                }
                if best != nil { break }
            }
            if let best { trials[best.trial].append(best.candidate) }
        }
        return trials.filter { !$0.isEmpty }.map { $0.map(\.member) }
    }

    private static func bestCount(_ candidates: [Candidate]) -> Int {
        candidates.map(\.passCount).max() ?? 0
    }

    /// How few orders the weakest part of a trial rests on; nil when that is too few.
    private func score(_ trial: [Candidate]) -> Int? {
        var passing: [ProbeRow] = []
        var decidedAlone = [Int](repeating: 0, count: trial.count)
        for index in rows.indices {
            var (failingCount, lastFailing, isOpen) = (0, 0, false)
            for place in trial.indices {
                switch trial[place].verdicts[index] {
                case .passes: continue
                case .open: isOpen = true
                case .fails: (failingCount, lastFailing) = (failingCount + 1, place)
                }
                // Of such a row nothing can be told, and most rows are.
                if isOpen || failingCount > 1 { break }
            }
            guard !isOpen, failingCount < 2 else { continue }
            if failingCount == 0 { passing.append(rows[index]) } else { decidedAlone[lastFailing] += 1 }
        }
        // Alone, a parameter may rest on the one order that passes it, as a customer's number often does.
        let enough = trial.count == 1 ? 1 : TrialJudge.witnessCount
        guard passing.count >= enough, let weakest = decidedAlone.min(), weakest >= TrialJudge.witnessCount,
            trial.allSatisfy({ $0.member.showsWholeValue(passing) })
        else { return nil }
        return min(passing.count, weakest)
    }
}
