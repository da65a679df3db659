// The demands of all conjuncts together, intersected, and the parameters that say them. What is kept are the values
// that were meant; how much wider a server must be asked is decided only when they are written.

import OrderModel

/// The demands of all conjuncts together, and the parameters that say them.
struct FilterRegion {
    private let endpoint: ListEndpoint
    private let distrusted: Set<ParameterName>
    /// Ends of ranges of numbers that the server is known to count in.
    private let includedEnds: Set<ParameterName>
    private let dates: DateSpelling
    private var bounds: [Demand.Subject: Demand.Bound] = [:]
    /// Whether the demands contradict each other, so that no order can fulfil them all.
    private(set) var isEmpty = false

    /// Takes demands in, intersected with each other.
    ///
    /// `believesEnds`: whether ranges of numbers are sent as they are, although the server may leave out an order that
    /// stands exactly at their ends.
    init(
        _ demands: [Demand],
        endpoint: ListEndpoint,
        habits: ServerHabits,
        dates: DateSpelling,
        believesEnds: Bool
    ) {
        self.endpoint = endpoint
        distrusted = habits.distrusted
        includedEnds = believesEnds ? ParameterName.numberEnds : habits.proved
        self.dates = dates
        for demand in demands { insert(demand) }
        narrowIdentifiers()
        checkRange(.idMinimum, .idMaximum)
        checkRange(.costMinimum, .costMaximum)
        checkRange(.createdFrom, .createdTo)
        checkRange(.updatedFrom, .updatedTo)
    }

    private mutating func insert(_ demand: Demand) {
        let bound = bounds[demand.subject].map { Self.intersection($0, demand.bound, demand.subject) } ?? demand.bound
        bounds[demand.subject] = bound
        switch bound {
        case .statuses(let statuses): isEmpty = isEmpty || statuses.isEmpty
        case .identifiers(let identifiers): isEmpty = isEmpty || identifiers.isEmpty
        case .flag(let isPresent): isEmpty = isEmpty || demand.bound == .flag(!isPresent)
        case .whole, .instant: break
        }
    }

    /// Leaves out the listed ids that lie outside of the range, and the ends of the range that no listed id has.
    private mutating func narrowIdentifiers() {
        guard case .identifiers(let listed)? = bounds[.identifier] else { return }
        let identifiers = listed.filter { $0 >= whole(.idMinimum) ?? .min && $0 <= whole(.idMaximum) ?? .max }
        bounds[.identifier] = .identifiers(identifiers)
        guard let least = identifiers.min(), let greatest = identifiers.max() else {
            isEmpty = true
            return
        }
        bounds[.idMinimum] = .whole(least)
        bounds[.idMaximum] = .whole(greatest)
    }

    private func whole(_ subject: Demand.Subject) -> Int? {
        guard case .whole(let number)? = bounds[subject] else { return nil }
        return number
    }

    private mutating func checkRange(_ lower: Demand.Subject, _ upper: Demand.Subject) {
        switch (bounds[lower], bounds[upper]) {
        case (.whole(let least), .whole(let greatest)): isEmpty = isEmpty || least > greatest
        case (.instant(let first), .instant(let last)): isEmpty = isEmpty || first > last
        default: break
        }
    }

    private static func intersection(
        _ old: Demand.Bound,
        _ new: Demand.Bound,
        _ subject: Demand.Subject
    ) -> Demand.Bound {
        switch (old, new) {
        case (.statuses(let old), .statuses(let new)): return .statuses(old.filter(new.contains))
        case (.identifiers(let old), .identifiers(let new)): return .identifiers(old.filter(new.contains))
        case (.whole(let old), .whole(let new)):
            return .whole(subject == .idMinimum || subject == .costMinimum ? max(old, new) : min(old, new))
        case (.instant(let old), .instant(let new)): return .instant(subject.isStart ? max(old, new) : min(old, new))
        default: return old
        }
    }
}

extension FilterRegion {
    /// What is sent for a demand, and how far that can be trusted.
    func verdict(
        on demands: [Demand],
        trust: PlannedConjunct.Trust,
        reason: String
    ) -> (names: [ParameterName], trust: PlannedConjunct.Trust, reason: String) {
        let subjects = demands.flatMap { $0.subject == .identifier ? [.idMinimum, .idMaximum] : [$0.subject] }
        let names = subjects.compactMap(parameter)
        if let unsaid = subjects.first(where: { parameter(for: $0) == nil }) {
            return (names, names.isEmpty ? .here : .superset, obstacle(for: unsaid))
        }
        let isList = demands.contains { $0.subject == .identifier }
        if isList ? hasGaps : trust != .exact { return (names, trust, reason) }
        if !ParameterName.numberEnds.isDisjoint(with: Set(names).subtracting(includedEnds)) {
            return (names, .superset, PushdownTable.widerEnds)
        }
        if !subjects.compactMap(written).allSatisfy(\.isExact) { return (names, .superset, dates.widening) }
        return (names, .exact, PushdownTable.sameMeaning)
    }

    /// Whether the range of the listed ids holds others too.
    private var hasGaps: Bool {
        guard case .identifiers(let identifiers)? = bounds[.identifier], let least = identifiers.min(),
            let greatest = identifiers.max()
        else { return true }
        let (width, overflow) = greatest.subtractingReportingOverflow(least)
        return overflow || width != Set(identifiers).count - 1
    }

    /// The parameter that says what is demanded of a subject; nil when the endpoint has none that can be trusted.
    private func parameter(for subject: Demand.Subject) -> ParameterName? {
        if case .instant? = bounds[subject], written(subject) == nil { return nil }
        return candidates(for: subject).first { endpoint.knows($0) && !distrusted.contains($0) }
    }

    /// Why no parameter can say it.
    private func obstacle(for subject: Demand.Subject) -> String {
        if case .instant? = bounds[subject], written(subject) == nil { return "no server knows a moment so far away" }
        guard let candidate = candidates(for: subject).first(where: endpoint.knows) else {
            return "the \(endpoint.rawValue) list has no filter for it"
        }
        return "the server was found not to obey \(candidate.rawValue)"
    }

    /// A range of moments as it is sent.
    private func written(_ subject: Demand.Subject) -> DateSpelling.Written? {
        guard case .instant(let instant)? = bounds[subject] else { return nil }
        return dates.written(instant, isStart: subject.isStart)
    }

    /// The parameters that can say it, the simplest first.
    private func candidates(for subject: Demand.Subject) -> [ParameterName] {
        switch subject {
        case .status:
            // The customer's list documents `deleted` for `status_in` only.
            guard case .statuses(let statuses)? = bounds[subject], statuses.count == 1,
                endpoint == .admin || statuses != [.deleted]
            else { return [.statusIn] }
            return [.status, .statusIn]
        case .object(let name):
            let single = ParameterName(rawValue: name)
            let list = ParameterName(rawValue: name + "_in")
            guard case .identifiers(let identifiers)? = bounds[subject], Set(identifiers).count == 1 else {
                return [list].compactMap { $0 }
            }
            return [single, list].compactMap { $0 }
        case .identifier: return []
        case .presence(let parameter): return [parameter.name]
        case .idMinimum: return [.idMinimum]
        case .idMaximum: return [.idMaximum]
        case .costMinimum: return [.shippingCostMinimum]
        case .costMaximum: return [.shippingCostMaximum]
        case .createdFrom: return [.createdFrom]
        case .createdTo: return [.createdTo]
        case .updatedFrom: return [.updatedFrom]
        case .updatedTo: return [.updatedTo]
        }
    }

    /// The end of a range one further out.
    private static func wider(_ number: Int, _ end: Demand.Subject) -> Int {
        let isLower = end == .idMinimum || end == .costMinimum
        let (wider, overflow) = number.addingReportingOverflow(isLower ? -1 : 1)
        return overflow ? number : wider
    }

    /// The parameters of all demands that can be said.
    func parameters() -> FilterParameters {
        var parameters = FilterParameters()
        for (subject, bound) in bounds {
            guard let name = parameter(for: subject) else { continue }
            if let written = written(subject) {
                parameters.set(name, to: written.bound)
            } else if case .whole(let number) = bound, !includedEnds.contains(name) {
                parameters.set(name, to: .whole(Self.wider(number, subject)), of: subject)
            } else {
                parameters.set(name, to: bound, of: subject)
            }
        }
        return parameters
    }
}

extension ParameterName {
    /// The ends of ranges of numbers, which the API counts in.
    static let numberEnds: Set<ParameterName> = [.idMinimum, .idMaximum, .shippingCostMinimum, .shippingCostMaximum]
}

extension Demand.Subject {
    /// Whether it is the beginning of a range of moments.
    fileprivate var isStart: Bool { self == .createdFrom || self == .updatedFrom }
}

extension FilterParameters {
    fileprivate mutating func set(_ name: ParameterName, to bound: Demand.Bound, of subject: Demand.Subject) {
        switch (subject, bound) {
        case (.status, .statuses(let statuses)):
            if name == .status { status = statuses.first } else { statusIn = statuses }
        case (.object, .identifiers(let identifiers)): set(name, toIdentifiers: identifiers)
        case (.presence(let parameter), .flag(let isPresent)): presence[parameter] = isPresent
        case (.idMinimum, .whole(let number)): idMinimum = number
        case (.idMaximum, .whole(let number)): idMaximum = number
        case (.costMinimum, .whole(let number)): shippingCostMinimum = Decimal(number)
        case (.costMaximum, .whole(let number)): shippingCostMaximum = Decimal(number)
        default: break
        }
    }

    fileprivate mutating func set(_ name: ParameterName, to bound: DateBound) {
        switch name {
        case .createdFrom: createdFrom = bound
        case .createdTo: createdTo = bound
        case .updatedFrom: updatedFrom = bound
        case .updatedTo: updatedTo = bound
        default: break
        }
    }
}
