// The filters of a list request, field by field, as django-filter's form cleans them: either all are understood, or
// the problems of all are told together.

import OrderModel

/// Reads the filters of one request.
struct FilterFormReader {
    private let endpoint: ListEndpoint
    private let settings: ServerSettings
    private let knows: @Sendable (ParameterName, Int) async throws -> Bool
    private(set) var filters = FilterParameters()
    /// The filters that were given and keep what they should drop, as a fault.
    private(set) var inverted: Set<ParameterName> = []
    /// Each refused field with its messages.
    private(set) var problems: [JSONMember] = []
    /// Whether a value lies outside of what any order can have, and what `filters` can hold.
    private(set) var matchesNothing = false

    init(
        endpoint: ListEndpoint,
        settings: ServerSettings,
        knows: @escaping @Sendable (ParameterName, Int) async throws -> Bool
    ) {
        self.endpoint = endpoint
        self.settings = settings
        self.knows = knows
    }

    /// Reads all fields; an empty value is none.
    mutating func read(_ values: [ParameterName: String]) async throws {
        for name in Self.fields {
            guard let text = values[name], !text.isEmpty else { continue }
            do {
                try await read(text, as: name)
            } catch let problem as FormProblem {
                let messages = JSONValue.array([.text(problem.message)])
                problems.append(JSONMember(key: name.rawValue, value: messages))
            }
        }
        if !inverted.isEmpty { inverted.formIntersection(filters.givenNames) }
    }

    /// The fields in the form's order, which is the order of its problems.
    private static let fields: [ParameterName] = {
        let moved: [ParameterName] = [.customer, .customerIn]
        let ahead: [ParameterName] = [.shippingCostMinimum, .shippingCostMaximum]
        let presences = PresenceParameter.allCases.map(\.name)
        let numbers: [ParameterName] = [.idMinimum, .idMaximum]
        let placed = Set(moved + ahead + presences + numbers)
        let others = ParameterName.allCases.filter { !placed.contains($0) }
        let end = others.firstIndex(of: .createdDate) ?? others.endIndex
        return others[..<end] + moved + ahead + presences + numbers + others[end...]
    }()

    private mutating func read(_ text: String, as name: ParameterName) async throws {
        switch name.slot {
        case .status: filters.status = try status(text)
        case .statusList: filters.statusIn = try statusList(text)
        case .identifier(let path) where name == .idMinimum || name == .idMaximum:
            take(try FormNumber(text).wholeNumber, isMinimum: name == .idMinimum, of: name) { $0[keyPath: path] = $1 }
        case .identifier(let path): try await readIdentifier(text, as: name, path)
        case .identifierList(let path): filters[keyPath: path] = try identifiers(text)
        case .presence(let parameter): filters.presence[parameter] = truth(text)
        case .amount(let path):
            let isMinimum = name == .shippingCostMinimum
            take(try FormNumber(text).amount(isMinimum: isMinimum), isMinimum: isMinimum, of: name) {
                $0[keyPath: path] = $1
            }
        case .date(let path): filters[keyPath: path] = try FormDates(settings: settings).day(text)
        case .bound(let path):
            let dates = FormDates(settings: settings)
            let isStart = name == .createdFrom || name == .updatedFrom
            filters[keyPath: path] = isStart ? try dates.start(text) : try dates.end(text)
        case .search, .ordering, .limit, .offset: break
        }
        if settings.faults.inverted.contains(name.rawValue) { inverted.insert(name) }
    }
}

extension FilterFormReader {
    private func status(_ text: String) throws(FormProblem) -> OrderStatus {
        guard let status = OrderStatus(rawValue: text), endpoint == .admin || status != .deleted else {
            throw .noChoice(text)
        }
        return status
    }

    /// The statuses of a list; blank entries are none that an order could have.
    private func statusList(_ text: String) throws(FormProblem) -> [OrderStatus] {
        var statuses: [OrderStatus] = []
        for entry in entries(text) {
            if settings.statusList == .lax, entry.utf8.contains(0) { throw .nullCharacter }
            let name = settings.statusList == .lax ? String(String.UnicodeScalarView(strippedScalars(entry))) : entry
            if let status = OrderStatus(rawValue: name) {
                statuses.append(status)
            } else if settings.statusList == .strict {
                throw .noChoice(entry)
            }
        }
        return statuses
    }

    /// The ids of a list; those beyond 64 bits, which no order has, are left out.
    private func identifiers(_ text: String) throws(FormProblem) -> [Int] {
        var identifiers: [Int] = []
        for entry in entries(text) {
            if case .value(let identifier) = try FormNumber(entry).wholeNumber { identifiers.append(identifier) }
        }
        return identifiers
    }

    /// The entries between the commas that are not empty.
    private func entries(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)) }
    }

    private mutating func readIdentifier(
        _ text: String,
        as name: ParameterName,
        _ path: WritableKeyPath<FilterParameters, Int?>
    ) async throws {
        if settings.unknownIdentifier == .refused {
            if text.utf8.contains(0) { throw FormProblem.nullCharacter }
            guard let number = FormInteger(text), let identifier = number.exact, try await knows(name, identifier)
            else { throw FormProblem.unknownObject }
            filters[keyPath: path] = identifier
        } else if case .value(let identifier) = try FormNumber(text).wholeNumber {
            filters[keyPath: path] = identifier
        } else {
            takeAll(false, of: name)
        }
    }

    private func truth(_ text: String) -> Bool? {
        switch settings.truths {
        case .any:
            switch text.lowercased() {
            case "true", "1": true
            case "false", "0": false
            default: nil
            }
        case .plain:
            switch text {
            case "true", "True", "2": true
            case "false", "False", "3": false
            default: nil
            }
        }
    }

    /// Takes a bound over; one beyond all values holds for every order or for none.
    private mutating func take<Value>(
        _ bound: FormNumber.Fitted<Value>,
        isMinimum: Bool,
        of name: ParameterName,
        _ set: (inout FilterParameters, Value) -> Void
    ) {
        switch bound {
        case .value(let value): set(&filters, value)
        case .below: takeAll(isMinimum, of: name)
        case .above: takeAll(!isMinimum, of: name)
        }
    }

    /// Takes a filter over that every order passes or none, the other way round where it is inverted.
    private mutating func takeAll(_ passes: Bool, of name: ParameterName) {
        if passes == settings.faults.inverted.contains(name.rawValue) { matchesNothing = true }
    }
}
