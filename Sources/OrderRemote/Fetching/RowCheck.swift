import OrderModel

/// Checks that an order which a server answered really has what one parameter asked for.
///
/// A misfit proves that the server ignores the parameter or turns it around, whatever its habits are: where
/// servers differ (zones, empty texts), only what none of them could answer counts.
struct RowCheck: Sendable {
    let parameter: ParameterName
    /// What pages must be read for.
    let field: Field
    private let accepts: @Sendable (Value) -> Bool

    /// The checks for all parameters of a request that can be seen in an order; the search can't.
    static func checks(for parameters: FilterParameters) -> [RowCheck] {
        ParameterName.allCases.compactMap { RowCheck($0, in: parameters) }
    }

    /// What gives the server away: `order 17 has status hold`; nil when the order fits.
    func misfit(of page: FetchedPage, at index: Int) throws(RemoteError) -> String? {
        let value = try page.value(of: field, at: index)
        return accepts(value) ? nil : "order \(page.ids[index]) has \(field.name) \(Self.excerpt(value))"
    }

    private init?(_ name: ParameterName, in parameters: FilterParameters) {
        guard let (fieldName, accepts) = Self.rule(name, parameters),
            let field = Schema.field(named: fieldName, in: .orders)
        else { return nil }
        parameter = name
        self.field = field
        self.accepts = accepts
    }

    private typealias Rule = (field: String, accepts: @Sendable (Value) -> Bool)

    private static func rule(_ name: ParameterName, _ parameters: FilterParameters) -> Rule? {
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
        default: return rangeRule(name, parameters) ?? presence(name, parameters)
        }
    }

    private static func rangeRule(_ name: ParameterName, _ parameters: FilterParameters) -> Rule? {
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

    private static func text(_ field: String, in wanted: [String]) -> Rule {
        (field, { value in wanted.contains { Value.text($0) == value } })
    }

    private static func identifier(_ object: String, in wanted: [Int]) -> Rule {
        let wanted = Set(wanted.map { Value.number(Decimal($0)) })
        return (object + ".id", { wanted.contains($0) })
    }

    private static func number(_ field: String, from minimum: Decimal? = nil, to maximum: Decimal? = nil) -> Rule {
        (
            field,
            { value in
                guard case .number(let number) = value else { return false }
                return minimum.map { number >= $0 } ?? true && maximum.map { number <= $0 } ?? true
            }
        )
    }

    /// No server counts null as present, or a real text as missing; about the empty text they differ.
    private static func presence(_ name: ParameterName, _ parameters: FilterParameters) -> Rule? {
        guard let parameter = PresenceParameter(rawValue: name.rawValue),
            let isPresent = parameters.presence[parameter]
        else { return nil }
        return (parameter.fieldName, { value in isPresent ? !value.isNull : !value.isPresent })
    }

    private static func instant(_ field: String, from start: DateBound? = nil, to end: DateBound? = nil) -> Rule {
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
    private static func earliestMicroseconds(of bound: DateBound) -> Int64 {
        switch bound {
        case .day(let day): TimeZoneRules.utc.startOfDay(day).microseconds - TimeAmount.microsecondsPerDay
        case .instant(let instant): clamped(instant.microseconds, plus: -TimeAmount.microsecondsPerSecond)
        }
    }

    private static func latestMicroseconds(of bound: DateBound) -> Int64 {
        switch bound {
        case .day(let day): TimeZoneRules.utc.startOfDay(day).microseconds + 2 * TimeAmount.microsecondsPerDay
        case .instant(let instant): clamped(instant.microseconds, plus: TimeAmount.microsecondsPerSecond)
        }
    }

    private static func clamped(_ value: Int64, plus change: Int64) -> Int64 {
        let (sum, overflow) = value.addingReportingOverflow(change)
        return overflow ? value : sum
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
