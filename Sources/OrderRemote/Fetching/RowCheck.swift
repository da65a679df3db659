// What an order must be like to be answered for a parameter. Plans leave to the server what it is known to filter
// exactly, so the checks here are as strict as what is known of it, and no stricter.

import OrderModel

/// Checks that an order which a server answered really has what one parameter asked for.
///
/// A misfit proves that the server ignores the parameter or turns it around: where servers differ (zones, empty
/// texts) and this one's habit is not known, only what none of them could answer counts.
struct RowCheck: Sendable {
    let parameter: ParameterName
    /// What pages must be read for.
    let field: Field
    private let accepts: @Sendable (Value) -> Bool

    /// The checks for all parameters of a request that can be seen in an order; the search can't.
    ///
    /// `local` is the zone of the query, whose rules are known; a server's own is, if it is the same one.
    static func checks(for parameters: FilterParameters, _ habits: ServerHabits, local: TimeZoneRules) -> [RowCheck] {
        let zone = habits.zone(besides: local, on: parameters.judgedDays)
        let rules = RowRules(parameters: parameters, habits: habits, zone: zone)
        return ParameterName.allCases.compactMap { RowCheck($0, rules) }
    }

    /// What gives the server away: `order 17 has status hold`; nil when the order fits.
    func misfit(of page: FetchedPage, at index: Int) throws(RemoteError) -> String? {
        let value = try page.value(of: field, at: index)
        return accepts(value) ? nil : "order \(page.ids[index]) has \(field.name) \(Self.excerpt(value))"
    }

    private init?(_ name: ParameterName, _ rules: RowRules) {
        guard let (fieldName, accepts) = rules.rule(name),
            let field = Schema.field(named: fieldName, in: .orders)
        else { return nil }
        parameter = name
        self.field = field
        self.accepts = accepts
    }

    private static func excerpt(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .text(let text): JSONValue.text(text).excerpt
        case .number(let number): number.description
        case .boolean(let boolean): boolean ? "true" : "false"
        case .instant(let instant): instant.iso8601
        case .period(let period): period.description
        case .duration(let amount): "\(amount.microseconds) µs"
        case .document(let document): document.excerpt
        }
    }
}

/// What each parameter of a request lets through on a server of which this is known.
private struct RowRules {
    let parameters: FilterParameters
    let habits: ServerHabits
    /// The zone of the server's days; nil where it isn't known.
    let zone: TimeZoneRules?

    typealias Rule = (field: String, accepts: @Sendable (Value) -> Bool)

    func rule(_ name: ParameterName) -> Rule? {
        switch name {
        case .status: return parameters.status.map { text("status", in: [$0.rawValue]) }
        case .statusIn: return parameters.statusIn.map { text("status", in: $0.map(\.rawValue)) }
        case .customer: return parameters.customer.map { identifier("customer", in: [$0]) }
        case .customerIn: return parameters.customerIn.map { identifier("customer", in: $0) }
        case .paymentMethod: return parameters.paymentMethod.map { identifier("payment_method", in: [$0]) }
        case .paymentMethodIn: return parameters.paymentMethodIn.map { identifier("payment_method", in: $0) }
        case .shippingMethod: return parameters.shippingMethod.map { identifier("shipping_method", in: [$0]) }
        case .shippingMethodIn: return parameters.shippingMethodIn.map { identifier("shipping_method", in: $0) }
        case .billingCountry: return parameters.billingCountry.map { identifier("billing_country", in: [$0]) }
        case .billingCountryIn: return parameters.billingCountryIn.map { identifier("billing_country", in: $0) }
        case .billingState: return parameters.billingState.map { identifier("billing_state", in: [$0]) }
        case .billingStateIn: return parameters.billingStateIn.map { identifier("billing_state", in: $0) }
        case .billingCity: return parameters.billingCity.map { identifier("billing_city", in: [$0]) }
        case .billingCityIn: return parameters.billingCityIn.map { identifier("billing_city", in: $0) }
        case .search, .ordering, .limit, .offset: return nil
        default: return rangeRule(name) ?? presence(name)
        }
    }

    private func rangeRule(_ name: ParameterName) -> Rule? {
        switch name {
        case .idMinimum: parameters.idMinimum.map { number("id", from: Decimal($0)) }
        case .idMaximum: parameters.idMaximum.map { number("id", to: Decimal($0)) }
        case .shippingCostMinimum: parameters.shippingCostMinimum.map { number("shipping_cost", from: $0) }
        case .shippingCostMaximum: parameters.shippingCostMaximum.map { number("shipping_cost", to: $0) }
        case .createdDate: parameters.createdDate.map { instant("created_at", from: .day($0), to: .day($0)) }
        case .createdFrom: parameters.createdFrom.map { instant("created_at", from: $0) }
        case .createdTo: parameters.createdTo.map { instant("created_at", to: $0) }
        case .updatedDate: parameters.updatedDate.map { instant("updated_at", from: .day($0), to: .day($0)) }
        case .updatedFrom: parameters.updatedFrom.map { instant("updated_at", from: $0) }
        case .updatedTo: parameters.updatedTo.map { instant("updated_at", to: $0) }
        default: nil
        }
    }

    private func text(_ field: String, in wanted: [String]) -> Rule {
        (field, { value in wanted.contains { Value.text($0) == value } })
    }

    private func identifier(_ object: String, in wanted: [Int]) -> Rule {
        let wanted = Set(wanted.map { Value.number(Decimal($0)) })
        return (object + ".id", { wanted.contains($0) })
    }

    private func number(_ field: String, from minimum: Decimal? = nil, to maximum: Decimal? = nil) -> Rule {
        (
            field,
            { value in
                guard case .number(let number) = value else { return false }
                return minimum.map { number >= $0 } ?? true && maximum.map { number <= $0 } ?? true
            }
        )
    }

    /// No server counts null as present, or a real text as missing; about the empty text they differ.
    private func presence(_ name: ParameterName) -> Rule? {
        guard let parameter = PresenceParameter(rawValue: name.rawValue),
            let isPresent = parameters.presence[parameter]
        else { return nil }
        switch (isPresent, habits.emptyText) {
        case (true, .missing): return (parameter.fieldName, { $0.isPresent })
        case (true, _): return (parameter.fieldName, { !$0.isNull })
        case (false, .present): return (parameter.fieldName, { $0.isNull })
        case (false, _): return (parameter.fieldName, { !$0.isPresent })
        }
    }

    private func instant(_ field: String, from start: DateBound? = nil, to end: DateBound? = nil) -> Rule {
        let earliest = start.map { earliestMicroseconds(of: $0) } ?? .min
        let latest = end.map { latestMicroseconds(of: $0) } ?? .max
        return (
            field,
            { value in
                guard case .instant(let instant) = value else { return false }
                return (earliest...max(earliest, latest)).contains(instant.microseconds)
            }
        )
    }

    /// A day begins up to a day earlier somewhere on earth; servers that keep whole seconds cut a fraction.
    private func earliestMicroseconds(of bound: DateBound) -> Int64 {
        switch bound {
        case .day(let day):
            zone?.startOfDay(day).microseconds
                ?? TimeZoneRules.utc.startOfDay(day).microseconds - TimeAmount.microsecondsPerDay
        case .instant(let instant): Self.clamped(instant.microseconds, plus: -slackMicroseconds)
        }
    }

    /// A range's last day counts to its end, or on some servers not at all, which only a plan has to know.
    private func latestMicroseconds(of bound: DateBound) -> Int64 {
        switch bound {
        case .day(let day):
            guard let zone else {
                return TimeZoneRules.utc.startOfDay(day).microseconds + 2 * TimeAmount.microsecondsPerDay
            }
            return day.adding(days: 1).map { zone.startOfDay($0).microseconds - 1 } ?? .max
        case .instant(let instant): return Self.clamped(instant.microseconds, plus: slackMicroseconds)
        }
    }

    private var slackMicroseconds: Int64 {
        habits.comparesInstantsExactly == true ? 0 : TimeAmount.microsecondsPerSecond
    }

    private static func clamped(_ value: Int64, plus change: Int64) -> Int64 {
        let (sum, overflow) = value.addingReportingOverflow(change)
        return overflow ? value : sum
    }
}
