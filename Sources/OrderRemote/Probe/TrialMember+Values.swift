// The values that a probe may give a parameter, made from the orders that it knows: values that some of them
// have and others don't.

import OrderModel

extension TrialMember {
    /// A range of ids, both ends included; that they are is seen where the orders at the ends came.
    static func window(from minimum: Int, to maximum: Int) -> [TrialMember] {
        [
            TrialMember(
                name: .idMinimum,
                set: { $0.idMinimum = minimum },
                verdict: { $0.id >= minimum ? .passes : .fails },
                showsWholeValue: { $0.contains { $0.id == minimum } }
            ),
            TrialMember(
                name: .idMaximum,
                set: { $0.idMaximum = maximum },
                verdict: { $0.id <= maximum ? .passes : .fails },
                showsWholeValue: { $0.contains { $0.id == maximum } }
            ),
        ]
    }

    /// All that is worth trying for a parameter on these orders; none for one that can't be judged by what comes.
    static func candidates(for name: ParameterName, rows: [ProbeRow]) -> [TrialMember] {
        if let presence = PresenceParameter(rawValue: name.rawValue) {
            return [true, false].map { member(presence, isWanted: $0) }
        }
        switch name {
        case .status: return statusCandidates(rows).map { status($0) }
        case .statusIn: return lists(of: statusCandidates(rows)).map { statusList($0) }
        case .shippingCostMinimum, .shippingCostMaximum: return costs(name, rows)
        default: return identifierCandidates(name, rows)
        }
    }

    /// Whether an object or text is there.
    static func member(_ parameter: PresenceParameter, isWanted: Bool) -> TrialMember {
        let field = parameter.fieldName
        var member = TrialMember(
            name: parameter.name,
            set: { $0.presence[parameter] = isWanted },
            verdict: { row in
                switch row.value(field) {
                case nil: .open
                case .null?: isWanted ? .fails : .passes
                // A server may trim texts before it looks.
                case .text(let text)? where text.allSatisfy(\.isWhitespace): .open
                default: isWanted ? .passes : .fails
                }
            }
        )
        member.presence = (field, isWanted)
        return member
    }

    private static func status(_ status: OrderStatus) -> TrialMember {
        TrialMember(name: .status, set: { $0.status = status }, verdict: { fits($0.value("status"), [text(status)]) })
    }

    private static func statusList(_ list: [OrderStatus]) -> TrialMember {
        let wanted = Set(list.map(text))
        return TrialMember(
            name: .statusIn,
            set: { $0.statusIn = list },
            verdict: { fits($0.value("status"), wanted) },
            showsWholeValue: { rows in Set(rows.compactMap { $0.value("status") }).count > 1 },
        )
    }

    private static func text(_ status: OrderStatus) -> Value { .text(status.rawValue) }

    /// The statuses of these orders, the most frequent first.
    ///
    /// `deleted` is left out, which not every server accepts where it is documented.
    private static func statusCandidates(_ rows: [ProbeRow]) -> [OrderStatus] {
        byFrequency(rows.compactMap { $0.value("status") }).compactMap { value in
            guard case .text(let text) = value, let status = OrderStatus(rawValue: text) else { return nil }
            return status == .deleted ? nil : status
        }
    }

    private static func identifierCandidates(_ name: ParameterName, _ rows: [ProbeRow]) -> [TrialMember] {
        let isList = name.rawValue.hasSuffix("_in")
        let field = (isList ? String(name.rawValue.dropLast(3)) : name.rawValue) + ".id"
        let identifiers = byFrequency(rows.compactMap { $0.value(field) }).compactMap { value -> Int? in
            guard case .number(let number) = value else { return nil }
            return number.wholeNumber
        }
        let values = isList ? lists(of: identifiers) : identifiers.prefix(3).map { [$0] }
        return values.map { list in
            let wanted = Set(list.map { Value.number(Decimal($0)) })
            return TrialMember(
                name: name,
                set: { $0.set(name, toIdentifiers: list) },
                verdict: { fits($0.value(field), wanted) },
                showsWholeValue: { rows in list.count == 1 || Set(rows.compactMap { $0.value(field) }).count > 1 }
            )
        }
    }

    /// Costs that some of the orders have exactly, so that the edge is judged too.
    private static func costs(_ name: ParameterName, _ rows: [ProbeRow]) -> [TrialMember] {
        let costs = rows.compactMap { row -> Decimal? in
            guard case .number(let number)? = row.value("shipping_cost") else { return nil }
            return number
        }.sorted()
        let isMinimum = name == .shippingCostMinimum
        return [20, 35, 50].compactMap { percent -> TrialMember? in
            guard !costs.isEmpty else { return nil }
            let position = costs.count * percent / 100
            let edge = costs[isMinimum ? position : costs.count - 1 - position]
            return TrialMember(
                name: name,
                set: { parameters in
                    if isMinimum {
                        parameters.shippingCostMinimum = edge
                    } else {
                        parameters.shippingCostMaximum = edge
                    }
                },
                verdict: { row in
                    guard case .number(let cost)? = row.value("shipping_cost") else { return .open }
                    return (isMinimum ? cost >= edge : cost <= edge) ? .passes : .fails
                },
                showsWholeValue: { rows in rows.contains { $0.value("shipping_cost") == .number(edge) } }
            )
        }
    }

    private static func fits(_ value: Value?, _ wanted: Set<Value>) -> Verdict {
        guard let value else { return .open }
        return wanted.contains(value) ? .passes : .fails
    }

    /// The different values, the most frequent first.
    private static func byFrequency(_ values: [Value]) -> [Value] {
        var counts: [Value: Int] = [:]
        var order: [Value] = []
        for value in values where !value.isNull {
            if counts[value] == nil { order.append(value) }
            counts[value, default: 0] += 1
        }
        return order.enumerated().sorted { left, right in
            let (first, second) = (counts[left.element] ?? 0, counts[right.element] ?? 0)
            return (second, left.offset) < (first, right.offset)
        }.map(\.element)
    }

    /// Lists of two and more of these, of different lengths, at most 20 long.
    private static func lists<Element>(of values: [Element]) -> [[Element]] {
        let longest = min(values.count, 20)
        guard longest > 1 else { return [] }
        let lengths = Set([2, longest / 2, longest * 2 / 3, longest - 1].filter { (2...longest).contains($0) })
        return lengths.sorted().map { Array(values.prefix($0)) }
    }
}
