/// What the documents leave open about a filter's meaning, with the reference server's habits as defaults.
package struct FilterSettings: Sendable {
    /// The zone in which days begin.
    package var zone: TimeZoneRules
    /// Whether `has_…` counts the empty text as missing.
    package var blankIsMissing: Bool
    /// Whether a day given as the end of a range belongs to it as a whole.
    package var createdToIncludesDay: Bool

    package init(zone: TimeZoneRules = .utc, blankIsMissing: Bool = false, createdToIncludesDay: Bool = true) {
        self.zone = zone
        self.blankIsMissing = blankIsMissing
        self.createdToIncludesDay = createdToIncludesDay
    }
}

extension FilterParameters {
    /// The meaning of the parameters, as a query of the language.
    ///
    /// Days become instants here, so the query means the same whatever zone it is later read in.
    package func query(settings: FilterSettings = FilterSettings()) -> Query {
        var query = Query(.orders)
        let translation = FilterTranslation(parameters: self, settings: settings)
        query.condition = Condition.all(of: ParameterName.allCases.flatMap(translation.conditions))
        query.search = search
        query.order = ordering.map { Sort(.field(field($0.name.rawValue)), isDescending: $0.isDescending) }
        query.limit = limit
        query.offset = offset
        return query
    }
}

/// A field of orders that is known to be in the schema.
private func field(_ name: String) -> Field {
    guard let field = Schema.field(named: name, in: .orders) else {
        preconditionFailure("the schema has the field \(name)")
    }
    return field
}

/// Turns parameters into conditions, one parameter at a time.
private struct FilterTranslation {
    let parameters: FilterParameters
    let settings: FilterSettings

    func conditions(of name: ParameterName) -> [Condition] {
        switch name.slot {
        case .status: parameters.status.map { [equal("status", .status($0.rawValue))] } ?? []
        case .statusList: parameters.statusIn.map { [member("status", $0.map { .status($0.rawValue) })] } ?? []
        case .identifier(let path): parameters[keyPath: path].map { [identifier(name, $0)] } ?? []
        case .identifierList(let path): parameters[keyPath: path].map { [identifierList(name, $0)] } ?? []
        case .presence(let parameter): parameters.presence[parameter].map { [presence(parameter, $0)] } ?? []
        case .amount(let path): parameters[keyPath: path].map { [amount(name, $0)] } ?? []
        case .date(let path): parameters[keyPath: path].map { day(dateField(of: name), $0) } ?? []
        case .bound(let path): parameters[keyPath: path].map { bound(name, $0) } ?? []
        case .search, .ordering, .limit, .offset: []
        }
    }

    private func identifier(_ name: ParameterName, _ number: Int) -> Condition {
        let value = Literal.number(Decimal(number))
        switch name {
        case .idMinimum: return compare("id", .greaterOrEqual, value)
        case .idMaximum: return compare("id", .lessOrEqual, value)
        default: return equal(name.rawValue + ".id", value)
        }
    }

    private func identifierList(_ name: ParameterName, _ numbers: [Int]) -> Condition {
        member(name.rawValue.dropLast(3) + ".id", numbers.map { .number(Decimal($0)) })
    }

    private func presence(_ parameter: PresenceParameter, _ isPresent: Bool) -> Condition {
        let subject = field(parameter.fieldName)
        if settings.blankIsMissing, subject.type.isTextual {
            return isPresent ? .has(.field(subject)) : .not(.has(.field(subject)))
        }
        return isPresent ? .not(.isNull(.field(subject))) : .isNull(.field(subject))
    }

    private func amount(_ name: ParameterName, _ amount: Decimal) -> Condition {
        compare("shipping_cost", name == .shippingCostMinimum ? .greaterOrEqual : .lessOrEqual, .number(amount))
    }

    private func dateField(of name: ParameterName) -> String {
        switch name {
        case .createdDate, .createdFrom, .createdTo: "created_at"
        default: "updated_at"
        }
    }

    private func day(_ name: String, _ day: CivilDate) -> [Condition] {
        [compare(name, .greaterOrEqual, .instant(settings.zone.startOfDay(day)))] + beforeEnd(of: day, name)
    }

    /// Up to the day's end; nothing for the last day that there is, since nothing comes after it.
    private func beforeEnd(of day: CivilDate, _ name: String) -> [Condition] {
        guard let next = day.adding(days: 1) else { return [] }
        return [compare(name, .less, .instant(settings.zone.startOfDay(next)))]
    }

    private func bound(_ name: ParameterName, _ bound: DateBound) -> [Condition] {
        let subject = dateField(of: name)
        let isStart = name == .createdFrom || name == .updatedFrom
        switch bound {
        case .day(let day) where !isStart && settings.createdToIncludesDay: return beforeEnd(of: day, subject)
        case .day(let day):
            let start = settings.zone.startOfDay(day)
            return [compare(subject, isStart ? .greaterOrEqual : .lessOrEqual, .instant(start))]
        case .instant(let instant):
            return [compare(subject, isStart ? .greaterOrEqual : .lessOrEqual, .instant(instant))]
        }
    }

    private func equal(_ name: String, _ value: Literal) -> Condition { compare(name, .equal, value) }

    private func compare(_ name: String, _ comparison: ComparisonOperator, _ value: Literal) -> Condition {
        .comparison(.field(field(name)), comparison, .literal(value))
    }

    /// Membership in a list; the empty list is a condition that never holds, since every order has an id.
    private func member(_ name: String, _ values: [Literal]) -> Condition {
        values.isEmpty
            ? .isNull(.field(field("id")))
            : .membership(.field(field(name)), values.map { .literal($0) })
    }
}
