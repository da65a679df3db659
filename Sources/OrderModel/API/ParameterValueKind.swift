/// What kind of value a parameter of the list endpoints takes.
package enum ParameterValueKind: Sendable, Hashable {
    case status, identifier, boolean, amount, date, text, ordering, count
}

extension ParameterName {
    package var valueKind: ParameterValueKind {
        switch slot {
        case .status, .statusList: .status
        case .identifier, .identifierList: .identifier
        case .presence: .boolean
        case .amount: .amount
        case .date, .bound: .date
        case .search: .text
        case .ordering: .ordering
        case .limit, .offset: .count
        }
    }

    /// Whether several values can be given, with commas.
    package var takesList: Bool {
        switch slot {
        case .statusList, .identifierList, .ordering: true
        default: false
        }
    }
}
