import OrderModel

/// Known orders at the edges of ranges of time: asked for by their very instants they must come, and asked for one
/// microsecond beside they must not.
struct InstantPlan {
    /// The order at the lower and the upper edge of each field's range.
    let edges: [(field: DayField, lower: ProbeRow, upper: ProbeRow)]

    /// The orders at the edges.
    var edgeRows: [ProbeRow] { edges.flatMap { [$0.lower, $0.upper] } }

    /// Finds edges for ranges over these fields at once, such that each order at an edge is well inside of all
    /// other ranges; nil when there are none.
    static func find(_ fields: [DayField], in rows: [ProbeRow]) -> InstantPlan? {
        // Few orders were made later and changed earlier than others, so many are tried.
        let lowers = combinations(fields.map { edge($0, rows, 10..<45) }).filter { areApart($0, fields, isLower: true) }
        let uppers = combinations(fields.map { edge($0, rows, 55..<90) }).filter {
            areApart($0, fields, isLower: false)
        }
        for lower in lowers.prefix(20) {
            for upper in uppers.prefix(20) {
                let plan = InstantPlan(edges: fields.indices.map { (fields[$0], lower[$0], upper[$0]) })
                if plan.areApart, plan.isSound(rows) { return plan }
            }
        }
        return nil
    }

    /// The orders in a part of the whole range, those at whole seconds first: they are rare, and servers write them
    /// in their own way.
    private static func edge(_ field: DayField, _ rows: [ProbeRow], _ percents: Range<Int>) -> [ProbeRow] {
        let sorted = rows.compactMap { row in row.instant(field).map { (row: row, instant: $0) } }
            .sorted { $0.instant < $1.instant }
        let part = sorted[sorted.count * percents.lowerBound / 100..<sorted.count * percents.upperBound / 100]
        let isWhole = { (instant: Instant) in instant.microseconds % TimeAmount.microsecondsPerSecond == 0 }
        return (part.filter { isWhole($0.instant) } + part.filter { !isWhole($0.instant) }).prefix(60).map(\.row)
    }

    private static func combinations(_ choices: [[ProbeRow]]) -> [[ProbeRow]] {
        choices.reduce([[]]) { rows, next in rows.flatMap { rows in next.map { rows + [$0] } } }
    }

    /// Whether each of these orders passes the edges of the others, which all are at the same end.
    private static func areApart(_ rows: [ProbeRow], _ fields: [DayField], isLower: Bool) -> Bool {
        let second = TimeAmount.microsecondsPerSecond
        return rows.indices.allSatisfy { index in
            fields.indices.allSatisfy { other in
                guard index != other else { return true }
                guard let time = rows[index].instant(fields[other]), let edge = rows[other].instant(fields[other])
                else {
                    return false
                }
                return isLower
                    ? time.microseconds > edge.microseconds + second : time.microseconds < edge.microseconds - second
            }
        }
    }

    /// Whether each order at an edge passes all other edges for certain.
    private var areApart: Bool {
        let members = members(beside: 0)
        return edgeRows.enumerated().allSatisfy { position, row in
            members.indices.allSatisfy { $0 == position || members[$0].verdict(row) == .passes }
        }
    }

    /// Whether every edge alone keeps some orders out.
    private func isSound(_ rows: [ProbeRow]) -> Bool {
        let members = members(beside: 0)
        let verdicts = rows.map { row in members.map { $0.verdict(row) } }
        return members.indices.allSatisfy { index in
            let alone = verdicts.count { row in
                row[index] == .fails && row.indices.allSatisfy { $0 == index || row[$0] == .passes }
            }
            return alone >= TrialJudge.witnessCount
        }
    }

    /// The parameters: the very instants, or so many microseconds further inside.
    func members(beside microseconds: Int64) -> [TrialMember] {
        edges.flatMap { edge -> [TrialMember] in
            guard let lower = edge.lower.instant(edge.field), let upper = edge.upper.instant(edge.field) else {
                return []
            }
            return [
                Self.member(edge.field, from: Instant(microseconds: lower.microseconds + microseconds)),
                Self.member(edge.field, to: Instant(microseconds: upper.microseconds - microseconds)),
            ]
        }
    }

    private static func member(_ field: DayField, from bound: Instant) -> TrialMember {
        TrialMember(
            name: field == .created ? .createdFrom : .updatedFrom,
            set: { parameters in
                if field == .created {
                    parameters.createdFrom = .instant(bound)
                } else {
                    parameters.updatedFrom = .instant(bound)
                }
            },
            verdict: { verdict($0.instant(field), after: bound) }
        )
    }

    private static func member(_ field: DayField, to bound: Instant) -> TrialMember {
        TrialMember(
            name: field == .created ? .createdTo : .updatedTo,
            set: { parameters in
                if field == .created {
                    parameters.createdTo = .instant(bound)
                } else {
                    parameters.updatedTo = .instant(bound)
                }
            },
            verdict: { row in
                switch verdict(row.instant(field), after: bound) {
                case .passes: .fails
                case .fails: .passes
                case .open: .open
                }
            }
        )
    }

    /// Open within a second of the bound: that is what the edges are for.
    private static func verdict(_ instant: Instant?, after bound: Instant) -> Verdict {
        guard let instant else { return .open }
        let second = TimeAmount.microsecondsPerSecond
        if instant.microseconds > bound.microseconds + second { return .passes }
        return instant.microseconds < bound.microseconds - second ? .fails : .open
    }
}
