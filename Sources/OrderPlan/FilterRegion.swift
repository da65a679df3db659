import OrderModel

/// The demands of all conjuncts together, and the parameters that say them.
struct FilterRegion {
    private let endpoint: ListEndpoint
    private let distrusted: Set<ParameterName>
    private var bounds: [Demand.Subject: Demand.Bound] = [:]
    /// Whether the demands contradict each other, so that no order can fulfil them all.
    private(set) var isEmpty = false

    init(endpoint: ListEndpoint, distrusted: Set<ParameterName>) {
        self.endpoint = endpoint
        self.distrusted = distrusted
    }

    /// Takes a demand in, intersected with what was demanded before.
    mutating func insert(_ demand: Demand) {
        let bound = bounds[demand.subject].map { Self.intersection($0, demand.bound, demand.subject) } ?? demand.bound
        bounds[demand.subject] = bound
        switch bound {
        case .statuses(let statuses): isEmpty = isEmpty || statuses.isEmpty
        case .identifiers(let identifiers): isEmpty = isEmpty || identifiers.isEmpty
        case .flag, .whole, .instant: break
        }
        if case .flag(let isPresent)? = bounds[demand.subject], demand.bound == .flag(!isPresent) { isEmpty = true }
        checkRange(.idMinimum, .idMaximum)
        checkRange(.costMinimum, .costMaximum)
    }

    private mutating func checkRange(_ lower: Demand.Subject, _ upper: Demand.Subject) {
        if case .whole(let least)? = bounds[lower], case .whole(let greatest)? = bounds[upper], least > greatest {
            isEmpty = true
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
        case (.instant(let old), .instant(let new)):
            return .instant(subject == .createdFrom || subject == .updatedFrom ? max(old, new) : min(old, new))
        default: return old
        }
    }

    /// The parameter that says what is demanded of a subject; nil when the endpoint has none that can be trusted.
    func parameter(for subject: Demand.Subject) -> ParameterName? {
        candidates(for: subject).first { endpoint.knows($0) && !distrusted.contains($0) }
    }

    /// Why no parameter can say it.
    func obstacle(for subject: Demand.Subject) -> String {
        guard let candidate = candidates(for: subject).first(where: endpoint.knows) else {
            return "the \(endpoint.rawValue) list has no filter for it"
        }
        return "the server was found not to obey \(candidate.rawValue)"
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
            guard case .identifiers(let identifiers)? = bounds[subject], identifiers.count == 1 else {
                return [list].compactMap { $0 }
            }
            return [single, list].compactMap { $0 }
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

    /// The parameters of all demands that can be said.
    func parameters() -> FilterParameters {
        var parameters = FilterParameters()
        for (subject, bound) in bounds {
            guard let name = parameter(for: subject) else { continue }
            parameters.set(name, to: bound, of: subject)
        }
        return parameters
    }
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
        case (.createdFrom, .instant(let instant)): createdFrom = .instant(instant)
        case (.createdTo, .instant(let instant)): createdTo = .instant(instant)
        case (.updatedFrom, .instant(let instant)): updatedFrom = .instant(instant)
        case (.updatedTo, .instant(let instant)): updatedTo = .instant(instant)
        default: break
        }
    }
}
