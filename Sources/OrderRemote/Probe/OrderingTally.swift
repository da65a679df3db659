import OrderModel

/// What the pages of a probe say of `ordering`, and of null in it.
struct OrderingTally {
    /// What gave the server away; nil as long as every page was in order.
    private(set) var violation: String?
    /// Whether a page was in an order that no other than the one asked for explains.
    private(set) var isProved = false
    private var votes: [ServerHabits.NullOrder: Int] = [:]

    /// Looks at a page that was asked for by id.
    mutating func note(_ ids: [Int], areDescending: Bool) {
        for (first, second) in zip(ids, ids.dropFirst()) where areDescending ? first <= second : first >= second {
            violation = violation ?? "order \(first) came before order \(second) in a list by id"
        }
    }

    /// Looks at a page that was asked for by a field that may be null, then by id.
    mutating func note(_ rows: [ProbeRow], by term: OrderingTerm) {
        let values = rows.map { $0.value(term.name.rawValue) }
        guard !values.contains(where: { $0 == nil }) else { return }
        let pairs = zip(rows, values.compactMap(\.self)).map { (id: $0.id, value: $1) }
        let present = pairs.filter { !$0.value.isNull }
        guard isSorted(present, term), isSorted(pairs.filter(\.value.isNull), term) else { return }
        let nullsLead = pairs.prefix { $0.value.isNull }.count
        let nullCount = pairs.count - present.count
        let nullsTrail = pairs.reversed().prefix { $0.value.isNull }.count
        guard nullsLead == nullCount || nullsTrail == nullCount else { return }
        let ids = rows.map(\.id)
        let isByIDAlone = ids == ids.sorted() || ids == ids.sorted(by: >)
        guard !isByIDAlone, Set(present.map(\.value)).count > 1, rows.count > 4 else { return }
        isProved = true
        guard nullCount >= TrialJudge.witnessCount, present.count >= TrialJudge.witnessCount else { return }
        votes[(nullsLead == nullCount) == term.isDescending ? .high : .low, default: 0] += nullCount
    }

    /// Whether orders stand by a value, and by id where it is the same; texts sort differently on every server, so
    /// there equal ones need only stand together.
    private mutating func isSorted(_ rows: [(id: Int, value: Value)], _ term: OrderingTerm) -> Bool {
        var seen: Set<Value> = []
        for (first, second) in zip(rows, rows.dropFirst()) {
            seen.insert(first.value)
            let isRight: Bool
            if first.value == second.value {
                isRight = term.isDescending ? first.id > second.id : first.id < second.id
            } else if case .number = first.value {
                isRight = Value.sortsBefore(first.value, second.value) != term.isDescending
            } else {
                if seen.contains(second.value) { return false }
                isRight = true
            }
            guard isRight else {
                violation = violation ?? "order \(first.id) came before order \(second.id) in a list by \(term)"
                return false
            }
        }
        return true
    }

    var nullOrder: ServerHabits.NullOrder? {
        guard let (order, _) = votes.first, votes.count == 1, violation == nil, isProved else { return nil }
        return order
    }

    var finding: ProbeFinding {
        let subject = "the order of null"
        if let violation { return ProbeFinding(subject, nil, violation) }
        guard votes.count < 2 else { return ProbeFinding(subject, nil, "it came first as well as last") }
        guard let order = nullOrder, let count = votes.first?.value else {
            return ProbeFinding(subject, nil, "no page held orders with and without what it was sorted by")
        }
        let place = order == .low ? "first when ascending" : "last when ascending"
        return ProbeFinding(subject, place, "\(count) orders without what the list was sorted by stood there")
    }
}
